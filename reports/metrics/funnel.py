"""The way from the first talk to the first working day, counted in people (人) at every step (contract 8(5))."""

from collections.abc import Callable

from django.db.models import QuerySet

from jobseekers.models import Jobseeker
from referrals.models import Referral
from reports.metrics.consultations import PEOPLE_ADVISED
from reports.metrics.definition import Metric, Period
from reports.metrics.referrals import PEOPLE_HIRED


def _registered(period: Period) -> QuerySet:
    return Jobseeker.objects.filter(registered_on__range=(period.first, period.last))


def _reached(field: str) -> Callable[[Period], QuerySet]:
    def records(period: Period) -> QuerySet:
        return Referral.objects.filter(**{f"{field}__range": (period.first, period.last)})

    return records


def _people(key: str, label: str, day: str, field: str) -> Metric:
    words = f"期間中に{day}がある人の数（同じ人は1人）。"
    return Metric(key, label, words, 1, "人", _reached(field), counts="distinct:jobseeker")


PEOPLE_REGISTERED = Metric(
    "people_registered", "登録した人", "期間中に登録日がある、UIJターン就職希望者の数。", 1, "人", _registered
)
PEOPLE_INFORMED = _people("people_informed", "情報提供を受けた人（実）", "求人の情報提供日", "informed_on")
PEOPLE_APPLIED = _people("people_applied", "応募した人（実）", "応募日", "applied_on")
PEOPLE_INTERVIEWED = _people("people_interviewed", "面接した人（実）", "最初の面接の日", "interviewed_on")
PEOPLE_OFFERED = _people("people_offered", "内定した人（実）", "内定の日", "offered_on")

FUNNEL = (
    ("相談", PEOPLE_ADVISED),
    ("登録", PEOPLE_REGISTERED),
    ("情報提供", PEOPLE_INFORMED),
    ("応募", PEOPLE_APPLIED),
    ("面接", PEOPLE_INTERVIEWED),
    ("内定", PEOPLE_OFFERED),
    ("入社", PEOPLE_HIRED),
)
