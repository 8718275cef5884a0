"""What was backed up comes back as it stood at any instant; what is missing or changed is told, and leaves nothing."""

import fcntl
import io
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from centre.backups import keys
from centre.backups.programs import login, variables_of
from centre.backups.restoring import restore, restore_dump
from centre.backups.taking import take_backup
from centre.backups.verifying import forget_left_over, scratch_folder, verify
from centre.errors import DomainError
from centre.models import Backup
from centre.server_account import Account

pytestmark = pytest.mark.django_db


def nothing_is_left(target: Path) -> bool:
    return not list(target.parent.iterdir())


def segments(folder) -> list[Path]:
    """Whole segments of the log that are kept, the oldest first."""
    return sorted(path for path in folder.wal.glob("*.sealed") if len(path.name.split(".")[0]) == 24)


def test_any_instant_comes_back(shop, target):
    shop.note("1")
    taken = take_backup()
    shop.note("2")
    shop.next_segment()
    then = shop.note("3")
    shop.note("4")
    shop.next_segment()
    shop.note("5")
    shop.catch_up()
    done = restore(target, until=then)
    assert done.backup == taken.name
    assert shop.notes(target) == ["1", "2", "3"]


def test_without_an_instant_everything_comes_back_the_unfinished_segment_too(shop, target):
    take_backup()
    shop.next_segment()
    shop.note("1")
    shop.catch_up()
    assert restore(target).segments >= 2
    assert shop.notes(target) == ["1"]


def test_of_several_backups_the_last_one_before_the_instant_is_taken(shop, target):
    take_backup()
    second = take_backup()
    then = shop.note("1")
    take_backup()
    shop.catch_up()
    assert restore(target, until=then).backup == second.name
    assert shop.notes(target) == ["1"]


def test_without_a_log_the_backup_itself_comes_back(shop, target):
    shop.note("1")
    taken = take_backup()
    shop.note("2")
    assert restore(target).segments == 0
    assert shop.notes(target) == ["1"]
    assert taken.name


def test_the_copy_in_clear_of_a_proof_that_was_killed_goes_with_the_next_proof(tmp_path, monkeypatch):
    """A lock tells it from the copy of somebody who is at work."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    places = {name: tmp_path / f"verify-{name}" for name in ("killed", "at-work", "not-ours")}
    for place in places.values():
        (place / "data").mkdir(parents=True)
    for name in ("killed", "at-work"):
        (places[name] / "lock").touch()
    with (places["at-work"] / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with scratch_folder(Account.for_servers()) as own:
            assert set(tmp_path.glob("verify-*")) == {places["at-work"], places["not-ours"], own}
            forget_left_over()
            assert own.exists()
    assert not own.exists()


def test_a_proved_backup_was_restored_and_read(shop):
    shop.note("1")
    shop.note("2")
    taken = take_backup()
    shop.note("3")
    shop.catch_up()
    proved = verify(taken)
    proved.refresh_from_db()
    assert proved.verified_at
    assert (proved.verified_tables, proved.verified_rows) == (1, 3)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: _another_key(folder), "この鍵では開けません"),
        (lambda folder: folder.key_file.unlink(), "鍵のファイル"),
        (lambda folder: _flip(_base(folder), 0.5), "書き換えられたか、壊れて"),
        (lambda folder: _cut(_base(folder), 0.5), "途中で切れて"),
        (lambda folder: _cut(_base(folder), 0), "バックアップではありません"),
        (lambda folder: _base(folder).unlink(), "がありません"),
        (lambda folder: _flip(segments(folder)[-1], 0.9), "書き換えられたか、壊れて"),
        (lambda folder: segments(folder)[-2].unlink(), r"ログ [0-9A-F]+ がありません"),
        (lambda folder: segments(folder)[-1].unlink(), r"ログ [0-9A-F]+ がありません"),
        (lambda folder: segments(folder)[-3].rename(segments(folder)[-2]), "入れ替わって|がありません"),
    ],
    ids=["wrong key", "no key", "flipped byte", "torn", "empty", "gone", "flipped log", "missing log", "missing end",
         "exchanged log"],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_half_restored(shop, target, change, told):
    take_backup()
    for text in "123":
        shop.note(text)
        shop.next_segment()
    change(shop.folder)
    with pytest.raises(DomainError, match=told):
        restore(target)
    assert nothing_is_left(target)


def test_an_instant_before_what_is_wrong_still_comes_back_and_one_after_does_not(shop, target):
    take_backup()
    before = shop.note("1")
    shop.next_segment()
    shop.note("2")
    shop.next_segment()
    after = shop.note("3")
    shop.note("4")
    shop.next_segment()
    _flip(segments(shop.folder)[-2], 0.5)
    with pytest.raises(DomainError, match=r"続いていません.*書き換えられたか"):
        restore(target, until=after)
    assert nothing_is_left(target)
    restore(target, until=before)
    assert shop.notes(target) == ["1"]


def test_instants_out_of_reach_are_told(shop, target):
    early = shop.note("1")
    take_backup()
    late = shop.note("2")
    shop.catch_up()
    with pytest.raises(DomainError, match=r"より前に取ったバックアップがありません.*いちばん古い"):
        restore(target, until=early)
    with pytest.raises(DomainError, match="記録がありません。戻せるのは"):
        restore(target, until=late + timedelta(hours=1))
    assert nothing_is_left(target)


def test_what_is_there_is_never_written_over(shop, target):
    take_backup()
    target.mkdir()
    (target / "PG_VERSION").write_text("18")
    with pytest.raises(DomainError, match="空ではありません"):
        restore(target)
    assert [path.name for path in target.iterdir()] == ["PG_VERSION"]


def test_a_disk_without_room_is_told_first(shop, target, monkeypatch):
    take_backup()
    monkeypatch.setattr("centre.backups.restoring.FREE_SHARE", 1e9)
    with pytest.raises(DomainError, match="空きが足りません"):
        restore(target)
    assert nothing_is_left(target)


def test_a_dump_comes_back_into_an_empty_database_or_not_at_all(shop, own_server):
    shop.note("1")
    taken = take_backup(kind=Backup.Kind.DUMP)
    shop.ask("DROP DATABASE IF EXISTS empty")
    shop.ask("CREATE DATABASE empty")
    into = variables_of(own_server) | {"PGDATABASE": "empty"}
    sealed = shop.folder.data(taken.name)
    whole = sealed.read_bytes()
    _flip(sealed, 0.98)
    with pytest.raises(DomainError, match="書き換えられたか"):
        restore_dump(taken.name, into=into)
    with psycopg.connect(**login() | {"dbname": "empty"}) as server:
        assert not server.execute("SELECT 1 FROM pg_tables WHERE tablename = 'note'").fetchall()
    sealed.write_bytes(whole)
    restore_dump(taken.name, into=into)
    with psycopg.connect(**login() | {"dbname": "empty"}) as server:
        assert server.execute("SELECT text FROM note").fetchall() == [("1",)]
    with pytest.raises(DomainError, match="pg_restore が終わりませんでした"):
        restore_dump(taken.name, into=into)


def test_the_commands_tell_the_person_at_the_terminal(shop, target):
    out = io.StringIO()
    call_command("list_backups", stdout=out)
    call_command("backup", verify=True, tidy=True, stdout=out)
    then = shop.note("1")
    shop.note("2")
    shop.catch_up()
    call_command("list_backups", stdout=out)
    call_command("restore", to=target, until=then.isoformat(), stdout=out)
    told = out.getvalue()
    for words in ("まだありません", "復元して確かめました：1表、0行", "までありま", f"{target} に復元しました"):
        assert words in told
    with pytest.raises(CommandError, match="日時として読めません"):
        call_command("restore", to=target, until="きのう")
    assert shop.notes(target) == ["1"]


def _base(folder) -> Path:
    return folder.data(folder.manifests()[0].name)


def _another_key(folder) -> None:
    folder.key_file.unlink()
    keys.make_master_key(folder.key_file)


def _flip(path: Path, share: float) -> None:
    """Change one bit at that share of the file."""
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 1
    path.write_bytes(content)


def _cut(path: Path, share: float) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
