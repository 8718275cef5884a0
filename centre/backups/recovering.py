"""A server on restored files that nobody else can reach: no port, a socket in a folder of its own."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from centre.backups.programs import program
from centre.errors import DomainError
from centre.server_account import Account
from centre.server_programs import postgres_is_ready, server

# Settings of this start only; those of the restored server are left as they are for its own start.
QUIET = {
    "listen_addresses": "",
    "hot_standby": "off",
    "archive_mode": "off",
    "logging_collector": "off",
    "log_destination": "stderr",
    "lc_messages": "C",
    "ssl": "off",
}
NOT_REACHED = "recovery ended before configured recovery target was reached"


@contextmanager
def quiet_server(data: Path, run: Path, account: Account, more: dict[str, str] | None = None) -> Iterator[Path]:
    """Start a server on `data` with the settings `more`, wait until it takes connections, stop it afterwards.

    Answers the folder of its socket: whoever can enter `run` is let in as anybody. Raises DomainError when it does not
    come up, with what it said.
    """
    run.mkdir(mode=0o700, exist_ok=True)
    (run / "hba.conf").write_text("local all all trust\n")
    options = QUIET | {"hba_file": str(run / "hba.conf"), "unix_socket_directories": str(run)} | (more or {})
    (run / "postgresql.conf").write_text("".join(f"{name} = '{_quoted(value)}'\n" for name, value in options.items()))
    for path in (run, run / "hba.conf", run / "postgresql.conf"):
        account.own(path)
    log = run / "log"
    command = [program("postgres"), "-D", str(data), "-c", f"config_file={run / 'postgresql.conf'}"]
    with server(command, log, account, run) as process:
        while not postgres_is_ready(data, process):
            if process.poll() is not None:
                raise DomainError(_why(log))
            time.sleep(0.05)
        yield run


def _quoted(value: str) -> str:
    return value.replace("'", "''")


def _why(log: Path) -> str:
    """What a server that ended said, for the person who restores."""
    said = log.read_text(errors="replace")
    if NOT_REACHED in said:
        return "ログが、戻したい時刻まで続いていません。"
    last = [line for line in said.splitlines() if re.search(r"FATAL|PANIC|ERROR", line)] or said.splitlines()
    return f"復元したデータベースが起動しません：{last[-1] if last else '理由が記録されていません'}"
