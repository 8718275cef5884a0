"""The servers that a machine without servers gets: real ones, private ones, gone afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from centre.server_account import ServicesError
from config.embedded import services

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def no_servers_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the servers' user can enter, as root too: pytest closes its own to others."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def run_embedded(*arguments: str, **options: object) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "config.embedded", *arguments], cwd=ROOT, text=True, **options)


def test_throw_away_services_answer_and_are_gone_afterwards(no_servers_given):
    with services() as running:
        with psycopg.connect(running.database_url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            assert connection.execute("SELECT similarity('熊本見本商会', '熊本見本商店')").fetchone()[0] > 0.5
        with redis.from_url(running.redis_url) as client:
            assert client.ping()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(running.database_url, connect_timeout=2)


def test_lasting_services_keep_their_data_and_refuse_a_second_start(no_servers_given, folder):
    with services(folder) as first:
        with psycopg.connect(first.database_url) as connection:
            connection.execute("CREATE TABLE note AS SELECT 'のこる' AS text")
        with pytest.raises(ServicesError, match="使用中"), services(folder):
            pass
    with services(folder) as second, psycopg.connect(second.database_url) as connection:
        assert connection.execute("SELECT text FROM note").fetchone() == ("のこる",)


def test_servers_that_are_given_are_used_as_they_are(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/centre")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    with services() as running:
        assert (running.database_url, running.redis_url) == ("postgres://elsewhere/centre", "redis://elsewhere/0")


def test_the_exit_status_of_the_command_passes_through(no_servers_given):
    assert run_embedded("--temporary", "--", "/bin/sh", "-c", "exit 7").wait(60) == 7


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_and_the_servers(no_servers_given, number):
    script = "import os, signal; print(os.environ['DATABASE_URL'], flush=True); signal.pause()"
    with run_embedded("--temporary", "--", sys.executable, "-c", script, stdout=subprocess.PIPE) as command:
        address = command.stdout.readline().strip()
        os.kill(command.pid, number)
        assert command.wait(60) == 128 + number
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)
