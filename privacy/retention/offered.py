"""What retention shows on the home page: what is due, what waits for its release, what will be deleted when."""

from django.urls import reverse

from centre.registry import Card, CardItem
from centre.roles import may
from privacy.models import DeletionBatch
from privacy.retention.deleting import falling_due
from privacy.retention.rules import BY_KEY, due_sources

SHOWN = 5


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


def _batch(batch: DeletionBatch, user, today) -> CardItem:
    waits = batch.released_at is None
    urgent = waits and may(user, "retention.release")
    return CardItem(
        f"{batch}：{batch.state}",
        batch.get_absolute_url(),
        f"{batch.deletes_from:%-m月%-d日}から消します",
        urgent,
    )
