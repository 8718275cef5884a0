"""The pages of an incident: each role, each bad input, what is shown to whom."""

import io
import re

import openpyxl
import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centre.roles import Role
from privacy.access import write_line
from privacy.incidents import affected, handling
from privacy.incidents.freezing import freeze
from privacy.models import AccessLog, ExercisePlan, Incident
from tests.factories.centre import UserFactory
from tests.factories.incidents import a_told_incident, an_incident
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
PRESS = "/privacy/incidents/press/"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False) as traveller:
        yield traveller


def page(client, name: str, *args) -> str:
    answer = client.get(reverse(f"privacy:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_every_role_has_the_button_presses_once_and_says_two_things(role):
    client, _ = logged_in(role)
    assert PRESS in client.get("/").content.decode()
    assert client.get(PRESS).status_code == 405
    form = client.post(PRESS)["Location"]
    assert client.post(PRESS)["Location"] == form
    incident = Incident.objects.get()
    assert "2026年11月20日 12:00" in client.get(form).content.decode()
    expect(send(client, form, version=1, what="", noticed_at="2026-11-20T11:00"), 422)
    expect(send(client, form, version=1, what="紙を落とした", noticed_at="きのう"), 422)
    late = send(client, form, version=1, what="紙を落とした", noticed_at="2026-11-20T12:01")
    assert "先の日時" in str(errors(late)["noticed_at"])
    done = send(client, form, version=1, what="紙を落とした", noticed_at="2026-11-20T11:00")
    assert done["Location"] == reverse("privacy:incident", args=[incident.pk])
    shown = client.get(done["Location"]).content.decode()
    reads = role in (Role.SUPERVISOR, Role.PRIVACY_MANAGER)
    assert ("期限と人数の目安" in shown) is reads
    assert ("個人情報保護責任者にすぐ声を掛けてください" in shown) is not reads
    assert "気付いてから1時間" in client.get("/").content.decode()


def test_who_is_not_designated_yet_can_still_press():
    client, _ = logged_in(Role.COUNSELLOR, is_ready=False)
    form = client.post(PRESS)["Location"]
    assert client.get(form).status_code == 200


def test_an_incident_of_somebody_else_is_not_there_for_other_roles():
    incident = an_incident(UserFactory())
    for role in (Role.COUNSELLOR, Role.OFFICIAL, Role.ADMIN):
        client, _ = logged_in(role)
        for name in ("incident", "incident_begin", "incident_withdraw"):
            assert client.get(reverse(f"privacy:{name}", args=[incident.pk])).status_code == 404
        for name in ("incident_edit", "incident_tell", "incident_close", "incident_affected"):
            assert client.get(reverse(f"privacy:{name}", args=[incident.pk])).status_code == 403
        assert "開いている事故" not in client.get("/").content.decode()


def test_after_telling_only_handlers_go_on():
    client, user = logged_in(Role.COUNSELLOR)
    incident = an_incident(user)
    begin = reverse("privacy:incident_begin", args=[incident.pk])
    assert "もう知らせました" in str(errors(send(client, begin, version=2, what="x", noticed_at="2026-11-20T11:00")))
    back = reverse("privacy:incident_withdraw", args=[incident.pk])
    assert "個人情報保護責任者だけ" in str(errors(send(client, back, version=2, reason="違った")))


def test_the_supervisor_handles_and_only_the_privacy_manager_closes():
    supervisor, user = logged_in(Role.SUPERVISOR)
    manager, _ = logged_in(Role.PRIVACY_MANAGER)
    incident = a_told_incident(user)
    close = reverse("privacy:incident_close", args=[incident.pk])
    assert supervisor.get(close).status_code == 403
    assert close not in page(supervisor, "incident", incident.pk)
    assert close in page(manager, "incident", incident.pk)
    expect(send(manager, close, version=incident.version, conclusion=""), 422)
    expect(send(manager, close, version=incident.version, conclusion="県の了承を得た"), 302)
    assert "県の了承を得た" in page(manager, "incident", incident.pk)
    assert "開いている事故" not in manager.get("/").content.decode()


def test_the_page_shows_both_thresholds_the_dates_and_who_judges():
    client, user = logged_in(Role.PRIVACY_MANAGER)
    incident = an_incident(user)
    edit = reverse("privacy:incident_edit", args=[incident.pk])
    typed = {"what": "送った", "noticed_at": "2026-11-20T11:00", "people": 101, "kind": "leak", "is_malicious": "on"}
    expect(send(client, edit, version=2, **typed), 302)
    shown = page(client, "incident", incident.pk)
    assert "判断するのは県" in shown
    assert "1人から対象に当たる" in shown
    assert "2026年11月22日" in shown
    assert "2027年1月18日" in shown
    expect(send(client, edit, version=2, **typed), 409)
    expect(send(client, edit, version=3, **typed | {"people": -1}), 422)
    expect(send(client, edit, version=3, **typed | {"kind": "x"}), 422)


def test_the_affected_are_chosen_on_the_page_and_names_are_logged_and_counted():
    client, user = logged_in(Role.PRIVACY_MANAGER)
    person = JobseekerFactory(name="架空 花子")
    write_line(user, "read", "jobseekers.Jobseeker", subject_id=person.pk)
    incident = an_incident(user)
    address = reverse("privacy:incident_affected", args=[incident.pk])
    asked = f"{address}?since=2026-11-20T11:00&until=2026-11-20T12:00"
    assert "まだ確かめていません" in client.get(address).content.decode()
    assert "架空 花子" in client.get(asked).content.decode()
    key = f"jobseekers.Jobseeker:{person.pk}"
    expect(send(client, asked), 422)
    expect(send(client, asked, chosen=["jobseekers.Jobseeker:999999"]), 422)
    expect(send(client, address, chosen=[key]), 422)
    expect(send(client, asked, chosen=[key]), 302)
    assert "外す" in client.get(address).content.decode()
    assert AccessLog.objects.filter(action="list", subject="privacy.Incident", subject_id=incident.pk).exists()
    shown = page(client, "incident", incident.pk)
    assert "UIJターン就職希望者 1人" in shown
    assert "架空 花子" not in shown
    drop = reverse("privacy:incident_affected_drop", args=[incident.affected.get().pk])
    assert client.get(drop).status_code == 405
    assert client.post(drop).status_code == 302
    assert "まだ確かめていません" in client.get(address).content.decode()


def test_hundreds_of_affected_are_chosen_with_one_tick_unless_their_number_has_changed():
    client, user = logged_in(Role.PRIVACY_MANAGER)
    incident = an_incident(user)
    for pk in range(1, affected.MOST + 3):
        write_line(user, "read", "jobseekers.Jobseeker", subject_id=pk)
    address = reverse("privacy:incident_affected", args=[incident.pk])
    asked = f"{address}?since=2026-11-20T11:00&until=2026-11-20T12:00"
    shown = client.get(asked).content.decode()
    assert f"下の{affected.MOST}件すべて" in shown
    assert "一部だけ出しています" in shown
    assert "件数が変わりました" in str(errors(send(client, asked, everything=affected.MOST - 1)))
    every = [f"jobseekers.Jobseeker:{pk}" for pk in range(1, affected.MOST + 1)]
    expect(send(client, asked, chosen=every), 302)
    expect(send(client, asked, everything=affected.MOST), 302)
    assert affected.people_of(incident) == affected.MOST


def test_papers_are_seen_before_fixed_and_come_again_with_the_same_bytes():
    client, user = logged_in(Role.SUPERVISOR)
    incident = an_incident(user, is_exercise=True)
    look = reverse("privacy:incident_draft", args=[incident.pk, "immediate"])
    text = pypdf.PdfReader(io.BytesIO(client.get(look).content)).pages[0].extract_text()
    assert "下書き（確定していません）" in text
    assert "これは訓練です" in text
    fix = reverse("privacy:incident_freeze", args=[incident.pk, "immediate"])
    assert client.get(fix).status_code == 405
    assert client.post(fix).status_code == 302
    assert client.post(reverse("privacy:incident_freeze", args=[incident.pk, "none"])).status_code == 404
    report = incident.reports.get()
    address = reverse("privacy:incident_report_pdf", args=[report.pk])
    first, second = (b"".join(client.get(address).streaming_content) for _ in range(2))
    assert first == second == bytes(report.pdf.content)
    assert "確定 第1版" in pypdf.PdfReader(io.BytesIO(first)).pages[0].extract_text()
    excel = b"".join(client.get(reverse("privacy:incident_report_excel", args=[report.pk])).streaming_content)
    cells = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(excel)).active for cell in row if cell.value]
    assert any("特記事項 第17" in cell for cell in cells)
    assert any("これは訓練です" in cell for cell in cells)
    assert AccessLog.objects.filter(action="print", subject="privacy.Incident").count() == 4


def test_the_official_reads_what_was_reported_and_nothing_else():
    official, _ = logged_in(Role.OFFICIAL)
    shown = page(official, "incidents_reported")
    assert "報告された事故はありません" in shown
    by = UserFactory(role=Role.PRIVACY_MANAGER)
    incident = an_incident(by)
    before = freeze(incident, "immediate", by=by)
    letter = freeze(incident, "letter", by=by)
    for untold in (before, letter):
        assert official.get(reverse("privacy:incident_report_pdf", args=[untold.pk])).status_code == 404
    assert "報告された事故はありません" in page(official, "incidents_reported")
    assert "県に報告された事故" not in official.get("/").content.decode().partition("<main")[2]
    told = handling.tell(incident, 2, told_at=timezone.now(), told_to="見本課", told_by_way="phone", by=by)
    shown = page(official, "incidents_reported")
    assert str(before) in shown
    assert str(letter) not in shown
    assert "別の方の書類を送った" not in shown
    assert told.state in official.get("/").content.decode()
    for form in ("pdf", "excel"):
        assert official.get(reverse(f"privacy:incident_report_{form}", args=[before.pk])).status_code == 200
        assert official.get(reverse(f"privacy:incident_report_{form}", args=[letter.pk])).status_code == 404
    assert AccessLog.objects.filter(user__role=Role.OFFICIAL, action="print", subject="privacy.Incident").count() == 2
    assert official.get(reverse("privacy:incident", args=[incident.pk])).status_code == 404
    for name in ("incident_edit", "incident_affected", "incident_tell"):
        assert official.get(reverse(f"privacy:{name}", args=[incident.pk])).status_code == 403
    assert official.get(reverse("privacy:incident_draft", args=[incident.pk, "immediate"])).status_code == 403
    for role in (Role.COUNSELLOR, Role.ADMIN):
        client, _ = logged_in(role)
        assert client.get(reverse("privacy:incidents_reported")).status_code == 403
        assert client.get(reverse("privacy:incident_report_pdf", args=[before.pk])).status_code == 403


def test_an_exercise_is_marked_on_every_page_of_it():
    client, user = logged_in(Role.PRIVACY_MANAGER)
    incident = an_incident(user, is_exercise=True)
    for name in ("", "_edit", "_tell", "_close", "_evidence", "_affected", "_measure_add", "_note", "_withdraw"):
        shown = page(client, f"incident{name}", incident.pk)
        assert re.search(r"<h2>訓練です</h2>", shown), name


def test_evidence_measures_and_notes_by_their_forms():
    client, user = logged_in(Role.PRIVACY_MANAGER)
    incident = an_incident(user)
    add = reverse("privacy:incident_evidence", args=[incident.pk])
    expect(send(client, add, caption="控え"), 422)
    file = SimpleUploadedFile("控え.eml", b"<script>x</script>")
    expect(send(client, add, caption="送ったメール", file=file), 302)
    kept = incident.evidence.get()
    answer = client.get(reverse("privacy:incident_evidence_file", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == b"<script>x</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    measure = reverse("privacy:incident_measure_add", args=[incident.pk])
    expect(send(client, measure, kind="contain", words="", owner=user.pk, due_on="2026-11-21"), 422)
    expect(send(client, measure, kind="contain", words="回収する", owner=user.pk, due_on="令和8年11月21日"), 302)
    change = reverse("privacy:incident_measure_edit", args=[incident.measures.get().pk])
    typed = {"kind": "contain", "words": "回収する", "owner": user.pk, "due_on": "2026-11-21", "version": 1}
    expect(send(client, change, **typed, done_on="2026-11-20", outcome=""), 422)
    expect(send(client, change, **typed, done_on="2026-11-20", outcome="回収した"), 302)
    note = reverse("privacy:incident_note", args=[incident.pk])
    expect(send(client, note, kind="act", words="x"), 422)
    expect(send(client, note, kind="prefecture", words="県に電話した"), 302)
    tell = reverse("privacy:incident_tell", args=[incident.pk])
    expect(send(client, tell, version=2, told_at="2026-11-20T10:00", told_to="見本課", told_by_way="phone"), 422)
    expect(send(client, tell, version=2, told_at="2026-11-20T11:30", told_to="", told_by_way="phone"), 422)
    expect(send(client, tell, version=2, told_at="2026-11-20T11:30", told_to="見本課", told_by_way="phone"), 302)
    shown = page(client, "incident", incident.pk)
    assert all(words in shown for words in ("送ったメール", "回収した", "県に電話した", "見本課"))


def test_exercises_are_planned_and_the_last_one_is_shown():
    client, _ = logged_in(Role.SUPERVISOR)
    assert "まだありません" in page(client, "incidents")
    add = reverse("privacy:exercise_plan_add")
    expect(send(client, add, planned_on="x", scenario="誤送信"), 422)
    expect(send(client, add, planned_on="2026-11-25", scenario="誤送信の想定"), 302)
    assert "誤送信の想定" in client.get("/").content.decode()
    plan = ExercisePlan.objects.get()
    change = reverse("privacy:exercise_plan_edit", args=[plan.pk])
    expect(send(client, change, planned_on="2027-02-01", scenario="誤送信の想定", version=1), 302)
    assert "誤送信の想定" not in client.get("/").content.decode()
    assert "2027年2月1日" in page(client, "incidents")


def test_the_pages_ask_a_fixed_number_of_questions():
    client, user = logged_in(Role.PRIVACY_MANAGER)
    incident = a_told_incident(user)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(client, "incidents")
            page(client, "incident", incident.pk)
        counts.append(len(asked))
        for _ in range(3):
            an_incident(user)
            incident.notes.create(words="経過", by=UserFactory())
            incident.measures.create(kind="recover", words="x", owner=UserFactory(), due_on="2026-12-01")
    assert counts[0] == counts[1]
    assert counts[0] <= 40
