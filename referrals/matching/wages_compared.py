"""Wages in one form: what an hourly, daily, monthly or annual wage is in another, by the posting's own hours.

Monthly and annual differ by twelve. Between the others the hours of a year and of a day are needed; the hours of a
year are those of the posting, else 52 of its weeks. Without them nothing is said (要確認).
"""

from decimal import Decimal
from fractions import Fraction

from postings.models import JobPosting

HOURLY, DAILY, MONTHLY, ANNUAL = "hourly", "daily", "monthly", "annual"
KINDS = (HOURLY, DAILY, MONTHLY, ANNUAL)
WEEKS = 52
# (kind, wanted kind): the wage times the first, divided by the second. `year` and `day` are hours.
FACTORS = {
    (HOURLY, DAILY): (("day",), ()),
    (HOURLY, MONTHLY): (("year",), (12,)),
    (HOURLY, ANNUAL): (("year",), ()),
    (DAILY, HOURLY): ((), ("day",)),
    (DAILY, MONTHLY): (("year",), ("day", 12)),
    (DAILY, ANNUAL): (("year",), ("day",)),
    (MONTHLY, HOURLY): ((12,), ("year",)),
    (MONTHLY, DAILY): ((12, "day"), ("year",)),
    (MONTHLY, ANNUAL): ((12,), ()),
    (ANNUAL, HOURLY): ((), ("year",)),
    (ANNUAL, DAILY): (("day",), ("year",)),
    (ANNUAL, MONTHLY): ((), (12,)),
} | {(kind, kind): ((), ()) for kind in KINDS}


def hours_of_year(posting: JobPosting) -> Decimal | None:
    """The agreed hours of a year, None when neither they nor the hours of a week are known."""
    if posting.annual_hours is not None:
        return posting.annual_hours
    return None if posting.weekly_hours is None else posting.weekly_hours * WEEKS


def in_kind(amount: int | None, posting: JobPosting, wanted: str) -> Fraction | None:
    """A wage of the posting in yen per unit of another kind; None when it cannot be told."""
    if amount is None or not posting.wage_kind:
        return None
    hours = {"year": hours_of_year(posting), "day": posting.daily_hours}
    times, over = FACTORS[posting.wage_kind, wanted]
    value = Fraction(amount)
    for name in times:
        if hours.get(name, name) is None:
            return None
        value *= Fraction(hours.get(name, name))
    for name in over:
        if not hours.get(name, name):
            return None
        value /= Fraction(hours.get(name, name))
    return value
