"""What retention shows on the home page: what is due, what waits for its release, what will be deleted when."""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from centre.registry import Card, CardItem
from centre.roles import may
from privacy.models import DeletionBatch, DeletionItem
from privacy.retention.deleting import falling_due
from privacy.retention.rules import BY_KEY, due_sources

SHOWN = 5
SOON = timedelta(days=7)


def notices(user, today) -> Card | None:
    """Nothing when nothing is due and no batch runs."""
    running = DeletionBatch.objects.filter(done_at=None, cancelled_at=None).order_by("deletes_from", "pk")
    items = [_batch(batch, user, today) for batch in running[:SHOWN]]
    for source in due_sources():
        found = falling_due(source, today)
        if found:
            title = BY_KEY[source.rule].title
            items.append(
                CardItem(f"{title} {len(found)}件の期間が過ぎました", reverse("privacy:retention"), "知らせる")
            )
    if not items:
        return None
    return Card("保存の期間と消去", items=tuple(items), url=reverse("privacy:retention"))


def morning_line(user, day: date) -> str:
    """How many records will be deleted from which day on, and for how many a second person must still agree.

    From a week before the first day that allows it.
    """
    waiting = Count("items", filter=Q(items__outcome=DeletionItem.Outcome.WAITING))
    near = DeletionBatch.objects.filter(done_at=None, cancelled_at=None, deletes_from__lte=day + SOON)
    told = [
        f"{batch.deletes_from:%-m月%-d日}から{batch.records}件を消します"
        + ("" if batch.released_at else "（まだ認められていません）")
        for batch in near.annotate(records=waiting).filter(records__gt=0).order_by("deletes_from", "pk")[:SHOWN]
    ]
    return f"保存の期間が過ぎた記録　{'、'.join(told)}" if told else ""


def _batch(batch: DeletionBatch, user, today) -> CardItem:
    waits = batch.released_at is None
    urgent = waits and may(user, "retention.release")
    return CardItem(
        f"{batch}：{batch.state}",
        batch.get_absolute_url(),
        f"{batch.deletes_from:%-m月%-d日}から消します",
        urgent,
    )
