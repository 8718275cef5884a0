"""What is open about an employer, and what a good colleague would do next."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from centre.models import User
from centre.registry import CardItem, OpenSource
from employers.confirming import intervals
from employers.models import CampaignCase, Establishment, PlannedVisit, SchemeNotice, SchemeState

SUBJECT = "employers.Establishment"


def _visits(establishment: Establishment, user: User, today: date):
    plans = establishment.planned_visits.filter(state=PlannedVisit.State.PLANNED).select_related("visitor")
    for plan in plans.order_by("planned_on")[:3]:
        yield CardItem(
            f"訪問の予定（{plan.visitor.name}）",
            f"{reverse('employers:field_visit', args=[establishment.pk])}?from=employer",
            f"{plan.planned_on:%-m月%-d日}",
            plan.planned_on < today,
        )


def _calls(establishment: Establishment, user: User, today: date):
    cases = establishment.campaign_cases.filter(state=CampaignCase.State.OPEN, due_at__isnull=False)
    for case in cases.select_related("campaign").order_by("due_at")[:3]:
        due = timezone.localtime(case.due_at)
        yield CardItem(
            f"{case.campaign.title}の折返し",
            case.campaign.get_absolute_url(),
            f"{due:%-m月%-d日 %H:%M}",
            due.date() < today,
        )


def _hand_overs(establishment: Establishment, user: User, today: date):
    wanted = (SchemeState.CONSIDERING, SchemeState.JOINED)
    notices = SchemeNotice.objects.filter(establishment=establishment, handed_over_on__isnull=True, state__in=wanted)
    for notice in notices.select_related("scheme")[:3]:
        yield CardItem(
            f"{notice.scheme.name}を県へつなぐ",
            reverse("employers:scheme_hand_over", args=[notice.pk]),
            notice.get_state_display(),
        )


def _record(establishment: Establishment, user: User, today: date):
    """What the register itself lacks: a confirmation, a registration, the facts of the corporation."""
    confirmed, (_, days) = establishment.last_confirmed_on, intervals(today)
    if confirmed is None or confirmed < today - timedelta(days=days):
        since = f"最終確認 {confirmed:%Y年%-m月%-d日}" if confirmed else "まだありません"
        yield CardItem("登録の内容を確かめる", reverse("employers:edit", args=[establishment.pk]), since)
    if not establishment.registrations.filter(ended_on__isnull=True).exists():
        yield CardItem("利用者登録をご案内する", reverse("employers:register", args=[establishment.pk]), "任意")
    if establishment.corporation.facts_checked_on is None:
        address = reverse("employers:facts", args=[establishment.corporation_id])
        yield CardItem("移住支援金の要件を確かめる", address, "未確認")


SOURCES = tuple(OpenSource(SUBJECT, items, "employers.edit") for items in (_visits, _calls, _hand_overs, _record))
