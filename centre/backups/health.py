"""Whether the backups are as young and as proved as they should be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from centre.models import Backup

# A night may fail once and be made up for the next morning; the second night is too late.
OLDEST_BACKUP = timedelta(hours=26)
OLDEST_PROOF = timedelta(days=8)


@dataclass(frozen=True)
class Health:
    """The newest whole backup and the newest one that was proved by restoring it, and what is wrong with that."""

    taken_at: datetime | None
    proved_at: datetime | None
    fault: str

    @property
    def is_sound(self) -> bool:
        return not self.fault


def health(now: datetime | None = None) -> Health:
    """How the backups stand; two questions to the database."""
    now = now or timezone.now()
    usable = Backup.objects.filter(kind=Backup.Kind.BASE, removed_at=None, unreadable_at=None)
    taken = usable.order_by("-finished_at").values_list("finished_at", flat=True).first()
    proved = (
        usable.filter(verified_at__isnull=False).order_by("-verified_at").values_list("verified_at", flat=True).first()
    )
    return Health(taken, proved, _fault(taken, proved, now))


def _fault(taken: datetime | None, proved: datetime | None, now: datetime) -> str:
    if taken is None:
        return "使えるバックアップが、1つもありません。"
    if now - taken > OLDEST_BACKUP:
        return f"最後のバックアップから{_ago(now - taken)}たっています。"
    if proved is None:
        return "復元して確かめたバックアップが、まだありません。"
    if now - proved > OLDEST_PROOF:
        return f"最後に復元して確かめてから{_ago(now - proved)}たっています。"
    return ""


def _ago(span: timedelta) -> str:
    return f"{span.days}日" if span.days >= 2 else f"{int(span.total_seconds() // 3600)}時間"
