"""The contract of a fiscal year and the days on which the counter is closed."""

from datetime import time

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q


class PlacementMode(models.TextChoices):
    """What the law lets the counter do (DOMAIN 4.1): mode A is information only."""

    INFORMATION = "A", "A 情報提供・取次ぎ"
    FREE_PLACEMENT = "B", "B 無料職業紹介（許可）"
    LICENSED_WITHOUT_FEES = "C", "C 有料職業紹介の許可・手数料なし"


class CountingPolicy(models.TextChoices):
    """How several additions of one posting count toward the target (DOMAIN 7.3)."""

    PER_POSTING_PER_DAY = "per_posting_per_day", "同じ求人は1日に1件まで"
    EVERY_EVENT = "every_event", "出来事ごとに1件"
    RELISTED_WITHIN_30 = "relisted_within_30_as_extension", "30日以内の再掲載は延長とする"


class Recommendation(models.TextChoices):
    """Whether every corporation passes its municipality on the way to being a 対象法人 (DOMAIN 8)."""

    YES = "yes", "経る"
    NO = "no", "経ない"
    UNKNOWN = "unknown", "要確認（県に確かめる）"


class FullTime(models.TextChoices):
    """How the words 「配置する人員のうち、1名は常勤」 of contract 7(1) are read."""

    EVERY_DAY = "every_day", "開設日ごとに常勤の人を1名以上"
    ON_THE_STAFF = "on_the_staff", "配置する人員の中に常勤の人が1名以上"


class ShortWeek(models.TextChoices):
    """How many days with more people a week of fewer than five opening days needs; contract 7(1) does not say."""

    AS_MANY = "as_many", "休みのある週も同じ日数（開設日がそれより少なければ、すべての日）"
    FEWER = "fewer", "休みの日数だけ減らす"


class PrivacyProfile(models.TextChoices):
    """Which specification's duties of handling personal data hold; stricter ones switch more on (DOMAIN 5)."""

    KUMAMOTO = "000", "熊本県（既定）"
    MINATO = "002", "港区"
    SHINJUKU = "003", "新宿区"
    KUMAMOTO_CITY = "004", "熊本市（未受講者を従事させない、責任者の変更は承認）"


class Contract(models.Model):
    """The commission of one fiscal year: parties, term, target and settings (contract 000, chapters 3 to 12)."""

    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）", unique=True)
    title = models.CharField("委託業務名", max_length=200)
    principal = models.CharField("委託者", max_length=80, default="熊本県")
    contractor = models.CharField("受託者の名称", max_length=120, blank=True)
    contractor_address = models.CharField("受託者の住所", max_length=200, blank=True)
    contractor_representative = models.CharField("代表者の職氏名", max_length=120, blank=True)
    contracted_on = models.DateField("契約日", null=True, blank=True)
    ends_on = models.DateField("履行期限")
    target_postings = models.PositiveIntegerField("掲載求人の目標（件）", default=2200)
    report_due_day = models.PositiveSmallIntegerField(
        "月次報告の期限（翌月の日）", default=10, help_text="仕様書では県が別に指定します（既定は翌月10日）。"
    )
    opens_at = models.TimeField("開設時刻", default=time(8, 30))
    closes_at = models.TimeField("閉所時刻", default=time(17, 30))
    phone = models.CharField("電話番号", max_length=20, default="0120-827-867")
    workplace = models.CharField("実施場所", max_length=200, blank=True, help_text="熊本市中央区内の常設窓口の所在地")
    placement_mode = models.CharField(
        "運営の形", max_length=1, choices=PlacementMode.choices, default=PlacementMode.INFORMATION
    )
    licence_number = models.CharField("許可番号", max_length=40, blank=True)
    licence_valid_until = models.DateField("許可の有効期限", null=True, blank=True)
    counting_policy = models.CharField(
        "件数の数え方",
        max_length=40,
        choices=CountingPolicy.choices,
        default=CountingPolicy.PER_POSTING_PER_DAY,
    )
    confirm_live_after_days = models.PositiveSmallIntegerField(
        "掲載中の求人がある企業に確かめる間隔（日）", default=90
    )
    confirm_after_days = models.PositiveSmallIntegerField("そのほかの登録企業に確かめる間隔（日）", default=180)
    course_recommendation = models.CharField(
        "対象法人の手続で市町村の推薦を経る",
        max_length=10,
        choices=Recommendation.choices,
        default=Recommendation.UNKNOWN,
        help_text="資本金などの例外（要件 C2・C3）に当たる法人は、この設定によらず推薦が要ります。",
    )
    course_required = models.BooleanField(
        "対象法人の手続が済んだ法人の求人だけを対象として記録する",
        default=False,
        help_text="外しておくと、手続が済んでいないことを知らせるだけで、記録はできます。",
    )
    course_valid_months = models.PositiveSmallIntegerField("対象法人の認定の期間（月）", default=12)
    course_document_months = models.PositiveSmallIntegerField("対象法人の書類の有効な期間（月）", default=12)
    course_remind_days = models.PositiveSmallIntegerField("認定・書類の期限を知らせ始める日（何日前）", default=60)
    course_urge_days = models.PositiveSmallIntegerField("認定・書類の期限を急ぎとする日（何日前）", default=30)
    renewal_first_days = models.PositiveSmallIntegerField("掲載期限を1回目に問い合わせる（何日前）", default=30)
    renewal_second_days = models.PositiveSmallIntegerField("掲載期限を2回目に問い合わせる（何日前）", default=14)
    renewal_last_days = models.PositiveSmallIntegerField("掲載期限を最後に問い合わせる（何日前）", default=7)
    renewal_call_days = models.PositiveSmallIntegerField("回答のない企業に電話する（期限の何日前から）", default=7)
    listing_days = models.PositiveSmallIntegerField("延長するときの掲載の長さ（日）", default=90)
    handoff_answer_days = models.PositiveSmallIntegerField(
        "つなぎの回答ページが使える日数",
        default=30,
        help_text="作った日から数えます。過ぎると、相手はページを開けません。",
    )
    handoff_remind_days = models.PositiveSmallIntegerField("つなぎの返事を確かめるまでの日数", default=14)
    keeps_support_plans = models.BooleanField(
        "就職希望者の支援計画を作る",
        default=False,
        help_text="アセスメント、目標、3・6・12か月の見直し、支援会議の記録の画面が出ます。仕様書に定めがあるときに使います。",
    )
    privacy_profile = models.CharField(
        "個人情報の定めの組",
        max_length=3,
        choices=PrivacyProfile.choices,
        default=PrivacyProfile.KUMAMOTO,
        help_text="ほかの自治体の厳しい定めに合わせるときに変えます。",
    )
    export_link_hours = models.PositiveSmallIntegerField(
        "書き出したファイルを保存できる時間（時間）",
        default=72,
        validators=[MinValueValidator(1)],
        help_text="できてから数えます。過ぎると保存できなくなり、夜のうちに消えます。",
    )
    rights_forward_days = models.PositiveSmallIntegerField(
        "本人からの請求を県に引き継ぐまでの日数",
        default=5,
        help_text="県の仕様書に定めがありません。既定の5日は熊本市の特記17（第三者の請求）によります。",
    )
    rights_answer_days = models.PositiveSmallIntegerField(
        "本人からの請求の処理を終えるまでの日数",
        null=True,
        blank=True,
        help_text="県に確認して入れます。空のあいだは期限を示しません。",
    )
    keep_closed_months = models.PositiveSmallIntegerField(
        "支援を終えた方の記録を残す月数",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="県に確認して入れます。空のあいだは、契約の終わりまで残します。",
    )
    deletion_notice_days = models.PositiveSmallIntegerField(
        "保存の期間が過ぎた記録を、知らせてから消すまでの日数",
        default=30,
        validators=[MinValueValidator(1)],
    )
    roster_busy_days = models.PositiveSmallIntegerField("週のうち、人数を多く配置する日数（日）", default=3)
    roster_people_busy = models.PositiveSmallIntegerField("その日に配置する人数（人以上）", default=2)
    roster_people_other = models.PositiveSmallIntegerField("ほかの日に配置する人数（人以上）", default=1)
    roster_full_time = models.CharField(
        "常勤の配置",
        max_length=14,
        choices=FullTime.choices,
        default=FullTime.EVERY_DAY,
        help_text="仕様書 7(1)「配置する人員のうち、1名は常勤」の読み方。県に確認して選びます。",
    )
    roster_short_week = models.CharField(
        "開設日が5日に満たない週",
        max_length=8,
        choices=ShortWeek.choices,
        default=ShortWeek.AS_MANY,
        help_text="仕様書に定めがありません。県に確認して選びます。",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "契約"
        verbose_name_plural = "契約"
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report_due_day__gte=1, report_due_day__lte=28), name="contract_due_day_in_every_month"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="contract_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(contracted_on__isnull=True) | Q(ends_on__gte=F("contracted_on")),
                name="contract_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(placement_mode=PlacementMode.INFORMATION)
                | (~Q(licence_number="") & Q(licence_valid_until__isnull=False)),
                name="contract_placement_needs_licence",
            ),
            models.CheckConstraint(
                condition=Q(course_valid_months__gte=1, course_document_months__gte=1),
                name="contract_course_lasts_a_month_at_least",
                violation_error_message="対象法人の認定と書類の期間は、1か月以上にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(course_urge_days__lte=F("course_remind_days")),
                name="contract_course_urged_after_reminded",
                violation_error_message="急ぎとする日数は、知らせ始める日数より大きくできません。",
            ),
            models.CheckConstraint(
                condition=Q(renewal_first_days__gt=F("renewal_second_days"))
                & Q(renewal_second_days__gt=F("renewal_last_days"))
                & Q(renewal_last_days__gte=1),
                name="contract_renewal_steps_descend",
                violation_error_message="問い合わせる日は、1回目・2回目・最後の順に期限へ近づけてください。",
            ),
            models.CheckConstraint(condition=Q(listing_days__gte=1), name="contract_listing_lasts_a_day"),
            models.CheckConstraint(
                condition=Q(roster_busy_days__lte=5, roster_people_other__gte=1)
                & Q(roster_people_busy__gte=F("roster_people_other")),
                name="contract_roster_staffs_every_day",
                violation_error_message="配置する人数は1人以上、多く配置する日は週5日までにし、多い日の人数をほかの日より少なくしないでください。",
            ),
            models.CheckConstraint(
                condition=Q(handoff_answer_days__range=(1, 365), handoff_remind_days__range=(1, 365)),
                name="contract_handoff_days_within_a_year",
                violation_error_message="つなぎの日数は、1日から365日までにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.fiscal_year}年度）"


class Closure(models.Model):
    """A day on which the counter is closed (contract 8(1)①); weekends are closed without a row."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "祝日"
        OBON = "obon", "お盆"
        YEAR_END = "year_end", "年末年始"
        TEMPORARY = "temporary", "臨時閉所"

    date = models.DateField("日付")
    kind = models.CharField("区分", max_length=10, choices=Kind.choices)
    name = models.CharField("名称・理由", max_length=80)
    basis = models.CharField("根拠・備考", max_length=200, blank=True)
    consulted_at = models.DateTimeField("県に相談した日時", null=True, blank=True)
    consulted_with = models.CharField("相談した相手（県の課・担当）", max_length=80, blank=True)
    instruction = models.CharField("県の指示", max_length=200, blank=True)
    starts_at = models.TimeField("閉めた時刻", null=True, blank=True, help_text="1日閉めるときは空けておきます。")
    ends_at = models.TimeField("開けた時刻", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "休業日"
        verbose_name_plural = "休業日"
        ordering = ["date", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["date", "kind"], name="closure_once_per_day_and_kind"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(kind="temporary", starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="closure_hours_of_a_temporary_one",
                violation_error_message="時刻は臨時閉所にだけ、閉めた時刻と開けた時刻の両方を、順に入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
