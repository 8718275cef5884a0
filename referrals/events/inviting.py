"""Inviting employers and people to an event, and keeping what they answered."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.rights.guard import check_use
from referrals.events.models import SEATED, CentreEvent, EventGuest
from referrals.events.seats import check_seat, locked

Party, Standing = EventGuest.Party, EventGuest.Standing
# What somebody who was invited can answer.
ANSWERS = (Standing.ACCEPTED, Standing.DECLINED, Standing.INVITED)
OPEN_TO = (*ANSWERS, Standing.ABSENT)


@dataclass(frozen=True)
class Whom:
    """An employer, a registered person (with the party they come as), or people who are only counted."""

    party: str
    establishment: Establishment | None = None
    jobseeker: Jobseeker | None = None
    groups: int = 1
    people: int = 1
    names: str = ""


def invite(event: CentreEvent, whom: Whom, *, accepted: bool = False, by: User) -> EventGuest:
    """Note that somebody was invited; `accepted` when they have said that they come.

    Raises DomainError for an event that is over or cancelled, for somebody on the list already, for a person without a
    consent in force, whose use is stopped or whose support has ended, and when no seat is left.
    """
    today = timezone.localdate()
    with transaction.atomic():
        record = locked(event)
        if record.state != CentreEvent.State.PLANNED:
            raise DomainError(f"{record.get_state_display()}の行事には招待できません。")
        guest = new_guest(record, whom, by)
        guest.invited_on = today
        if accepted:
            guest.standing, guest.replied_on = Standing.ACCEPTED, today
            check_seat(record, guest)
        guest.save()
    return guest


def reply(guest: EventGuest, answer: str, *, by: User) -> EventGuest:
    """Keep what a guest answered to the invitation; the last answer stands.

    Raises DomainError once the event is settled, for who has been received or withdrawn, and when no seat is left.
    """
    if answer not in ANSWERS:
        raise DomainError("返事を選んでください。")
    with transaction.atomic():
        event, record = lock_guest(guest)
        if event.state != CentreEvent.State.PLANNED or record.standing not in ANSWERS:
            raise DomainError(f"いまの状況（{record.get_standing_display()}）では、返事を変えられません。")
        record.standing = answer
        record.replied_on = None if answer == Standing.INVITED else timezone.localdate()
        if answer == Standing.ACCEPTED:
            check_seat(event, record)
        record.changed_by = by
        record.version += 1
        record.save(update_fields=["standing", "replied_on", "changed_by", "version"])
    return record


def strike(guest: EventGuest, *, by: User) -> EventGuest:
    """Take a guest off the list, where they were put by mistake; the line stays.

    Raises DomainError for who has been received: the reception is undone first.
    """
    with transaction.atomic():
        _, record = lock_guest(guest)
        if record.standing == Standing.ATTENDED:
            raise DomainError("受付した方は取りやめにできません。先に受付を取り消してください。")
        record.standing, record.changed_by = Standing.WITHDRAWN, by
        record.version += 1
        record.save(update_fields=["standing", "changed_by", "version"])
    return record


def change_guest(guest: EventGuest, version: int, *, groups: int, people: int, names: str, by: User) -> EventGuest:
    """Correct how many come and whose names stand on the cards.

    Raises EditConflict when the line was saved after `version`, DomainError when no seat is left or nothing fits.
    """
    with transaction.atomic():
        event = locked(guest.event)
        record = lock_for_edit(EventGuest, guest.pk, version)
        record.groups, record.people, record.names = groups, people, _names(names)
        record.changed_by = by
        _check(record)
        if record.standing in SEATED:
            check_seat(event, record)
        record.save()
    return record


def lock_guest(guest: EventGuest) -> tuple[CentreEvent, EventGuest]:
    """An event and one of its guests, both under their row locks, always in this order."""
    event = locked(guest.event)
    return event, EventGuest.objects.select_for_update().get(pk=guest.pk)


def new_guest(event: CentreEvent, whom: Whom, by: User) -> EventGuest:
    """A guest as they stand on the list first, not saved. Raises DomainError as `invite` does."""
    guest = EventGuest(
        event=event,
        party=whom.party,
        establishment=whom.establishment,
        jobseeker=whom.jobseeker,
        groups=0 if whom.party == Party.EMPLOYER else whom.groups,
        people=whom.people,
        names=_names(whom.names),
        recorded_by=by,
    )
    _check(guest)
    if whom.jobseeker is not None:
        _check_person(whom.jobseeker)
    _check_new(event, guest)
    return guest


def withdrawn_from(person: Jobseeker, today: date):
    """The lines of coming events that a withdrawn consent ends."""
    return person.event_guests.filter(
        event__state=CentreEvent.State.PLANNED, event__last_on__gte=today, standing__in=OPEN_TO
    )


def _check(guest: EventGuest) -> None:
    named = guest.establishment is not None or guest.jobseeker is not None
    if guest.party == Party.EMPLOYER and guest.establishment is None:
        raise DomainError("企業を選んでください。")
    if guest.party == Party.JOBSEEKER and guest.jobseeker is None:
        raise DomainError("登録された就職希望者を選んでください。登録のない方は「匿名の方」で数えます。", "party")
    if guest.party == Party.ANONYMOUS and named:
        raise DomainError("匿名の方は、名簿の方と結びつけません。", "party")
    if guest.names and not named:
        raise DomainError(
            "登録のない方の名は、同意がないため記録しません。名札は当日、手書きにしてください。", "names"
        )
    if guest.people < 1:
        raise DomainError("人数は1人以上にしてください。", "people")
    if guest.party != Party.EMPLOYER and not 1 <= guest.groups <= guest.people:
        raise DomainError("組数は1組以上、人数以下にしてください。", "groups")


def _check_person(person: Jobseeker) -> None:
    """The person's row is locked too: a withdrawal of the consent waits for the invitation, or the other way round."""
    record = Jobseeker.objects.select_for_update().get(pk=person.pk)
    check_use(record)
    if record.closed_on:
        raise DomainError("この方の支援は終了しています。再開してから招待してください。")
    if not record.consents.filter(withdrawn_on__isnull=True).exists():
        raise DomainError("有効な同意がないため招待できません。同意を受け直してから招待してください。")


def _check_new(event: CentreEvent, guest: EventGuest) -> None:
    on_list = event.guests.exclude(standing=Standing.WITHDRAWN)
    if guest.establishment is not None and on_list.filter(establishment=guest.establishment).exists():
        raise DomainError(f"{guest.establishment.name}は、すでに名簿にあります。")
    if guest.jobseeker is not None and on_list.filter(jobseeker=guest.jobseeker, party=guest.party).exists():
        raise DomainError(f"{guest.jobseeker.name}さんは、すでに名簿にあります。")


def _names(text: str) -> str:
    """One name per line, as people write them; nothing of a name is changed but the space around it."""
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(line for line in lines if line)
