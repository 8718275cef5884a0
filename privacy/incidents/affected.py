"""Who is affected: proposed from the access log, confirmed by people; counted, and named only to readers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from centre.models import User
from centre.roles import may
from privacy.incidents.noting import refuse_ended, write_note
from privacy.models import AccessLog, Incident, IncidentAffected
from privacy.processing import model_name

# A form is refused as a whole beyond a thousand fields (DATA_UPLOAD_MAX_NUMBER_FIELDS): these and its own fit.
MOST = 900
# What staff, sessions and the log itself leave there concerns no person outside.
NOT_ABOUT_PEOPLE = Q(subject__startswith="centre.") | Q(subject__startswith="privacy.")


@dataclass(frozen=True)
class Question:
    """Which lines of the log belong to an incident; what is left empty narrows nothing."""

    since: datetime
    until: datetime
    user: User | None = None
    subject: str = ""
    action: str = ""


@dataclass(frozen=True)
class Proposal:
    """A record that the lines name: how often, from when to when; `name` only for those who may read it."""

    subject: str
    subject_id: int
    looks: int
    first_at: datetime
    last_at: datetime
    name: str = ""

    @property
    def key(self) -> str:
        return f"{self.subject}:{self.subject_id}"

    @property
    def label(self) -> str:
        return f"{model_name(self.subject)} {self.subject_id}"


@dataclass(frozen=True)
class Proposals:
    """What the log says: records by number, and lines that name none (searches, lists, files) by kind."""

    records: list[Proposal]
    is_cut: bool
    nameless: list[dict]


def propose(question: Question, reader: User) -> Proposals:
    """The records behind the lines of the log, people before records about them; at most MOST."""
    lines = _lines(question)
    named = (
        lines.filter(subject_id__isnull=False)
        .values("subject", "subject_id")
        .annotate(looks=Count("pk"), first_at=Min("at"), last_at=Max("at"))
        .order_by("subject", "subject_id")[: MOST + 1]
    )
    found = [Proposal(**row) for row in named]
    nameless = (
        lines.filter(subject_id__isnull=True)
        .values("action", "subject", "detail")
        .annotate(looks=Count("pk"), last_at=Max("at"))
        .order_by("-last_at")[:MOST]
    )
    kept = [
        row | {"action": AccessLog.Action(row["action"]).label, "subject": model_name(row["subject"])}
        for row in nameless
    ]
    return Proposals(with_names(_as_people(found[:MOST]), reader), len(found) > MOST, kept)


def with_names(proposals: list[Proposal], reader: User) -> list[Proposal]:
    """The same with names, where this reader may see them."""
    names: dict[tuple[str, int], str] = {}
    for subject, numbers in _by_subject((one.subject, one.subject_id) for one in proposals).items():
        model = _model(subject)
        if model and is_person(subject) and may(reader, model.personal_fields.readers):
            rows = model._default_manager.filter(pk__in=numbers).values_list("pk", "name")
            names |= {(subject, pk): name for pk, name in rows}
    return [replace(one, name=names.get((one.subject, one.subject_id), "")) for one in proposals]


def is_person(subject: str) -> bool:
    """Whether a kind of record is a person: it declares a name of its own."""
    model = _model(subject)
    return model is not None and "name" in getattr(model, "personal_fields", _NOTHING).labels


@transaction.atomic
def confirm(incident: Incident, chosen: Iterable[Proposal], *, by: User) -> int:
    """Take records into the list of the affected; answers how many are new. Raises DomainError once it has ended."""
    # Two people may confirm at once: each record stands once.
    refuse_ended(Incident.objects.select_for_update().get(pk=incident.pk))
    there = set(current(incident).values_list("subject", "subject_id"))
    new = [one for one in chosen if (one.subject, one.subject_id) not in there]
    IncidentAffected.objects.bulk_create(
        IncidentAffected(
            incident=incident, subject=one.subject, subject_id=one.subject_id, looks=one.looks, confirmed_by=by
        )
        for one in new
    )
    if new:
        write_note(incident, f"影響を受けた方・記録を{len(new)}件確かめた", by=by)
    return len(new)


@transaction.atomic
def take_out(affected: IncidentAffected, *, by: User) -> None:
    """Take a record out of the list again; the line that it was there stays."""
    refuse_ended(Incident.objects.select_for_update().get(pk=affected.incident_id))
    locked = IncidentAffected.objects.select_for_update().get(pk=affected.pk)
    if locked.taken_out_at is None:
        locked.taken_out_at, locked.taken_out_by = timezone.now(), by
        locked.save(update_fields=["taken_out_at", "taken_out_by"])
        write_note(locked.incident, "影響を受けた方・記録を1件外した", by=by)


def current(incident: Incident) -> QuerySet[IncidentAffected]:
    """The list as it stands."""
    return incident.affected.filter(taken_out_at__isnull=True)


def counted(incident: Incident) -> list[tuple[str, int, str]]:
    """(kind of record, how many, 人 or 件) of the list: figures, no names."""
    rows = current(incident).values("subject").annotate(count=Count("pk")).order_by("subject")
    return [(model_name(row["subject"]), row["count"], "人" if is_person(row["subject"]) else "件") for row in rows]


def people_of(incident: Incident) -> int | None:
    """The number of people: the one that was entered, else the people of the list; None when neither is known."""
    if incident.people is not None:
        return incident.people
    return sum(count for _, count, unit in counted(incident) if unit == "人") or None


@dataclass(frozen=True)
class _Nothing:
    labels: tuple[str, ...] = ()
    about: str = ""


_NOTHING = _Nothing()


def _lines(question: Question) -> QuerySet[AccessLog]:
    lines = AccessLog.objects.exclude(NOT_ABOUT_PEOPLE).filter(at__gte=question.since, at__lte=question.until)
    if question.user:
        lines = lines.filter(user=question.user)
    if question.subject:
        lines = lines.filter(subject=question.subject)
    if question.action:
        lines = lines.filter(action=question.action)
    return lines


def _as_people(found: list[Proposal]) -> list[Proposal]:
    """Records about a person become that person; the same person seen in several ways is one."""
    told = _people_behind(found)
    merged: dict[tuple[str, int], Proposal] = {}
    for one in found:
        subject, pk = told.get((one.subject, one.subject_id), (one.subject, one.subject_id))
        before = merged.get((subject, pk))
        merged[subject, pk] = Proposal(
            subject,
            pk,
            one.looks + (before.looks if before else 0),
            min(one.first_at, before.first_at) if before else one.first_at,
            max(one.last_at, before.last_at) if before else one.last_at,
        )
    return sorted(merged.values(), key=lambda one: (not is_person(one.subject), one.subject, one.subject_id))


def _people_behind(found: list[Proposal]) -> dict[tuple[str, int], tuple[str, int]]:
    """{record: person} for the records whose declaration says whom they are about."""
    told = {}
    for subject, numbers in _by_subject((one.subject, one.subject_id) for one in found).items():
        model = _model(subject)
        about = getattr(model, "personal_fields", _NOTHING).about if model else ""
        if about:
            person = model._meta.get_field(about).related_model._meta.label
            rows = model._default_manager.filter(pk__in=numbers, **{f"{about}__isnull": False})
            told |= {(subject, pk): (person, other) for pk, other in rows.values_list("pk", f"{about}_id")}
    return told


def _by_subject(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for subject, pk in pairs:
        numbers[subject].append(pk)
    return numbers


def _model(subject: str):
    try:
        return apps.get_model(subject)
    except (LookupError, ValueError):
        return None
