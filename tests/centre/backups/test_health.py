"""Backups that are too old, or were never restored, are told to whoever can do something about it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from centre.backups.health import health
from centre.backups.keeping import is_due
from centre.backups.segments import first_gap, number_at, number_of
from centre.backups.tidying import past_term
from centre.models import Backup
from centre.roles import Role
from tests.factories.backups import BackupFactory, manifest
from tests.factories.centre import UserFactory

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 12, 10, 9, tzinfo=TOKYO)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


@pytest.fixture
def ninth_hour():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("taken", "proved", "told"),
    [
        (None, None, "1つもありません"),
        (ago(hours=7), ago(hours=6), ""),
        (ago(hours=26), ago(hours=26), ""),
        (ago(hours=27), ago(hours=27), "27時間"),
        (ago(days=3), ago(days=3), "3日"),
        (ago(hours=7), None, "まだありません"),
    ],
)
def test_what_is_too_old_is_told(ninth_hour, taken, proved, told):
    if taken:
        BackupFactory(finished_at=taken, verified_at=proved)
    assert told in health().fault
    assert health().is_sound is (told == "")


@pytest.mark.django_db
def test_a_proof_grows_old_too_and_only_what_can_be_used_counts(ninth_hour):
    BackupFactory(finished_at=ago(days=9), verified_at=ago(days=9))
    BackupFactory(finished_at=ago(hours=7), verified_at=None)
    assert "最後に復元して確かめてから9日" in health().fault
    BackupFactory(finished_at=ago(hours=6), verified_at=ago(hours=6))
    assert health().is_sound
    Backup.objects.filter(finished_at=ago(hours=6)).update(unreadable_at=NOW)
    assert not health().is_sound


@pytest.mark.django_db
def test_the_home_page_warns_and_the_health_address_tells(ninth_hour):
    admin, counsellor = Client(), Client()
    admin.force_login(UserFactory(role=Role.ADMIN))
    counsellor.force_login(UserFactory(role=Role.COUNSELLOR))
    assert "1つもありません" in admin.get("/").content.decode()
    assert "バックアップ" not in counsellor.get("/").content.decode()
    assert Client().get(reverse("health")).json() == {"database": "ok", "backup": "late"}
    BackupFactory(finished_at=ago(hours=7), verified_at=ago(hours=6))
    assert "1つもありません" not in admin.get("/").content.decode()
    assert Client().get(reverse("health")).json()["backup"] == "ok"


@pytest.mark.django_db
def test_the_page_lists_them_in_a_fixed_number_of_questions(ninth_hour, client, django_assert_num_queries):
    client.force_login(UserFactory(role=Role.ADMIN))
    BackupFactory.create_batch(3, finished_at=ago(hours=7), verified_at=ago(hours=6))
    client.get(reverse("centre:backups"))
    with django_assert_num_queries(10):
        page = client.get(reverse("centre:backups")).content.decode()
    assert page.count(">戻せます<") == 3
    assert "最後に復元して確かめたのは" in page


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        ("2026-12-10 02:14", None, True),
        ("2026-12-10 02:14", "2026-12-09 02:15", False),
        ("2026-12-10 02:15", "2026-12-09 02:15", True),
        ("2026-12-10 09:00", "2026-12-10 02:15", False),
        ("2026-12-10 09:00", "2026-12-09 12:00", True),
        ("2026-12-10 01:00", "2026-12-08 12:00", True),
    ],
)
def test_one_backup_a_night_and_a_missed_one_is_made_up_for(now, last, due):
    at = [datetime.fromisoformat(text).replace(tzinfo=TOKYO) if text else None for text in (now, last)]
    assert is_due(*at) is due


def test_a_backup_before_a_gap_in_the_log_is_followed_by_another_at_once():
    now = datetime(2026, 12, 10, 9, tzinfo=TOKYO)
    assert is_due(now, now - timedelta(hours=6), now - timedelta(hours=1))
    assert not is_due(now, now - timedelta(hours=1), now - timedelta(hours=6))


def test_what_the_oldest_instant_needs_outlives_its_term():
    old = [manifest(str(days), finished_at=ago(days=days)) for days in (40, 37, 36, 34, 1)]
    dump = manifest("dump", kind="dump", finished_at=ago(days=36))
    assert [one.name for one in past_term([*old[:3], dump, *old[3:]], ago(days=35))] == ["40", "37", "dump"]


def test_names_of_segments_follow_each_other_across_files():
    assert number_of("0000000100000000000000FF") + 1 == number_of("000000020000000100000000") == number_at("1/5")
    there = ["0000000100000000000000FE", "000000020000000100000000"]
    assert first_gap(there, 254, 256) == 255
    assert first_gap([*there, "0000000100000000000000FF"], 254, 256) is None
