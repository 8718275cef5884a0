"""What the list of meetings exports."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from import_export.resources import Resource
from import_export.widgets import DateTimeWidget, DateWidget, IntegerWidget

from centre.exporting.columns import Column, NamedListWidget, NamedWidget
from centre.exporting.listing import Listing
from privacy.export_pages import ExportPage
from reports.meetings.pages import MeetingList
from reports.models import Meeting, MeetingAttendance


class MeetingColumns(Resource):
    """A meeting: when, how, who, what was agreed, and whether the prefecture has agreed to the minutes."""

    held_on = Column("開いた日", "held_on", DateWidget(), usual=True)
    kind = Column("区分", "kind", NamedWidget(Meeting.Kind.choices), usual=True, width=22)
    title = Column("件名", "title", usual=True, width=32)
    way = Column("方法", "way", NamedWidget(Meeting.Way.choices), usual=True)
    place = Column("場所", "place", usual=True, width=24)
    staff = Column("窓口の出席者", "staff_names", NamedListWidget({}), usual=True, width=28)
    prefecture = Column("県の出席者", "prefecture", usual=True, width=28)
    others = Column("ほかの出席者", "others", width=24)
    agenda = Column("議題", "agenda", usual=True, width=36)
    discussion = Column("協議の内容", "discussion", width=48)
    decisions = Column("決めたこと", "decisions", usual=True, width=48)
    next_on = Column("次回の予定日", "next_on", DateWidget())
    open_actions = Column("まだのこと（件）", "open_actions", IntegerWidget(), usual=True)
    state = Column("状態", "state", NamedWidget(Meeting.State.choices), usual=True)
    submitted_at = Column("県に提出した日時", "submitted_at", DateTimeWidget(), usual=True)
    answered_at = Column("県が答えた日時", "answered_at", DateTimeWidget(), usual=True)
    answer = Column("県からの言葉", "answer", width=32)


def with_staff(rows, today):
    """Each row with the names of the staff who took part."""
    attended = MeetingAttendance.objects.filter(meeting=OuterRef("pk")).order_by("user_id")
    return rows.annotate(staff_names=ArraySubquery(attended.values("user__name")))


MEETINGS = Listing(
    key="meetings",
    label="県との会議",
    ability="meetings.read",
    subject=Meeting._meta.label,
    page=MeetingList,
    columns=MeetingColumns,
    prepare=with_staff,
)


class ExportMeetings(ExportPage):
    listing = MEETINGS
    list_url = "reports:meetings"
