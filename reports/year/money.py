"""The money of a fiscal year added up: personnel and other costs by part of the commission, month and person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count

from centre.fiscal_year import FiscalYear, Month
from centre.models import Duty, User
from reports.models import Cost, Labour


@dataclass
class Money:
    """Sums in yen; `staff` are lines (label, month, hours, rate or None when several, amount) without names."""

    labour_by_work: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    labour_by_month: dict[Month, int] = field(default_factory=lambda: defaultdict(int))
    costs_by_work: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    costs_by_month: dict[Month, int] = field(default_factory=lambda: defaultdict(int))
    hours: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    amounts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    duty_days: dict[int, int] = field(default_factory=dict)
    staff: list[tuple[str, Month, Decimal, int | None, int]] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)

    @property
    def labour(self) -> int:
        """Personnel costs of the year."""
        return sum(self.labour_by_work.values())

    @property
    def costs(self) -> int:
        """All other costs of the year."""
        return sum(self.costs_by_work.values())


def kept_until(year: FiscalYear) -> date:
    """The last day on which the books of a year are kept: five years after the year's end (contract 12(2))."""
    return year.end.replace(year=year.end.year + 5)


def money_of(year: FiscalYear) -> Money:
    """All sums of a fiscal year; voided payments do not count."""
    money = Money()
    for cost in Cost.objects.filter(fiscal_year=year.year, voided="").only("work", "amount", "paid_on"):
        money.costs_by_work[cost.work] += cost.amount
        money.costs_by_month[Month.of(cost.paid_on)] += cost.amount
    months: dict[tuple[int, Month], list[Labour]] = defaultdict(list)
    for labour in Labour.objects.filter(fiscal_year=year.year):
        money.labour_by_work[labour.work] += labour.amount
        money.labour_by_month[Month.of(labour.month)] += labour.amount
        money.hours[labour.user_id] += labour.hours
        money.amounts[labour.user_id] += labour.amount
        months[labour.user_id, Month.of(labour.month)].append(labour)
    away = (Duty.Kind.PAID_LEAVE, Duty.Kind.SUBSTITUTE)
    duties = Duty.objects.filter(date__range=(year.start, year.end)).exclude(kind__in=away)
    money.duty_days = dict(duties.order_by().values_list("user").annotate(days=Count("pk")))
    money.labels = labels_of({*money.duty_days, *money.hours})
    for (user, month), lines in sorted(months.items(), key=lambda item: (item[0][0], item[0][1])):
        rates = {line.rate for line in lines}
        money.staff.append(
            (
                money.labels[user],
                month,
                sum((line.hours for line in lines), Decimal(0)),
                rates.pop() if len(rates) == 1 else None,
                sum(line.amount for line in lines),
            )
        )
    return money


def labels_of(people: Iterable[int]) -> dict[int, str]:
    """Role and number of each member of staff, instead of the name: 相談員 1, 相談員 2, 事業統括責任者 1."""
    labels, numbers = {}, defaultdict(int)
    for user in User.objects.filter(pk__in=people).order_by("pk"):
        numbers[user.role] += 1
        labels[user.pk] = f"{user.get_role_display()} {numbers[user.role]}"
    return labels
