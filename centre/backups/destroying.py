"""Destroying the keys of backups: what cannot be cut out of a backup becomes unreadable as a whole (第13)."""

import os
import secrets
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from centre.backups.folder import Folder, backup_folder
from centre.errors import DomainError
from centre.models import Backup, KeyDestruction, User


def destroy_keys(*, by: User, reason: str = "") -> KeyDestruction:
    """Order that no backup can be opened any more, and do it at once where the keys can be reached.

    Where this process cannot reach the backup folder (the web pages in production) the backup service does it within
    a minute: then `done_at` of the answer is empty, and set later. The printed halves of the master key are with their
    custodians: they open nothing after this, since the data keys are gone too. What is destroyed comes back by no
    rollback: call it outside a transaction, after everything else. Raises DomainError while a backup is being taken.
    """
    order = KeyDestruction.objects.create(ordered_by=by, reason=reason)
    return carry_out(order)


def carry_out(order: KeyDestruction) -> KeyDestruction:
    """Destroy every data key and the master key, if they are in reach, and record it."""
    try:
        folder = backup_folder()
    except DomainError:
        return order
    if not folder.is_here:
        return order
    with folder.held():
        names = sorted(path.stem for path in folder.key_folder.glob("*.json"))
        for path in (*folder.key_folder.glob("*.json"), *folder.key_folder.glob(".*.new"), folder.key_file):
            _shred(path)
        empty_spool(folder)
    with transaction.atomic():
        order.done_at, order.key_names = timezone.now(), names
        order.save(update_fields=["done_at", "key_names"])
        Backup.objects.filter(unreadable_at__isnull=True).update(unreadable_at=order.done_at)
    return order


def carry_out_orders() -> int:
    """What the backup service looks for: orders given where the keys were out of reach. Answers how many were done."""
    done = [carry_out(order) for order in KeyDestruction.objects.filter(done_at__isnull=True).order_by("pk")]
    return sum(order.done_at is not None for order in done)


def _shred(path: Path) -> None:
    """Write over the file before it goes; on a disk that keeps old blocks the missing data key is what protects."""
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return


def empty_spool(folder: Folder) -> None:
    """Shred the segments of the log that were not encrypted yet, also those that get their last name meanwhile."""
    while paths := list(folder.spool.glob("*")):
        for path in paths:
            _shred(path)
