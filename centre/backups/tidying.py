"""Forgetting backups whose term is over, with the log and the keys that only they needed."""

import shutil
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from centre.backups.encrypting import header_of
from centre.backups.folder import BASE, SEALED, Folder, Manifest, backup_folder
from centre.backups.segments import NAME, number_at, number_of
from centre.models import Backup


def tidy() -> list[str]:
    """Remove what no instant of the last `BACKUPS_KEPT_DAYS` days needs; answers the names of the backups removed."""
    folder, now = backup_folder(), timezone.now()
    limit = now - timedelta(days=settings.BACKUPS_KEPT_DAYS)
    with folder.held():
        manifests = folder.manifests()
        gone = past_term(manifests, limit)
        for one in gone:
            shutil.rmtree(folder.data(one.name).parent)
        _forget_log(folder, [one for one in manifests if one not in gone])
        _forget_keys(folder)
    names = [one.name for one in gone]
    Backup.objects.filter(name__in=names, removed_at__isnull=True).update(removed_at=now)
    return names


def past_term(manifests: list[Manifest], limit: datetime) -> list[Manifest]:
    """Those before `limit`, but of the whole ones the last, from which the instants after `limit` are restored."""
    old = [one for one in manifests if one.finished_at < limit]
    needed = [one for one in old if one.kind == BASE][-1:]
    return [one for one in old if one not in needed]


def _forget_log(folder: Folder, left: list[Manifest]) -> None:
    """Segments before the oldest backup that is left."""
    starts = [number_at(one.start_lsn) for one in left if one.kind == BASE]
    if not starts:
        return
    for path in folder.wal.glob(f"*{SEALED}"):
        name = path.name.split(".")[0]
        if NAME.fullmatch(name) and number_of(name) < min(starts):
            path.unlink()


def _forget_keys(folder: Folder) -> None:
    """Keys that no file is encrypted with any more; the newest stays, for the log is written with it."""
    used = set()
    for path in (*folder.path.glob("base/*/data.sealed"), *folder.wal.glob(f"*{SEALED}")):
        with path.open("rb") as source:
            used.add(header_of(source).key)
    for path in sorted(folder.key_folder.glob("*.json"))[:-1]:
        if path.stem not in used:
            path.unlink()
