"""A small server of the test's own, with its backup folder, its key and somebody who receives its log."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from centre.backups import keys
from centre.backups.archiving import Spool, begin_receiving, forget_the_slot, leave_sign_of_life, slot_is_there
from centre.backups.folder import Folder, backup_folder
from centre.backups.programs import login
from centre.backups.recovering import quiet_server
from centre.backups.role import grants
from centre.server_account import Account
from config.embedded import postgres
from tests.waiting import wait_until


@contextlib.contextmanager
def open_folder(prefix: str) -> Iterator[Path]:
    """A folder that the servers' user can reach, as root too: pytest closes its own to others."""
    found = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    Account.for_servers().own(found)
    try:
        yield found
    finally:
        shutil.rmtree(found, ignore_errors=True)


@pytest.fixture(scope="session")
def own_server() -> Iterator[str]:
    """The address of a PostgreSQL server that only these tests use: its files are copied as a whole."""
    with open_folder("backups-") as place, postgres(place, Account.for_servers(), temporary=True) as address:
        yield address


@pytest.fixture(scope="session")
def backup_login(own_server) -> str:
    """The address by which the backup service logs in to it."""
    with psycopg.connect(own_server, autocommit=True) as server:
        server.execute("CREATE ROLE centre_backup PASSWORD 'only-of-this-test-run'")
        for statement in grants("centre_backup"):
            server.execute(statement)
    return (
        urlsplit(own_server)
        ._replace(netloc=f"centre_backup:only-of-this-test-run@127.0.0.1:{urlsplit(own_server).port}")
        .geturl()
    )


@pytest.fixture
def folder(settings, tmp_path, backup_login) -> Folder:
    """An empty backup folder with a new key, for the server of these tests."""
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_SPOOL = str(tmp_path / "spool")
    settings.BACKUP_KEY_FILE = str(tmp_path / "backup.key")
    settings.BACKUP_DATABASE_URL = backup_login
    keys.make_master_key(tmp_path / "backup.key")
    return backup_folder()


@pytest.fixture
def target() -> Iterator[Path]:
    """Where to restore to; does not exist yet."""
    with open_folder("restored-") as place:
        yield place / "data"


class Shop:
    """A server with one table of notes, whose log is received while the block lasts."""

    def __init__(self, folder: Folder, owner: str):
        self.folder, self.spool, self.owner = folder, Spool(folder), owner

    def ask(self, statement: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.owner, autocommit=True) as server:
            done = server.execute(statement, values)
            return done.fetchall() if done.description else []

    def note(self, text: str):
        """Write a note; answers an instant at which it stands and the next one does not."""
        self.ask("INSERT INTO note VALUES (%s)", text)
        return self.ask("SELECT clock_timestamp()")[0][0]

    def next_segment(self) -> None:
        self.ask("SELECT pg_switch_wal()")
        self.catch_up()

    def catch_up(self) -> None:
        """Wait until everything written has arrived in the folder, with a sign of life after it."""
        leave_sign_of_life()
        written = self.ask("SELECT pg_current_wal_insert_lsn()")[0][0]
        wait_until(lambda: self._received(written))
        self.spool.put_away()

    def _received(self, written: str) -> bool:
        asked = "SELECT bool_or(write_lsn >= %s::pg_lsn) FROM pg_stat_replication WHERE application_name = 'backup'"
        return bool(self.ask(asked, written)[0][0])

    @staticmethod
    def notes(data: Path) -> list[str]:
        """What a server on restored files tells."""
        given, account = login(), Account.for_servers()
        with (
            open_folder("run-") as run,
            quiet_server(data, run, account) as socket,
            psycopg.connect(host=str(socket), user=given["user"], dbname=given["dbname"]) as server,
        ):
            return [text for (text,) in server.execute("SELECT text FROM note ORDER BY text")]


@pytest.fixture
def shop(folder, own_server) -> Iterator[Shop]:
    """The server at work, its log received."""
    made = Shop(folder, own_server)
    made.ask("DROP TABLE IF EXISTS note")
    made.ask("CREATE TABLE note (text text)")
    receiver: subprocess.Popen = begin_receiving(folder)
    try:
        wait_until(lambda: made.ask("SELECT 1 FROM pg_stat_replication WHERE application_name = 'backup'"))
        yield made
    finally:
        receiver.terminate()
        receiver.wait()
        wait_until(lambda: not made.ask("SELECT 1 FROM pg_replication_slots WHERE active"))
        if slot_is_there():
            forget_the_slot()
