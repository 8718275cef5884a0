"""The minutes that go with the results of a year: those that the prefecture has agreed to, as they were submitted."""

from collections.abc import Iterator

from django.db.models import QuerySet

from centre.fiscal_year import FiscalYear
from centre.templatetags.display import day, moment
from reports.meetings.paper import where
from reports.models import Meeting

LIST = "minutes/list.csv"
HEAD = ("開いた日", "区分", "件名", "方法・場所", "議題", "決めたこと", "県が確認した日時", "議事録")


def agreed_minutes(year: FiscalYear) -> QuerySet[Meeting]:
    """The minutes of a year by the day they were held, without the content of their files; none that were erased."""
    agreed = Meeting.objects.filter(state=Meeting.State.ACKNOWLEDGED, minutes__isnull=False)
    found = agreed.filter(held_on__range=(year.start, year.end))
    return found.select_related("minutes").defer("minutes__content").order_by("held_on", "pk")


def file_of(meeting: Meeting) -> str:
    """Where its minutes lie among the files: minutes/2026-11-12-3.pdf"""
    return f"minutes/{meeting.held_on:%Y-%m-%d}-{meeting.pk}.pdf"


def rows_of(meetings: QuerySet[Meeting]) -> Iterator[tuple]:
    """A line of the list for each; who took part stands in the minutes alone."""
    for one in meetings:
        told = (one.get_kind_display(), one.title, where(one), one.agenda, one.decisions)
        yield day(one.held_on), *told, moment(one.answered_at), file_of(one)


def words_of(meeting: Meeting) -> str:
    """Everything that people wrote into the minutes about what was talked of."""
    whats = meeting.actions.values_list("what", flat=True)
    return "\n".join((meeting.title, meeting.agenda, meeting.discussion, meeting.decisions, *whats))
