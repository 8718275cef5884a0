"""The write-ahead log, second by second: received from the server, encrypted, and kept beside the backups.

`pg_receivewal` fetches the log by the protocol of replication into the spool, and a slot on the server keeps what it
has not fetched yet. Whole segments are encrypted and leave the spool; the one being written is encrypted again
whenever it grew. So at most `EVERY_SECONDS` of work are lost with the server's disk.
"""

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.utils import timezone

from centre.backups.encrypting import encrypt
from centre.backups.folder import PARTIAL, SEALED, WAL, Folder
from centre.backups.keys import DataKey, new_data_key
from centre.backups.programs import environment, login, program, reading
from centre.backups.segments import HISTORY, NAME
from centre.backups.writing import owner_only, put_in_place, settle, unfinished, write
from centre.server_programs import dies_with_parent

SLOT = "centre_backup"
EVERY_SECONDS = 10
NOTE = "newest.json"


@dataclass(frozen=True)
class Newest:
    """The segment that was written last, and when: what a folder must hold to be whole."""

    segment: str
    at: datetime

    @classmethod
    def of(cls, folder: Folder) -> "Newest | None":
        """None when nothing was ever kept."""
        try:
            content = json.loads((folder.wal / NOTE).read_text())
        except FileNotFoundError:
            return None
        return cls(content["segment"], datetime.fromisoformat(content["at"]))


def slot_is_there() -> bool:
    """Whether the server keeps the log for us; not so at the first start and after a restoration."""
    return _log_in_slot() is not None


def slot_is_whole() -> bool:
    """Whether it is there and still has all that was not fetched: it gives up at `max_slot_wal_keep_size`."""
    return _log_in_slot() not in (None, "lost")


def _log_in_slot() -> str | None:
    with psycopg.connect(**login()) as server:
        found = server.execute(
            "SELECT coalesce(wal_status, '') FROM pg_replication_slots WHERE slot_name = %s", [SLOT]
        )
        return next((state for (state,) in found), None)


def make_slot() -> None:
    """Have the server keep the log from now on, unless it does: pg_receivewal's own slot keeps none until it reads."""
    if not slot_is_there():
        with psycopg.connect(**login(), autocommit=True) as server:
            server.execute("SELECT pg_create_physical_replication_slot(%s, true)", [SLOT])


def begin_receiving(folder: Folder) -> subprocess.Popen:
    """Start fetching the log, from where it was left; the process tries again by itself when the server is away."""
    folder.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_slot()
    return subprocess.Popen(
        [
            program("pg_receivewal"),
            f"--directory={folder.spool}",
            f"--slot={SLOT}",
            "--status-interval=1",
            "--no-password",
        ],
        stdin=subprocess.DEVNULL,
        env=environment(),
        preexec_fn=dies_with_parent,
    )


def leave_sign_of_life() -> None:
    """Leave a sign of life in the log, so that an instant at which nobody worked can be restored too."""
    with psycopg.connect(**login(), autocommit=True) as server:
        server.execute("SELECT pg_logical_emit_message(true, 'backup', 'still here')")


@dataclass
class Spool:
    """The folder in which the log arrives; remembers how far the unfinished segment was encrypted."""

    folder: Folder
    seen: tuple[str, int] | None = None

    def put_away(self) -> list[str]:
        """Encrypt what arrived since the last call; answers the names. Whole segments leave the spool."""
        done = []
        for path in sorted(self.folder.spool.glob("*")):
            if NAME.fullmatch(path.name) or HISTORY.fullmatch(path.name):
                self._keep(path, path.name)
                (self.folder.wal / f"{path.name}{PARTIAL}{SEALED}").unlink(missing_ok=True)
                path.unlink()
                done.append(path.name)
            elif path.suffix == PARTIAL and self.seen != (seen := (path.name, path.stat().st_mtime_ns)):
                self._keep(path, path.name)
                self.seen = seen
                done.append(path.name)
        return done

    def begin_anew(self) -> None:
        """Put away the unfinished segment too, for good: the receiver goes on where it finds one."""
        self.put_away()
        for path in self.folder.spool.glob(f"*{PARTIAL}"):
            path.unlink()

    def _keep(self, path: Path, name: str) -> None:
        """Encrypt one file of the spool; a segment that is kept already stays as it is."""
        final = self.folder.wal / f"{name}{SEALED}"
        if final.exists() and not name.endswith(PARTIAL):
            return
        at = timezone.now()
        self.folder.wal.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(unfinished(final), "wb", opener=owner_only) as target:
            encrypt([path.read_bytes()], target, name=name, kind=WAL, key=self._key())
            settle(target)
        put_in_place(final)
        if not HISTORY.fullmatch(name):
            _remember(self.folder, name.removesuffix(PARTIAL), at)

    def _key(self) -> DataKey:
        """The newest data key; the first one when the log begins before the first backup."""
        return self.folder.newest_data_key() or new_data_key(
            self.folder.key_folder, f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z-wal", self.folder.master_key()
        )


def _remember(folder: Folder, segment: str, at: datetime) -> None:
    write(folder.wal / NOTE, json.dumps({"segment": segment, "at": at.isoformat()}))


def forget_the_slot() -> None:
    """Let the server drop what it keeps for us: when archiving ends for good. Raises DomainError when it cannot."""
    with reading("pg_receivewal", f"--slot={SLOT}", "--drop-slot", "--no-password"):
        pass
