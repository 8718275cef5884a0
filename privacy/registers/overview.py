"""What is open in the registers and not done among the duties, for the overview, the home card and the profiles."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from centre.models import User
from privacy.duties import gate
from privacy.duties.profiles import APPROVES_MANAGER, APPROVES_WORKPLACE, DUTIES, PROFILES
from privacy.models import Designation, RegisterEntry, Workplace
from privacy.registers.catalogue import KINDS
from privacy.registers.courses import DUE, UNFINISHED, State
from privacy.registers.kinds import Kind

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Standing:
    """A register on the overview: how many entries, how many of them open, waiting, overdue."""

    kind: Kind
    is_on: bool
    source: str
    entries: int
    unfinished: int
    waiting: int
    overdue: int


@dataclass(frozen=True)
class Item:
    """A line of the table of profiles: a duty or a register with (name of the profile, clause or "") for each."""

    title: str
    effect: str
    clauses: tuple[tuple[str, str], ...]


def standings(day: date) -> list[Standing]:
    """The registers that the profile of a day asks for, and those with entries though it does not."""
    profile = gate.profile_key_on(day)
    counted = RegisterEntry.objects.values("kind").annotate(
        entries=Count("pk"),
        unfinished=Count("pk", filter=Q(state__in=UNFINISHED)),
        waiting=Count("pk", filter=Q(state=State.ASKED)),
        overdue=Count("pk", filter=Q(state__in=DUE, due_on__lt=day)),
    )
    found = {row.pop("kind"): row for row in counted.order_by()}
    none = {"entries": 0, "unfinished": 0, "waiting": 0, "overdue": 0}
    return [
        Standing(kind, kind.is_on(profile), kind.sources.get(profile, ""), **found.get(key, none))
        for key, kind in KINDS.items()
        if kind.is_on(profile) or key in found
    ]


def profile_table() -> list[Item]:
    """Every duty and every register with the clause of each profile, in the order of PROFILES."""
    rows = [(duty.title, duty.effect, duty.sources) for duty in DUTIES]
    rows += [(f"台帳：{kind.title}", kind.lead, kind.sources) for kind in KINDS.values()]
    return [
        Item(title, effect, tuple((one.label, sources.get(key, "")) for key, one in PROFILES.items()))
        for title, effect, sources in rows
    ]


def unreported(day: date) -> tuple[QuerySet[Designation], QuerySet[Workplace]]:
    """Designations and workplaces that have not ended and are not reported to the prefecture."""
    goes_on = Q(reported_on__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    return Designation.objects.filter(goes_on).select_related("user"), Workplace.objects.filter(goes_on)


def due_soon(day: date) -> QuerySet[RegisterEntry]:
    """Entries overdue or due within three days, the oldest first."""
    return RegisterEntry.objects.due_by(day + SOON).with_people()


def workplaces_of(official: User, day: date) -> QuerySet[Workplace]:
    """Workplaces an official may open: those that wait, and those this official has approved."""
    return workplaces_to_approve(day) | Workplace.objects.filter(approved_by=official)


def managers_of(official: User, day: date) -> QuerySet[Designation]:
    """Managers an official may open, as `workplaces_of`."""
    return managers_to_approve(day) | Designation.objects.filter(approved_by=official)


def workplaces_to_approve(day: date) -> QuerySet[Workplace]:
    """Reported workplaces that go on and wait for the prefecture's consent, where the profile asks for it."""
    if not gate.profile_on(day).asks(APPROVES_WORKPLACE):
        return Workplace.objects.none()
    return _to_approve(Workplace.objects.all(), day)


def managers_to_approve(day: date) -> QuerySet[Designation]:
    """Reported managers that wait for the prefecture's approval, where the profile asks for it."""
    if not gate.profile_on(day).asks(APPROVES_MANAGER):
        return Designation.objects.none()
    return _to_approve(Designation.objects.filter(duty=Designation.Duty.MANAGER).select_related("user"), day)


def _to_approve(rows: QuerySet, day: date) -> QuerySet:
    return rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), reported_on__isnull=False, approved_on__isnull=True
    ).order_by("starts_on", "pk")
