"""What the incidents put on the home page and into the menu."""

from django.urls import reverse
from django.utils import timezone

from centre.registry import Card, CardItem, HomeCard, MenuItem, registry
from centre.roles import may
from centre.templatetags.display import day, moment
from privacy.incidents import clock, contents, figures
from privacy.models import ExercisePlan, IncidentReport

SOON_DAYS = 14


def register() -> None:
    """Called once at start-up."""
    registry.add(
        MenuItem("個人情報", "事故と訓練", "privacy:incidents", 790),
        MenuItem("個人情報", "県に報告された事故", "privacy:incidents_reported", 799),
        HomeCard("reported-incidents", "incidents.reported", _reported, 4),
        HomeCard("open-incidents", "incidents.press", _open_incidents, 4),
        HomeCard("planned-exercises", "incidents.handle", _exercises, 150),
    )


def _open_incidents(user, today) -> Card | None:
    """Every open incident with its hours; who only pressed the button sees their own."""
    found = figures.open_incidents()
    if not may(user, "incidents.read"):
        found = found.filter(pressed_by=user)
    items = tuple(_item(incident) for incident in found[:10])
    if not items:
        return None
    return Card("開いている事故", items=items, url=reverse("privacy:incidents") if may(user, "incidents.read") else "")


def _reported(user, today) -> Card | None:
    """To the official: incidents the prefecture was told of and that are not closed, exercises marked."""
    address = reverse("privacy:incidents_reported")
    found = (
        figures.open_incidents().filter(told_at__isnull=False, reports__in=IncidentReport.objects.told()).distinct()
    )
    items = tuple(
        CardItem(f"{one}：{one.state}", address, f"第一報 {moment(one.told_at)}", urgent=not one.is_exercise)
        for one in found[:10]
    )
    return Card("県に報告された事故", items=items, url=address) if items else None


def _item(incident) -> CardItem:
    hours = clock.hours_since(incident.noticed_at or incident.pressed_at, timezone.now())
    due = (
        next((one for one in contents.deadlines_of(incident) if one.key == "final"), None)
        if incident.noticed_at
        else None
    )
    words = f"{incident}：{incident.state}　気付いてから{hours}時間"
    return CardItem(words, reverse("privacy:incident", args=[incident.pk]), day(due.day) if due else "", urgent=True)


def _exercises(user, today) -> Card | None:
    """Planned exercises that are near or overdue."""
    plans = ExercisePlan.objects.filter(incident__isnull=True).order_by("planned_on")[:5]
    items = tuple(
        CardItem(f"訓練：{plan.scenario}", reverse("privacy:incidents"), day(plan.planned_on), plan.planned_on < today)
        for plan in plans
        if (plan.planned_on - today).days <= SOON_DAYS
    )
    return Card("個人情報の事故の訓練", items=items, url=reverse("privacy:incidents")) if items else None
