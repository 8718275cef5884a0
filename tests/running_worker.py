"""Real Celery workers on the test database, as production runs them."""

import contextlib
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from config.celery import app
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent


def test_database_url() -> str:
    """The address of the database this run made, for another process."""
    kept = connection.settings_dict
    host, port = kept["HOST"], kept["PORT"] or "5432"
    account = quote(kept["USER"] or "", safe="") + (f":{quote(kept['PASSWORD'], safe='')}" if kept["PASSWORD"] else "")
    if host.startswith("/") or not host:
        return f"postgres://{account}@/{kept['NAME']}?{urlencode({'host': host, 'port': port})}"
    return f"postgres://{account}@{host}:{port}/{kept['NAME']}"


test_database_url.__test__ = False


class Worker:
    """A running worker process."""

    def __init__(self, process: subprocess.Popen, name: str, log: Path) -> None:
        self.process = process
        self.name = name
        self.log = log

    def answers(self) -> bool:
        """Whether the worker takes work; fails with the end of its log when it has ended."""
        if self.process.poll() is not None:
            pytest.fail(f"the worker ended with {self.process.returncode}:\n{self.log.read_text()[-4000:]}")
        return bool(app.control.ping(destination=[self.name], timeout=0.2))

    def listen(self) -> None:
        """Take work from the queue; a worker that listens already goes on."""
        app.control.add_consumer(app.conf.task_default_queue, destination=[self.name], reply=True, timeout=5)

    def rest(self) -> None:
        """Take no more work from the queue."""
        app.control.cancel_consumer(app.conf.task_default_queue, destination=[self.name], reply=True, timeout=5)

    def kill(self) -> None:
        """What a power cut does: the worker and its children are gone at once, without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """An orderly end; by force when the task at hand takes too long."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.kill()


@contextlib.contextmanager
def started_worker(folder: Path) -> Iterator[Worker]:
    """A worker that has said it is ready, stopped on leaving."""
    name = f"test-{uuid.uuid4().hex[:8]}@localhost"
    command = [sys.executable, "-m", "celery", "--app", "config", "worker", f"--hostname={name}", "--concurrency=1"]
    log = folder / f"{name}.log"
    environment = os.environ | {"DATABASE_URL": test_database_url(), "CONN_MAX_AGE": "0", "DEVELOPMENT": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "--loglevel=INFO"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    worker = Worker(process, name, log)
    try:
        wait_until(worker.answers, what=f"the worker {name}")
        yield worker
    finally:
        worker.stop()


@pytest.fixture(scope="session")
def session_worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """The one worker that all tests share; it takes seconds to start, and takes no work until a test asks it to."""
    with started_worker(tmp_path_factory.mktemp("worker")) as worker:
        worker.rest()
        yield worker


@pytest.fixture
def empty_queue(transactional_db: None) -> None:
    """Messages that an earlier test left for nobody are gone."""
    app.control.purge()


@pytest.fixture
def worker(empty_queue: None, session_worker: Worker) -> Iterator[Worker]:
    """A real worker that carries out what the test (or the page it opens) sends to the queue.

    It listens for this test only: a later test that carries its job itself must not find it taken.
    """
    session_worker.listen()
    yield session_worker
    session_worker.rest()


@pytest.fixture
def start_worker(empty_queue: None, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts workers of the test's own, which it may kill; all are gone after the test."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(started_worker(tmp_path))
