"""The points of a person for one posting, as expressions of the database over the summaries of wishes alone."""

import re
from datetime import date
from math import floor

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Expression, IntegerField, Q, TextField, Value, When

from postings.models import JobPosting
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
from referrals.matching.ranking_postings import KUMAMOTO, always, graded
from referrals.matching.wages_compared import KINDS, in_kind

SEPARATORS = re.compile(r"[、，,・／/\s]+")


def points(posting: JobPosting, day: date) -> dict[str, Expression]:
    """{key of the criterion: points of a person for this posting on a day}."""
    return {
        OCCUPATION.key: _occupation(posting),
        PLACE.key: _place(posting),
        WAGE.key: _wage(posting),
        CONTRACT.key: _wished(
            CONTRACT, "wishes_indefinite", None if not posting.contract else posting.contract == "indefinite"
        ),
        HOURS.key: _hours(posting),
        INDUSTRY.key: _industry(posting),
        LICENCES.key: _licences(posting),
        START.key: _start(posting, day),
        CAR.key: _wished(CAR, "wishes_car_commute", posting.car_commute),
        SUBSIDY.key: _wished(SUBSIDY, "comes_from_outside", posting.listed_eligible),
    }


def _occupation(posting: JobPosting) -> Expression:
    code = posting.occupation_id
    if code is None:
        return always(OCCUPATION, UNKNOWN)
    return graded(
        OCCUPATION,
        (Q(occupations__0=code), FIRST),
        (Q(occupations__contains=[code]), OTHER),
        (Q(occupations=[]), UNKNOWN),
        default=MISSED,
    )


def _place(posting: JobPosting) -> Expression:
    untold = Q(municipalities=[], areas=[])
    if posting.work_municipality_id is None:
        outside = posting.work_prefecture_id not in (None, KUMAMOTO)
        return graded(PLACE, (untold, UNKNOWN), default=MISSED) if outside else always(PLACE, UNKNOWN)
    area = posting.work_municipality.wide_area
    return graded(
        PLACE,
        (Q(municipalities__contains=[posting.work_municipality_id]) | Q(areas__contains=[area]), SAME),
        (Q(nearby_areas__contains=[area]), NEAR),
        (untold, UNKNOWN),
        default=FAR,
    )


def _wage(posting: JobPosting) -> Expression:
    by_kind = [When(least_wage_kind=kind, then=_wage_in(kind, posting)) for kind in KINDS]
    return Case(*by_kind, default=always(WAGE, UNKNOWN), output_field=IntegerField())


def _wage_in(kind: str, posting: JobPosting) -> Expression:
    lower, upper = in_kind(posting.wage_from_yen, posting, kind), in_kind(posting.wage_to_yen, posting, kind)
    if lower is None and upper is None:
        return always(WAGE, UNKNOWN)
    cases = [
        (Q(least_wage_yen__lte=floor(amount)), grade)
        for amount, grade in ((lower, MET), (upper, REACHED))
        if amount is not None
    ]
    return graded(WAGE, *cases, default=MISSED)


def _wished(criterion: Criterion, wish: str, offered: bool | None) -> Expression:
    """Points of what the posting offers, does not offer, or does not say."""
    grade = {True: MET, False: MISSED, None: UNKNOWN}[offered]
    return graded(criterion, (Q(**{wish: False}), MET), (Q(**{wish: True}), grade), default=UNKNOWN)


def _hours(posting: JobPosting) -> Expression:
    hours = posting.weekly_hours
    if hours is None:
        return always(HOURS, UNKNOWN)
    untold = Q(weekly_hours_from=None, weekly_hours_to=None)
    outside = Q(weekly_hours_from__gt=floor(hours)) | Q(weekly_hours_to__lt=-floor(-hours))
    return graded(HOURS, (untold, UNKNOWN), (outside, MISSED), default=MET)


def _industry(posting: JobPosting) -> Expression:
    industry = posting.establishment.industry_id
    if industry is None:
        return always(INDUSTRY, UNKNOWN)
    return graded(INDUSTRY, (Q(industries=[]), UNKNOWN), (Q(industries__contains=[industry]), MET), default=MISSED)


def _licences(posting: JobPosting) -> Expression:
    asked = [word for word in SEPARATORS.split(posting.licences) if word]
    if not asked:
        return always(LICENCES, UNKNOWN)
    return graded(
        LICENCES, (Q(licences__contains=Value(asked, output_field=ArrayField(TextField()))), MET), default=UNKNOWN
    )


def _start(posting: JobPosting, day: date) -> Expression:
    if posting.starts_on is None:
        return always(START, UNKNOWN)
    begins = max(posting.starts_on, day)
    return graded(START, (Q(starts_from=None), UNKNOWN), (Q(starts_from__lte=begins), MET), default=MISSED)
