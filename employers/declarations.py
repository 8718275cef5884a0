"""What the employers declare to the registry."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from centre.pages import MOST_COUNTED
from centre.registry import (
    CalendarEvent,
    CalendarSource,
    Card,
    CardItem,
    HomeCard,
    MenuItem,
    SearchSource,
    TimelineEntry,
    TimelineSource,
    registry,
)
from employers.campaign_declarations import DECLARATIONS as CAMPAIGNS
from employers.confirming import intervals, overdue
from employers.export_columns import EMPLOYERS
from employers.importing.import_jobs import KINDS as IMPORT_JOBS
from employers.models import Establishment, PlannedVisit, Registration, Renewal, SchemeNotice, SuspectedPair
from employers.open_items import SOURCES as OPEN_SOURCES
from employers.views.twins import FIND_TWINS
from employers.visit_reasons import REASONS
from privacy.exporting import job_of


def register() -> None:
    """Menu lines, home card, stories and search of the employers."""
    registry.add(
        *IMPORT_JOBS,
        *CAMPAIGNS,
        FIND_TWINS,
        job_of(EMPLOYERS),
        MenuItem("企業", "企業の一覧", "employers:list", 100),
        MenuItem("企業", "企業を登録", "employers:add", 110),
        MenuItem("企業", "現地で記録", "employers:field", 115, key="v"),
        MenuItem("企業", "訪問の計画", "employers:plan", 117),
        MenuItem("企業", "訪問先の候補", "employers:suggestions", 118),
        MenuItem("企業", "訪問の記録", "employers:visits", 120),
        MenuItem("企業", "確認する企業", "employers:confirmations", 140),
        MenuItem("企業", "地域別の企業", "employers:areas", 145),
        MenuItem("企業", "制度の案内", "employers:schemes", 150),
        MenuItem("企業", "企業の取込み", "employers:import", 160),
        MenuItem("企業", "重複の疑い", "employers:twins", 170),
        *REASONS,
        *OPEN_SOURCES,
        CalendarSource("visits", _visits_to_come),
        HomeCard("planned-visits", "employers.edit", _plans, 15),
        HomeCard("twins", "employers.edit", _twins, 90),
        HomeCard("stale-employers", "employers.edit", _stale, 60),
        TimelineSource("employers.Establishment", _visits, "employers.read"),
        TimelineSource("employers.Establishment", _registrations, "employers.read"),
        TimelineSource("employers.Establishment", _notices, "employers.read"),
        SearchSource("企業", "employers.read", _find, 10, "employers:list"),
    )


def _stale(user, today) -> Card:
    due = overdue(today)
    for_live, for_others = intervals(today)
    count = due.order_by()[: MOST_COUNTED + 1].count()
    return Card(
        title="確認する企業",
        figure=f"{MOST_COUNTED:,}以上" if count > MOST_COUNTED else f"{count:,}",
        unit="社",
        note=f"掲載中の求人がある企業は{for_live}日、ほかの登録企業は{for_others}日、内容を確認していません。",
        items=tuple(
            CardItem(
                item.name,
                item.get_absolute_url(),
                f"最終確認 {item.last_confirmed_on:%Y年%-m月%-d日}" if item.last_confirmed_on else "まだありません",
            )
            for item in due[:5]
        ),
        url=reverse("employers:confirmations"),
        empty="確認の遅れている企業はありません。",
    )


def _plans(user, today) -> Card | None:
    plans = PlannedVisit.objects.filter(visitor=user, state=PlannedVisit.State.PLANNED, planned_on__lte=today)
    shown = list(plans.select_related("establishment")[:5])
    if not shown:
        return None
    return Card(
        title="訪問の予定",
        figure=str(plans.count()),
        unit="件",
        note="今日までの予定で、まだ記録のないものです。",
        items=tuple(
            CardItem(
                plan.establishment.name,
                reverse("employers:field_visit", args=[plan.establishment_id]),
                f"{plan.planned_on:%-m月%-d日}",
                plan.planned_on < today,
            )
            for plan in shown
        ),
        url=reverse("employers:plan"),
    )


def _visits_to_come(user, first, last) -> list[CalendarEvent]:
    """The trips of somebody's calendar: the municipality tells where to, no name goes out."""
    plans = PlannedVisit.objects.filter(visitor=user, planned_on__range=(first, last))
    plans = plans.exclude(state=PlannedVisit.State.CANCELLED).select_related("establishment__municipality")
    return [
        CalendarEvent(
            uid=f"visit-{plan.pk}",
            day=plan.planned_on,
            title=f"企業訪問（{plan.establishment.municipality or '場所は画面で'}）",
            url=reverse("employers:field_visit", args=[plan.establishment_id]),
            starts_at=plan.starts_at,
        )
        for plan in plans
    ]


def _twins(user, today) -> Card | None:
    pairs = SuspectedPair.objects.select_related("first", "second")
    shown = list(pairs[:3])
    if not shown:
        return None
    return Card(
        title="重複の疑い",
        figure=str(pairs.count()),
        unit="組",
        note="同じ事業所が2回登録されているかもしれません。",
        items=tuple(
            CardItem(
                f"{pair.first.name} ≒ {pair.second.name}",
                reverse("employers:twins_compare", args=[pair.first_id, pair.second_id]),
                "・".join(pair.reasons[:2]),
            )
            for pair in shown
        ),
        url=reverse("employers:twins"),
    )


def _visits(establishment, user, limit: int) -> list[TimelineEntry]:
    visits = establishment.visits.select_related("visited_by").order_by("-visited_on", "-pk")[:limit]
    return [
        TimelineEntry(
            at=_noon(visit.visited_on),
            kind="訪問",
            title=f"企業訪問（見込みの求人 {visit.expected_postings}件）",
            body=visit.learnt,
            by=visit.visited_by.name,
        )
        for visit in visits
    ]


def _registrations(establishment, user, limit: int) -> list[TimelineEntry]:
    entries = []
    found = establishment.registrations.select_related("recorded_by", "consent_text").order_by("-registered_on")[
        :limit
    ]
    for registration in found.prefetch_related("renewals__recorded_by", "renewals__consent_text"):
        renewals = list(registration.renewals.all())
        # What was agreed at first is known only until a renewal writes over it.
        agreed = _agreed(registration) if not renewals else registration.get_source_display()
        entries.append(_entry(registration.registered_on, "利用者登録", agreed, registration.recorded_by))
        entries += [
            _entry(renewal.renewed_on, "利用者登録の更新", _agreed(renewal), renewal.recorded_by)
            for renewal in renewals
        ]
        if registration.ended_on:
            entries.append(
                _entry(registration.ended_on, "利用者登録の抹消", registration.end_reason, registration.recorded_by)
            )
    return entries


def _agreed(record: Registration | Renewal) -> str:
    """To whom and under which wording: `公開してよい（文面 第2版）`."""
    wording = f"（文面 第{record.consent_text.version}版）" if record.consent_text else ""
    return f"{record.get_scope_display()}{wording}"


def _entry(day, title: str, body: str, by) -> TimelineEntry:
    return TimelineEntry(at=_noon(day), kind="登録", title=title, body=body, by=by.name if by else "取込み")


def _handed_over(notice: SchemeNotice) -> str:
    return f"　県へつなぎ {notice.handed_over_on:%Y年%-m月%-d日}" if notice.handed_over_on else ""


def _notices(establishment, user, limit: int) -> list[TimelineEntry]:
    notices = establishment.scheme_notices.select_related("scheme", "recorded_by")[:limit]
    return [
        TimelineEntry(
            at=_noon(notice.noticed_on),
            kind="制度",
            title=f"{notice.scheme.name}の案内（{notice.get_state_display()}）",
            body=notice.reaction
            + (f"　県へつなぎ {notice.handed_over_on:%Y年%-m月%-d日}" if notice.handed_over_on else ""),
            by=notice.recorded_by.name,
        )
        for notice in notices
    ]


def _find(text: str, user, limit: int) -> list[CardItem]:
    found = Establishment.objects.select_related("municipality").first_found(text, limit)
    return [CardItem(item.name, item.get_absolute_url(), str(item.municipality or "")) for item in found]


def _noon(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
