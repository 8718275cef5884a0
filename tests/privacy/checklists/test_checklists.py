"""The checklists look: each live answer turns when what it looks at turns; signed ones never change."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest
import time_machine
from django.conf import settings as product
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.models import Appointment, Backup, Contract
from centre.roles import Role
from privacy import log_check
from privacy.checklists import answering, paper, record_checks, settings_checks
from privacy.checklists.build import build_in_words
from privacy.checklists.findings import ASK, NO, OK, Looking
from privacy.checklists.items import CHECKLISTS, CLAUSES, IPA
from privacy.incidents.handling import close
from privacy.models import ChecklistRecord, Designation, LogCheck, NoticeAcknowledgement, Workplace
from tests.factories.centre import UserFactory
from tests.factories.incidents import a_told_incident, an_incident
from tests.people_pages import expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
LOOKING = Looking(TODAY, "000")
BUILD = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def november(settings):
    settings.BUILD_COMMIT, settings.BUILD_DATE = BUILD, "2026-11-01"
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False) as traveller:
        yield traveller


def verdict(check, looking: Looking = LOOKING) -> str:
    return check(looking).verdict


def test_every_test_that_is_named_exists():
    for checklist in CHECKLISTS.values():
        for point in checklist.points:
            assert point.checks or point.tests, point.title
            for one in point.tests:
                path, _, name = one.partition("::")
                text = (Path(product.BASE_DIR) / path).read_text()
                assert re.search(rf"^def {name}\(", text, re.MULTILINE), one


def test_the_eleven_weaknesses_and_the_eighteen_clauses_are_all_there():
    assert [point.number for point in IPA.points] == [str(number) for number in range(1, 12)]
    common = [point.number for point in CLAUSES.points if not point.profiles]
    assert common == [f"第{number}" for number in range(1, 19)]


def test_a_stricter_specification_asks_for_more():
    default = {row["number"] for row in answering.answer("clauses")["rows"]}
    Contract.objects.filter(fiscal_year=2026).update(privacy_profile="004")
    strict = {row["number"] for row in answering.answer("clauses")["rows"]}
    assert strict - default == {"上乗せ1", "上乗せ5", "上乗せ6", "上乗せ7"}


@pytest.mark.parametrize(
    ("check", "name", "weak"),
    [
        (settings_checks.session, "SESSION_COOKIE_HTTPONLY", False),
        (settings_checks.session, "SESSION_COOKIE_AGE", 86_400),
        (settings_checks.session, "SESSION_ENGINE", "django.contrib.sessions.backends.cache"),
        (
            settings_checks.content_policy,
            "CONTENT_SECURITY_POLICY",
            {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}},
        ),
        (settings_checks.csrf, "MIDDLEWARE", []),
        (settings_checks.framing, "X_FRAME_OPTIONS", "SAMEORIGIN"),
        (settings_checks.sizes, "DATA_UPLOAD_MAX_MEMORY_SIZE", None),
        (settings_checks.every_address_has_a_gate, "MIDDLEWARE", []),
        (settings_checks.second_factor, "MFA_REQUIRED", False),
    ],
)
def test_a_weak_setting_turns_its_answer(settings, check, name, weak):
    for strong in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "MFA_REQUIRED"):
        setattr(settings, strong, True)
    assert verdict(check) == OK
    setattr(settings, name, weak)
    assert verdict(check) == NO


def test_the_key_of_the_seals_apart(settings):
    settings.LOG_SEAL_KEY = settings.SECRET_KEY
    assert verdict(settings_checks.seal_key) == ASK
    settings.LOG_SEAL_KEY = "another"
    assert verdict(settings_checks.seal_key) == OK


def test_the_code_is_really_read(monkeypatch, tmp_path, settings):
    assert verdict(settings_checks.no_shell) == OK
    assert verdict(settings_checks.no_raw_sql_of_queries) == OK
    bad = tmp_path / "bad.py"
    bad.write_text("import os\nos.system('x')\nrun('x', shell=True)\nModel.objects.extra(where=['x'])\n")
    monkeypatch.setattr(settings_checks, "_sources", lambda: (bad,))
    monkeypatch.setattr(settings_checks, "_all_calls", settings_checks._all_calls.__wrapped__)
    settings.BASE_DIR = tmp_path
    assert "bad.py:2 os.system" in settings_checks.no_shell(LOOKING).words
    assert "bad.py:3 shell=True" in settings_checks.no_shell(LOOKING).words
    assert "bad.py:4 extra" in settings_checks.no_raw_sql_of_queries(LOOKING).words


def test_headers_mails_and_files_are_tried():
    for check in (settings_checks.header_lines, settings_checks.mail_lines, settings_checks.files_in_the_database):
        assert verdict(check) == OK


def test_people_who_were_not_told_not_reported_or_not_trained_are_counted():
    UserFactory()
    assert verdict(record_checks.told_of_secrecy) == OK
    assert verdict(record_checks.handlers_reported) == OK
    UserFactory(is_ready=False)
    assert "1人" in record_checks.told_of_secrecy(LOOKING).words
    assert verdict(record_checks.told_of_secrecy) == ASK
    assert verdict(record_checks.handlers_reported) == ASK
    assert verdict(record_checks.trained) == ASK
    assert verdict(record_checks.second_factors) == ASK


def test_manager_and_workplaces():
    assert verdict(record_checks.one_manager) == NO
    assert verdict(record_checks.workplaces) == NO
    Designation.objects.create(
        user=UserFactory(), duty="manager", belongs_to="x", contact="x", reported_on=TODAY, starts_on=TODAY
    )
    assert verdict(record_checks.one_manager) == OK
    place = Workplace.objects.create(place="見本ビル2階", starts_on=TODAY)
    assert verdict(record_checks.workplaces) == NO
    Workplace.objects.filter(pk=place.pk).update(reported_on=TODAY)
    assert verdict(record_checks.workplaces) == ASK
    Workplace.objects.filter(pk=place.pk).update(approved_on=TODAY)
    assert verdict(record_checks.workplaces) == OK


def test_the_log_and_the_backups(november):
    assert verdict(record_checks.log_is_sound) == ASK
    log_check.check_log()
    assert verdict(record_checks.log_is_sound) == OK
    november.shift(timedelta(days=2, seconds=1))
    assert verdict(record_checks.log_is_sound) == ASK
    LogCheck.objects.create(rows=1, seals=1, fault="行が消されています。")
    assert verdict(record_checks.log_is_sound) == NO
    assert verdict(record_checks.backups_are_tried) == ASK
    now = timezone.now()
    terms = {"plain_bytes": 1, "bytes": 1, "sha256": "0" * 64, "server_version": "18", "begun_at": now, "key": "k"}
    verified = {"verified_at": now, "verified_tables": 3, "verified_rows": 9}
    Backup.objects.create(name="x", kind="dump", finished_at=now, **terms, **verified)
    assert verdict(record_checks.backups_are_tried) == OK
    november.shift(timedelta(days=31, seconds=1))
    assert verdict(record_checks.backups_are_tried) == ASK


def test_incidents_and_exercises():
    manager = UserFactory(role=Role.PRIVACY_MANAGER)
    assert verdict(record_checks.incidents_are_told) == OK
    assert verdict(record_checks.exercised) == ASK
    exercise = a_told_incident(manager, is_exercise=True)
    assert verdict(record_checks.incidents_are_told) == OK
    close(exercise, exercise.version, conclusion="済", by=manager)
    assert verdict(record_checks.exercised) == OK
    assert verdict(record_checks.exercised, Looking(TODAY + timedelta(days=367), "000")) == ASK
    an_incident(manager)
    assert verdict(record_checks.incidents_are_told) == NO


def test_dispatched_workers_are_told_like_everybody():
    user = UserFactory(is_ready=False)
    Appointment.objects.create(user=user, post="counsellor", employment="dispatched", hours="full", starts_on=TODAY)
    assert verdict(record_checks.dispatched) == ASK
    NoticeAcknowledgement.objects.create(user=user, text=record_checks.gate.notice_on(TODAY))
    assert verdict(record_checks.dispatched) == OK


def test_a_proof_by_tests_says_so_and_holds_for_a_known_build_only(settings, tmp_path):
    row = next(row for row in answering.answer("ipa")["rows"] if row["number"] == "6")
    assert "試験による（版 0123456789ab（2026-11-01））" in row["evidence"][-1][1]
    assert row["way"] == "その場で確認・試験による"
    settings.BUILD_COMMIT, settings.BASE_DIR = "", tmp_path
    assert build_in_words() == ""
    row = next(row for row in answering.answer("ipa")["rows"] if row["number"] == "6")
    assert row["evidence"][-1][0] == ASK
    (tmp_path / ".git/refs").mkdir(parents=True)
    (tmp_path / ".git/HEAD").write_text("ref: refs/main\n")
    (tmp_path / ".git/refs/main").write_text(f"{BUILD}\n")
    assert build_in_words() == "0123456789ab（2026-11-01）"


def test_one_bad_answer_makes_the_point_bad():
    assert [answering.worst(one) for one in ([OK, ASK, NO], [OK, ASK], [OK], [])] == [NO, ASK, OK, ASK]


def test_a_signed_checklist_keeps_its_answers_and_its_bytes(november):
    manager = UserFactory(role=Role.PRIVACY_MANAGER)
    with pytest.raises(DomainError):
        answering.sign("other", remark="", by=manager)
    record = answering.sign("clauses", remark="責任者を指定する", by=manager)
    assert paper.write_pdf(record.content) == bytes(record.pdf.content)
    assert paper.write_excel(record.content) == bytes(record.workbook.content)
    for change in (lambda: ChecklistRecord.objects.update(remark="x"), lambda: ChecklistRecord.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_page_the_files_and_the_signature_by_role():
    manager, _ = logged_in(Role.PRIVACY_MANAGER)
    supervisor, _ = logged_in(Role.SUPERVISOR)
    for key in CHECKLISTS:
        page = manager.get(reverse("privacy:checklist", args=[key])).content.decode()
        assert all(point.title in page for point in CHECKLISTS[key].points if not point.profiles)
        pdf = manager.get(reverse("privacy:checklist_pdf", args=[key])).content
        text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        assert "署名していません" in text
        sheet = openpyxl.load_workbook(
            io.BytesIO(manager.get(reverse("privacy:checklist_excel", args=[key])).content)
        ).active
        assert sheet.max_row > len([point for point in CHECKLISTS[key].points if not point.profiles])
    sign = reverse("privacy:checklist_sign", args=["ipa"])
    assert sign not in supervisor.get(reverse("privacy:checklist", args=["ipa"])).content.decode()
    assert supervisor.get(sign).status_code == 403
    expect(send(manager, sign, remark="x" * 301), 422)
    expect(send(manager, sign, remark="見直した"), 302)
    record = ChecklistRecord.objects.get()
    assert "見直した" in supervisor.get(reverse("privacy:checklists")).content.decode()
    again = supervisor.get(reverse("privacy:checklist_signed_pdf", args=[record.pk]))
    assert b"".join(again.streaming_content) == bytes(record.pdf.content)
    assert supervisor.get(reverse("privacy:checklist_signed_excel", args=[record.pk])).status_code == 200
    for name in ("checklist", "checklist_pdf", "checklist_excel", "checklist_sign"):
        assert manager.get(reverse(f"privacy:{name}", args=["other"])).status_code == 404
    for role in (Role.COUNSELLOR, Role.OFFICIAL, Role.ADMIN):
        client, _ = logged_in(role)
        assert client.get(reverse("privacy:checklists")).status_code == 403
