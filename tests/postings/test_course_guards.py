"""What the database itself refuses of a course, whatever a program does."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from centre.roles import Role
from tests.factories.centre import UserFactory
from tests.factories.courses import begun, listable, procedure, with_papers

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        procedure("no")
        yield


@pytest.fixture
def counsellor():
    return UserFactory(role=Role.COUNSELLOR)


def refuses(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings_coursestep SET note = ''",
        "DELETE FROM postings_coursestep",
        "TRUNCATE postings_coursestep",
        "DELETE FROM postings_coursedocument",
        "TRUNCATE postings_coursedocument",
        "UPDATE postings_coursedocument SET refusal = 'x'",
        "UPDATE postings_coursedocument SET state = 'received', checked_on = NULL, checked_by_id = NULL",
        "DELETE FROM postings_eligibilitycourse",
        "TRUNCATE postings_eligibilitycourse CASCADE",
        "UPDATE postings_eligibilitycourse SET state = 'registered'",
        "UPDATE postings_eligibilitycourse SET state = 'documents'",
        "UPDATE postings_eligibilitycourse SET state = 'recommended'",
        "UPDATE postings_eligibilitycourse SET state = 'certified'",
        "UPDATE postings_eligibilitycourse SET state = 'withdrawn'",
        "UPDATE postings_eligibilitycourse SET state = 'somewhere'",
        "UPDATE postings_eligibilitycourse SET cleared_on = NULL",
        "UPDATE postings_eligibilitycourse SET valid_until = NULL",
        "UPDATE postings_eligibilitycourse SET certified_by_id = NULL",
        "UPDATE postings_eligibilitycourse SET certified_on = NULL",
        "UPDATE postings_eligibilitycourse SET documents_on = NULL",
        "UPDATE postings_eligibilitycourse SET valid_until = certified_on - 1",
        "UPDATE postings_eligibilitycourse SET documents_on = registered_on - 1",
        "UPDATE postings_eligibilitycourse SET certified_on = documents_on - 1",
        "UPDATE postings_eligibilitycourse SET cleared_on = certified_on - 1",
        "UPDATE postings_eligibilitycourse SET recommendation_needed = true",
        "UPDATE postings_eligibilitycourse SET recommendation_needed = NULL",
        "UPDATE postings_eligibilitycourse SET recommendation_basis = ''",
        "UPDATE postings_eligibilitycourse SET recommended_on = certified_on",
        "UPDATE postings_eligibilitycourse SET withdrawn_reason = 'x'",
        "UPDATE postings_eligibilitycourse SET certified_by_id = created_by_id",
    ],
)
def test_the_database_refuses_what_no_act_does(counsellor, statement):
    listable(TODAY, counsellor)
    refuses(statement)


def test_the_database_refuses_papers_that_are_nowhere_or_checked_by_nobody(counsellor):
    with_papers(TODAY, counsellor, checked=False)
    for change in (
        "paper_place = ''",
        "valid_until = NULL",
        "received_by_id = NULL",
        "valid_until = received_on - 1",
        "issued_on = received_on + 1",
        "state = 'checked'",
        "state = 'refused', checked_on = received_on, checked_by_id = received_by_id",
        "state = 'asked'",
        "asked_on = received_on",
        "kind_id = 'other'",
    ):
        refuses(f"UPDATE postings_coursedocument SET {change} WHERE kind_id = 'pledge'")


def test_the_database_keeps_one_open_course_of_a_corporation(counsellor):
    made = begun(TODAY, counsellor)
    refuses(
        "INSERT INTO postings_eligibilitycourse (corporation_id, state, registered_on, recommendation_basis,"
        " certificate_number, withdrawn_reason, created_by_id, created_at, updated_at, version)"
        " VALUES (%s, 'registered', %s, '', '', '', %s, now(), now(), 1)",
        made.corporation_id,
        TODAY,
        counsellor.pk,
    )
