"""Figures of meetings (table 10: 会議)."""

from django.db.models import QuerySet

from jobseekers.models import CaseConference
from reports.metrics.definition import Metric, Period


def _conferences(period: Period) -> QuerySet:
    return CaseConference.objects.filter(held_on__range=(period.first, period.last))


CASE_CONFERENCES = Metric(
    "case_conferences",
    "支援会議",
    "開いた日が期間中にある、支援計画の支援会議の記録の数。県との協議などの会議は含まない（特記事項に書く）。",
    1,
    "件",
    _conferences,
)
