"""Figures of meetings (table 10: 会議)."""

from datetime import date

from django.db.models import QuerySet

from jobseekers.models import CaseConference
from reports.metrics.definition import Dimension, Earlier, Metric, Period
from reports.models import Meeting


def _conferences(period: Period) -> QuerySet:
    return CaseConference.objects.filter(held_on__range=(period.first, period.last))


def _meetings(period: Period) -> QuerySet:
    return Meeting.objects.counted().filter(held_on__range=(period.first, period.last))


CASE_CONFERENCES = Metric(
    "case_conferences",
    "支援会議",
    "開いた日が期間中にある、支援計画の支援会議の記録の数。県との会議は含まない（別に数える）。",
    2,
    "件",
    _conferences,
    since=date(2026, 11, 28),
    earlier=(
        Earlier(
            1,
            "開いた日が期間中にある、支援計画の支援会議の記録の数。県との協議などの会議は含まない（特記事項に書く）。",
            date(2026, 11, 27),
        ),
    ),
)
PREFECTURE_MEETINGS = Metric(
    "prefecture_meetings",
    "県との会議",
    "開いた日が期間中にある、県との協議・連絡会などの記録の数。対面・オンライン・電話・書面のどれも1件と数える。取り消したものは含まない。",
    1,
    "件",
    _meetings,
    dimensions=(
        Dimension("kind", "区分", "kind", tuple(Meeting.Kind.choices)),
        Dimension("way", "方法", "way", tuple(Meeting.Way.choices)),
    ),
)
MINUTES_ACKNOWLEDGED = Metric(
    "minutes_acknowledged",
    "うち県が議事録を確認したもの",
    "期間中に開いた県との会議のうち、県が議事録の内容を画面で確認したものの数。",
    1,
    "件",
    lambda period: _meetings(period).filter(state=Meeting.State.ACKNOWLEDGED),
)
