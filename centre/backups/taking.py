"""Taking one backup of the whole database server, or of the one database as a dump."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC
from typing import BinaryIO

import psycopg
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from centre.backups.encrypting import CHUNK, encrypt
from centre.backups.folder import BASE, Folder, Manifest, backup_folder
from centre.backups.keys import new_data_key
from centre.backups.programs import login, reading
from centre.backups.writing import owner_only, put_in_place, settle, unfinished, write
from centre.errors import DomainError
from centre.models import Backup, User

# The whole server as one tar on standard output, with the log that makes it whole, and a hash of each file.
BASE_BACKUP = (
    "pg_basebackup", "--pgdata=-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast",
    "--label=kumamoto-centre", "--no-password", "--verbose",
)  # fmt: skip
DUMP_COMMAND = ("pg_dump", "--format=custom", "--compress=0", "--no-password")
START = re.compile(r"write-ahead log start point: ([0-9A-F]+/[0-9A-F]+) on timeline (\d+)")
STOP = re.compile(r"write-ahead log end point: ([0-9A-F]+/[0-9A-F]+)")


def take_backup(*, kind: str = BASE, by: User | None = None) -> Backup:
    """Copy the database into the backup folder, encrypted, and record it.

    `kind` "base" copies the server's files and is what instants are restored from; "dump" needs no right of
    replication. Raises DomainError when it cannot be done; then nothing of it is left.
    """
    folder = backup_folder()
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with folder.held():
        manifest = _take(folder, kind)
    return record(manifest, by=by)


def record(manifest: Manifest, *, by: User | None = None) -> Backup:
    """The row of a backup, so that its day, size and hash are seen on a page."""
    return Backup.objects.create(
        name=manifest.name,
        kind=manifest.kind,
        key=manifest.key,
        begun_at=manifest.begun_at,
        finished_at=manifest.finished_at,
        plain_bytes=manifest.plain_bytes,
        bytes=manifest.bytes,
        sha256=manifest.sha256,
        start_lsn=manifest.start_lsn,
        server_version=manifest.server_version,
        taken_by=by,
    )


def _take(folder: Folder, kind: str) -> Manifest:
    begun_at = timezone.now()
    name = f"{begun_at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{kind}"
    final = folder.data(name).parent
    place = unfinished(final)
    forget_unfinished(folder)
    server_version, system_identifier = _server()
    folder.belongs_to(system_identifier)
    key = new_data_key(folder.key_folder, name, folder.master_key())
    try:
        place.mkdir(mode=0o700, parents=True)
        with open(place / "data.sealed", "wb", opener=owner_only) as target:
            with reading(*(BASE_BACKUP if kind == BASE else DUMP_COMMAND)) as (source, said):
                written = encrypt(_pieces(source), target, name=name, kind=kind, key=key)
            settle(target)
        manifest = Manifest(
            name=name,
            kind=kind,
            key=key.name,
            begun_at=begun_at,
            finished_at=timezone.now(),
            plain_bytes=written.plain_bytes,
            bytes=written.bytes,
            sha256=written.sha256,
            server_version=server_version,
            version=newest_migrations(),
            **_positions(said) if kind == BASE else {},
        )
        write(place / "manifest.json", manifest.text())
        put_in_place(final)
    except BaseException as error:
        shutil.rmtree(place, ignore_errors=True)
        (folder.key_folder / f"{name}.json").unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise DomainError(
                f"バックアップを書けませんでした（{error.strerror}）。空きを確かめてください。"
            ) from error
        raise
    return manifest


def forget_unfinished(folder: Folder) -> None:
    """Remove what a process that was killed had begun; only while `folder` is held, so that nobody is at it."""
    for place in folder.path.glob("base/.*.new"):
        shutil.rmtree(place)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece


def _positions(said: list[str]) -> dict:
    """Where the backup begins and ends in the log, as pg_basebackup tells."""
    text = "\n".join(said)
    start, stop = START.search(text), STOP.search(text)
    if start is None or stop is None:
        raise DomainError("pg_basebackup が、ログの位置を告げませんでした。版を確かめてください。")
    return {"start_lsn": start[1], "timeline": int(start[2]), "stop_lsn": stop[1]}


def _server() -> tuple[str, str]:
    """The server's version, and its identifier, which no other has."""
    try:
        with psycopg.connect(**login()) as server:
            return server.execute(
                "SELECT current_setting('server_version'), system_identifier::text FROM pg_control_system()"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise DomainError(f"データベースにつながりません：{error}") from error


def newest_migrations() -> dict[str, str]:
    """The newest migration of each room: which version of the product can read the backup."""
    return dict(sorted(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()))
