"""Figures of the incidents with personal data (table 10; 特記事項 第17): 件, never people."""

from django.db.models import QuerySet

from privacy.incidents.figures import incidents_in
from reports.metrics.definition import Metric, Period


def _incidents(period: Period) -> QuerySet:
    return incidents_in(period.first, period.last)


INCIDENTS = Metric(
    "incidents",
    "個人情報の事故",
    "期間中に気付いた個人情報の事故（発生したおそれを含む）の数。訓練と、取り下げたものは含まない。",
    1,
    "件",
    _incidents,
)
TOLD = Metric(
    "incidents_told",
    "うち県に報告したもの",
    "期間中に気付いた個人情報の事故のうち、県への報告の日時が記録されているものの数。",
    1,
    "件",
    lambda period: _incidents(period).filter(told_at__isnull=False),
)
