"""Announcing a minimum wage: the former one ends on the eve, two never hold on one day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from centre.errors import DomainError
from centre.roles import Role
from postings.labour_law.announcing import announce_minimum_wage
from postings.labour_law.law_check import as_rates
from postings.models import MinimumWage
from postings.rulebooks.posting_law_wages import announced_rates
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db
NAME = "熊本県最低賃金"


def announce(day: date, yen: int = 1150, *, kind: str = "regional", name: str = NAME, role: str = Role.REVIEWER):
    return announce_minimum_wage(
        kind=kind, name=name, yen_per_hour=yen, effective_from=day, certainty="found", by=UserFactory(role=role)
    )


def test_the_database_begins_with_the_rates_of_the_rule_book():
    assert set(as_rates(MinimumWage.objects.all())) == set(announced_rates())


def test_the_former_rate_ends_on_the_eve():
    made = announce(date(2027, 10, 1))
    former = MinimumWage.objects.get(name=NAME, effective_from=date(2026, 12, 1))
    assert former.effective_to == date(2027, 9, 30)
    assert made.effective_to is None
    assert made.announced_by.role == Role.REVIEWER


def test_a_rate_of_another_industry_closes_nothing():
    made = announce(date(2026, 12, 15), 1100, kind="industry", name="見本の産業")
    assert MinimumWage.objects.filter(effective_to__isnull=True).count() == 5
    assert made.get_kind_display() == "特定（産業別）"


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 11, 30), date(2020, 10, 1)])
def test_a_day_that_is_not_after_the_last_known_rate_is_refused(day):
    with pytest.raises(DomainError, match="2026年12月1日"):
        announce(day)


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.FIELD_STAFF, Role.OFFICIAL, Role.ADMIN])
def test_only_reviewers_and_supervisors_announce(role):
    with pytest.raises(DomainError, match="精査担当者"):
        announce(date(2027, 10, 1), role=role)


@pytest.mark.parametrize(
    "wrong",
    [
        {"effective_from": date(2026, 6, 1), "effective_to": date(2026, 6, 30)},
        {"effective_from": date(2026, 11, 30), "effective_to": date(2026, 11, 30)},
        {"effective_from": date(2027, 10, 1), "effective_to": date(2027, 9, 1)},
        {"effective_from": date(2030, 10, 1), "yen_per_hour": 0},
    ],
)
def test_the_database_refuses_two_rates_on_one_day_and_rates_that_are_none(wrong):
    values = {"kind": "regional", "name": NAME, "yen_per_hour": 1100, "certainty": "found"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        MinimumWage.objects.create(**values)
