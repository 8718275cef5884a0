"""Postings that fall below a minimum wage, asked of the database in exact numbers (DOMAIN 3.3).

The database compares (wage - deductions) x times with rate x hours, both exact decimals: nothing is divided, so
nothing is rounded. It agrees with `posting_law` (tests/postings/test_wages_missed.py asks both).
"""

from datetime import date

from django.db.models import BooleanField, Case, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from postings.models import JobPosting, MinimumWage

Kind = JobPosting.WageKind
MONTHS = 12
NUMBER = DecimalField(max_digits=20, decimal_places=2)


def postings_under(rate: MinimumWage) -> QuerySet[JobPosting]:
    """Postings to which a rate applies: all for the prefecture's, those of its industry for an industry's."""
    if rate.kind == MinimumWage.Kind.REGIONAL:
        return JobPosting.objects.all()
    return JobPosting.objects.filter(minimum_wage__kind=rate.kind, minimum_wage__name=rate.name)


def below(rate: MinimumWage, on: date) -> QuerySet[JobPosting]:
    """Postings offered on a day whose hour earns less than a rate, whatever is not known of them."""
    return _against(rate, on).filter(_is_below(rate))


def not_known(rate: MinimumWage, on: date) -> QuerySet[JobPosting]:
    """Postings offered on a day of which nobody can tell whether their hour earns a rate (要確認)."""
    return _against(rate, on).filter(~_is_below(rate), Q(lacks=True))


def _against(rate: MinimumWage, on: date) -> QuerySet[JobPosting]:
    """Postings offered on a day: yen `earned` (None: not known) in `worked` hours, and whether facts are lacking."""
    nothing = Value(0, NUMBER)
    overtime = Case(
        When(has_fixed_overtime=False, then=nothing), default=Cast("fixed_overtime_yen", NUMBER), output_field=NUMBER
    )
    worked = Case(
        When(wage_kind=Kind.HOURLY, then=Value(1, NUMBER)),
        When(wage_kind=Kind.DAILY, then=NullIf(F("daily_hours"), nothing)),
        default=NullIf(F("annual_hours"), nothing),
        output_field=NUMBER,
    )
    times = Case(When(wage_kind=Kind.MONTHLY, then=Value(MONTHS, NUMBER)), default=Value(1, NUMBER))
    net = (
        Cast("wage_from_yen", NUMBER)
        - Coalesce(F("overtime_yen"), nothing)
        - Coalesce(Cast("excluded_allowances_yen", NUMBER), nothing)
    )
    by_hours = Q(wage_kind__in=[Kind.MONTHLY, Kind.ANNUAL])
    return (
        postings_under(rate)
        .offered_on(on)
        .annotate(overtime_yen=overtime, worked=worked)
        .annotate(earned=Case(When(~Q(wage_kind=""), then=net * times), output_field=NUMBER))
        .annotate(
            lacks=Case(
                When(Q(earned__isnull=True) | Q(worked__isnull=True), then=Value(value=True)),
                When(
                    by_hours & (Q(overtime_yen__isnull=True) | Q(excluded_allowances_yen__isnull=True)),
                    then=Value(value=True),
                ),
                default=Value(value=False),
                output_field=BooleanField(),
            )
        )
    )


def _is_below(rate: MinimumWage) -> Q:
    """Earning nothing is below any rate even where the hours are not known."""
    hours_known = Q(worked__isnull=False, earned__lt=F("worked") * rate.yen_per_hour)
    return Q(earned__isnull=False) & (hours_known | Q(worked__isnull=True, earned__lte=0))
