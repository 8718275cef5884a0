"""The access log is sealed row by row: whatever a superuser of the database does to it is found and named (T19)."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from centre import jobs
from centre.models import Job
from centre.roles import Role
from privacy import sealing
from privacy.log_check import check_log
from privacy.models import AccessLog, LogCheck, LogSeal
from tests.factories.centre import UserFactory
from tests.people_pages import logged_in
from tests.second_connection import somebody_else

pytestmark = pytest.mark.django_db


def written(count: int) -> list[int]:
    """So many lines of the log, with what people write in them; their numbers."""
    user = UserFactory()
    lines = [
        AccessLog(user=user, role=user.role, action="read", subject="jobseekers.Jobseeker", subject_id=number)
        for number in range(count - 1)
    ]
    lines.append(
        AccessLog(user=user, role=user.role, action="search", subject="x", detail="髙﨑 \"'\\ ", address="2001:db8::1")
    )
    AccessLog.objects.bulk_create(lines)
    return list(AccessLog.objects.order_by("pk").values_list("pk", flat=True))


def as_superuser(statement: str, *parameters) -> None:
    """What somebody with every right does: the triggers are put to sleep first."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_log_nobody_touched_is_sound():
    written(30)
    assert [one.rows for one in sealing.seal()] == [30]
    written(4)
    found = sealing.verify()
    assert (found.sound, found.rows, found.seals, found.open_rows) == (True, 34, 1, 4)
    assert found.head == sealing.head().digest


def test_nothing_new_makes_no_seal():
    written(3)
    assert len(sealing.seal()) == 1
    assert sealing.seal() == []


def test_seals_follow_each_other_and_hold_so_many_rows_each(monkeypatch):
    monkeypatch.setattr(sealing, "ROWS", 10)
    written(25)
    assert [(one.number, one.rows) for one in sealing.seal()] == [(1, 10), (2, 10), (3, 5)]
    first, second = LogSeal.objects.order_by("number")[:2]
    assert second.previous == first.digest
    assert sealing.verify().sound


@pytest.mark.parametrize(
    ("column", "value"),
    [("user_id", None), ("role", "admin"), ("action", "list"), ("subject", "y"), ("subject_id", 99),
     ("detail", "別の内容"), ("reason", "別の理由"), ("at", "2020-01-01"), ("address", "192.0.2.1")],
)  # fmt: skip
@pytest.mark.parametrize("sealed", [True, False])
def test_a_changed_line_is_named(column, value, sealed):
    numbers = written(20)
    if sealed:
        sealing.seal()
    as_superuser(f"UPDATE privacy_accesslog SET {column} = %s WHERE id = %s", value or UserFactory().pk, numbers[7])
    found = sealing.verify()
    assert (found.row, found.fault) == (numbers[7], "行が書き換えられています。")


def test_a_changed_line_with_a_hash_made_for_it_is_named():
    numbers = written(20)
    sealing.seal()
    hashed = sealing.HASHED.format(row="privacy_accesslog")
    as_superuser("UPDATE privacy_accesslog SET detail = 'x' WHERE id = %s", numbers[3])
    as_superuser(f"UPDATE privacy_accesslog SET row_hash = {hashed} WHERE id = %s", numbers[3])
    assert sealing.verify().row == numbers[3]


@pytest.mark.parametrize("place", [0, 9, -1])
def test_a_line_taken_out_is_named(place):
    numbers = written(20)
    sealing.seal()
    as_superuser("DELETE FROM privacy_accesslog WHERE id = %s", numbers[place])
    found = sealing.verify()
    assert (found.row, found.fault) == (numbers[place], "行が消されています。")


def test_the_end_cut_off_is_found():
    numbers = written(20)
    sealing.seal()
    as_superuser("DELETE FROM privacy_accesslog WHERE id >= %s", numbers[15])
    assert sealing.verify().row == numbers[15]


def test_a_line_put_between_sealed_ones_is_named():
    numbers = written(20)
    AccessLog.objects.filter(pk=numbers[4])
    sealing.seal()
    as_superuser("UPDATE privacy_accesslog SET id = %s WHERE id = %s", numbers[0] - 5, numbers[4])
    assert sealing.verify().row == numbers[0] - 5


def test_lines_that_changed_places_are_found():
    numbers = written(20)
    sealing.seal()
    for before, after in ((numbers[2], -1), (numbers[5], numbers[2]), (-1, numbers[5])):
        as_superuser("UPDATE privacy_accesslog SET id = %s WHERE id = %s", after, before)
    assert sealing.verify().row == numbers[2]


def test_two_hundred_changes_are_all_found():
    numbers, chance = written(60), random.Random(20261120)
    sealing.seal()
    for _ in range(200):
        hit = chance.choice(numbers)
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT tampered")
        as_superuser("UPDATE privacy_accesslog SET detail = %s WHERE id = %s", str(chance.random()), hit)
        assert sealing.verify().row == hit
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT tampered")


@pytest.mark.parametrize("column", ["entries", "digest", "previous", "mark"])
def test_a_seal_that_was_rewritten_is_found(column, monkeypatch):
    monkeypatch.setattr(sealing, "ROWS", 10)
    written(30)
    sealing.seal()
    value = b"\0" * 400 if column == "entries" else "0" * 64
    as_superuser(f"UPDATE privacy_logseal SET {column} = %s WHERE number = 2", value)
    assert sealing.verify().fault.startswith("第2号の封印")


def test_a_seal_made_without_the_key_is_found(settings):
    written(10)
    settings.LOG_SEAL_KEY = "somebody else's key"
    sealing.seal()
    settings.LOG_SEAL_KEY = "ours"
    assert sealing.verify().fault == "第1号の封印の署名が違います。"


def test_seals_cut_off_with_their_lines_are_found_by_the_printed_value(monkeypatch):
    monkeypatch.setattr(sealing, "ROWS", 10)
    numbers = written(20)
    printed = sealing.seal()[-1].digest
    as_superuser("DELETE FROM privacy_accesslog WHERE id > %s", numbers[9])
    as_superuser("DELETE FROM privacy_logseal WHERE number = 2")
    call_command("verify_access_log")
    with pytest.raises(CommandError, match="示された照合値の封印がありません"):
        call_command("verify_access_log", expect=printed)


@pytest.mark.django_db(transaction=True)
def test_while_a_line_is_being_written_nothing_is_sealed_past_it():
    user = UserFactory()
    with somebody_else() as cursor:
        cursor.execute(
            "INSERT INTO privacy_accesslog (at, user_id, role, action, subject, detail, reason, row_hash)"
            " VALUES (now(), %s, 'x', 'read', 'x', '', '', '')",
            [user.pk],
        )
        AccessLog.objects.create(user=user, role="x", action="read", subject="later")
        assert sealing.seal() == []
        cursor.connection.commit()
    assert [one.rows for one in sealing.seal()] == [2]
    assert sealing.verify().sound


def test_what_was_found_is_kept_and_stands_on_the_home_page():
    numbers = written(5)
    sealing.seal()
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    check_log()
    assert "閲覧記録が変えられています" not in client.get("/").content.decode()
    as_superuser("DELETE FROM privacy_accesslog WHERE id = %s", numbers[2])
    check_log()
    page = client.get("/").content.decode()
    assert "閲覧記録が変えられています" in page
    assert f"（行 {numbers[2]}）" in page
    assert "閲覧記録が変えられています" not in logged_in(Role.COUNSELLOR)[0].get("/").content.decode()


def test_the_button_asks_for_a_look_and_the_page_tells_what_was_found():
    written(5)
    client, user = logged_in(Role.PRIVACY_MANAGER)
    response = client.post("/privacy/access-log/check/")
    job = Job.objects.get(kind="check_access_log")
    assert response["Location"] == f"/centre/jobs/{job.pk}/"
    jobs.carry(job.pk)
    assert LogCheck.objects.get().checked_by == user
    job.refresh_from_db()
    assert "書き換えはありません" in job.message
    assert "書き換えなし" in client.get("/privacy/access-log/checks/").content.decode()


def test_a_log_in_leaves_a_line(client):
    user = UserFactory()
    user.set_password("a long enough passphrase")
    user.save()
    client.post("/account/login/", {"login": user.email, "password": "a long enough passphrase"})
    line = AccessLog.objects.get(action="login")
    assert (line.user, line.subject, line.address) == (user, "centre.User", "127.0.0.1")
