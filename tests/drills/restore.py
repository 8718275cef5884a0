"""T20: the machine is lost under load; a fresh server is restored from the backups, to an instant and to the end.

`make drill-restore`; DRILL_CONSULTATIONS (100000) sets the size. The product's backup service runs beside writers.
At a random instant every table is counted and its rows hashed; later the service and the writers are killed. Then the
server is restored to that instant and compared table by table, and once more to the end of the log, to see which
acknowledged writes are missing. The same data is also dumped and put back with pg_restore, for comparison.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from centre.backups import keys
from centre.backups.folder import backup_folder
from centre.backups.programs import environment, login, program, variables_of
from centre.backups.recovering import quiet_server
from centre.backups.restoring import restore
from centre.server_account import Account
from config.embedded import postgres
from tests.benchmarks.many_consultations import seed

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 3
MOST_RPO_SECONDS, MOST_RTO_SECONDS_PER_GB = 60, 1800
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# The number of rows and the sum of a hash of each; in any order, and the same on any server.
HASHED = "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) FROM {} t"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def hashes(server) -> dict[str, tuple]:
    """Rows and hash sum of every table that `server` shows."""
    server.execute("SET timezone = 'UTC'")
    names = [name for (name,) in server.execute(TABLES).fetchall()]
    return {name: server.execute(HASHED.format(name)).fetchone() for name in names}


@dataclass
class Load:
    """Writers that insert, change and delete, and note what the database has acknowledged."""

    stopped: threading.Event = field(default_factory=threading.Event)
    between: threading.Lock = field(default_factory=threading.Lock)
    acknowledged: list[tuple[uuid.UUID, float]] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self.threads = [threading.Thread(target=self._write, args=[number]) for number in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _write(self, number: int) -> None:
        from centre.models import Draft, Submission, User
        from consultations.models import Consultation
        from privacy.access import write_line
        from privacy.models import AccessLog

        user, turn = User.objects.order_by("pk")[number], 0
        numbers = list(Consultation.objects.values_list("pk", flat=True)[:1000])
        while not self.stopped.is_set():
            turn += 1
            # Held for a moment only: the snapshot must fall between two transactions, not into one.
            with self.between, transaction.atomic():
                key = Submission.objects.create(user=user, redirect_to=f"/{turn}").pk
                Draft.objects.update_or_create(
                    user=user, form=f"/{turn % 7}/", defaults={"data": {"text": "見" * 200}}
                )
                Consultation.objects.filter(pk=random.choice(numbers)).update(note=f"訓練 {turn}")
                write_line(user, AccessLog.Action.READ, "jobseekers.Jobseeker", subject_id=turn)
                if turn % 5 == 0:
                    Draft.objects.filter(user=user).first().delete()
            self.acknowledged.append((key, time.time()))
            self.stopped.wait(0.002)
        connections.close_all()

    def snapshot(self) -> tuple[datetime, dict[str, tuple]]:
        """An instant between two transactions, and every table as it stood then; the writers go on meanwhile."""
        with psycopg.connect(**login()) as server:
            server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with self.between:
                (at,) = server.execute("SELECT clock_timestamp()").fetchone()
            return at, hashes(server)


@contextlib.contextmanager
def backup_service() -> Iterator[subprocess.Popen]:
    """The product's own service, as production runs it."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "manage.py", "keep_backups"],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            log.seek(0)
            if words := log.read().decode(errors="replace").strip():
                say(f"バックアップの処理の記録：\n{words[-1500:]}")


def wait(ready: Callable[[], object], seconds: float, what: str) -> None:
    begun = time.monotonic()
    while not ready():
        if time.monotonic() - begun > seconds:
            raise SystemExit(f"{what}：{seconds:.0f}秒以内に終わりません")
        time.sleep(0.1)


def pg_restore_seconds(account: Account) -> float:
    """Seconds that pg_restore takes for a dump of the same data into a fresh server."""
    place = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    account.own(place)
    try:
        dump = place / "dump"
        subprocess.run(
            [program("pg_dump"), "--format=custom", f"--file={dump}", "--no-password"], check=True, env=environment()
        )
        with postgres(place, account, temporary=False) as address:
            begun = time.monotonic()
            subprocess.run(
                [program("pg_restore"), "--no-owner", "--dbname=centre", str(dump)],
                check=True,
                env=environment() | variables_of(address),
            )
            return time.monotonic() - begun
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def opened(data: Path, account: Account) -> Iterator[psycopg.Connection]:
    """A connection to a server on restored files."""
    given = login()
    with (
        tempfile.TemporaryDirectory(prefix="drill-", dir="/tmp") as run,
        quiet_server(data, Path(run), account) as socket,
        psycopg.connect(host=str(socket), user=given["user"], dbname=given["dbname"]) as server,
    ):
        yield server


def compare(before: dict[str, tuple], after: dict[str, tuple]) -> list[str]:
    """Names of tables that differ or are on one side only."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def gigabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9


def set_up(place: Path) -> None:
    """A folder for the backups and a key, known to this process and to the service."""
    for name, value in {"BACKUP_DIR": "backups", "BACKUP_KEY_FILE": "backup.key", "BACKUP_SPOOL": "spool"}.items():
        os.environ[name] = str(place / value)
        setattr(settings, name, os.environ[name])
    keys.make_master_key(place / "backup.key")


def lose_the_machine() -> tuple[Load, datetime, dict[str, tuple], float]:
    """Work with the service beside it, remember an instant, go on, and cut everything off."""
    load, folder = Load(), backup_folder()
    with backup_service() as service:
        load.begin()
        try:
            wait(lambda: folder.is_here and folder.manifests(), 900, "最初のバックアップ")
            time.sleep(random.uniform(3, 20))
            at, before = load.snapshot()
            time.sleep(random.uniform(15, 40))
            os.killpg(service.pid, signal.SIGKILL)
            lost_at = time.time()
        finally:
            load.end()
    return load, at, before, lost_at


def missing(load: Load, lost_at: float, kept: set[uuid.UUID]) -> tuple[int, float]:
    """How many writes acknowledged before the loss are not there, and since how many seconds before it."""
    lost = [at for key, at in load.acknowledged if at <= lost_at and key not in kept]
    return len(lost), max(lost_at - min(lost), 0) if lost else 0.0


def main() -> int:
    """Run the drill, print its figures; 1 when a table differs or a goal is missed."""
    account = Account.for_servers()
    seed(int(os.environ.get("DRILL_CONSULTATIONS", "100000")), timezone.localdate())
    connection.close()
    place = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    account.own(place)
    try:
        set_up(place)
        load, at, before, lost_at = lose_the_machine()
        done = restore(place / "instant", until=at)
        with opened(done.path, account) as server:
            differences = compare(before, hashes(server))
        size = gigabytes(done.path)
        last = restore(place / "last")
        with opened(last.path, account) as server:
            kept = {key for (key,) in server.execute("SELECT key FROM centre_submission")}
        writes, rpo = missing(load, lost_at, kept)
        beside = pg_restore_seconds(account)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    rows = sum(count for count, _ in before.values())
    per_gb = done.seconds / size
    say(f"その間の書込み {len(load.acknowledged):,}件、戻した時点 {at:%H:%M:%S.%f}、ログ {done.segments}個")
    say(f"表 {len(before)}、行 {rows:,} を比べました。違う表 {len(differences)}（目標 0） {'、'.join(differences)}")
    say(f"RPO {rpo:.1f}秒（目標 {MOST_RPO_SECONDS}秒以下）：失われた書込み {writes:,}件")
    say(
        f"RTO {done.seconds:.1f}秒、{size:.2f} GB、1 GB あたり {per_gb:.0f}秒"
        f"（目標 {MOST_RTO_SECONDS_PER_GB}秒以下）。最後まで戻すと {last.seconds:.1f}秒"
    )
    say(f"同じデータの pg_restore は {beside:.1f}秒。復元 ÷ pg_restore = {done.seconds / beside:.2f}")
    return int(bool(differences) or rpo > MOST_RPO_SECONDS or per_gb > MOST_RTO_SECONDS_PER_GB)
