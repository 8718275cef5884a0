"""An employer's declaration: recorded as it was, superseded by the next, never changed."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from centre.errors import DomainError
from postings.labour_law.declaring import declare, latest_declaration
from postings.models import SelfDeclaration
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(
    ("repeated_violation", "referred_and_published", "published", "organised_crime", "refuses_report"), False
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def declared(corporation, **given) -> SelfDeclaration:
    values = {"declared_on": date(2026, 11, 20), "answers": NOTHING, "declarant_role": "人事課長"} | given
    return declare(corporation, by=UserFactory(), **values)


def test_a_declaration_holds_for_the_time_of_the_setting(settings):
    assert declared(CorporationFactory()).valid_until == date(2027, 5, 20)
    settings.POSTING_DECLARATION_MONTHS = 12
    assert declared(CorporationFactory()).valid_until == date(2027, 11, 20)
    assert declared(CorporationFactory(), valid_until=date(2027, 3, 31)).valid_until == date(2027, 3, 31)


def test_a_new_declaration_supersedes_the_earlier_which_stays():
    corporation = CorporationFactory()
    first = declared(corporation)
    second = declared(corporation, answers=NOTHING | {"published": True})
    assert latest_declaration(corporation.pk) == second
    assert [first.version, second.version] == [1, 2]
    assert SelfDeclaration.objects.filter(corporation=corporation).count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"declared_on": date(2026, 11, 22)}, "declared_on"),
        ({"corrected_on": date(2026, 11, 21)}, "corrected_on"),
        ({"valid_until": date(2026, 11, 19)}, "valid_until"),
    ],
)
def test_days_that_cannot_be_are_refused(given, field):
    with pytest.raises(DomainError) as refused:
        declared(CorporationFactory(), **given)
    assert refused.value.field == field
    assert not SelfDeclaration.objects.exists()


def test_the_database_refuses_to_change_or_delete_a_declaration():
    made = declared(CorporationFactory())
    with pytest.raises(DatabaseError), transaction.atomic():
        SelfDeclaration.objects.filter(pk=made.pk).update(published=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfDeclaration.objects.create(
            corporation=made.corporation, version=1, declared_on=made.declared_on, valid_until=made.valid_until,
            declarant_role="店長", recorded_by=made.recorded_by, **NOTHING,
        )  # fmt: skip
