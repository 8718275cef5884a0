"""A backup is taken encrypted and recorded; destroying the keys makes every backup unreadable for good."""

import hashlib
import io
import json
import os
import tarfile
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from centre.backups.destroying import carry_out_orders, destroy_keys
from centre.backups.encrypting import decrypt, header_of
from centre.backups.folder import Folder
from centre.backups.programs import login
from centre.backups.taking import take_backup
from centre.errors import DomainError
from centre.models import Backup, KeyDestruction
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db


def content_of(folder: Folder, name: str) -> bytes:
    with folder.data(name).open("rb") as source:
        header = header_of(source)
        return b"".join(decrypt(source, header, folder.data_key(header.key)))


def test_a_backup_holds_the_server_and_is_recorded(folder):
    by = UserFactory()
    taken = take_backup(by=by)
    with tarfile.open(fileobj=io.BytesIO(content_of(folder, taken.name))) as tar:
        names = set(tar.getnames())
    assert {"PG_VERSION", "backup_label", "global/pg_control", "backup_manifest"} <= names
    manifest = folder.manifest(taken.name)
    sealed = folder.data(taken.name).read_bytes()
    assert (manifest.bytes, manifest.sha256) == (len(sealed), hashlib.sha256(sealed).hexdigest())
    assert taken.sha256 == manifest.sha256
    assert manifest.start_lsn
    assert manifest.stop_lsn
    assert manifest.timeline == 1
    assert manifest.version["centre"]
    assert taken.taken_by == by
    assert b"PG_VERSION" not in sealed


def test_nothing_beside_a_backup_tells_its_key(folder):
    taken = take_backup()
    secret = folder.data_key(taken.key).secret
    master = folder.master_key().secret
    for path in folder.path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(one in content for one in (secret, secret.hex().encode(), master, master.hex().encode()))
            assert not path.stat().st_mode & 0o077


def test_a_dump_needs_no_right_of_replication(folder):
    taken = take_backup(kind="dump")
    assert content_of(folder, taken.name).startswith(b"PGDMP")
    assert taken.start_lsn == ""


def test_of_a_backup_that_fails_nothing_is_left(folder, monkeypatch):
    monkeypatch.setattr("centre.backups.taking.BASE_BACKUP", ("pg_basebackup", "--no-such-option"))
    with pytest.raises(DomainError, match="pg_basebackup が終わりませんでした"):
        take_backup()
    assert not [
        path for path in folder.path.rglob("*") if path.is_file() and path.name not in ("database.json", "lock")
    ]
    assert not Backup.objects.exists()


def test_what_a_killed_backup_left_goes_with_the_next_one(folder):
    """SIGKILL and a power failure run no `except`: a half copy of a server is not found by anybody, and is large."""
    left = folder.path / "base" / ".20261120T021500000000Z-base.new"
    left.mkdir(parents=True)
    (left / "data.sealed").write_bytes(b"half")
    taken = take_backup()
    assert [path.name for path in (folder.path / "base").iterdir()] == [taken.name]


def test_a_backup_is_on_the_disk_before_it_is_recorded(folder, monkeypatch):
    """What is named is synchronised, file and folder: else a power failure leaves a backup that is recorded only."""
    synchronised = set()
    monkeypatch.setattr(os, "fsync", lambda handle: synchronised.add(Path(f"/proc/self/fd/{handle}").readlink()))
    taken = take_backup()
    base = folder.data(taken.name).parent
    begun = base.with_name(f".{base.name}.new")
    assert {begun / "data.sealed", begun / ".manifest.json.new", begun} <= synchronised
    assert {base.parent, folder.key_folder, folder.path} <= synchronised


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"BACKUP_DIR": ""}, "場所が決まっていません"),
        ({"BACKUP_KEY_FILE": "/nonexistent/key"}, "鍵のファイル"),
        ({"BACKUP_DATABASE_URL": "postgres://centre:x@127.0.0.1:9/centre"}, "つながりません"),
    ],
)
def test_what_is_not_set_up_is_told(folder, settings, change, told):
    for name, value in change.items():
        setattr(settings, name, value)
    with pytest.raises(DomainError, match=told):
        take_backup()


def test_a_machine_without_the_programs_is_told(folder, monkeypatch):
    monkeypatch.setitem(os.environ, "POSTGRES_BIN", "/nonexistent")
    with pytest.raises(DomainError, match="POSTGRES_BIN"):
        take_backup()


def test_backups_of_two_databases_do_not_mix(folder):
    folder.path.mkdir()
    (folder.path / "database.json").write_text(json.dumps({"system_identifier": "1"}))
    with pytest.raises(DomainError, match="別のデータベース"):
        take_backup()


def test_one_backup_at_a_time(folder):
    folder.path.mkdir()
    with folder.held(), pytest.raises(DomainError, match="ほかのバックアップ"):
        take_backup()


def test_a_recorded_backup_neither_changes_nor_goes(folder):
    taken = take_backup()
    for act in (lambda: Backup.objects.update(sha256="0" * 64), lambda: Backup.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Backup.objects.get() == taken


def test_destroyed_keys_open_nothing_any_more_not_even_with_the_custodians_halves(folder):
    first, second = take_backup(), take_backup(kind="dump")
    kept_by_custodians = folder.key_file.read_text()
    by = UserFactory()
    done = destroy_keys(by=by, reason="委託の終了")
    assert done.done_at
    assert done.ordered_by == by
    assert done.key_names == sorted([first.key, second.key])
    assert not folder.key_file.exists()
    assert not list(folder.key_folder.iterdir())
    for name in (first.name, second.name):
        with pytest.raises(DomainError, match="鍵のファイル"):
            content_of(folder, name)
    folder.key_file.write_text(kept_by_custodians)
    for name in (first.name, second.name):
        with pytest.raises(DomainError, match="消去されています"):
            content_of(folder, name)
    assert not any(backup.is_usable for backup in Backup.objects.all())


def test_where_the_keys_are_out_of_reach_the_order_waits_for_the_backup_service(folder, settings):
    taken = take_backup()
    service, settings.BACKUP_DIR = settings.BACKUP_DIR, ""
    order = destroy_keys(by=UserFactory())
    assert order.done_at is None
    assert list(folder.key_folder.iterdir())
    settings.BACKUP_DIR = service
    assert carry_out_orders() == 1
    order.refresh_from_db()
    assert order.done_at
    assert order.key_names == [taken.key]
    assert carry_out_orders() == 0


def test_a_destruction_that_was_recorded_stays(folder):
    take_backup()
    destroy_keys(by=UserFactory())
    for act in (lambda: KeyDestruction.objects.update(done_at=None), lambda: KeyDestruction.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_waited_in_clear_goes_too(folder):
    take_backup()
    folder.spool.mkdir()
    (folder.spool / "000000010000000000000001.partial").write_bytes(b"in clear")
    destroy_keys(by=UserFactory())
    assert not list(folder.spool.iterdir())


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE mine ()", "UPDATE pg_database SET datname = 'x'", "CREATE ROLE x"]
)
def test_the_services_login_changes_nothing(folder, statement):
    with psycopg.connect(**login()) as server, pytest.raises(psycopg.errors.InsufficientPrivilege):
        server.execute(statement)


def test_the_command_makes_that_login(monkeypatch):
    monkeypatch.setitem(os.environ, "BACKUP_DATABASE_PASSWORD", "only-of-this-test-run")
    call_command("grant_backup_role", role="centre_backup_of_tests", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolreplication, rolcanlogin, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = %s",
            ["centre_backup_of_tests"],
        )
        assert cursor.fetchone() == (True, True, False, False)
