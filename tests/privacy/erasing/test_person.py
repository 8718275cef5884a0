"""One person is erased: nothing of them stays but what figures and laws need, and nobody does it alone."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from centre.errors import DomainError
from centre.models import Draft, SavedFilter, User
from centre.roles import Role
from employers.models import Contact
from jobseekers.models import Jobseeker, WorkExperience
from postings.models import PublicationEvent, Vetting
from privacy import sealing
from privacy.access import write_line
from privacy.erasing.executing import erase_person, figures_now
from privacy.erasing.identifiers import identifiers
from privacy.models import AccessLog, ErasedLogLine, Erasure
from referrals.models import Referral

pytestmark = pytest.mark.django_db
NAME = "架空坂 見本子"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def office(november):
    """A small centre-year and its people by role."""
    call_command("seed_demo", scale=0.02, seed=7, until=date(2026, 11, 20), verbosity=0)
    return {user.role: user for user in User.objects.filter(is_active=True)}


@pytest.fixture
def two(office):
    return {"by": office[Role.PRIVACY_MANAGER], "approved_by": office[Role.SUPERVISOR]}


def places_of(*words: str) -> dict[str, int]:
    """In how many rows of which column one of these words stands, over the whole database."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE ANY (%s)',
                [[f"%{word}%" for word in words]],
            )
            if count := cursor.fetchone()[0]:
                found[f"{table}.{column}"] = count
    return found


def busiest_person() -> Jobseeker:
    """Somebody with courses, consultations and more, under a name that nobody else has."""
    person = Referral.objects.order_by("-joined_on", "pk").first().jobseeker
    person.name, person.kana, person.phone, person.email = NAME, "かくうざか みほんこ", "090-0000-4649", "m@kakuu.test"
    person.name_key = "架空坂見本子"
    person.save()
    WorkExperience.objects.create(jobseeker=person, place=3, what=f"{NAME}の店")
    return person


def test_nothing_of_the_person_stays_anywhere(office, two):
    person = busiest_person()
    counsellor = office[Role.COUNSELLOR]
    write_line(counsellor, AccessLog.Action.SEARCH, "jobseekers.Jobseeker", detail="090-0000-4649 1件を表示")
    other = write_line(counsellor, AccessLog.Action.SEARCH, "jobseekers.Jobseeker", detail="ほかの人 1件を表示")
    SavedFilter.objects.create(
        owner=counsellor,
        page="jobseekers:list",
        name="この方",
        query="q=%E6%9E%B6%E7%A9%BA%E5%9D%82+%E8%A6%8B%E6%9C%AC%E5%AD%90&m=m%40kakuu.test",
    )
    Draft.objects.create(user=counsellor, form="/consultations/new/", data={"note": f"{NAME}さんから電話"})
    sealing.seal()
    before = figures_now()
    assert len(places_of(NAME, "09000004649", "090-0000-4649", "m@kakuu.test")) >= 6

    erasure = erase_person(person, ground="本人の求め（見本）", **two)

    assert places_of(NAME, "架空坂見本子", "09000004649", "090-0000-4649", "m@kakuu.test", "m%40kakuu") == {}
    assert figures_now() == before
    assert len(before) > 200
    person.refresh_from_db()
    assert (person.name, person.birth_date.month, person.birth_date.day) == ("（消去済み）", 1, 1)
    assert person.closed_on is not None
    assert not person.revisions.exists()
    told = {line["table"]: line["rows"] for line in erasure.counts}
    assert told["jobseekers_jobseeker"] == 1
    assert told["privacy_accesslog"] == 1
    assert erasure.state == Erasure.State.ERASED
    assert NAME not in str([erasure.counts, erasure.exceptions, erasure.figures])
    found = sealing.verify()
    assert (found.sound, found.fault) == (True, "")
    other.refresh_from_db()
    assert other.detail == "ほかの人 1件を表示"


def test_ledger_and_vetting_stay_as_they_were(two):
    def lines() -> list:
        return [list(model.objects.order_by("pk").values()) for model in (PublicationEvent, Vetting)]

    before = lines()
    assert all(before)
    erase_person(busiest_person(), ground="本人の求め", **two)
    assert lines() == before


def test_a_contact_of_an_employer_goes_with_what_names_them(two):
    contact = Contact.objects.exclude(email="").first()
    contact.name = NAME
    contact.save()
    visit = contact.establishment.visits.first() or contact.establishment.visits.create(
        visited_on=date(2026, 11, 1), visited_by=two["by"]
    )
    type(visit).objects.filter(pk=visit.pk).update(met=f"{NAME}様", learnt="採用の予定")
    erase_person(contact, ground="本人の求め", **two)
    assert places_of(NAME) == {}
    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_a_register_keeps_its_columns_for_two_years_and_says_so(two):
    person = busiest_person()
    born, closed = date(1990, 5, 6), date(2026, 10, 1)
    Jobseeker.objects.filter(pk=person.pk).update(birth_date=born, city="見本市", wishes="静かな職場")
    course = person.referrals.order_by("pk").first()
    Referral.objects.filter(pk=course.pk).update(keep_until=None)
    course.letters.create(
        year=2026, serial=900, issued_on=closed, content={"person": NAME, "employer": "見本"}, issued_by=two["by"]
    )
    first = erase_person(person, ground="本人の求め", **two)
    person.refresh_from_db()
    assert (person.name, person.birth_date, person.city) == (NAME, born, "見本市")
    assert (person.phone, person.email, person.wishes) == ("", "", "")
    assert [one["rows"] for one in first.exceptions] == [1, 1]
    assert "第24条の7" in first.exceptions[0]["ground"]


def test_nobody_erases_alone(office):
    manager = office[Role.PRIVACY_MANAGER]
    person = busiest_person()
    with pytest.raises(DomainError, match="2人で"):
        erase_person(person, ground="x", by=manager, approved_by=manager)
    erasure = Erasure.objects.create(
        scope="person",
        subject="jobseekers.Jobseeker",
        subject_id=person.pk,
        ground="x",
        planned_on=date(2026, 11, 20),
        requested_by=manager,
    )
    for wrong in ({"decided_by": manager}, {"state": "erased"}, {"state": "approved"}, {"ground": "別の理由"}):
        with pytest.raises((IntegrityError, ProgrammingError, Exception)), transaction.atomic():
            Erasure.objects.filter(pk=erasure.pk).update(**wrong)
    with pytest.raises(Exception, match="no approved erasure"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT privacy_erase_rows(%s, 'jobseekers_jobseeker', '{1}', false)", [erasure.pk])
    person.refresh_from_db()
    assert person.name == NAME


def test_the_way_through_leads_to_nothing_that_is_not_declared(two):
    erasure = erase_person(busiest_person(), ground="x", **two)
    with connection.cursor() as cursor, pytest.raises(Exception, match="no approved erasure"), transaction.atomic():
        cursor.execute("SELECT privacy_erase_rows(%s, 'postings_publicationevent', '{1}', false)", [erasure.pk])


def test_words_taken_out_of_the_log_without_an_erasure_are_found(office, two):
    line = write_line(office[Role.COUNSELLOR], AccessLog.Action.SEARCH, "x", detail="探した語")
    sealing.seal()
    erasure = erase_person(busiest_person(), ground="x", **two)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE privacy_accesslog SET detail = '' WHERE id = %s", [line.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert sealing.verify().row == line.pk
    ErasedLogLine.objects.create(line=line.pk, erasure=erasure, hash_now=b"x", mark="0" * 64)
    found = sealing.verify()
    assert (found.fault, found.row) == ("語の消去の署名が違います。", line.pk)


def test_identifiers_come_in_the_forms_that_people_write():
    person = Jobseeker(name="山 田花子", phone="090-1234-5678", email="a@b.test")
    assert {"山田花子", "山　田花子", "09012345678", "a@b.test"} <= set(identifiers(person))
    assert identifiers(Jobseeker(name="林")) == ()
