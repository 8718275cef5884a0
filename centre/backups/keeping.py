"""The backup service: fetches the log all the time, takes and proves a backup each night, carries out orders."""

import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock

import psycopg
from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone

from centre.backups.archiving import (
    EVERY_SECONDS,
    Spool,
    begin_receiving,
    forget_the_slot,
    leave_sign_of_life,
    slot_is_there,
    slot_is_whole,
)
from centre.backups.destroying import carry_out_orders, empty_spool
from centre.backups.folder import BASE, Folder
from centre.errors import DomainError

AT_NIGHT = clock(2, 15)
NIGHTLY = ("manage.py", "backup", "--verify", "--tidy")
SIGN_SECONDS = 60
AGAIN_AFTER = timedelta(hours=1)

logger = logging.getLogger(__name__)


@dataclass
class Keeper:
    """What the service has running; `turn` is called every few seconds."""

    folder: Folder
    spool: Spool = field(init=False)
    receiver: subprocess.Popen | None = None
    night: subprocess.Popen | None = None
    night_began: datetime | None = None
    signed: float = 0.0
    broken_at: datetime | None = None

    def __post_init__(self) -> None:
        self.spool = Spool(self.folder)

    def turn(self) -> None:
        """One look at everything; what fails is told in the log and tried again at the next turn."""
        for act in (self._receive, self.spool.put_away, self._each_minute, self._nightly):
            _tried(act)

    def stop(self) -> None:
        """End what runs, with the last of the log put away, or gone when the keys were destroyed."""
        for process in (self.receiver, self.night):
            _end(process)
        for act in (self._must_have_key, self.spool.put_away):
            _tried(act)

    def _receive(self) -> None:
        self._must_have_key()
        if not slot_is_whole():
            self._begin_anew()
        if not _runs(self.receiver):
            self.receiver = begin_receiving(self.folder)

    def _must_have_key(self) -> None:
        """Without the key nothing is fetched, which would only lie there in clear; DomainError then."""
        try:
            self.folder.master_key()
        except DomainError:
            _end(self.receiver)
            if not any(self.folder.key_folder.glob("*.json")):  # destroyed, not mislaid
                empty_spool(self.folder)
            raise

    def _begin_anew(self) -> None:
        """The log has a gap from here: a receiver that runs would ask for ever for what the server has no more."""
        logger.warning("backup: the server does not keep the log any more from where it was left")
        self.broken_at = timezone.now()
        _end(self.receiver)
        if slot_is_there():
            forget_the_slot()
        self.spool.begin_anew()

    def _each_minute(self) -> None:
        if time.monotonic() - self.signed < SIGN_SECONDS:
            return
        self.signed = time.monotonic()
        leave_sign_of_life()
        carry_out_orders()

    def _nightly(self) -> None:
        """A backup in a process of its own, so that the log is put away meanwhile."""
        if _runs(self.night):
            return
        now = timezone.localtime()
        if self.night_began and now - self.night_began < AGAIN_AFTER:
            return
        if is_due(now, self._last(), self.broken_at):
            self.night_began = now
            command = [sys.executable, *NIGHTLY]
            self.night = subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL)

    def _last(self) -> datetime | None:
        taken = [one.begun_at for one in self.folder.manifests() if one.kind == BASE]
        return taken[-1] if taken else None


def is_due(now: datetime, last: datetime | None, broken_at: datetime | None = None) -> bool:
    """Whether a night has begun since the last backup, or the log has a gap since; `now` in local time."""
    if last is None or (broken_at and last < broken_at):
        return True
    night = datetime.combine(now.date(), AT_NIGHT, now.tzinfo)
    return last < (night if now >= night else night - timedelta(days=1))


def keep(folder: Folder, stopped: Callable[[float], bool]) -> None:
    """Take turns until `stopped`, which waits that many seconds, says so."""
    keeper = Keeper(folder)
    try:
        while True:
            keeper.turn()
            if stopped(EVERY_SECONDS):
                return
            close_old_connections()
    finally:
        keeper.stop()


def _tried(act: Callable[[], object]) -> None:
    try:
        act()
    except DomainError as error:
        logger.error("backup: %s", error.message)
    except (OSError, Error, psycopg.Error) as error:
        logger.error("backup: %s", error)


def _runs(process: subprocess.Popen | None) -> bool:
    return process is not None and process.poll() is None


def _end(process: subprocess.Popen | None) -> None:
    if _runs(process):
        process.terminate()
        process.wait()
