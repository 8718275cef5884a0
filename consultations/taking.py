"""Taking down a consultation, with the promise that comes out of it; changing what was taken down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import PartnerAgency, User
from centre.roles import Role, may
from consultations.models import Consultation
from consultations.promising import promise
from employers.models import Establishment
from jobseekers.models import Jobseeker

Party = Consultation.Party
PEOPLE = frozenset({Party.JOBSEEKER, Party.RETURNEE, Party.GUARDIAN})
# Field staff meet people on their way and note it; reviewers deal with employers and partners only (DESIGN §5).
PARTIES_OF_REVIEWERS = frozenset({Party.EMPLOYER, Party.PARTNER})
# What is written while it happens; a mail, a visit and an event are written down afterwards.
WHILE_IT_HAPPENS = frozenset({Consultation.Method.COUNTER, Consultation.Method.PHONE, Consultation.Method.ONLINE})
LONGEST = timedelta(hours=3)
LINES_OF_SUMMARY = 3
CHARACTERS_OF_SUMMARY = 300
# The name of an employer that is not registered; whoever is registered has a name of any length there.
CHARACTERS_OF_CALLER = 80


@dataclass(frozen=True)
class With:
    """Whom a consultation was with: a kind of party and, where the counter knows it, the record."""

    party: str
    establishment: Establishment | None = None
    jobseeker: Jobseeker | None = None
    agency: PartnerAgency | None = None
    caller: str = ""


def log(
    who: With,
    *,
    method: str,
    topic: str,
    by: User,
    held_at: datetime | None = None,
    counsellor: User | None = None,
    is_continuing: bool | None = None,
    next_action: str = "",
    next_on: date | None = None,
    assigned_to: User | None = None,
    **taken,
) -> Consultation:
    """Take down a consultation; `next_action` with `next_on` becomes a promise of `assigned_to` (by default of `by`).

    `is_continuing` None means: continuing when the counter has spoken with the party before.
    Raises DomainError when the party does not fit, the user may not serve it, or a day is wrong.
    """
    moment = held_at or timezone.now()
    _check_party(who, by)
    _check_moment(moment)
    _check_taken(taken)
    if next_on is not None and not next_action:
        raise DomainError("期日までに何をするかを入れてください。", "next_action")
    with transaction.atomic():
        if is_continuing is None:
            is_continuing = Consultation.objects.earlier_with(who, moment).exists()
        consultation = Consultation.objects.create(
            **_parties(who),
            method=method,
            topic=topic,
            held_at=moment,
            counsellor=counsellor or by,
            is_continuing=is_continuing,
            **taken,
        )
        if next_action:
            _promise(consultation, next_action, next_on, assigned_to, by)
        if who.establishment:
            Establishment.objects.filter(pk=who.establishment.pk).confirm(timezone.localdate(moment))
    return consultation


def revise(
    consultation: Consultation, version: int, who: With, *, held_at: datetime, by: User, **taken
) -> Consultation:
    """Change what was taken down; raises EditConflict when it was saved after `version`, DomainError as `log` does."""
    _check_party(who, by)
    _check_moment(held_at)
    _check_taken(taken)
    with transaction.atomic():
        record = lock_for_edit(Consultation, consultation.pk, version)
        if not Consultation.objects.visible_to(by).filter(pk=record.pk).exists():
            raise DomainError("この相談を直す権限がありません。")
        for field, value in {**_parties(who), "held_at": held_at, **taken}.items():
            setattr(record, field, value)
        record.save()
    return record


def minutes_since(opened_at: datetime | None, held_at: datetime, method: str, now: datetime) -> int | None:
    """How long a consultation took that was written down while it happened, in minutes; None when that is not known.

    Not known: when it was not opened at `held_at`, was written down afterwards, or lay open for longer than LONGEST.
    """
    if opened_at is None or method not in WHILE_IT_HAPPENS or not timedelta(0) <= now - opened_at <= LONGEST:
        return None
    if held_at.replace(second=0, microsecond=0) != opened_at.replace(second=0, microsecond=0):
        return None
    return max(1, round((now - opened_at) / timedelta(minutes=1)))


def _parties(who: With) -> dict:
    return {
        "party": who.party,
        "establishment": who.establishment,
        "jobseeker": who.jobseeker,
        "agency": who.agency,
        "caller": who.caller,
    }


def _check_party(who: With, by: User) -> None:
    if by.role == Role.REVIEWER and who.party not in PARTIES_OF_REVIEWERS:
        raise DomainError("精査担当者が記録できるのは、企業と関係機関の相談です。", "party")
    if who.jobseeker and not may(by, "jobseekers.read"):
        raise DomainError("あなたの役割では、登録された就職希望者の相談を記録できません。", "party")
    if who.jobseeker and who.party not in PEOPLE:
        raise DomainError(
            "就職希望者を選んだときは、相手を就職希望者・帰省者・保護者のどれかにしてください。", "party"
        )
    if who.establishment and who.party != Party.EMPLOYER:
        raise DomainError("事業所を選んだときは、相手を企業にしてください。", "party")
    if who.agency and who.party != Party.PARTNER:
        raise DomainError("関係機関を選んだときは、相手を関係機関にしてください。", "party")
    if who.party == Party.EMPLOYER and not who.establishment and not who.caller:
        raise DomainError("企業を選ぶか、登録のない企業の名を入れてください。", "caller")
    if who.party in PEOPLE and who.caller and not who.jobseeker:
        raise DomainError(
            "登録のない方の名は、同意がないため記録しません。先に登録するか、相手の欄を空にしてください。", "caller"
        )
    if len(who.caller) > CHARACTERS_OF_CALLER:
        raise DomainError(f"登録のない相手の名は{CHARACTERS_OF_CALLER}文字までです。", "caller")
    if who.party == Party.ANONYMOUS and who.caller:
        raise DomainError("匿名の方の名は記録しません。相手の欄を空にしてください。", "caller")


def _check_taken(taken: dict) -> None:
    summary = taken.get("summary", "")
    if summary.count("\n") >= LINES_OF_SUMMARY:
        raise DomainError(f"要点は{LINES_OF_SUMMARY}行までです。続きは「記録」に書いてください。", "summary")
    if len(summary) > CHARACTERS_OF_SUMMARY:
        raise DomainError(
            f"要点は{CHARACTERS_OF_SUMMARY}文字までです（いま{len(summary)}文字）。続きは「記録」に書いてください。",
            "summary",
        )
    if taken.get("groups", 1) > taken.get("people", 1):
        raise DomainError("組数は人数より多くできません。", "groups")


def _check_moment(moment: datetime) -> None:
    if timezone.localdate(moment) > timezone.localdate():
        raise DomainError("相談の日時に先の日付は入れられません。約束は「次にすること」に入れてください。", "held_at")


def _promise(consultation: Consultation, what: str, day: date | None, keeper: User | None, by: User) -> None:
    if day is None:
        raise DomainError("「次にすること」の期日を入れてください。", "next_on")
    try:
        promise(consultation, what=what, due_on=day, assigned_to=keeper, by=by)
    except DomainError as error:
        raise DomainError(error.message, "next_on" if error.field == "due_on" else error.field) from error
