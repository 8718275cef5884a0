"""Vacancies with their terms of employment."""

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import Municipality, Occupation, Prefecture
from centre.pairs import Pairs
from employers.models import Establishment
from postings.models.minimum_wage import MinimumWage
from postings.querysets import TITLE, JobPostingQuerySet


@pghistory.track(model_name="JobPostingRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class JobPosting(models.Model):
    """A vacancy of an establishment with its terms of employment (職業安定法 5条の3).

    `listed_from`, `listed_until`, `ended_on` and `listed_eligible` repeat the posting's last ledger lines for lists;
    only `postings.site.publication` writes them, in the transaction that writes the ledger.
    """

    class ContractKind(models.TextChoices):
        INDEFINITE = "indefinite", "無期"
        FIXED = "fixed", "有期"

    class EmploymentType(models.TextChoices):
        REGULAR = "regular", "正社員"
        NON_REGULAR = "non_regular", "正社員以外"
        PART_TIME = "part_time", "パート"
        DISPATCHED_INDEFINITE = "dispatched_indefinite", "無期雇用派遣"
        DISPATCHED_FIXED = "dispatched_fixed", "有期雇用派遣"

    class RenewalKind(models.TextChoices):
        AUTOMATIC = "automatic", "自動的に更新する"
        CONDITIONAL = "conditional", "条件により更新することがある"
        NONE = "none", "更新しない"

    class WageKind(models.TextChoices):
        HOURLY = "hourly", "時給"
        DAILY = "daily", "日給"
        MONTHLY = "monthly", "月給"
        ANNUAL = "annual", "年俸"

    class WorkingTimeSystem(models.TextChoices):
        FIXED = "fixed", "固定"
        SHIFT = "shift", "交替制（シフト制）"
        VARIABLE = "variable", "変形労働時間制"
        FLEXIBLE = "flexible", "フレックスタイム制"
        DISCRETIONARY = "discretionary", "裁量労働制"

    class AgeReason(models.TextChoices):
        """The numbered exceptions of 労働施策総合推進法施行規則 1条の3 第1項."""

        RETIREMENT = "1号", "1号　定年を上限とする"
        LAW = "2号", "2号　法令で就業が制限されている"
        CAREER = "3号イ", "3号イ　長期勤続によるキャリア形成"
        SKILLS = "3号ロ", "3号ロ　技能・ノウハウの継承"
        ARTS = "3号ハ", "3号ハ　芸術・芸能の表現の真実性"
        POLICY = "3号ニ", "3号ニ　60歳以上、または国の施策の対象となる年齢層"

    class SexLimit(models.TextChoices):
        NONE = "none", "制限なし"
        MALE = "male", "男性のみ"
        FEMALE = "female", "女性のみ"

    class SexReason(models.TextChoices):
        """均等法 5条 の適用除外と 8条."""

        ARTS = "arts", "芸術・芸能の表現の真実性"
        SECURITY = "security", "守衛・警備など、防犯のため"
        RELIGION = "religion", "宗教などの必要"
        POSITIVE_ACTION = "positive_action", "ポジティブ・アクション（8条）"

    class Smoking(models.TextChoices):
        NO_SMOKING = "no_smoking", "屋内禁煙"
        SMOKING_ROOM = "smoking_room", "喫煙室あり"
        ALLOWED = "allowed", "屋内喫煙可"
        OUTDOORS = "outdoors", "屋外での仕事"

    class Source(models.TextChoices):
        VISIT = "visit", "訪問で掘り起こし"
        COUNTER = "counter", "窓口・電話"
        WEB = "web", "ウェブ"
        HELLO_WORK = "hello_work", "ハローワーク求人から"
        HANDED_OVER = "handed_over", "県からの引継ぎ"
        IMPORTED = "imported", "一覧の取込み"

    establishment = models.ForeignKey(Establishment, models.PROTECT, related_name="postings", verbose_name="事業所")
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name="写した元の求人"
    )

    # 1 求人区分
    title = models.CharField("職種名・見出し", max_length=120)
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, verbose_name="職業分類")
    employment_type = models.CharField("雇用形態", max_length=25, choices=EmploymentType.choices, blank=True)
    received_on = models.DateField("受付日")
    source = models.CharField("受付の経路", max_length=15, choices=Source.choices, default=Source.COUNTER)
    site_number = models.CharField("掲載サイトの求人番号", max_length=40, null=True, blank=True, unique=True)
    hello_work_number = models.CharField("ハローワーク求人番号", max_length=20, blank=True)
    hello_work_until = models.DateField("ハローワークの紹介期限日", null=True, blank=True)

    # 3 仕事内容 (2 事業所 stands in the register of employers)
    duties = models.TextField("仕事の内容（雇入れ直後）", blank=True)
    duties_scope = models.CharField("仕事の内容の変更の範囲", max_length=300, blank=True)
    is_dispatch = models.BooleanField("派遣労働者として雇う", null=True, blank=True)
    contract = models.CharField("契約の期間", max_length=10, choices=ContractKind.choices, blank=True)
    contract_from = models.DateField("契約の始まり（有期のとき）", null=True, blank=True)
    contract_until = models.DateField("契約の終わり（有期のとき）", null=True, blank=True)
    renewal_kind = models.CharField("更新の有無（有期のとき）", max_length=15, choices=RenewalKind.choices, blank=True)
    contract_renewal = models.CharField("更新の基準（有期のとき）", max_length=300, blank=True)
    renewal_limit = models.CharField("通算期間・更新回数の上限（有期のとき）", max_length=200, blank=True)
    has_trial = models.BooleanField("試用期間がある", null=True, blank=True)
    trial_period = models.CharField("試用期間の長さと条件", max_length=200, blank=True)
    work_prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, null=True, blank=True, verbose_name="就業場所の都道府県"
    )
    work_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="就業場所の市町村"
    )
    work_address = models.CharField("就業場所（雇入れ直後）", max_length=200, blank=True)
    work_place_scope = models.CharField("就業場所の変更の範囲", max_length=300, blank=True)
    nearest_station = models.CharField("最寄駅・停留所", max_length=120, blank=True)
    car_commute = models.BooleanField("マイカー通勤ができる", null=True, blank=True)
    smoking_measure = models.CharField("受動喫煙の防止措置", max_length=15, choices=Smoking.choices, blank=True)
    smoking = models.CharField("受動喫煙の防止措置の補足", max_length=120, blank=True)
    age_limited = models.BooleanField("年齢の制限がある", null=True, blank=True)
    age_min = models.PositiveSmallIntegerField("年齢の下限（歳以上）", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("年齢の上限（歳以下）", null=True, blank=True)
    age_reason = models.CharField("年齢制限の該当事由", max_length=5, choices=AgeReason.choices, blank=True)
    age_note = models.CharField("年齢制限の理由の説明", max_length=200, blank=True)
    sex_limit = models.CharField("性別の制限", max_length=10, choices=SexLimit.choices, blank=True)
    sex_reason = models.CharField("性別を限る理由", max_length=20, choices=SexReason.choices, blank=True)
    education = models.CharField("学歴", max_length=120, blank=True)
    experience_required = models.BooleanField("経験が要る", null=True, blank=True)
    experience = models.CharField("必要な経験・知識・PCの技能", max_length=300, blank=True)
    licences = models.CharField("必要な免許・資格", max_length=300, blank=True)

    # 4 賃金・手当
    wage_kind = models.CharField("賃金の形", max_length=10, choices=WageKind.choices, blank=True)
    wage_from_yen = models.PositiveIntegerField("賃金の下限（円）", null=True, blank=True)
    wage_to_yen = models.PositiveIntegerField("賃金の上限（円）", null=True, blank=True)
    allowances = models.CharField("うち定額で払う手当", max_length=300, blank=True)
    excluded_allowances_yen = models.PositiveIntegerField("うち最低賃金に入れない手当（円）", null=True, blank=True)
    has_fixed_overtime = models.BooleanField("固定残業代がある", null=True, blank=True)
    fixed_overtime_yen = models.PositiveIntegerField("固定残業代の額（円）", null=True, blank=True)
    fixed_overtime_hours = models.DecimalField(
        "固定残業代の時間数", max_digits=4, decimal_places=1, null=True, blank=True
    )
    fixed_overtime_excess_paid = models.BooleanField("超えた分を追加で払う", null=True, blank=True)
    fixed_overtime = models.CharField("固定残業代の補足", max_length=300, blank=True)
    commuting_allowance = models.CharField("通勤手当", max_length=120, blank=True)
    pay_days = models.CharField("締切日・支払日", max_length=120, blank=True)
    raises = models.CharField("昇給（前年度の実績）", max_length=120, blank=True)
    bonus = models.CharField("賞与（前年度の実績）", max_length=120, blank=True)

    # 5 労働時間
    working_time_system = models.CharField(
        "労働時間の制度", max_length=15, choices=WorkingTimeSystem.choices, blank=True
    )
    working_time = models.CharField("始業・終業の時刻", max_length=400, blank=True)
    break_minutes = models.PositiveSmallIntegerField("休憩（分）", null=True, blank=True)
    overtime = models.BooleanField("時間外労働がある", null=True, blank=True)
    overtime_hours = models.DecimalField(
        "時間外の月平均（時間）", max_digits=4, decimal_places=1, null=True, blank=True
    )
    overtime_exception = models.CharField("36協定の特別条項", max_length=200, blank=True)
    holidays = models.CharField("休日", max_length=200, blank=True)
    annual_days_off = models.PositiveSmallIntegerField("年間の休日数", null=True, blank=True)
    paid_leave_days = models.PositiveSmallIntegerField("6か月後の年次有給休暇（日）", null=True, blank=True)
    weekly_hours = models.DecimalField("週の所定労働時間", max_digits=4, decimal_places=1, null=True, blank=True)
    daily_hours = models.DecimalField("1日の所定労働時間", max_digits=4, decimal_places=2, null=True, blank=True)
    annual_hours = models.DecimalField("年間の所定労働時間", max_digits=6, decimal_places=1, null=True, blank=True)

    # 6 保険・年金・定年等
    employment_insurance = models.BooleanField("雇用保険", null=True, blank=True)
    accident_insurance = models.BooleanField("労災保険", null=True, blank=True)
    health_insurance = models.BooleanField("健康保険", null=True, blank=True)
    pension_insurance = models.BooleanField("厚生年金", null=True, blank=True)
    insurance = models.CharField("保険の補足", max_length=120, blank=True)
    severance = models.CharField("退職金", max_length=120, blank=True)
    retirement_age = models.PositiveSmallIntegerField("定年（歳）", null=True, blank=True)
    reemployment = models.CharField("再雇用・勤務延長", max_length=120, blank=True)
    housing = models.CharField("入居できる住宅", max_length=120, blank=True)
    childcare = models.CharField("託児・育児介護の休業の実績", max_length=200, blank=True)

    # 7 求人PR
    appeal = models.TextField("会社・仕事の特長", blank=True)

    # 8 選考方法
    headcount = models.PositiveSmallIntegerField("採用人数（人）", default=1)
    starts_on = models.DateField("就業開始の予定日", null=True, blank=True)
    selection = models.CharField("選考の方法・日時・場所", max_length=300, blank=True)
    application_papers = models.CharField("応募書類", max_length=200, blank=True)
    result_notice = models.CharField("選考結果の通知", max_length=120, blank=True)
    special_notes = models.TextField("特記事項", blank=True)

    # the relocation subsidy
    new_hire = models.BooleanField("新規の雇用", null=True, blank=True)
    transfer = models.BooleanField("転勤・出向・研修による勤務地の変更", null=True, blank=True)
    minimum_wage = models.ForeignKey(
        MinimumWage, models.PROTECT, null=True, blank=True, verbose_name="当てはまる特定最低賃金"
    )
    listed_from = models.DateField("掲載開始日", null=True, blank=True, editable=False)
    listed_until = models.DateField("掲載期限", null=True, blank=True, editable=False)
    ended_on = models.DateField("取下げ日", null=True, blank=True, editable=False)
    listed_eligible = models.BooleanField("対象として掲載", null=True, blank=True, editable=False)
    last_confirmed_on = models.DateField("最終確認日", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="記録した人", related_name="postings"
    )
    created_at = models.DateTimeField("記録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = JobPostingQuerySet.as_manager()

    class Meta:
        verbose_name = "求人"
        verbose_name_plural = "求人"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="posting_has_title"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="posting_for_at_least_one"),
            models.CheckConstraint(
                condition=Q(wage_to_yen__isnull=True)
                | Q(wage_from_yen__isnull=True)
                | Q(wage_to_yen__gte=F("wage_from_yen")),
                name="posting_wage_range",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__isnull=True) | Q(weekly_hours__gt=0, weekly_hours__lte=60),
                name="posting_weekly_hours_believable",
            ),
            models.CheckConstraint(
                condition=Q(contract_until__isnull=True)
                | Q(contract_from__isnull=True)
                | Q(contract_until__gte=F("contract_from")),
                name="posting_contract_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_max__gte=F("age_min")),
                name="posting_age_range",
            ),
            models.CheckConstraint(condition=~Q(copied_from=F("id")), name="posting_copied_from_another"),
            models.CheckConstraint(
                condition=Q(listed_until__isnull=True) | Q(listed_until__gte=F("listed_from")),
                name="posting_listed_until_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_on", "-id"]),
            models.Index(fields=["listed_until"], condition=Q(ended_on__isnull=True), name="posting_expiring"),
            models.Index(fields=["received_on"], condition=Q(listed_from__isnull=True), name="posting_never_listed"),
            GinIndex(Pairs(TITLE), name="posting_title_pairs"),
            models.Index(fields=["site_number"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("postings:detail", args=[self.pk])

    def is_listed(self, day) -> bool:
        """Whether the public site shows the posting on a day, as far as its last ledger lines tell."""
        if self.listed_from is None or self.listed_from > day:
            return False
        not_over = self.listed_until is None or self.listed_until >= day
        return not_over and (self.ended_on is None or self.ended_on > day)
