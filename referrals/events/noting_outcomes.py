"""What came of an event: noted for a guest, and tied to the course or the consultation where there is one."""

from django.db import IntegrityError, transaction

from centre.errors import DomainError
from centre.models import User
from consultations.models import Consultation
from employers.models import Establishment
from referrals.events.inviting import lock_guest
from referrals.events.models import EventGuest, EventOutcome
from referrals.models import Referral

Kind = EventOutcome.Kind
OF_A_COURSE = frozenset({Kind.INFORMATION, Kind.APPLICATION, Kind.INTERVIEW})


def note_outcome(
    guest: EventGuest,
    kind: str,
    *,
    establishment: Establishment | None = None,
    referral: Referral | None = None,
    consultation: Consultation | None = None,
    note: str = "",
    by: User,
) -> EventOutcome:
    """Note what came of an event for a guest who attended.

    Without `referral` the person's only course with the employer is taken, without `consultation` the only one of the
    days of the event. Raises DomainError when the guest did not attend, when what is tied is somebody else's, and when
    the same was noted before.
    """
    kind, note = Kind(kind), note.strip()
    if kind == Kind.OTHER and not note:
        raise DomainError("「その他」は、内容を書いてください。", "note")
    try:
        with transaction.atomic():
            _, record = lock_guest(guest)
            if record.standing != EventGuest.Standing.ATTENDED:
                raise DomainError("出席した方だけに、成果を記録できます。")
            referral = _course(record, kind, establishment, referral)
            consultation = _talk(record, kind, consultation)
            if referral is not None:
                establishment = referral.posting.establishment
            return EventOutcome.objects.create(
                guest=record,
                kind=kind,
                establishment=establishment,
                referral=referral,
                consultation=consultation,
                note=note,
                recorded_by=by,
            )
    except IntegrityError as error:
        raise DomainError("同じ成果がすでに記録されています。") from error


def drop_outcome(outcome: EventOutcome, *, by: User) -> EventGuest:
    """Take out an outcome that was noted by mistake; courses and consultations stay as they are."""
    guest = outcome.guest
    outcome.delete()
    return guest


def courses_of(guest: EventGuest):
    """The courses of a guest that an outcome can be tied to."""
    if guest.jobseeker_id is None:
        return Referral.objects.none()
    return Referral.objects.filter(jobseeker=guest.jobseeker_id).select_related("posting__establishment")


def talks_of(guest: EventGuest):
    """The consultations with a guest from the first day of the event on that no outcome is tied to yet."""
    if guest.establishment_id:
        found = Consultation.objects.filter(establishment=guest.establishment_id)
    elif guest.jobseeker_id:
        found = Consultation.objects.filter(jobseeker=guest.jobseeker_id)
    else:
        return Consultation.objects.none()
    return found.filter(held_at__date__gte=guest.event.first_on, event_outcomes__isnull=True).order_by("held_at", "pk")


def _course(guest: EventGuest, kind: Kind, establishment, referral) -> Referral | None:
    if referral is None:
        if kind not in OF_A_COURSE or establishment is None:
            return None
        return _only(courses_of(guest).filter(posting__establishment=establishment))
    if kind not in OF_A_COURSE:
        raise DomainError("応募の記録は、情報提供・応募・面接の約束のときに選びます。", "referral")
    if not courses_of(guest).filter(pk=referral.pk).exists():
        raise DomainError("この方の応募の記録を選んでください。", "referral")
    if establishment is not None and referral.posting.establishment_id != establishment.pk:
        raise DomainError("選んだ企業の求人ではありません。", "referral")
    return referral


def _talk(guest: EventGuest, kind: Kind, consultation) -> Consultation | None:
    if consultation is None:
        if kind != Kind.CONSULTATION:
            return None
        return _only(talks_of(guest).filter(held_at__date__lte=guest.event.last_on))
    if kind != Kind.CONSULTATION:
        raise DomainError("相談の記録は、成果が相談のときに選びます。", "consultation")
    if not talks_of(guest).filter(pk=consultation.pk).exists():
        raise DomainError("この方の、行事の日からの相談を選んでください。", "consultation")
    return consultation


def _only(found):
    """The one record of a queryset; None when there is none, or more than one to choose from."""
    rows = list(found[:2])
    return rows[0] if len(rows) == 1 else None
