"""The pages of the roster, the staff and the trainings, as each role uses them."""

import io
import json
import uuid
from datetime import date, time

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centre.models import Appointment, Closure, Duty, DutyChange, Qualification, Training
from centre.roles import Role
from centre.roster.training import untrained
from tests.factories.centre import UserFactory
from tests.factories.roster import AppointmentFactory, DutyFactory, LeaveFactory, TrainingFactory

pytestmark = pytest.mark.django_db
MONTH = "2026-11"
WORK = "work@08:30-17:30"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def supervisor(client):
    user = UserFactory(role=Role.SUPERVISOR, name="統括 見本")
    client.force_login(user)
    return user


@pytest.fixture
def counsellor():
    return AppointmentFactory(user__name="相談員 見本").user


def cell(user, day: str) -> str:
    return f"d-{user.pk}-{day}"


def send(client, cells: dict, base: dict | None = None, month: str = MONTH):
    key = {"submission_key": uuid.uuid4(), "base": json.dumps(base or {})}
    return client.post(reverse("centre:roster_edit", args=[month]), cells | key)


def test_the_month_names_its_gaps_in_words_and_marks_their_days(client, supervisor, counsellor):
    DutyFactory(user=counsellor, date=date(2026, 11, 4), ends_at=time(15, 0))
    page = client.get(reverse("centre:roster_month", args=[MONTH])).content.decode()
    assert "11月4日（水）は15:00〜17:30、窓口に誰もいません" in page
    assert '<tr id="day-2026-11-04" class="lacking">' in page
    assert "文化の日" in page


def test_a_month_without_staff_says_what_to_do(client, supervisor):
    assert "任用された職員がいません" in client.get(reverse("centre:roster_month", args=[MONTH])).content.decode()


def test_cells_are_saved_together_and_each_change_is_kept(client, supervisor, counsellor):
    leave = LeaveFactory(user=counsellor, date=date(2026, 11, 5))
    cells = {cell(counsellor, "2026-11-04"): WORK, cell(counsellor, "2026-11-05"): ""}
    answer = send(client, cells, {cell(counsellor, "2026-11-05"): "paid_leave"})
    assert answer.status_code == 302
    duty = Duty.objects.get()
    assert (duty.date, duty.kind, duty.starts_at, duty.ends_at) == (
        date(2026, 11, 4),
        "work",
        time(8, 30),
        time(17, 30),
    )
    changes = DutyChange.objects.order_by("date").values_list("before", "after", "changed_by")
    assert list(changes) == [("", "出勤 8:30〜17:30", supervisor.pk), ("有給休暇", "", supervisor.pk)]
    history = client.get(reverse("centre:roster_history", args=[MONTH])).content.decode()
    assert "統括 見本" in history
    assert leave.user.name in history


def test_what_somebody_else_changed_meanwhile_is_named_and_nothing_typed_is_lost(client, supervisor, counsellor):
    LeaveFactory(user=counsellor, date=date(2026, 11, 5))
    cells = {cell(counsellor, "2026-11-04"): WORK, cell(counsellor, "2026-11-05"): WORK}
    answer = send(client, cells)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "11月5日 相談員 見本（いまは有給休暇）" in page
    assert page.count(f'<option value="{WORK}" selected>') == 2
    assert Duty.objects.get().kind == "paid_leave"
    assert send(client, cells, {cell(counsellor, "2026-11-05"): "paid_leave"}).status_code == 302
    assert set(Duty.objects.values_list("kind", flat=True)) == {"work"}


@pytest.mark.parametrize(
    "code", ["holiday", "work", "work@17:30-08:30", "paid_leave@08:30-17:30", "work@x-y", "work@1"]
)
def test_a_code_that_no_cell_holds_is_refused(client, supervisor, counsellor, code):
    assert send(client, {cell(counsellor, "2026-11-04"): code}).status_code == 422
    assert not Duty.objects.exists()


def test_a_broken_page_is_told_so(client, supervisor, counsellor):
    address = reverse("centre:roster_edit", args=[MONTH])
    for base in ("[1]", "{"):
        assert client.post(address, {"base": base, "submission_key": uuid.uuid4()}).status_code == 422
    assert client.get(reverse("centre:roster_edit", args=["2026-13"])).status_code == 404
    assert client.get(reverse("centre:roster_month", args=["0001-01"])).status_code == 404


def test_one_day_takes_hours_of_its_own_and_a_remark(client, supervisor, counsellor):
    address = reverse("centre:roster_day", args=[counsellor.pk, "2026-11-04"])
    typed = {"kind": "work", "starts_at": "9:00", "ends_at": "16:00", "remark": "時差", "version": 0}
    assert client.post(address, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    assert Duty.objects.get().remark == "時差"
    assert "出勤 9:00〜16:00（時差）" in client.get(reverse("centre:roster_month", args=[MONTH])).content.decode()
    assert "work@09:00-16:00" in client.get(reverse("centre:roster_edit", args=[MONTH])).content.decode()
    stale = client.post(address, typed | {"kind": "", "submission_key": uuid.uuid4()})
    assert stale.status_code == 409
    assert (
        client.post(address, typed | {"ends_at": "8:00", "version": 1, "submission_key": uuid.uuid4()}).status_code
        == 422
    )
    empty = {"kind": "", "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(address, empty).status_code == 302
    assert not Duty.objects.exists()


def test_last_months_pattern_fills_what_is_empty_on_opening_days(client, supervisor, counsellor):
    other = AppointmentFactory().user
    for day in (5, 6, 7, 8, 9, 12, 13):
        DutyFactory(user=counsellor, date=date(2026, 10, day))
    DutyFactory(user=other, date=date(2026, 10, 7), kind="half", ends_at=time(13, 0))
    LeaveFactory(user=other, date=date(2026, 10, 8))
    LeaveFactory(user=counsellor, date=date(2026, 11, 5))
    assert client.post(reverse("centre:roster_copy", args=[MONTH])).status_code == 302
    filled = Duty.objects.filter(date__month=11).order_by("date", "user_id").values_list("user_id", "date", "kind")
    assert list(filled) == [
        (counsellor.pk, date(2026, 11, 2), "work"),
        (counsellor.pk, date(2026, 11, 4), "work"),
        (other.pk, date(2026, 11, 4), "half"),
        (counsellor.pk, date(2026, 11, 5), "paid_leave"),
        (counsellor.pk, date(2026, 11, 6), "work"),
        (counsellor.pk, date(2026, 11, 9), "work"),
        (counsellor.pk, date(2026, 11, 10), "work"),
        (counsellor.pk, date(2026, 11, 30), "work"),
    ]


def test_last_weeks_pattern_fills_one_week(client, supervisor, counsellor):
    DutyFactory(user=counsellor, date=date(2026, 11, 4))
    client.post(reverse("centre:roster_copy", args=[MONTH]), {"week": "2026-11-09"})
    assert list(Duty.objects.values_list("date", flat=True).order_by("date"))[1:] == [date(2026, 11, 11)]
    assert client.post(reverse("centre:roster_copy", args=[MONTH]), {"week": "x"}).status_code == 404


def test_the_month_as_a_workbook_and_on_paper_comes_out_the_same_each_time(client, supervisor, counsellor):
    DutyFactory(user=counsellor, date=date(2026, 11, 4))
    excel, paper = (reverse(f"centre:roster_{kind}", args=[MONTH]) for kind in ("excel", "pdf"))
    answer = client.get(excel)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["勤務表", "日数", "配置の不足"]
    row = [value.value for value in book["勤務表"][5]]
    assert (row[0].date(), row[1:5]) == (date(2026, 11, 4), ["水", "出勤 8:30〜17:30", 1, ""])
    assert book["日数"]["C2"].value == 1
    assert client.get(excel).content == answer.content
    assert client.get(paper).content == client.get(paper).content
    assert client.get(paper).content.startswith(b"%PDF")


def test_a_page_of_the_roster_asks_as_often_for_many_people(client, supervisor, counsellor, django_assert_num_queries):
    address = reverse("centre:roster_month", args=[MONTH])
    client.get(address)
    for more in (0, 6):
        for _ in range(more):
            user = AppointmentFactory().user
            Duty.objects.bulk_create(Duty(date=date(2026, 11, day), user=user) for day in range(1, 29))
        with django_assert_num_queries(20):
            client.get(address)


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.FIELD_STAFF, Role.REVIEWER, Role.PRIVACY_MANAGER, Role.ADMIN])
def test_others_read_the_roster_and_change_nothing(client, counsellor, role):
    client.force_login(UserFactory(role=role))
    page = client.get(reverse("centre:roster_month", args=[MONTH]))
    assert page.status_code == 200
    assert reverse("centre:roster_edit", args=[MONTH]) not in page.content.decode()
    assert send(client, {cell(counsellor, "2026-11-04"): WORK}).status_code == 403
    assert client.post(reverse("centre:roster_copy", args=[MONTH])).status_code == 403


def test_the_official_sees_no_leave_of_the_staff(client):
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get(reverse("centre:roster_month", args=[MONTH])).status_code == 403


def test_the_home_page_tells_the_supervisor_what_two_weeks_lack_and_others_who_is_there(
    client, supervisor, counsellor
):
    DutyFactory(user=counsellor, date=date(2026, 11, 20))
    home = client.get("/").content.decode()
    assert "件の不足（2週間）" in home
    assert "今日：相談員 見本 08:30-17:30" in home
    client.force_login(counsellor)
    home = client.get("/").content.decode()
    assert "今日：相談員 見本" in home
    assert "件の不足" not in home


def test_the_supervisor_records_a_closure_with_the_prefectures_word(client, supervisor):
    typed = {
        "date": "2026-11-20",
        "kind": "temporary",
        "name": "停電",
        "starts_at": "13:00",
        "ends_at": "17:30",
        "consulted_with": "労働雇用創生課 見本",
        "instruction": "電話を転送する",
        "submission_key": uuid.uuid4(),
    }
    answer = client.post(reverse("centre:closure_add"), typed)
    assert "直ちに県に相談します" in answer.content.decode()
    typed |= {"consulted_at": "2026-11-20T12:00", "submission_key": uuid.uuid4()}
    assert client.post(reverse("centre:closure_add"), typed | {"ends_at": ""}).status_code == 422
    assert client.post(reverse("centre:closure_add"), typed).status_code == 302
    assert Closure.objects.get(kind="temporary").instruction == "電話を転送する"
    assert "電話を転送する" in client.get(reverse("centre:calendar")).content.decode()


def test_a_post_ends_before_the_next_begins(client, supervisor, counsellor):
    address = reverse("centre:appointment_add", args=[counsellor.pk])
    typed = {"post": "counsellor", "hours": "part", "employment": "dispatched", "starts_on": "令和8年12月1日"}
    answer = client.post(address, typed | {"submission_key": uuid.uuid4()})
    assert "前の任用に終わる日" in answer.content.decode()
    old = Appointment.objects.get(user=counsellor)
    change = {"post": "counsellor", "hours": "full", "employment": "direct", "starts_on": "2026-04-01", "version": 1}
    edit = reverse("centre:appointment_edit", args=[old.pk])
    assert client.post(edit, change | {"ends_on": "2026-03-01", "submission_key": uuid.uuid4()}).status_code == 422
    assert client.post(edit, change | {"ends_on": "2026-11-30", "submission_key": uuid.uuid4()}).status_code == 302
    assert client.post(address, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    assert client.post(edit, change | {"ends_on": "2026-11-29", "submission_key": uuid.uuid4()}).status_code == 409
    page = client.get(reverse("centre:staff_person", args=[counsellor.pk])).content.decode()
    assert "派遣労働者" in page
    assert "2026年11月30日" in page


def test_a_qualification_keeps_its_paper_when_it_is_changed(client, supervisor, counsellor):
    paper = SimpleUploadedFile("証.pdf", b"%PDF-1.4 sample", "application/pdf")
    typed = {"kind": "career_consultant", "acquired_on": "2022-04-01", "expires_on": "2026-12-01", "evidence": paper}
    add = reverse("centre:qualification_add", args=[counsellor.pk])
    assert client.post(add, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    found = Qualification.objects.get()
    change = {"kind": "other", "title": "", "version": 1, "submission_key": uuid.uuid4()}
    edit = reverse("centre:qualification_edit", args=[found.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, change).status_code == 422
    assert client.post(edit, change | {"title": "簿記", "submission_key": uuid.uuid4()}).status_code == 302
    answer = client.get(reverse("centre:qualification_file", args=[found.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 sample"
    Qualification.objects.update(expires_on=date(2026, 11, 1))
    assert "期限切れ" in client.get(reverse("centre:staff")).content.decode()
    assert "資格と研修の期限" in client.get("/").content.decode()


def test_a_training_is_planned_then_held_and_the_untrained_are_named(client, supervisor, counsellor):
    plan = {"title": "個人情報の取扱い", "subject": "personal_data", "planned_on": "2026-11-20"}
    assert client.post(reverse("centre:training_add"), plan | {"submission_key": uuid.uuid4()}).status_code == 302
    training = Training.objects.get()
    assert counsellor in untrained(date(2026, 11, 20))
    assert "相談員 見本" in client.get(reverse("centre:trainings")).content.decode()
    held = reverse("centre:training_held", args=[training.pk])
    typed = {"held_on": "2026-11-21", "people": [counsellor.pk], "version": 1}
    assert "先の日付" in client.post(held, typed | {"submission_key": uuid.uuid4()}).content.decode()
    typed["held_on"] = "2026-11-20"
    nobody = client.post(held, typed | {"people": [], "submission_key": uuid.uuid4()})
    assert "1人以上" in nobody.content.decode()
    assert client.post(held, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    assert counsellor not in untrained(date(2026, 11, 20))
    assert counsellor in untrained(date(2026, 11, 19))
    assert counsellor in untrained(date(2027, 4, 1))
    typed |= {"people": [supervisor.pk], "version": 2, "submission_key": uuid.uuid4()}
    client.post(held, typed)
    assert list(training.people.all()) == [supervisor]


def test_materials_of_a_training_are_kept(client, supervisor):
    training = TrainingFactory()
    typed = {
        "held_on": "2026-11-04",
        "people": [supervisor.pk],
        "materials": SimpleUploadedFile("資料.pdf", b"%PDF-1.4 x", "application/pdf"),
        "version": 1,
        "submission_key": uuid.uuid4(),
    }
    client.post(reverse("centre:training_held", args=[training.pk]), typed)
    answer = client.get(reverse("centre:training_file", args=[training.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert client.get(reverse("centre:training_file", args=[TrainingFactory().pk])).status_code == 404
