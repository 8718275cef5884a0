"""The points of a posting for one person, as expressions of the database over the postings alone."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateField,
    Expression,
    F,
    Func,
    IntegerField,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest
from django.db.models.lookups import GreaterThanOrEqual

from centre.models import Municipality
from employers.models import Establishment
from jobseekers.models import WishSummary
from referrals.matching.criteria import (
    CAR,
    CONTRACT,
    FAR,
    FIRST,
    HOURS,
    INDUSTRY,
    LICENCES,
    MET,
    MISSED,
    NEAR,
    OCCUPATION,
    OTHER,
    PLACE,
    REACHED,
    SAME,
    START,
    SUBSIDY,
    UNKNOWN,
    WAGE,
    Criterion,
)
from referrals.matching.wages_compared import FACTORS, KINDS, WEEKS

KUMAMOTO = "43"
SPLIT = r"[、，,・／/[:space:]]+"


def points(wishes: WishSummary, day: date) -> dict[str, Expression]:
    """{key of the criterion: points of a posting for this person on a day}."""
    return {
        OCCUPATION.key: _occupation(wishes),
        PLACE.key: _place(wishes),
        WAGE.key: _wage(wishes),
        CONTRACT.key: _wished(CONTRACT, wishes.wishes_indefinite, Q(contract="indefinite"), Q(contract="")),
        HOURS.key: _hours(wishes),
        INDUSTRY.key: _industry(wishes),
        LICENCES.key: _licences(wishes),
        START.key: _start(wishes, day),
        CAR.key: _wished(CAR, wishes.wishes_car_commute, Q(car_commute=True), Q(car_commute=None)),
        SUBSIDY.key: _wished(SUBSIDY, wishes.comes_from_outside, Q(listed_eligible=True), Q(listed_eligible=None)),
    }


def graded(criterion: Criterion, *cases: tuple[Q, str], default: str) -> Case:
    """The points of the first case that holds."""
    whens = [When(condition, then=Value(criterion.points(grade))) for condition, grade in cases]
    return Case(*whens, default=Value(criterion.points(default)), output_field=IntegerField())


def always(criterion: Criterion, grade: str) -> Value:
    """The same points for every row."""
    return Value(criterion.points(grade), output_field=IntegerField())


def _occupation(wishes: WishSummary) -> Expression:
    if not wishes.occupations:
        return always(OCCUPATION, UNKNOWN)
    first, *rest = wishes.occupations
    return graded(
        OCCUPATION,
        (Q(occupation=first), FIRST),
        *([(Q(occupation__in=rest), OTHER)] if rest else []),
        (Q(occupation=None), UNKNOWN),
        default=MISSED,
    )


def _place(wishes: WishSummary) -> Expression:
    if not wishes.municipalities and not wishes.areas:
        return always(PLACE, UNKNOWN)
    wished, nearby = set(wishes.municipalities), set()
    for code, area in Municipality.objects.values_list("pk", "wide_area"):
        if area in wishes.areas:
            wished.add(code)
        elif area in wishes.nearby_areas:
            nearby.add(code)
    return graded(
        PLACE,
        (Q(work_municipality__in=sorted(wished)), SAME),
        *([(Q(work_municipality__in=sorted(nearby - wished)), NEAR)] if nearby - wished else []),
        (Q(work_municipality__isnull=False), FAR),
        (Q(work_prefecture=None) | Q(work_prefecture=KUMAMOTO), UNKNOWN),
        default=MISSED,
    )


def _wage(wishes: WishSummary) -> Expression:
    if not wishes.least_wage_kind:
        return always(WAGE, UNKNOWN)
    by_kind = [When(wage_kind=kind, then=_wage_of(kind, wishes)) for kind in KINDS]
    return Case(*by_kind, default=always(WAGE, UNKNOWN), output_field=IntegerField())


def _wage_of(kind: str, wishes: WishSummary) -> Expression:
    times, over = FACTORS[kind, wishes.least_wage_kind]
    unknown = Q(wage_from_yen=None, wage_to_yen=None)
    if "year" in times + over:
        unknown |= Q(annual_hours=None, weekly_hours=None)
    if "day" in times + over:
        unknown |= Q(daily_hours=None)
    least = _product(Value(wishes.least_wage_yen), over)
    return graded(
        WAGE,
        (unknown, UNKNOWN),
        (GreaterThanOrEqual(_product(F("wage_from_yen"), times), least), MET),
        (GreaterThanOrEqual(_product(F("wage_to_yen"), times), least), REACHED),
        default=MISSED,
    )


def _product(amount: Expression, factors: tuple) -> Expression:
    hours = {"year": Coalesce(F("annual_hours"), F("weekly_hours") * Value(WEEKS)), "day": F("daily_hours")}
    for factor in factors:
        # A wage with three zeros too many would not fit into the database's short integers, twelve times.
        amount = amount * (hours.get(factor) or Cast(Value(factor), BigIntegerField()))
    return amount


def _wished(criterion: Criterion, wish: bool | None, met: Q, unknown: Q) -> Expression:
    """Points of what somebody wishes for, does not mind, or was not asked about."""
    if not wish:
        return always(criterion, UNKNOWN if wish is None else MET)
    return graded(criterion, (met, MET), (unknown, UNKNOWN), default=MISSED)


def _hours(wishes: WishSummary) -> Expression:
    first, last = wishes.weekly_hours_from, wishes.weekly_hours_to
    if first is None and last is None:
        return always(HOURS, UNKNOWN)
    inside = Q() if first is None else Q(weekly_hours__gte=first)
    if last is not None:
        inside &= Q(weekly_hours__lte=last)
    return graded(HOURS, (inside, MET), (Q(weekly_hours=None), UNKNOWN), default=MISSED)


def _industry(wishes: WishSummary) -> Expression:
    if not wishes.industries:
        return always(INDUSTRY, UNKNOWN)
    # Asked as a set of employers, the industry costs no join over all postings.
    wished = Establishment.objects.order_by().filter(industry__in=wishes.industries).values("pk")
    unknown = Establishment.objects.order_by().filter(industry=None).values("pk")
    return graded(
        INDUSTRY, (Q(establishment__in=wished), MET), (Q(establishment__in=unknown), UNKNOWN), default=MISSED
    )


def _licences(wishes: WishSummary) -> Expression:
    if not wishes.licences:
        return always(LICENCES, UNKNOWN)
    asked = Func(F("licences"), Value(SPLIT), function="regexp_split_to_array", output_field=ArrayField(TextField()))
    # A separator at either end splits off an empty word, which asks for nothing.
    owned = Value([*wishes.licences, ""], output_field=ArrayField(TextField()))
    has_all = Func(asked, owned, arg_joiner=" <@ ", template="(%(expressions)s)", output_field=BooleanField())
    return graded(LICENCES, (Q(licences=""), UNKNOWN), (Q(has_all), MET), default=UNKNOWN)


def _start(wishes: WishSummary, day: date) -> Expression:
    if wishes.starts_from is None:
        return always(START, UNKNOWN)
    begins = Greatest(F("starts_on"), Value(day, output_field=DateField()))
    in_time = GreaterThanOrEqual(begins, Value(wishes.starts_from, output_field=DateField()))
    return graded(START, (Q(starts_on=None), UNKNOWN), (in_time, MET), default=MISSED)
