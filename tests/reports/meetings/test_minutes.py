"""Minutes of a meeting with the prefecture: written, given to it, agreed to or sent back, never changed meanwhile."""

from datetime import date, time

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from centre.roles import Role
from reports.meetings.following_up import agree, finish_action, move_action
from reports.meetings.minuting import change_meeting, record_meeting, void_meeting
from reports.meetings.submitting import acknowledge, send_back, submit_minutes
from reports.models import Meeting, MeetingAction
from tests.factories.centre import UserFactory
from tests.factories.meetings import TODAY, acknowledged, action_of, meeting_of, minutes, submitted
from tests.opened_files import text_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def official():
    return UserFactory(role=Role.OFFICIAL)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"held_on": date(2026, 11, 21)}, "held_on"),
        ({"ends_at": time(11)}, "begins_at"),
        ({"begins_at": time(11), "ends_at": time(11)}, "ends_at"),
        ({"way": "in_person", "place": ""}, "place"),
        ({"next_on": date(2026, 11, 12)}, "next_on"),
        ({"staff": []}, "staff"),
    ],
)
def test_what_does_not_fit_together_is_refused_beside_its_field(told, field):
    with pytest.raises(DomainError) as refused:
        meeting_of(**told)
    assert refused.value.field == field


def test_the_prefectures_people_are_no_staff_of_the_counter(official):
    with pytest.raises(DomainError, match="窓口の出席者"):
        meeting_of(staff=[official])


@pytest.mark.parametrize(
    "broken",
    [
        {"way": "in_person"},
        {"ends_at": time(9)},
        {"next_on": date(2026, 11, 12)},
        {"state": "submitted"},
        {"state": "void"},
        {"state": "acknowledged"},
    ],
)
def test_the_database_refuses_it_too(broken):
    meeting = meeting_of()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**broken)


def test_two_who_write_at_once_lose_nothing():
    meeting = meeting_of()
    change_meeting(meeting, 1, today=TODAY, by=meeting.changed_by, **minutes(meeting.changed_by, decisions="月12社"))
    with pytest.raises(EditConflict):
        change_meeting(meeting, 1, today=TODAY, by=meeting.changed_by, **minutes(meeting.changed_by))
    assert [one.decisions for one in meeting.revisions.order_by("pgh_id")][-1] == "月12社"


def test_minutes_go_to_the_prefecture_and_are_agreed_to(official):
    meeting = submitted()
    assert meeting.state == Meeting.State.SUBMITTED
    assert "月10社にする。" in text_of_pdf(bytes(meeting.minutes.content))
    agreed = acknowledge(meeting, meeting.version, words="承知しました。", by=official)
    assert (agreed.state, agreed.answered_by, agreed.answer) == ("acknowledged", official, "承知しました。")


def test_minutes_that_say_nothing_are_not_submitted():
    meeting = meeting_of(discussion="", decisions="")
    with pytest.raises(DomainError, match="決めたこと"):
        submit_minutes(meeting, meeting.version, by=meeting.changed_by)


def test_minutes_are_sent_back_for_something_corrected_and_submitted_again(official):
    meeting = submitted()
    with pytest.raises(DomainError) as refused:
        send_back(meeting, meeting.version, words=" ", by=official)
    assert refused.value.field == "words"
    back = send_back(meeting, meeting.version, words="日付が違います。", by=official)
    writer = meeting.changed_by
    changed = change_meeting(back, back.version, today=TODAY, by=writer, **minutes(writer, held_on=date(2026, 11, 13)))
    again = submit_minutes(changed, changed.version, by=writer)
    assert (again.state, again.answer, again.answered_by) == ("submitted", "", None)
    assert again.minutes_id != meeting.minutes_id
    assert "日付が違います。" in {one.answer for one in again.revisions.all()}


@pytest.mark.parametrize("made", [submitted, acknowledged])
def test_minutes_before_the_prefecture_do_not_change(made):
    meeting = made()
    for act in (
        lambda: change_meeting(
            meeting, meeting.version, today=TODAY, by=meeting.changed_by, **minutes(meeting.submitted_by)
        ),
        lambda: void_meeting(meeting, meeting.version, reason="誤り", by=meeting.submitted_by),
        lambda: submit_minutes(meeting, meeting.version, by=meeting.submitted_by),
        lambda: action_of(meeting, assigned_to=meeting.submitted_by),
    ):
        with pytest.raises(DomainError):
            act()
    for write in (
        lambda: Meeting.objects.filter(pk=meeting.pk).update(decisions="別のこと"),
        lambda: meeting.attendances.all().delete(),
        lambda: meeting.attendances.create(user=UserFactory()),
        lambda: MeetingAction.objects.create(
            meeting=meeting,
            what="x",
            due_on=TODAY,
            assigned_to=meeting.submitted_by,
            changed_by=meeting.submitted_by,
        ),
        lambda: Meeting.objects.filter(pk=meeting.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_the_prefecture_answers_once(official):
    meeting = acknowledged()
    with pytest.raises(DomainError, match="県が確認済"):
        send_back(meeting, meeting.version, words="やはり直してください。", by=official)


def test_a_meeting_recorded_by_mistake_is_taken_out_for_a_reason():
    meeting = meeting_of()
    with pytest.raises(DomainError):
        void_meeting(meeting, 1, reason=" ", by=meeting.changed_by)
    action = action_of(meeting)
    with pytest.raises(DomainError, match="すること"):
        void_meeting(meeting, 1, reason="二重に記録", by=meeting.changed_by)
    finish_action(action, 1, by=meeting.changed_by)
    assert void_meeting(meeting, 1, reason="二重に記録", by=meeting.changed_by).state == Meeting.State.VOID
    assert not Meeting.objects.counted().exists()


def test_what_is_to_be_done_is_due_on_a_day_after_the_meeting_and_done_by_its_keeper(official):
    meeting = meeting_of()
    with pytest.raises(DomainError) as refused:
        action_of(meeting, due_on=date(2026, 11, 11))
    assert refused.value.field == "due_on"
    action = action_of(meeting, assigned_to=official)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingAction.objects.filter(pk=action.pk).update(due_on=date(2026, 11, 11))
    with pytest.raises(DomainError, match="担当者か"):
        finish_action(action, 1, by=UserFactory(role=Role.FIELD_STAFF))
    done = finish_action(action, 1, outcome="伝えた", by=official)
    assert (done.done_on, done.done_by, done.outcome) == (TODAY, official, "伝えた")
    with pytest.raises(DomainError, match="すでに"):
        move_action(done, done.version, due_on=date(2026, 12, 1), assigned_to=official, by=official)


def test_a_meeting_does_not_move_past_what_it_agreed_on():
    meeting = meeting_of()
    action_of(meeting, due_on=date(2026, 11, 13))
    with pytest.raises(DomainError) as refused:
        change_meeting(
            meeting, 1, today=TODAY, by=meeting.changed_by, **minutes(meeting.changed_by, held_on=date(2026, 11, 14))
        )
    assert refused.value.field == "held_on"


def test_nobody_outside_keeps_what_was_agreed():
    meeting = meeting_of()
    with pytest.raises(DomainError) as refused:
        agree(meeting, what="x", due_on=TODAY, assigned_to=UserFactory(role=Role.INSPECTOR), by=meeting.changed_by)
    assert refused.value.field == "assigned_to"


def test_a_name_with_rare_characters_stands_in_the_minutes():
    meeting = submitted(prefecture="見本課　髙﨑 𠮷郎")
    assert "髙﨑 𠮷郎" in text_of_pdf(bytes(meeting.minutes.content))


def test_long_minutes_run_over_several_pages():
    by = UserFactory(role=Role.SUPERVISOR)
    told = minutes(by, discussion="\n".join(f"{number} 見本の発言" for number in range(200)))
    meeting = record_meeting(today=TODAY, by=by, **told)
    content = bytes(submit_minutes(meeting, 1, by=by).minutes.content)
    text = text_of_pdf(content)
    assert "199 見本の発言" in text
    assert "2 / 4" in text
