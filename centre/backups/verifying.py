"""Proving a backup: it is restored on the side, the server is started and every table is read."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.utils import timezone
from psycopg import sql

from centre.backups.programs import connection_environment
from centre.backups.recovering import quiet_server
from centre.backups.restoring import restore
from centre.errors import DomainError
from centre.models import Backup
from centre.server_account import Account

TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"

PREFIX, LOCK = "verify-", "lock"


@dataclass(frozen=True)
class Read:
    """How many tables and rows a restored server gave out."""

    tables: int
    rows: int


def verify(backup: Backup) -> Backup:
    """Restore `backup` with the log up to now, read every row of it, and record that it was proved.

    Raises DomainError when it cannot be restored or read; then the backup stays unproved.
    """
    if backup.kind != Backup.Kind.BASE:
        raise DomainError("書き出しは、空のデータベースに復元して確かめます（manage.py restore --into）。")
    account = Account.for_servers()
    with scratch_folder(account) as scratch:
        data = restore(scratch / "data", name=backup.name).path
        found = read_all(data, scratch / "run", account)
    backup.verified_at, backup.verified_tables, backup.verified_rows = timezone.now(), found.tables, found.rows
    backup.save(update_fields=["verified_at", "verified_tables", "verified_rows"])
    return backup


@contextmanager
def scratch_folder(account: Account) -> Iterator[Path]:
    """A folder for a copy in clear, which is gone afterwards: with the next one at the latest, if this is killed."""
    forget_left_over()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name, (Path(name) / "begun").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        Path(lock.name).rename(Path(name) / LOCK)
        account.own(Path(name))
        yield Path(name)


def forget_left_over() -> None:
    """Remove the copies whose process lives no more: nobody holds their lock."""
    for place in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (place / LOCK).open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(place)
        except OSError:
            continue  # somebody is at work in it, or it is not ours


def read_all(data: Path, run: Path, account: Account) -> Read:
    """Count the rows of every table of a restored server. Raises DomainError when one cannot be read."""
    given, rows = connection_environment(), 0
    with (
        quiet_server(data, run, account) as socket,
        psycopg.connect(host=str(socket), user=given["PGUSER"], dbname=given["PGDATABASE"]) as server,
    ):
        tables = server.execute(TABLES).fetchall()
        for schema, table in tables:
            try:
                name = sql.Identifier(schema, table)
                rows += server.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()[0]
            except psycopg.Error as error:
                raise DomainError(f"復元した表 {table} を読めません：{error}") from error
    return Read(len(tables), rows)
