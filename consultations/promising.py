"""Giving a promise, keeping it or taking that back, putting it off, and handing it over to a colleague."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from consultations.models import Consultation, FollowUp


def promise(
    consultation: Consultation, *, what: str, due_on: date, assigned_to: User | None = None, by: User
) -> FollowUp:
    """Give a promise that comes out of a consultation; by default `by` keeps it.

    Raises DomainError for a day before the consultation, or when the colleague may not serve the party.
    """
    if due_on < timezone.localdate(consultation.held_at):
        raise DomainError("期日は相談の日と同じか、それより後の日を入れてください。", "due_on")
    keeper = assigned_to or by
    _check_keeper(keeper, is_about_a_person=consultation.jobseeker_id is not None)
    return FollowUp.objects.create(
        consultation=consultation,
        establishment_id=consultation.establishment_id,
        jobseeker_id=consultation.jobseeker_id,
        what=what,
        due_on=due_on,
        assigned_to=keeper,
    )


def keep_promise(follow_up: FollowUp, *, outcome: str = "", by: User) -> FollowUp:
    """Note that a promise was kept. A promise kept already stays as it is. Raises DomainError for another's."""
    with transaction.atomic():
        record = _theirs(follow_up, by)
        if record.done_at is None:
            record.done_at, record.done_by, record.outcome = timezone.now(), by, outcome
            record.save(update_fields=["done_at", "done_by", "outcome"])
    return record


def reopen(follow_up: FollowUp, *, by: User) -> FollowUp:
    """Take back that a promise was kept: one press on the wrong line, on the day of the press.

    Later the day stands in the kept rates. Raises DomainError then, and for another's.
    """
    with transaction.atomic():
        record = _theirs(follow_up, by)
        if record.done_at and not record.was_kept_today:
            raise DomainError("済みにした日を過ぎたので、戻せません。続きは新しい約束にしてください。")
        record.done_at, record.done_by, record.outcome = None, None, ""
        record.save(update_fields=["done_at", "done_by", "outcome"])
    return record


def postpone(follow_up: FollowUp, *, due_on: date, by: User) -> FollowUp:
    """Put a promise off to a later day. Raises DomainError for a day that has gone, or a promise that was kept."""
    if due_on < timezone.localdate():
        raise DomainError("新しい期日は今日か、それより後の日を入れてください。", "due_on")
    with transaction.atomic():
        record = _open(follow_up, by)
        record.times_postponed += due_on > record.due_on
        record.due_on = due_on
        record.save(update_fields=["due_on", "times_postponed"])
    return record


def hand_over(follow_up: FollowUp, *, to: User, by: User) -> FollowUp:
    """Hand a promise over to a colleague. Raises DomainError when the colleague cannot open it."""
    with transaction.atomic():
        record = _open(follow_up, by)
        _check_keeper(to, is_about_a_person=record.jobseeker_id is not None)
        record.assigned_to = to
        record.save(update_fields=["assigned_to"])
    return record


def hand_over_several(numbers: Iterable[int], *, to: User, by: User) -> int:
    """Hand open promises over to one colleague, all of them or none; answers how many.

    Raises DomainError for none, when one was kept meanwhile, and when the colleague cannot open one of them.
    """
    with transaction.atomic():
        chosen = list(FollowUp.objects.filter(pk__in=numbers).order_by("pk"))
        if not chosen:
            raise DomainError("引き継ぐ約束を選んでください。")
        for follow_up in chosen:
            hand_over(follow_up, to=to, by=by)
    return len(chosen)


def _check_keeper(keeper: User, *, is_about_a_person: bool) -> None:
    if not may(keeper, "consultations.edit"):
        raise DomainError("相談を記録する役割の職員を選んでください。", "assigned_to")
    if is_about_a_person and not may(keeper, "jobseekers.read"):
        raise DomainError("就職希望者との約束は、相談員か事業統括責任者だけが担当できます。", "assigned_to")


def _theirs(follow_up: FollowUp, by: User) -> FollowUp:
    record = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if not FollowUp.objects.visible_to(by).filter(pk=record.pk).exists():
        raise DomainError("この約束を扱う権限がありません。")
    return record


def _open(follow_up: FollowUp, by: User) -> FollowUp:
    record = _theirs(follow_up, by)
    if record.done_at:
        raise DomainError("この約束はすでに済んでいます。")
    return record
