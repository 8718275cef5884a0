"""Programs of PostgreSQL that read the database for a backup."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection

from centre.errors import DomainError
from centre.server_account import Account, ServicesError
from centre.server_programs import SERVER_ENVIRONMENT, postgres_programs


def variables_of(url: str) -> dict[str, str]:
    """libpq's variables for an address such as postgres://user:password@host:5432/name."""
    parts = urlsplit(url)
    found = {
        "PGHOST": parts.hostname,
        "PGPORT": parts.port or 5432,
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
    }
    return {name: str(value) for name, value in found.items() if value}


def connection_environment() -> dict[str, str]:
    """How libpq's programs reach the database; by the environment, so that no password stands in a process list."""
    if settings.BACKUP_DATABASE_URL:
        return variables_of(settings.BACKUP_DATABASE_URL)
    given = connection.settings_dict
    found = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
    }
    return {name: str(value) for name, value in found.items() if value}


def login() -> dict[str, str | None]:
    """The same for psycopg."""
    given = connection_environment()
    return {
        "host": given["PGHOST"],
        "port": given["PGPORT"],
        "user": given["PGUSER"],
        "password": given.get("PGPASSWORD"),
        "dbname": given["PGDATABASE"],
    }


def program(name: str) -> str:
    """The path of a program of PostgreSQL. Raises DomainError when this machine has none."""
    try:
        path = postgres_programs(Account.for_servers()) / name
    except ServicesError as error:
        raise DomainError(
            "この機械には PostgreSQL のプログラムがありません。POSTGRES_BIN にフォルダーを指定してください。"
        ) from error
    if not path.exists():
        raise DomainError(
            f"{path} がありません。POSTGRES_BIN に PostgreSQL のプログラムのフォルダーを指定してください。"
        )
    return str(path)


def environment() -> dict[str, str]:
    """What a program that talks to the database sees."""
    return SERVER_ENVIRONMENT | connection_environment() | {"PGAPPNAME": "backup", "HOME": os.environ.get("HOME", "/")}


@contextmanager
def reading(name: str, *arguments: str) -> Iterator[tuple[BinaryIO, list[str]]]:
    """What a program writes, and afterwards the lines it said. Raises DomainError when it ends badly."""
    said: list[str] = []
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [program(name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment(),
        )
        try:
            yield process.stdout, said
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdout.close()
            status = process.wait()
            errors.seek(0)
            said += errors.read().decode(errors="replace").splitlines()
    if status:
        raise DomainError(f"{name} が終わりませんでした：{said[-1] if said else status}")
