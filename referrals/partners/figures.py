"""What became of the hand-offs, by partner and by month; counted by the database, as table 9 counts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from centre.fiscal_year import FiscalYear, Month
from centre.models import PartnerAgency
from referrals.models import Handoff

Answer = Handoff.Answer
DEFINITION = (
    "つないだ日（受けた日）がその期間にあるつなぎを数えます。返事は、いま記録されているものです。"
    "対応の割合は、返事があったつなぎのうち「対応済」の割合です。"
)


@dataclass(frozen=True)
class Figures:
    """Hand-offs out and in, and what was answered to those out: `answered` holds received, handled and declined."""

    out: int = 0
    into: int = 0
    answered: int = 0
    on_page: int = 0
    handled: int = 0
    waiting: int = 0

    @property
    def rate(self) -> int | None:
        """Handled ones of those answered, in whole percent; None when nothing was answered."""
        return round(100 * self.handled / self.answered) if self.answered else None


def _counts() -> dict[str, Count]:
    def having(**conditions) -> Count:
        return Count("pk", filter=Q(**conditions))

    answered = (Answer.RECEIVED, Answer.HANDLED, Answer.DECLINED)
    return {
        "out": having(direction="out"),
        "into": having(direction="in"),
        "answered": having(direction="out", answer__in=answered),
        "on_page": having(direction="out", answer__in=answered, answered_on_page=True),
        "handled": having(direction="out", answer=Answer.HANDLED),
        "waiting": having(direction="out", answer=Answer.WAITING),
    }


NAMES = tuple(_counts())


def by_agency(year: FiscalYear) -> list[tuple[PartnerAgency, Figures]]:
    """The partners of a fiscal year with their figures, those with most hand-offs first."""
    rows = _within(Handoff.objects.all(), year.start, year.end).values("agency").annotate(**_counts())
    found = {row["agency"]: _figures(row) for row in rows}
    agencies = PartnerAgency.objects.in_bulk(found)
    return sorted(
        ((agencies[key], figures) for key, figures in found.items()),
        key=lambda line: (-(line[1].out + line[1].into), line[0].key),
    )


def total(year: FiscalYear) -> Figures:
    """The figures of all partners of a fiscal year."""
    return _figures(_within(Handoff.objects.all(), year.start, year.end).aggregate(**_counts()))


def by_month(agency: PartnerAgency, year: FiscalYear) -> list[tuple[Month, Figures]]:
    """One partner's figures in each month of a fiscal year."""
    rows = _within(agency.handoffs.all(), year.start, year.end).annotate(month=TruncMonth("handed_on"))
    found = {row["month"]: _figures(row) for row in rows.order_by().values("month").annotate(**_counts())}
    return [(month, found.get(month.start, Figures())) for month in year.months]


def _within(handoffs: QuerySet, first: date, last: date) -> QuerySet:
    return handoffs.filter(handed_on__range=(first, last)).order_by()


def _figures(row: dict) -> Figures:
    return Figures(**{name: row[name] for name in NAMES})
