"""Orientation about the relocation subsidy: facts told once, judged anew, never a promise, unknown never met."""

import io
from datetime import date

import pytest
import time_machine
from pypdf import PdfReader

from centre.errors import DomainError, EditConflict
from centre.roles import Role
from jobseekers.models import Circumstances, ResidenceStatus
from postings.eligibility.orientation import judged, keep_facts, known_already
from postings.eligibility.orientation_form import OrientationForm
from postings.models import RelocationFacts
from postings.rulebooks.book import Outcome, Verdict
from postings.rulebooks.library import choose
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
TOLD = {
    "moved_in_on": "2026-10-01",
    "applied_on": "2026-11-20",
    "destination_prefecture": "43",
    "destination_municipality": "天草市",
    "stays_five_years": "true",
    "status": "japanese",
    "route": "employment",
    "relative_in_management": "false",
    "works_five_years": "true",
    "household": "false",
    "period_1_from": "2016-04-01",
    "period_1_to": "2026-09-30",
    "period_1_kind": "residence",
    "period_1_place_prefecture": "13",
    "period_1_place_municipality": "世田谷区",
}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def outcomes(facts: dict) -> dict[str, Outcome]:
    return {finding.key: finding.outcome for finding in judged(facts, TODAY).findings}


def test_with_nothing_told_nothing_is_met():
    assert set(outcomes({}).values()) == {Outcome.UNKNOWN}


def test_the_facts_are_told_once_and_the_page_says_it_is_informative(client):
    person = JobseekerFactory()
    edit = f"/postings/orientation/{person.pk}/edit/"
    assert client.get(f"/postings/orientation/{person.pk}/")["Location"] == edit
    expect(send(client, edit, **TOLD), 302)
    facts = RelocationFacts.objects.get().facts
    assert facts["relative_in_management"] is False
    assert facts["periods"][0]["place_municipality"] == "世田谷区"
    found = outcomes(facts)
    assert found["P3"] == Outcome.MET
    assert found["P7"] == Outcome.UNKNOWN
    assert judged(facts, TODAY).verdict == Verdict.UNKNOWN
    shown = client.get(f"/postings/orientation/{person.pk}/").content.decode()
    assert "参考" in shown
    assert "受給の可否は市町村が決めます" in shown
    assert "移住支援金（参考）" in client.get(person.get_absolute_url()).content.decode()
    again = client.get(edit).content.decode()
    assert "世田谷区" in again
    assert '<option value="false" selected>' in again


def test_ties_with_antisocial_forces_are_not_asked():
    form = OrientationForm(version=choose("relocation_person", TODAY))
    assert "antisocial" not in form.fields


def test_what_contradicts_itself_is_said_beside_its_field(client):
    page = f"/postings/orientation/{JobseekerFactory().pk}/edit/"
    assert set(errors(send(client, page, **TOLD | {"applied_on": "2026-09-01"}))) == {"applied_on"}
    assert set(errors(send(client, page, **TOLD | {"moved_in_on": "2018-01-01"}))) >= {"__all__"}
    assert not RelocationFacts.objects.exists()


def test_the_second_saver_is_told():
    person = JobseekerFactory()
    keep_facts(person, 0, facts={}, on=TODAY, by=UserFactory())
    with pytest.raises(EditConflict):
        keep_facts(person, 0, facts={}, on=TODAY, by=UserFactory())


def test_impossible_facts_are_not_kept():
    with pytest.raises(DomainError):
        keep_facts(JobseekerFactory(), 0, facts={"children_under_18": -1}, on=TODAY, by=UserFactory())
    assert not RelocationFacts.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("永住者", "permanent_resident"), ("留学", "other")])
def test_the_form_begins_with_what_the_person_told_before(name, status):
    person = JobseekerFactory(residence_status=ResidenceStatus.objects.get(name=name))
    Circumstances.objects.create(
        jobseeker=person, household_size=3, children_under_18=1, updated_by=person.registered_by
    )
    told = known_already(person)
    assert (told["status"], told["household"], told["children_under_18"]) == (status, True, 1)


def test_without_a_status_nobody_is_taken_for_japanese():
    assert "status" not in known_already(JobseekerFactory())


def test_the_paper_is_one_page_and_the_print_is_logged(client):
    person = JobseekerFactory()
    send(client, f"/postings/orientation/{person.pk}/edit/", **TOLD)
    response = client.get(f"/postings/orientation/{person.pk}/orientation.pdf")
    pages = PdfReader(io.BytesIO(response.content)).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    assert "参考" in text
    assert "受給の可否は市町村が決めます" in text
    line = AccessLog.objects.get(action=AccessLog.Action.PRINT)
    assert (line.subject, line.subject_id) == ("postings.RelocationFacts", person.pk)


@pytest.mark.parametrize("role", [Role.FIELD_STAFF, Role.REVIEWER, Role.OFFICIAL, Role.ADMIN])
def test_who_may_not_read_people_does_not_read_this(role):
    person = JobseekerFactory()
    keep_facts(person, 0, facts={}, on=TODAY, by=UserFactory())
    client, _ = logged_in(role)
    for page in ("", "edit/", "orientation.pdf"):
        assert client.get(f"/postings/orientation/{person.pk}/{page}").status_code == 403


def test_the_page_costs_the_same_for_few_and_many_periods(client, django_assert_num_queries):
    person = JobseekerFactory()
    keep_facts(person, 0, facts={}, on=TODAY, by=UserFactory())
    page = f"/postings/orientation/{person.pk}/"
    client.get(page)
    with django_assert_num_queries(8):
        client.get(page)
    keep_facts(person, 1, facts={"periods": [{"kind": "residence"}] * 5}, on=TODAY, by=UserFactory())
    with django_assert_num_queries(8):
        client.get(page)
