"""Whom to visit next and why, and who goes when (contract 8(3))."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from centre.calendar import opening_days
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.registry import registry
from employers.models import Establishment, PlannedVisit, Visit

State = PlannedVisit.State
RESTING = timedelta(days=30)
PER_REASON = 300


@dataclass(frozen=True)
class Suggestion:
    """An establishment worth a trip, with the reasons in words, the weightiest first."""

    establishment: Establishment
    score: float
    reasons: tuple[str, ...]


def suggest(today: date, candidates: QuerySet | None = None, limit: int = 50) -> list[Suggestion]:
    """The establishments most worth a trip; those visited lately or planned already are left out.

    `candidates` narrows the search, for example to one municipality.
    """
    wanted = (Establishment.objects.all() if candidates is None else candidates).order_by()
    wanted = wanted.exclude(pk__in=Visit.objects.filter(visited_on__gt=today - RESTING).values("establishment"))
    planned = PlannedVisit.objects.filter(state=State.PLANNED, planned_on__gte=today)
    wanted = wanted.exclude(pk__in=planned.values("establishment"))
    found: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for reason in registry.visit_reasons:
        for pk, words, pressing in reason.find(today, wanted, PER_REASON):
            found[pk].append((reason.weight * pressing, words))
    best = sorted(found, key=lambda pk: (-sum(score for score, _ in found[pk]), pk))[:limit]
    records = Establishment.objects.for_list().in_bulk(best)
    return [
        Suggestion(
            records[pk],
            sum(score for score, _ in found[pk]),
            tuple(words for _, words in sorted(found[pk], reverse=True)),
        )
        for pk in best
    ]


def plan_visit(
    establishment: Establishment,
    *,
    planned_on: date,
    visitor: User,
    starts_at: time | None = None,
    reason: str = "",
    by: User,
) -> PlannedVisit:
    """Plan a trip. Raises DomainError for a day gone by, a day the counter is closed, and a second trip that day."""
    _check_day(planned_on)
    try:
        with transaction.atomic():
            return PlannedVisit.objects.create(
                establishment=establishment,
                planned_on=planned_on,
                starts_at=starts_at,
                visitor=visitor,
                reason=reason[:300],
                created_by=by,
            )
    except IntegrityError as error:
        raise DomainError(f"「{establishment.name}」には、この日の訪問の予定がもうあります。", "planned_on") from error


def plan_many(
    establishments: Sequence[Establishment], reasons: dict[int, str], *, planned_on: date, visitor: User, by: User
) -> list[PlannedVisit]:
    """Plan trips to several employers on one day, all of them or none; `reasons` {id: words}."""
    if not establishments:
        raise DomainError("訪問先を1つ以上選んでください。")
    with transaction.atomic():
        return [
            plan_visit(one, planned_on=planned_on, visitor=visitor, reason=reasons.get(one.pk, ""), by=by)
            for one in establishments
        ]


def change_plan(
    plan: PlannedVisit, version: int, *, planned_on: date, starts_at: time | None, visitor: User, by: User
):
    """Move a trip to another day, time or person. Raises EditConflict when somebody changed it in between."""
    _check_day(planned_on)
    try:
        with transaction.atomic():
            record = lock_for_edit(PlannedVisit, plan.pk, version)
            if record.state != State.PLANNED:
                raise DomainError("この予定は、もう訪問済みか取りやめです。")
            record.planned_on, record.starts_at, record.visitor = planned_on, starts_at, visitor
            record.save()
    except IntegrityError as error:
        raise DomainError("この事業所には、その日の訪問の予定がもうあります。", "planned_on") from error
    return record


def cancel(plan: PlannedVisit, *, by: User) -> PlannedVisit:
    """Call a trip off; called off twice it stays called off."""
    with transaction.atomic():
        record = PlannedVisit.objects.select_for_update().get(pk=plan.pk)
        if record.state == State.DONE:
            raise DomainError("この予定は、もう訪問済みです。")
        record.state = State.CANCELLED
        record.version += 1
        record.save(update_fields=["state", "version"])
    return record


def settle(visit: Visit) -> PlannedVisit | None:
    """The plan that a visit fulfils: of that employer, the one nearest to its day, at most two weeks away."""
    plans = PlannedVisit.objects.select_for_update().filter(
        establishment=visit.establishment,
        state=State.PLANNED,
        planned_on__range=(visit.visited_on - timedelta(days=14), visit.visited_on + timedelta(days=14)),
    )
    nearest = min(plans, key=lambda plan: (abs(plan.planned_on - visit.visited_on), plan.pk), default=None)
    if nearest:
        nearest.state, nearest.visit = State.DONE, visit
        nearest.version += 1
        nearest.save(update_fields=["state", "visit", "version"])
    return nearest


def month_plan(first: date, last: date, visitor: User | None = None) -> QuerySet[PlannedVisit]:
    """The trips of a month, of one person or of all; those called off are left out."""
    plans = PlannedVisit.objects.filter(planned_on__range=(first, last)).exclude(state=State.CANCELLED)
    if visitor:
        plans = plans.filter(visitor=visitor)
    return plans.select_related("establishment__municipality", "visitor")


def by_area(suggestions: Iterable[Suggestion]) -> list[tuple[str, list[Suggestion]]]:
    """Suggestions by area and municipality, the area with the most weight first, so that one trip serves several."""
    areas: dict[str, list[Suggestion]] = defaultdict(list)
    for one in suggestions:
        place = one.establishment.municipality
        areas[f"{place.wide_area}　{place.name}" if place else "市町村は未登録"].append(one)
    return sorted(areas.items(), key=lambda area: -sum(one.score for one in area[1]))


def _check_day(day: date) -> None:
    if day < timezone.localdate():
        raise DomainError(
            "過ぎた日には予定を入れられません。行った訪問は「訪問を記録」から入れてください。", "planned_on"
        )
    if not opening_days(day, day):
        raise DomainError("この日は窓口の休みの日です。", "planned_on")
