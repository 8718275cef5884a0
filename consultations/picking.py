"""Finding whom a consultation is with: employers, people and agencies by a few digits or characters."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import timezone

from centre.models import PartnerAgency
from centre.registry import registry
from centre.roles import may, needs_reason
from consultations.models import Consultation, FollowUp
from consultations.taking import PEOPLE, Party, With
from employers.models import Establishment
from jobseekers.models import Jobseeker
from postings.models import JobPosting

# Pages that are about a record, by the kind of the record in their address.
PAGES_ABOUT = {
    **dict.fromkeys(
        ("employers:detail", "employers:edit", "employers:register", "employers:field_visit", "employers:scheme"),
        "establishment",
    ),
    **dict.fromkeys(("jobseekers:detail", "jobseekers:edit"), "jobseeker"),
}
LIMIT = 6
EARLIER = 3


@dataclass(frozen=True)
class Pick:
    """A record that can be the other side of a consultation; `key` names it in the form: `establishment-12`."""

    key: str
    kind: str
    label: str
    hint: str


def may_pick_people(user) -> bool:
    """Whether people are among the suggestions: roles that read them without giving a reason first."""
    return may(user, "jobseekers.read") and not needs_reason(user, "jobseekers.read")


def suggest(text: str, user, *, usable_only: bool = False) -> list[Pick]:
    """The nearest records for what was typed; `usable_only` leaves out people whose use is stopped.

    Who calls is found all the same: what they say must be written down.
    """
    text = text.strip()
    if not text:
        return []
    picks = [
        Pick(f"establishment-{item.pk}", "企業", item.name, f"{item.municipality or ''}　{item.phone}")
        for item in Establishment.objects.select_related("municipality").first_found(text, LIMIT)
    ]
    if may_pick_people(user):
        people = Jobseeker.objects.usable() if usable_only else Jobseeker.objects.open()
        picks += [
            Pick(f"jobseeker-{item.pk}", "就職希望者", item.name, f"{item.prefecture or ''}　{_phone_or_stop(item)}")
            for item in people.with_stop().select_related("prefecture").first_found(text, LIMIT)
        ]
    agencies = PartnerAgency.objects.filter(name__icontains=text, is_active=True)[:LIMIT]
    return picks + [Pick(f"agency-{item.pk}", "関係機関", item.name, item.purpose) for item in agencies]


def _phone_or_stop(person: Jobseeker) -> str:
    return f"{person.phone}　利用停止中" if person.is_stopped else person.phone


def picked(key: str, user) -> With | None:
    """The record a key names, None for no key. Raises Http404 when there is none, or the user may not read it."""
    if not key:
        return None
    kind, _, number = key.partition("-")
    if not number.isdecimal() or len(number) > 15:
        raise Http404(key)
    if kind == "establishment":
        found = Establishment.objects.select_related("municipality").filter(pk=number).first()
        who = With(Party.EMPLOYER, establishment=found)
    elif kind == "jobseeker" and may_pick_people(user):
        found = Jobseeker.objects.select_related("prefecture").filter(pk=number).first()
        who = With(Party.JOBSEEKER, jobseeker=found)
    elif kind == "agency":
        found = PartnerAgency.objects.filter(pk=number).first()
        who = With(Party.PARTNER, agency=found)
    else:
        raise Http404(key)
    if found is None:
        raise Http404(key)
    return who


def key_of(record: Consultation) -> str:
    """The key of the other side of a consultation that was taken down."""
    for kind in ("establishment", "jobseeker", "agency"):
        if number := getattr(record, f"{kind}_id"):
            return f"{kind}-{number}"
    return ""


def key_of_page(path: str, user) -> str:
    """The key of the record that a page of the product is about; empty when it is about none the user may pick."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    number, key = match.kwargs.get("pk"), ""
    if kind := PAGES_ABOUT.get(match.view_name):
        key = f"{kind}-{number}"
    elif match.view_name == "postings:detail":
        posting = JobPosting.objects.filter(pk=number).only("establishment").first()
        key = f"establishment-{posting.establishment_id}" if posting else ""
    elif match.view_name == "consultations:detail":
        taken = Consultation.objects.visible_to(user).filter(pk=number).first()
        key = key_of(taken) if taken else ""
    elif about := registry.pages_about.get(match.view_name):
        record = about.whose(number)
        key = f"{record._meta.model_name}-{record.pk}" if record else ""
    return key if pickable(key, user) else ""


def pickable(key: str, user) -> bool:
    """Whether a key names a record that the user may pick."""
    try:
        return picked(key, user) is not None
    except Http404:
        return False


def fitting_parties(who: With | None) -> list[tuple[str, str]]:
    """The kinds of party that fit the record."""
    if who is None:
        return Party.choices
    fitting = PEOPLE if who.jobseeker else {who.party}
    return [(value, label) for value, label in Party.choices if value in fitting]


def read_before(who: With, user) -> dict:
    """What to read before writing: the last consultations with the party and the promises still open."""
    earlier = Consultation.objects.visible_to(user).earlier_with(who, timezone.now()).for_list()[:EARLIER]
    promises = FollowUp.objects.visible_to(user).open().for_list()
    if who.establishment:
        promises = promises.filter(establishment=who.establishment)
    elif who.jobseeker:
        promises = promises.filter(jobseeker=who.jobseeker)
    else:
        promises = promises.none()
    return {"earlier": list(earlier), "promises": list(promises[:EARLIER])}
