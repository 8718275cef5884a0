"""The key's commands, as the person at the terminal meets them."""

import io

import pytest
from django.core.management import CommandError, call_command

from centre.backups import keys
from centre.backups.taking import take_backup
from centre.models import KeyDestruction
from tests.factories.centre import UserFactory

ASKED = "centre.management.commands.backup_key.getpass"


def told(*arguments: str, **options) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_a_lost_key_file_is_made_again_by_two_people(tmp_path, monkeypatch):
    path = tmp_path / "backup.key"
    told("backup_key", "make", file=str(path))
    before = keys.master_key(path)
    halves = told("backup_key", "halves", file=str(path)).splitlines()
    path.unlink()
    typed = {"控え A: ": halves[0], "控え B: ": halves[1]}
    monkeypatch.setattr(ASKED, typed.get)
    assert before.name in told("backup_key", "join", file=str(path))
    assert keys.master_key(path) == before


def test_one_person_alone_makes_no_key(tmp_path, monkeypatch):
    path = tmp_path / "backup.key"
    monkeypatch.setattr(ASKED, {"控え A: ": "A 0", "控え B: ": ""}.get)
    with pytest.raises(CommandError, match="控えの形"):
        told("backup_key", "join", file=str(path))
    assert not path.exists()


@pytest.mark.django_db
def test_keys_are_destroyed_by_somebody_named_and_on_purpose(folder):
    take_backup()
    by = UserFactory()
    with pytest.raises(CommandError, match="利用者はいません"):
        told("destroy_backup_keys", by="nobody@test.example", reason="見本")
    with pytest.raises(CommandError, match="取り消せません"):
        told("destroy_backup_keys", by=by.email, reason="見本")
    assert folder.key_file.exists()
    assert "鍵 1個" in told("destroy_backup_keys", by=by.email, reason="見本", confirm="すべて読めなくする")
    assert KeyDestruction.objects.get().reason == "見本"
