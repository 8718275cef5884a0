"""A person and a posting that suit each other in everything, and how to look at them from either side."""

from datetime import date
from decimal import Decimal

from postings.models import JobPosting
from referrals.matching.criteria import CRITERIA
from referrals.matching.ranking import people_for, points_name, postings_for
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import ListedPostingFactory

TODAY = date(2026, 11, 20)
WISHES = {
    "least_wage_kind": "monthly",
    "least_wage_yen": 200_000,
    "weekly_hours_from": 35,
    "weekly_hours_to": 40,
    "wishes_indefinite": True,
    "wishes_car_commute": True,
    "licences": "普通自動車免許、介護福祉士",
    "starts_from": date(2027, 1, 4),
}
TERMS = {
    "contract": "indefinite",
    "wage_kind": "monthly",
    "wage_from_yen": 210_000,
    "wage_to_yen": 250_000,
    "weekly_hours": Decimal(40),
    "licences": "普通自動車免許",
    "starts_on": date(2027, 2, 1),
    "car_commute": True,
}


def person_with(occupations=("08", "12"), municipalities=("43202",), industries=("E",), **given):
    """A person from Tokyo who told everything; whatever is given otherwise."""
    person = JobseekerFactory(**(WISHES | given))
    for place, code in enumerate(occupations, start=1):
        person.occupation_wishes.create(occupation_id=code, place=place)
    person.wished_municipalities.set(municipalities)
    person.wished_industries.set(industries)
    return person


def posting_with(**given):
    """A live posting in Yatsushiro that offers all of it; whatever is given otherwise."""
    place = {"occupation_id": "08", "work_municipality_id": "43202", "work_prefecture_id": "43"}
    eligible = given.pop("listed_eligible", True)
    posting = ListedPostingFactory(**(place | TERMS | given))
    JobPosting.objects.filter(pk=posting.pk).update(listed_eligible=eligible)
    posting.refresh_from_db()
    return posting


def points(row) -> dict[str, int]:
    """{key of the criterion: points} of a ranked row."""
    return {criterion.key: getattr(row, points_name(criterion)) for criterion in CRITERIA}


def grades(person, posting) -> dict[str, str]:
    """{key of the criterion: grade} of a pair, the same from either side."""
    from_person = postings_for(person.wish_summary, TODAY).get(pk=posting.pk)
    posting = type(posting).objects.select_related("establishment", "work_municipality").get(pk=posting.pk)
    from_posting = people_for(posting, TODAY).get(pk=person.pk)
    assert points(from_person) == points(from_posting)
    assert from_person.score == from_posting.score == sum(points(from_person).values())
    return {criterion.key: criterion.grade(points(from_person)[criterion.key]) for criterion in CRITERIA}
