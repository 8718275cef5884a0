"""The pages of the meetings: recorded, filtered, submitted, answered by the official; each look leaves its line."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from centre.fiscal_year import FiscalYear
from centre.registry import registry
from centre.roles import Role
from privacy.models import AccessLog
from reports.meetings.declarations import MEETINGS
from reports.meetings.paper import write_list
from reports.meetings.submitting import send_back
from reports.models import Meeting, MeetingAction
from tests.factories.centre import UserFactory
from tests.factories.meetings import TODAY, acknowledged, action_of, meeting_of, submitted
from tests.opened_files import text_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def log_in(client):
    def as_role(role):
        user = UserFactory(role=role)
        client.force_login(user)
        return user

    return as_role


def typed(client, address: str, **fields) -> dict:
    page = client.get(address)
    return {"submission_key": page.context["submission_key"], "version": page.context.get("version", ""), **fields}


def of_minutes(user) -> dict:
    return {
        "kind": "methods",
        "title": "掘り起こしの方法",
        "held_on": "R8.11.12",
        "way": "online",
        "staff": [user.pk],
        "prefecture": "見本課　髙﨑 𠮷郎",
        "agenda": "訪問先の選び方",
        "decisions": "月10社にする。",
    }


def test_a_meeting_is_recorded_once_however_often_the_form_is_sent(client, log_in):
    user = log_in(Role.COUNSELLOR)
    data = typed(client, reverse("reports:meeting_add"), **of_minutes(user))
    answers = [client.post(reverse("reports:meeting_add"), data) for _ in range(3)]
    meeting = Meeting.objects.get()
    assert {answer.url for answer in answers} == {meeting.get_absolute_url()}
    assert (meeting.held_on, list(meeting.staff.all()), meeting.prefecture) == (
        date(2026, 11, 12),
        [user],
        "見本課　髙﨑 𠮷郎",
    )
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "髙﨑 𠮷郎" in page
    assert "作成中" in page
    assert "県に提出する" not in page


def test_a_number_that_nobody_should_write_is_asked_about_first(client, log_in):
    user = log_in(Role.COUNSELLOR)
    told = of_minutes(user) | {"discussion": "カード 4242 4242 4242 4242"}
    page = client.post(reverse("reports:meeting_add"), typed(client, reverse("reports:meeting_add"), **told))
    assert page.status_code == 422
    assert not Meeting.objects.exists()


def test_what_came_first_is_shown_beside_what_was_typed(client, log_in):
    user = log_in(Role.COUNSELLOR)
    meeting = meeting_of(user)
    address = reverse("reports:meeting_edit", args=[meeting.pk])
    first, second = typed(client, address, **of_minutes(user)), typed(client, address, **of_minutes(user))
    assert client.post(address, first | {"decisions": "月12社にする。"}).status_code == 302
    conflict = client.post(address, second)
    assert conflict.status_code == 409
    assert "月12社にする。" in conflict.content.decode()


def test_the_supervisor_submits_and_the_official_answers_on_screen(client, log_in):
    meeting = meeting_of()
    log_in(Role.SUPERVISOR)
    assert "県に提出する" in client.get(meeting.get_absolute_url()).content.decode()
    submit = reverse("reports:meeting_submit", args=[meeting.pk])
    client.post(submit, {"version": "1"})
    again = client.post(submit, {"version": "2"}, follow=True)
    assert "直せません" in again.content.decode()
    official = log_in(Role.OFFICIAL)
    address = reverse("reports:meeting_answer", args=[meeting.pk])
    assert address in client.get(meeting.get_absolute_url()).content.decode()
    data = typed(client, address, answer="send_back", words="")
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {"words": "日付が違います。"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.answer, meeting.answered_by) == ("returned", "日付が違います。", official)


def test_the_prefecture_sees_minutes_from_the_day_they_are_submitted(client, log_in):
    draft, given = meeting_of(title="書きかけ"), submitted(title="提出した会議")
    log_in(Role.OFFICIAL)
    assert [row.pk for row in client.get(reverse("reports:meetings")).context["object_list"]] == [given.pk]
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(reverse("reports:meeting_pdf", args=[draft.pk])).status_code == 404
    shown = client.get(given.get_absolute_url())
    assert [one.state for one in shown.context["history"]] == ["submitted"]
    assert "書きかけ" not in text_of_pdf(client.get(reverse("reports:meetings_pdf")).content)


def test_the_prefecture_is_told_that_what_it_sent_back_is_being_corrected(client, log_in):
    meeting = send_back(submitted(), 2, words="県の回答の日も書いてください。", by=UserFactory(role=Role.OFFICIAL))
    words = "窓口が直している途中の内容です"
    log_in(Role.COUNSELLOR)
    assert words not in client.get(meeting.get_absolute_url()).text
    log_in(Role.OFFICIAL)
    assert words in client.get(meeting.get_absolute_url()).text


def test_looking_printing_and_searching_leave_lines(client, log_in):
    meeting = submitted()
    user = log_in(Role.COUNSELLOR)
    client.get(meeting.get_absolute_url())
    client.get(reverse("reports:meeting_pdf", args=[meeting.pk]))
    client.get(reverse("reports:meetings") + "?q=掘り起こし")
    client.get(reverse("search"), {"q": "掘り起こし"})
    client.get(reverse("reports:meetings_pdf"))
    lines = AccessLog.objects.filter(user=user, subject="reports.Meeting").order_by("pk")
    assert list(lines.values_list("action", "subject_id")) == [
        ("read", meeting.pk),
        ("print", meeting.pk),
        ("search", None),
        ("search", None),
        ("print", None),
    ]


def test_the_file_that_was_submitted_stays_the_same(client, log_in):
    meeting = submitted()
    log_in(Role.COUNSELLOR)
    content = b"".join(client.get(reverse("reports:meeting_pdf", args=[meeting.pk])))
    assert content == bytes(meeting.minutes.content)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=liaison", ["連絡会"]),
        ("?way=phone", ["電話"]),
        ("?state=acknowledged", ["確認"]),
        ("?q=月99社", ["電話"]),
        ("?since=2026-11-13", ["確認", "連絡会"]),
        ("?until=R8.11.12&sort=held", ["電話"]),
    ],
)
def test_the_list_is_filtered(client, log_in, query, found):
    acknowledged(title="確認", held_on=date(2026, 11, 19))
    meeting_of(title="連絡会", kind="liaison", held_on=date(2026, 11, 18))
    meeting_of(title="電話", way="phone", decisions="月99社にする。")
    log_in(Role.COUNSELLOR)
    page = client.get(reverse("reports:meetings") + query)
    assert [row.title for row in page.context["object_list"]] == found


def test_the_list_asks_the_database_as_often_for_many_as_for_one(client, log_in, django_assert_max_num_queries):
    for _ in range(12):
        action_of(meeting_of())
    log_in(Role.SUPERVISOR)
    client.get(reverse("reports:meetings"))
    with django_assert_max_num_queries(14):
        client.get(reverse("reports:meetings"))


def test_what_was_agreed_stands_on_the_work_list_of_its_keeper(client, log_in):
    meeting = meeting_of()
    keeper = log_in(Role.COUNSELLOR)
    late = action_of(meeting, what="一覧を渡す", due_on=date(2026, 11, 18), assigned_to=keeper)
    action_of(meeting, what="ほかの人のこと")
    for address in (reverse("home"), reverse("consultations:promises")):
        page = client.get(address).content.decode()
        assert "一覧を渡す" in page
        assert "2日超過" in page
        assert "ほかの人のこと" not in page
    address = reverse("reports:meeting_action_done", args=[late.pk])
    client.post(address, typed(client, address, outcome="渡した"))
    assert MeetingAction.objects.get(pk=late.pk).done_on == TODAY
    assert "一覧を渡す" not in client.get(reverse("consultations:promises")).content.decode()


def test_an_official_finishes_what_was_asked_of_the_prefecture(client, log_in):
    meeting = meeting_of()
    official = log_in(Role.OFFICIAL)
    mine, other = action_of(meeting, assigned_to=official), action_of(meeting)
    address = reverse("reports:meeting_action_done", args=[mine.pk])
    assert client.post(address, typed(client, address)).url == reverse("home")
    assert client.get(reverse("reports:meeting_action_done", args=[other.pk])).status_code == 404


def test_it_is_put_off_and_given_to_somebody_else(client, log_in):
    action = action_of(meeting_of())
    user = log_in(Role.COUNSELLOR)
    address = reverse("reports:meeting_action_edit", args=[action.pk])
    client.post(address, typed(client, address, due_on="2026-12-10", assigned_to=user.pk))
    action.refresh_from_db()
    assert (action.due_on, action.assigned_to, action.revisions.count()) == (date(2026, 12, 10), user, 2)


def test_cards_tell_each_side_what_waits_for_it(client, log_in):
    submitted(kind="terms")
    meeting_of(kind="liaison")
    log_in(Role.OFFICIAL)
    assert "確認を待っている議事録" in client.get(reverse("home")).content.decode()
    log_in(Role.SUPERVISOR)
    page = client.get(reverse("home")).content.decode()
    assert "県に出していない議事録" in page
    assert "確認を待っている議事録" not in page


def test_the_calendar_names_kinds_and_no_words():
    meeting = acknowledged(kind="liaison", title="内緒の件", next_on=date(2026, 11, 30))
    action = action_of(meeting_of(), what="内緒のこと")
    source = next(one for one in registry.calendars if one.key == "meetings")
    entries = list(source.events(action.assigned_to, TODAY, date(2026, 12, 31)))
    assert [(one.day, one.title) for one in entries] == [
        (date(2026, 11, 30), f"県との会議（{meeting.get_kind_display()}）"),
        (date(2026, 11, 25), "会議で決めたこと"),
    ]


def test_the_list_leaves_as_pdf_and_its_columns_tell_who_came():
    meeting_of(title="古い年度", held_on=date(2026, 3, 31))
    meeting = acknowledged(title="髙﨑との件")
    text = text_of_pdf(write_list(FiscalYear(2026), [meeting]))
    assert "髙﨑との件" in text
    assert "県が確認済" in text
    rows = MEETINGS.prepare(MEETINGS.shown("q=髙﨑", meeting.submitted_by).rows, TODAY)
    assert [row.staff_names for row in rows] == [[meeting.submitted_by.name]]


def test_open_tasks_are_handed_over_at_the_end():
    action = action_of(meeting_of())
    (handover,) = (one for one in registry.handovers if one.title == "会議で決めたこと")
    assert [row[1] for row in handover.rows(TODAY)] == [action.what]
    assert all(len(row) == len(handover.headings) for row in handover.rows(TODAY))


@pytest.mark.parametrize("role", [Role.FIELD_STAFF, Role.REVIEWER, Role.PRIVACY_MANAGER, Role.OFFICIAL])
def test_readers_read_and_do_not_write(client, log_in, role):
    meeting = submitted()
    log_in(role)
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.get(reverse("reports:meeting_edit", args=[meeting.pk])).status_code == 403
    assert client.post(reverse("reports:meeting_submit", args=[meeting.pk])).status_code == 403


@pytest.mark.parametrize(("query", "is_open"), [("", False), ("?kind=liaison", False), ("?way=online", True)])
def test_the_folded_filters_are_open_when_one_of_them_is_set(client, log_in, query, is_open):
    log_in(Role.COUNSELLOR)
    shown = client.get(reverse("reports:meetings") + query).content.decode()
    assert "<summary>くわしい条件" in shown
    assert ('<details class="more" open><summary>くわしい条件' in shown) is is_open
