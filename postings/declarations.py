"""What the postings declare to the registry."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    Card,
    CardItem,
    HomeCard,
    JobKind,
    ListFilter,
    MenuItem,
    OpenSource,
    SearchSource,
    TimelineEntry,
    TimelineSource,
    registry,
)
from postings.eligibility.course_declarations import DECLARATIONS as COURSES
from postings.eligibility.orientation_declarations import DECLARATIONS as ORIENTATION
from postings.eligibility.revetting import carry_queue
from postings.eligibility.rule_drafts import carry_run
from postings.labour_law.wages_missed import below
from postings.lists.export_columns import POSTINGS
from postings.models import (
    JobPosting,
    MinimumWage,
    PublicationEvent,
    Reconciliation,
    ReconciliationDifference,
    RevettingNeed,
    Vetting,
)
from postings.renewal.declarations import DECLARATIONS as RENEWAL
from postings.sheets.documents import DECLARATIONS as SHEETS
from postings.toward_target.target_cards import disagreement, toward_target
from postings.toward_target.target_jobs import carry_backtest, carry_check
from postings.visit_reasons import REASONS as VISIT_REASONS
from privacy.exporting import job_of


def register() -> None:
    """Menu lines, home cards, stories and search of the postings."""
    registry.add(
        MenuItem("求人", "求人の一覧", "postings:list", 200),
        MenuItem("求人", "精査", "postings:vettings", 210),
        MenuItem("求人", "再精査", "postings:revet", 212),
        MenuItem("求人", "規則の変更案", "postings:rule_drafts", 260),
        MenuItem("求人", "掲載履歴", "postings:ledger", 220),
        MenuItem("求人", "まとめて記録", "postings:extend", 230),
        MenuItem("求人", "サイトとの相違", "postings:differences", 235),
        MenuItem("求人", "目標", "postings:target", 240),
        MenuItem("求人", "次の一手", "postings:actions", 245),
        MenuItem("求人", "求人の取込み", "postings:import", 250),
        MenuItem("求人", "最低賃金", "postings:minimum_wages", 245),
        HomeCard("wages-missed", "vetting.approve", _wages_missed, 25),
        HomeCard("target", "ledger.read", toward_target, 20),
        HomeCard("counts-differ", "ledger.check", disagreement, 1),
        JobKind("check_counts", "件数の2つの計算の確かめ", carry_check, "ledger.read"),
        JobKind("backtest_target", "件数の予測の答え合わせ", carry_backtest, "ledger.read"),
        HomeCard("open-vettings", "vetting.approve", _open_vettings, 10),
        HomeCard("revetting", "vetting.approve", _to_vet_again, 15),
        JobKind("queue_revetting", "再精査の洗い出し", carry_queue, "vetting.read"),
        JobKind("rule_draft", "規則の変更案の試し", carry_run, "vetting.read"),
        HomeCard("expiring", "ledger.record", _expiring, 40),
        HomeCard("differences", "ledger.record", _differences, 45),
        TimelineSource("employers.Establishment", _received, "postings.read"),
        TimelineSource("employers.Establishment", _published, "postings.read"),
        TimelineSource("employers.Establishment", _vetted, "vetting.read"),
        job_of(POSTINGS),
        *VISIT_REASONS,
        *COURSES,
        *ORIENTATION,
        *RENEWAL,
        *SHEETS,
        OpenSource("employers.Establishment", _running_out, "ledger.record"),
        OpenSource("employers.Establishment", _to_decide, "vetting.approve"),
        ListFilter(
            "employers:list",
            "live",
            "掲載中の求人",
            (("yes", "あり"), ("eligible", "移住支援金の対象があり"), ("no", "なし")),
            _with_live_postings,
        ),
        SearchSource("求人", "postings.read", _find, 30, "postings:list"),
    )


def _wages_missed(user, today) -> Card | None:
    """Live postings below a minimum wage that takes effect within 60 days, or did within the last 60."""
    near = timedelta(days=60)
    turning = MinimumWage.objects.filter(effective_from__range=(today - near, today + near)).order_by("effective_from")
    missed = [(rate, below(rate, today).live_on(today).count()) for rate in turning]
    items = tuple(
        CardItem(
            f"{rate.name} {rate.yen_per_hour:,}円を下回る掲載中の求人 {count:,}件",
            reverse("postings:minimum_wage", args=[rate.pk]),
            f"{rate.effective_from:%-m月%-d日}から",
            urgent=rate.effective_from <= today + timedelta(days=14),
        )
        for rate, count in missed
        if count
    )
    if not items:
        return None
    return Card(
        title="最低賃金を下回る求人",
        figure=f"{max(count for _, count in missed):,}",
        unit="件",
        note="発効の日までに賃金を改めていただくよう、企業に知らせます。",
        items=items,
        url=reverse("postings:minimum_wages"),
    )


def _open_vettings(user, today) -> Card:
    waiting = Vetting.objects.filter(state=Vetting.State.PREPARED).exclude(prepared_by=user)
    oldest = waiting.select_related("posting").order_by("prepared_at")[:5]
    return Card(
        title="承認待ちの精査",
        figure=str(waiting.count()),
        unit="件",
        items=tuple(
            CardItem(item.posting.title, item.get_absolute_url(), item.get_verdict_display()) for item in oldest
        ),
        url=reverse("postings:vettings") + "?state=prepared",
        empty="承認を待つ精査はありません。",
    )


def _to_vet_again(user, today) -> Card:
    needs = RevettingNeed.objects.of_live(today)
    return Card(
        title="再精査が要る求人",
        figure=str(needs.aggregate(postings=Count("posting", distinct=True))["postings"]),
        unit="件",
        items=tuple(
            CardItem(need.posting.title, need.get_absolute_url(), need.get_reason_display(), need.due_on <= today)
            for need in needs.select_related("posting").order_by("due_on", "pk")[:5]
        ),
        url=reverse("postings:revet"),
        empty="対象として掲載中の求人の根拠は、どれも有効です。",
    )


def _expiring(user, today) -> Card:
    soon = JobPosting.objects.expiring(today, today + timedelta(days=14))
    first = soon.select_related("establishment").order_by("listed_until", "pk")[:5]
    return Card(
        title="14日以内に掲載期限が来る求人",
        figure=str(soon.count()),
        unit="件",
        note="延長を忘れると、応募した方が移住支援金を受けられないことがあります。",
        items=tuple(
            CardItem(
                f"{item.title}（{item.establishment.name}）",
                item.get_absolute_url(),
                f"{item.listed_until:%-m月%-d日}まで",
                urgent=item.listed_until <= today + timedelta(days=3),
            )
            for item in first
        ),
        url=reverse("postings:extend"),
        empty="14日以内に期限が来る求人はありません。",
    )


def _differences(user, today) -> Card:
    last = Reconciliation.objects.first()
    waiting = ReconciliationDifference.objects.filter(state=ReconciliationDifference.State.OPEN)
    return Card(
        title="サイトと掲載履歴の相違",
        figure=str(waiting.count()),
        unit="件",
        note=f"最後の照合は{last.on:%-m月%-d日}" if last else "まだ照合していません。",
        items=tuple(
            CardItem(item.title, item.get_absolute_url(), item.get_kind_display())
            for item in waiting.order_by("pk")[:5]
        ),
        url=reverse("postings:differences"),
        empty="相違はありません。" if last else "サイトの一覧を選ぶと、違うところが並びます。",
    )


def _received(establishment, user, limit: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=_noon(posting.received_on),
            kind="求人",
            title=f"{posting.title}（{posting.headcount}人）を受付",
            url=posting.get_absolute_url(),
        )
        for posting in establishment.postings.order_by("-received_on", "-pk")[:limit]
    ]


def _running_out(establishment, user, today) -> list[CardItem]:
    """Listings that run out within 45 days: to be extended, changed or ended."""
    found = JobPosting.objects.expiring(today, today + timedelta(days=45)).filter(establishment=establishment)
    return [
        CardItem(
            f"掲載の期限：{one.title}",
            reverse("postings:publish", args=[one.pk]),
            f"{one.listed_until:%-m月%-d日}",
            one.listed_until <= today + timedelta(days=7),
        )
        for one in found.order_by("listed_until", "pk")[:5]
    ]


def _to_decide(establishment, user, today) -> list[CardItem]:
    waiting = Vetting.objects.filter(posting__establishment=establishment, state=Vetting.State.PREPARED)
    return [
        CardItem(f"精査の承認：{one.posting.title}", one.get_absolute_url(), "承認待ち")
        for one in waiting.select_related("posting").order_by("prepared_at")[:3]
    ]


def _published(establishment, user, limit: int) -> list[TimelineEntry]:
    events = PublicationEvent.objects.filter(posting__establishment=establishment).select_related(
        "posting", "recorded_by"
    )
    return [
        TimelineEntry(
            at=_noon(event.effective_on),
            kind="掲載",
            title=f"{event.posting.title}：{event.get_kind_display()}",
            body="移住支援金の対象として掲載" if event.eligible else "",
            by=event.recorded_by.name if event.recorded_by else "",
            url=event.posting.get_absolute_url(),
        )
        for event in events.order_by("-effective_on", "-pk")[:limit]
    ]


def _vetted(establishment, user, limit: int) -> list[TimelineEntry]:
    vettings = Vetting.objects.filter(posting__establishment=establishment, decided_at__isnull=False).select_related(
        "posting", "decided_by"
    )
    return [
        TimelineEntry(
            at=vetting.decided_at,
            kind="精査",
            title=f"{vetting.posting.title}：{vetting.get_verdict_display()}（{vetting.get_state_display()}）",
            by=vetting.decided_by.name,
            url=vetting.get_absolute_url(),
        )
        for vetting in vettings.order_by("-decided_at")[:limit]
    ]


def _find(text: str, user, limit: int) -> list[CardItem]:
    found = JobPosting.objects.search(text).select_related("establishment")
    return [
        CardItem(f"{item.title}（{item.establishment.name}）", item.get_absolute_url(), item.site_number or "")
        for item in found.order_by("-received_on", "-pk")[:limit]
    ]


def _noon(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _with_live_postings(establishments, value: str):
    """Establishments with, or without, postings that the public site shows today."""
    live = JobPosting.objects.filter(establishment=OuterRef("pk")).live_on(timezone.localdate())
    if value == "no":
        return establishments.filter(~Exists(live))
    return establishments.filter(Exists(live.filter(listed_eligible=True) if value == "eligible" else live))
