"""How many promises were kept by their day, by month and by person."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth

from centre.fiscal_year import FiscalYear, Month

DEFINITION = (
    "その月に期日が来る約束を数えます。期日どおり＝期日の終わりまでに済みにした。遅れて＝期日の後に済みにした。"
    "まだ＝期日を過ぎても済んでいない。これから＝期日がまだ来ていない。"
    "守れた割合＝期日どおり÷（期日どおり＋遅れて＋まだ）。"
    "延ばした約束は延ばした後の期日で数え、その件数を「延期」に出します。引き継いだ約束は今の担当者に数えます。"
)


@dataclass(frozen=True)
class Kept:
    """Promises whose day falls into a time; `coming` are open and not yet due, `postponed` is a part of all."""

    on_time: int = 0
    late: int = 0
    open: int = 0
    coming: int = 0
    postponed: int = 0

    @property
    def judged(self) -> int:
        """Promises whose day has come, or that were kept before it."""
        return self.on_time + self.late + self.open

    @property
    def rate(self) -> int | None:
        """Percent kept by their day, rounded down; None when there is nothing to judge."""
        return self.on_time * 100 // self.judged if self.judged else None


def by_month(year: FiscalYear, today: date, promises: QuerySet) -> list[tuple[Month, Kept]]:
    """One line for each month of the fiscal year, from `promises` (FollowUp)."""
    found = _counted(promises.filter(due_on__range=(year.start, year.end)), today, month=TruncMonth("due_on"))
    months = {(row["month"].year, row["month"].month): _kept(row) for row in found}
    return [(month, months.get((month.year, month.month), Kept())) for month in year.months]


def by_person(month: Month, today: date, promises: QuerySet) -> list[tuple[str, Kept]]:
    """One line for each person with promises in the month, by name."""
    found = _counted(promises.filter(due_on__range=(month.start, month.end)), today, name=F("assigned_to__name"))
    return [(row["name"], _kept(row)) for row in found.order_by("name")]


def _counted(promises: QuerySet, today: date, **by) -> QuerySet:
    rows = promises.annotate(kept_on=TruncDate("done_at")).order_by().values(**by)
    is_open = Q(done_at__isnull=True)
    return rows.annotate(
        on_time=Count("pk", Q(kept_on__lte=F("due_on"))),
        late=Count("pk", Q(kept_on__gt=F("due_on"))),
        still_open=Count("pk", is_open & Q(due_on__lt=today)),
        coming=Count("pk", is_open & Q(due_on__gte=today)),
        postponed=Count("pk", Q(times_postponed__gt=0)),
    )


def _kept(row: dict) -> Kept:
    return Kept(row["on_time"], row["late"], row["still_open"], row["coming"], row["postponed"])
