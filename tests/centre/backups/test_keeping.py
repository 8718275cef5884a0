"""The backup service: fetches the log whatever happens to its parts, begins anew after a restoration, obeys orders."""

import os
import signal

import psycopg
import pytest

from centre.backups.archiving import Newest, Spool, forget_the_slot, make_slot, slot_is_there, slot_is_whole
from centre.backups.destroying import destroy_keys
from centre.backups.keeping import Keeper, keep
from centre.backups.restoring import restore
from centre.backups.taking import take_backup
from centre.backups.tidying import tidy
from centre.errors import DomainError
from tests.factories.centre import UserFactory
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(folder, monkeypatch, tmp_path):
    """The service, whose nightly work leaves a mark instead of a backup."""
    monkeypatch.setattr("centre.backups.keeping.NIGHTLY", ("-c", f"open({str(tmp_path / 'night')!r}, 'a').write('x')"))
    folder.path.mkdir(mode=0o700)
    made = Keeper(folder)
    yield made
    made.stop()
    wait_until(_forgotten)


def _forgotten() -> bool:
    """The slot can be dropped once the server has seen that its receiver is gone."""
    try:
        if slot_is_there():
            forget_the_slot()
    except DomainError:
        return False
    return True


def nights(tmp_path) -> int:
    path = tmp_path / "night"
    return len(path.read_text()) if path.exists() else 0


def test_the_first_turn_fetches_the_log_and_takes_a_backup(keeper, folder, tmp_path):
    keeper.turn()
    assert slot_is_there()
    assert wait_until(lambda: nights(tmp_path)) == 1
    wait_until(lambda: keeper.turn() or Newest.of(folder))
    assert nights(tmp_path) == 1


def test_the_log_is_kept_from_the_moment_the_slot_is_made(folder, own_server):
    """Before the receiver has connected: what is written meanwhile would be missing between a backup and the log."""
    make_slot()
    make_slot()
    with psycopg.connect(own_server, autocommit=True) as server:
        (kept_from,) = server.execute("SELECT restart_lsn FROM pg_replication_slots").fetchone()
    assert kept_from
    forget_the_slot()


def test_a_receiver_that_died_is_started_again(keeper):
    keeper.turn()
    first = keeper.receiver
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    keeper.turn()
    assert keeper.receiver is not first
    assert keeper.receiver.poll() is None


def took_over(slot_gone, keeper, own_server, folder):
    """Lose the slot while the receiver runs, take a turn, and wait until the log arrives through a new one."""
    keeper.turn()
    first = keeper.receiver
    wait_until(lambda: Newest.of(folder) or keeper.spool.put_away())
    with psycopg.connect(own_server, autocommit=True) as server:
        slot_gone(server, first)
        assert not slot_is_whole()
        keeper.turn()
        assert slot_is_whole()
        assert keeper.receiver is not first
        assert keeper.broken_at
        (segment,) = server.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    wait_until(lambda: keeper.spool.put_away() and (folder.wal / f"{segment}.sealed").exists())


def test_a_slot_that_was_dropped_under_the_receiver_is_made_anew(keeper, own_server, folder):
    """So it is after a restoration: the restored server knows no slot, and the receiver would ask for it for ever."""

    def dropped(server, _receiver):
        server.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active")
        wait_until(_forgotten)

    took_over(dropped, keeper, own_server, folder)


def test_a_slot_that_gave_up_is_made_anew(keeper, own_server, folder):
    """More log came while nobody fetched it than `max_slot_wal_keep_size` keeps."""

    def lost(server, receiver):
        receiver.kill()
        receiver.wait()
        server.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '16MB'")
        server.execute("SELECT pg_reload_conf()")
        try:
            for _segment in range(4):
                server.execute("SELECT pg_logical_emit_message(true, 'test', 'more')")
                server.execute("SELECT pg_switch_wal()")
            server.execute("CHECKPOINT")
            wait_until(lambda: not slot_is_whole())
        finally:
            server.execute("ALTER SYSTEM RESET max_slot_wal_keep_size")
            server.execute("SELECT pg_reload_conf()")

    took_over(lost, keeper, own_server, folder)


def test_without_a_server_a_turn_ends_and_the_next_one_works(keeper, settings, caplog):
    address, settings.BACKUP_DATABASE_URL = settings.BACKUP_DATABASE_URL, "postgres://x:x@127.0.0.1:9/x"
    keeper.turn()
    assert keeper.receiver is None
    assert "backup:" in caplog.text
    settings.BACKUP_DATABASE_URL = address
    keeper.turn()
    assert keeper.receiver.poll() is None


def test_an_order_to_destroy_the_keys_is_carried_out(keeper, folder, settings):
    take_backup()
    place, settings.BACKUP_DIR = settings.BACKUP_DIR, ""
    order = destroy_keys(by=UserFactory())
    settings.BACKUP_DIR = place
    keeper.turn()
    order.refresh_from_db()
    assert order.done_at
    assert not folder.key_file.exists()


def test_after_the_keys_are_destroyed_no_log_is_fetched_any_more(keeper, folder, caplog):
    """It could not be encrypted, and would stay in clear beside backups that nobody shall read."""
    take_backup()
    keeper.turn()
    wait_until(lambda: list(folder.spool.iterdir()))
    destroy_keys(by=UserFactory())
    (folder.spool / "000000010000000000000009.partial").write_bytes(b"arrived a moment later")
    keeper.turn()
    assert keeper.receiver.poll() is not None
    assert not list(folder.spool.iterdir())
    assert "鍵のファイル" in caplog.text
    keeper.turn()
    assert keeper.receiver.poll() is not None


def test_a_service_that_ends_after_the_keys_were_destroyed_leaves_nothing_in_clear(keeper, folder):
    keeper.turn()
    for path in (*folder.key_folder.glob("*.json"), folder.key_file):
        path.unlink()
    (folder.spool / "000000010000000000000009.partial").write_bytes(b"arrived a moment later")
    keeper.stop()
    assert not list(folder.spool.iterdir())


def test_while_the_key_is_mislaid_what_arrived_waits_for_it(keeper, folder):
    take_backup()
    keeper.turn()
    wait_until(lambda: list(folder.spool.iterdir()))
    mislaid = folder.key_file.rename(folder.key_file.with_suffix(".mislaid"))
    keeper.turn()
    assert keeper.receiver.poll() is not None
    assert list(folder.spool.iterdir())
    mislaid.rename(folder.key_file)
    keeper.turn()
    assert keeper.receiver.poll() is None


def test_asked_to_stop_it_ends_what_it_started(folder, monkeypatch):
    monkeypatch.setattr("centre.backups.keeping.NIGHTLY", ("-c", "import signal; signal.pause()"))
    folder.path.mkdir(mode=0o700)
    seen = []
    monkeypatch.setattr(Keeper, "stop", lambda self, stop=Keeper.stop: (seen.append(self), stop(self)))
    keep(folder, lambda _seconds: True)
    assert all(process.poll() is not None for process in (seen[0].receiver, seen[0].night))
    wait_until(_forgotten)


def test_what_is_past_its_term_goes_with_its_log_and_its_key(shop, settings, target):
    settings.BACKUPS_KEPT_DAYS = 0
    gone = take_backup()
    shop.note("1")
    shop.next_segment()
    kept = take_backup()
    shop.note("2")
    shop.catch_up()
    assert tidy() == [gone.name]
    gone.refresh_from_db()
    assert gone.removed_at
    assert [one.name for one in shop.folder.manifests()] == [kept.name]
    assert [path.stem for path in shop.folder.key_folder.iterdir()] == [kept.key]
    assert restore(target).backup == kept.name
    assert shop.notes(target) == ["1", "2"]


def test_a_segment_that_is_kept_is_not_written_over(folder):
    take_backup()
    spool = Spool(folder)
    folder.spool.mkdir()
    name = "000000010000000000000001"
    for content in (b"first", b"second"):
        (folder.spool / name).write_bytes(content)
        assert spool.put_away() == [name]
    sealed = (folder.wal / f"{name}.sealed").read_bytes()
    (folder.spool / name).write_bytes(b"third")
    spool.put_away()
    assert (folder.wal / f"{name}.sealed").read_bytes() == sealed
    assert not list(folder.spool.iterdir())
