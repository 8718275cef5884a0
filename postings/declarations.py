"""What the postings declare to the registry."""

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef
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
from postings.models import JobPosting, PublicationEvent, Vetting
from postings.target_cards import disagreement, toward_target
from postings.target_jobs import carry_backtest, carry_check
from postings.visit_reasons import REASONS as VISIT_REASONS


def register() -> None:
    """Menu lines, home cards, stories and search of the postings."""
    registry.add(
        MenuItem("求人", "求人の一覧", "postings:list", 200),
        MenuItem("求人", "精査", "postings:vettings", 210),
        MenuItem("求人", "掲載履歴", "postings:ledger", 220),
        MenuItem("求人", "まとめて延長", "postings:extend", 230),
        MenuItem("求人", "目標", "postings:target", 240),
        MenuItem("求人", "次の一手", "postings:actions", 245),
        MenuItem("求人", "求人の取込み", "postings:import", 250),
        HomeCard("target", "ledger.read", toward_target, 20),
        HomeCard("counts-differ", "ledger.check", disagreement, 1),
        JobKind("check_counts", "件数の2つの計算の確かめ", carry_check, "ledger.read"),
        JobKind("backtest_target", "件数の予測の答え合わせ", carry_backtest, "ledger.read"),
        HomeCard("open-vettings", "vetting.approve", _open_vettings, 10),
        HomeCard("expiring", "ledger.record", _expiring, 40),
        TimelineSource("employers.Establishment", _received, "postings.read"),
        TimelineSource("employers.Establishment", _published, "postings.read"),
        TimelineSource("employers.Establishment", _vetted, "vetting.read"),
        *VISIT_REASONS,
        OpenSource("employers.Establishment", _running_out, "ledger.record"),
        OpenSource("employers.Establishment", _to_decide, "vetting.approve"),
        ListFilter(
            "employers:list",
            "live",
            "掲載中の求人",
            (("yes", "あり"), ("eligible", "移住支援金の対象があり"), ("no", "なし")),
            _with_live_postings,
        ),
        SearchSource("求人", "postings.read", _find, 30),
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
