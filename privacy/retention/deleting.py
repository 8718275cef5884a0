"""Deleting what is over: one person tells of it, another releases it, the night does it (特記事項 第13)."""

import logging
from datetime import date, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from centre.contracts import contract_of
from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from privacy.erasing.executing import erase_person
from privacy.models import DeletionBatch, DeletionItem, Erasure, RetentionHold
from privacy.retention.rules import BY_KEY, Due, due_of

logger = logging.getLogger(__name__)
Outcome = DeletionItem.Outcome
MOST = 500


def holds_on(day: date) -> QuerySet[RetentionHold]:
    """The holds in force on a day."""
    return RetentionHold.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), released_at=None)


def falling_due(due: Due, day: date) -> list[tuple[int, date]]:
    """(key, due day) of what a rule lets go on a day: not held, not waiting in a batch, not erased already."""
    label = due.model._meta.label
    left_out = {
        *holds_on(day).filter(subject=label).values_list("subject_id", flat=True),
        *DeletionItem.objects.filter(subject=label, outcome=Outcome.WAITING).values_list("subject_id", flat=True),
        *Erasure.objects.filter(subject=label, erased_at__isnull=False).values_list("subject_id", flat=True),
    }
    return [(key, since) for key, since in due.find(day) if key not in left_out]


@transaction.atomic
def place_hold(*, subject: str, subject_id: int, reason: str, ends_on: date | None = None, by: User) -> RetentionHold:
    """Keep a record from being deleted. Raises DomainError without a reason, for a past end, and when it is held."""
    today = timezone.localdate()
    if not reason.strip():
        raise DomainError("保留の理由を書いてください。", "reason")
    if ends_on and ends_on < today:
        raise DomainError("保留の最後の日は、今日から後の日を入れてください。", "ends_on")
    model = apps.get_model(subject)
    if not model._default_manager.filter(pk=subject_id).exists():
        raise DomainError("その番号の記録はありません。", "subject_id")
    standing = RetentionHold.objects.filter(subject=subject, subject_id=subject_id, released_at=None)
    if holds_on(today).filter(pk__in=standing).exists():
        raise DomainError("この記録は、すでに保留されています。", "subject_id")
    # A hold whose last day is over makes room for the new one.
    standing.update(released_at=timezone.now(), released_by=by)
    return RetentionHold.objects.create(
        subject=subject, subject_id=subject_id, reason=reason.strip(), placed_on=today, placed_by=by, ends_on=ends_on
    )


def release_hold(hold: RetentionHold, *, by: User) -> RetentionHold:
    """End a hold. Raises DomainError when it has ended."""
    if not RetentionHold.objects.filter(pk=hold.pk, released_at=None).update(
        released_at=timezone.now(), released_by=by
    ):
        raise DomainError("この保留は、すでに解かれています。")
    return hold


@transaction.atomic
def give_notice(rule: str, *, by: User) -> DeletionBatch:
    """Tell of what is due by a rule (at most MOST at once): it may be deleted from N days later on, once released.

    Raises DomainError when nothing is due.
    """
    today, due = timezone.localdate(), due_of(rule)
    found = falling_due(due, today)[:MOST] if due else []
    if not found:
        raise DomainError("保存の期間が過ぎた記録はありません。")
    batch = DeletionBatch.objects.create(
        rule=rule,
        noticed_on=today,
        noticed_by=by,
        deletes_from=today + timedelta(days=contract_of(today).deletion_notice_days),
    )
    DeletionItem.objects.bulk_create(
        DeletionItem(batch=batch, subject=due.model._meta.label, subject_id=key, due_on=since) for key, since in found
    )
    return batch


@transaction.atomic
def release_batch(batch: DeletionBatch, *, by: User) -> DeletionBatch:
    """Agree, as the second person, that a batch is deleted.

    Raises DomainError for who told of it, for who is no privacy manager, and once it is released or given up.
    """
    found = DeletionBatch.objects.select_for_update().get(pk=batch.pk)
    if not may(by, "retention.release"):
        raise DomainError("消去を認めるのは、個人情報保護責任者です。")
    if found.noticed_by_id == by.pk:
        raise DomainError("知らせた人は認められません。ほかの人が確かめて認めます。")
    if found.released_at or found.cancelled_at:
        raise DomainError("この予告は、すでに認められたか、取りやめられています。")
    found.released_at, found.released_by = timezone.now(), by
    found.save()
    return found


@transaction.atomic
def cancel_batch(batch: DeletionBatch, *, by: User) -> DeletionBatch:
    """Give a batch up before it is done; what was not erased is due again. Raises DomainError once it is over."""
    found = DeletionBatch.objects.select_for_update().get(pk=batch.pk)
    if found.done_at or found.cancelled_at:
        raise DomainError("この予告は、すでに終わっています。")
    found.cancelled_at = timezone.now()
    found.save()
    found.items.filter(outcome=Outcome.WAITING).update(outcome=Outcome.NOT_DUE)
    return found


def delete_due(today: date) -> int:
    """Carry out the released batches whose notice is over; answers how many records were erased.

    What is held by now, or not due any more, stays. One record that cannot be erased does not keep the others.
    """
    ready = DeletionBatch.objects.filter(
        released_at__isnull=False, cancelled_at=None, done_at=None, deletes_from__lte=today
    )
    return sum(_carry_out(batch, today) for batch in ready.order_by("pk"))


def _carry_out(batch: DeletionBatch, today: date) -> int:
    erased, failed = 0, 0
    due = due_of(batch.rule)
    still = dict(due.find(today)) if due else {}
    for item in batch.items.filter(outcome=Outcome.WAITING).order_by("pk"):
        try:
            erased += _erase(item, batch, still, today)
        except DomainError as error:
            failed += 1
            logger.warning("deletion %s of batch %s waits: %s", item.pk, batch.pk, error.message)
    if not failed:
        DeletionBatch.objects.filter(pk=batch.pk).update(done_at=timezone.now())
    return erased


@transaction.atomic
def _erase(item: DeletionItem, batch: DeletionBatch, still: dict[int, date], today: date) -> int:
    item = DeletionItem.objects.select_for_update().get(pk=item.pk)
    if holds_on(today).filter(subject=item.subject, subject_id=item.subject_id).exists():
        item.outcome = Outcome.HELD
    elif item.subject_id not in still:
        item.outcome = Outcome.NOT_DUE
    else:
        person = apps.get_model(item.subject)._base_manager.get(pk=item.subject_id)
        rule = BY_KEY[batch.rule]
        item.erasure = erase_person(
            person, ground=f"{rule.title}：{rule.period}", by=batch.noticed_by, approved_by=batch.released_by
        )
        item.outcome = Outcome.ERASED
    item.save()
    return int(item.outcome == Outcome.ERASED)
