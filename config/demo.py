"""The whole product on one machine for a look around: `make demo`.

Starts PostgreSQL and Valkey with lasting data in `.demo/`, brings the database up to date, loads sample data into an
empty one, starts web, worker and scheduler, and stops all of it on Ctrl-C or SIGTERM.

Environment: DEMO_PORT (wanted port, 8000), DEMO_HOST (127.0.0.1), DEMO_SCALE (1), DEMO_SEED (2026), DATABASE_URL,
REDIS_URL.
"""

import contextlib
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from centre.server_account import ServicesError
from centre.server_programs import dies_with_parent, stop
from config.embedded import STOP_SIGNALS, free_port, services, stop_on_signal

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".demo"
START_SECONDS = 90


def say(text: str) -> None:
    """One line for the person at the terminal."""
    with contextlib.suppress(OSError):  # the terminal may have been closed
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def usable_port(host: str, wanted: int) -> int:
    """`wanted`, or the next one up that is free, or any."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, port))
                return port
    return free_port()


def secret_key() -> str:
    """The key that signs this demo's sessions, made once."""
    path = HOME / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def bring_up_to_date() -> None:
    """Apply the migrations that are missing."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("データベースを準備しています / preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)


def load_samples() -> None:
    """Fill a database that knows nobody yet; all or nothing."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction

    if get_user_model().objects.exists():
        return
    say("見本データを作っています / making the sample data ...")
    with transaction.atomic():
        call_command(
            "seed_demo", scale=int(os.environ.get("DEMO_SCALE", "1")), seed=int(os.environ.get("DEMO_SEED", "2026"))
        )
        call_command("seed_reports", verbosity=0)
        call_command("ask_about_expiring")


def collect_static() -> None:
    """Collect and compress the static files when one of them, or a package that brings some, has changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    state = hashlib.sha256((ROOT / "requirements/base.txt").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state.update(f"{name} {Path(storage.path(name)).stat().st_mtime_ns}\n".encode())
    stamp = HOME / "static.stamp"
    if not stamp.exists() or stamp.read_text() != state.hexdigest():
        say("画面の部品を集めています / collecting static files ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state.hexdigest())


def processes(host: str, port: int) -> dict[str, list[str]]:
    """The product's own processes by name."""
    celery = [sys.executable, "-m", "celery", "--app", "config"]
    return {
        "web": [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            f"--bind={host}:{port}",
            "--workers=2",
            "--threads=4",
        ],
        "worker": [*celery, "worker", "--concurrency=1", "--loglevel=INFO", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", f"--schedule={HOME / 'celerybeat-schedule'}", "--pidfile=", "--loglevel=INFO"],
    }


def start(name: str, command: list[str]) -> subprocess.Popen:
    """One process of the product, out of reach of the terminal's Ctrl-C; its words go to .demo/logs."""
    (HOME / "logs").mkdir(exist_ok=True)
    with (HOME / "logs" / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_parent,
        )


@contextlib.contextmanager
def running(commands: dict[str, list[str]]) -> Iterator[dict[str, subprocess.Popen]]:
    """The processes of the product by name, ended together on leaving with whatever they have started."""
    started: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands.items():
            started[name] = start(name, command)
        yield started
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            stop(process, signal.SIGTERM)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def page_answers(host: str, port: int, path: str) -> bool:
    """Whether the page is served."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def wait_for_page(host: str, port: int, path: str, started: dict[str, subprocess.Popen]) -> None:
    """Return once the page answers; an error when a process has ended or it takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for name, process in started.items():
            if process.poll() is not None:
                raise ServicesError(f"{name} ended; see {HOME / 'logs' / name}.log")
        if page_answers(host, port, path):
            return
        time.sleep(0.05)
    raise ServicesError(f"the page does not answer; see {HOME / 'logs'}")


def stay_up(started: dict[str, subprocess.Popen]) -> None:
    """Return never, but by a signal, or by an error when one of the processes ends by itself."""
    while True:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        for name, process in started.items():
            if process.pid == ended.si_pid:
                raise ServicesError(f"{name} ended; see {HOME / 'logs' / name}.log")
        if ended.si_pid:
            raise ServicesError("a server (PostgreSQL or Valkey) ended; see its log in the data folder")


def serve(host: str, wanted_port: int) -> None:
    """Everything after the servers are up."""
    import django
    from django.core.management import call_command
    from django.db import connections
    from django.urls import reverse

    django.setup()
    bring_up_to_date()
    load_samples()
    collect_static()
    login = reverse("account_login")
    connections.close_all()
    port = usable_port(host, wanted_port)
    with running(processes(host, port)) as started:
        wait_for_page(host, port, login, started)
        say(f"\n起動しました。ブラウザーで開いてください / open in a browser:\n\n    http://{host}:{port}/\n")
        call_command("demo_accounts")
        say("\n止めるには Ctrl-C / press Ctrl-C to stop")
        connections.close_all()
        stay_up(started)


def main() -> int:
    """Run until stopped; returns the exit status (0 after Ctrl-C or SIGTERM)."""
    HOME.mkdir(exist_ok=True)
    for number in STOP_SIGNALS:
        signal.signal(number, stop_on_signal)
    try:
        with services(HOME) as up:
            os.environ |= up.environment | {
                "DEMO": "1",
                "SECRET_KEY": os.environ.get("SECRET_KEY") or secret_key(),
                "STATIC_ROOT": str(HOME / "static"),
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
            serve(os.environ.get("DEMO_HOST", "127.0.0.1"), int(os.environ.get("DEMO_PORT", "8000")))
    except ServicesError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 1
    except SystemExit:
        say("\n停止しました / stopped")
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
