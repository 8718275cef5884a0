"""Figures of the complaints and disputes in the register (table 10): 件, never who complained."""

from django.db.models import QuerySet

from privacy.models import RegisterEntry
from privacy.registers.courses import State
from privacy.registers.exchanges import COMPLAINT
from reports.metrics.definition import Metric, Period


def _complaints() -> QuerySet:
    return RegisterEntry.objects.filter(kind=COMPLAINT.key).exclude(state=State.VOID)


def _received(period: Period) -> QuerySet:
    return _complaints().filter(asked_on__range=(period.first, period.last))


def _told(period: Period) -> QuerySet:
    return _received(period).filter(answered_on__isnull=False)


def _settled(period: Period) -> QuerySet:
    return _complaints().filter(closed_on__range=(period.first, period.last))


COMPLAINTS = Metric(
    "complaints",
    "苦情・紛争",
    "台帳「苦情・紛争」で、受けた日（第三者からの請求は事実を知った日）が期間中にあるものの数。取り消したものは含まない。",
    1,
    "件",
    _received,
)
COMPLAINTS_TOLD = Metric(
    "complaints_told",
    "うち県に報告したもの",
    "期間中に受けた苦情・紛争のうち、県に報告した日が記録されているものの数。",
    1,
    "件",
    _told,
)
COMPLAINTS_SETTLED = Metric(
    "complaints_settled",
    "対応を終えた苦情・紛争",
    "台帳「苦情・紛争」で、対応を終えた日が期間中にあるものの数。受けた月が前のものを含む。",
    1,
    "件",
    _settled,
)
