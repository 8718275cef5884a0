"""The check of clause 13 follows the records: the package, the application, the erasure, its certificate."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from centre.models import Contract
from centre.roles import Role
from privacy.checklists import erasure_checks
from privacy.checklists.findings import ASK, NO, OK, Looking
from privacy.erasing.certifying import certify
from privacy.models import Erasure, ReturnPackage
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db
RUNS, ENDED = Looking(date(2026, 11, 20), "000"), Looking(date(2027, 4, 2), "000")


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel("2027-04-02T10:00:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def manager():
    return UserFactory(role=Role.PRIVACY_MANAGER)


@pytest.fixture
def contract():
    Contract.objects.exclude(fiscal_year=2026).delete()
    return Contract.objects.get_or_create(fiscal_year=2026)[0]


def a_package(by, **more) -> ReturnPackage:
    return ReturnPackage.objects.create(
        fiscal_year=2026, name="返還一式.zip", size=1, sha256="a" * 64, made_by=by, **more
    )


def an_application(by, **more) -> Erasure:
    return Erasure.objects.create(ground="契約の終了", planned_on=date(2027, 4, 2), requested_by=by, **more)


def test_while_the_contract_runs_nothing_is_given_back_yet(contract):
    assert erasure_checks.given_back(RUNS).verdict == OK
    contract.delete()
    assert erasure_checks.given_back(RUNS).verdict == ASK


def test_after_its_end_each_step_is_read_from_its_record(contract, manager):
    found = erasure_checks.given_back(ENDED)
    assert (found.verdict, found.view_name) == (NO, "privacy:erasures")
    a_package(manager)
    assert erasure_checks.given_back(ENDED).verdict == NO
    saved = a_package(manager, downloaded_at=timezone.now(), downloaded_by=manager)
    assert "申請がまだ" in erasure_checks.given_back(ENDED).words
    erasure = an_application(manager, scope="contract", fiscal_year=2026, package=saved)
    now = {"decided_by": UserFactory(role=Role.OFFICIAL), "decided_at": timezone.now()}
    for state, more in (
        ("requested", {}),
        ("approved", now),
        ("erased", {"executed_by": manager, "erased_at": timezone.now()}),
    ):
        Erasure.objects.filter(pk=erasure.pk).update(state=state, **more)
        found = erasure_checks.given_back(ENDED)
        assert (found.verdict, Erasure.State(state).label in found.words) == (ASK, True)
    Erasure.objects.filter(pk=erasure.pk).update(state="finished", finished_at=timezone.now())
    erasure.refresh_from_db()
    certificate = certify(erasure, by=manager)
    found = erasure_checks.given_back(ENDED)
    assert found.verdict == OK
    assert str(certificate) in found.words
    assert "2027年4月2日に消去" in found.words
    assert erasure_checks.erasures_end(ENDED).verdict == OK


def test_an_application_taken_back_is_none(contract, manager):
    saved = a_package(manager, downloaded_at=timezone.now(), downloaded_by=manager)
    an_application(manager, scope="contract", fiscal_year=2026, package=saved, state="withdrawn")
    assert "申請がまだ" in erasure_checks.given_back(ENDED).words


def test_what_waits_past_its_day_or_stands_half_done_is_asked_about(manager):
    person = {"scope": "person", "subject": "jobseekers.Jobseeker"}
    assert erasure_checks.erasures_end(ENDED).verdict == OK
    an_application(manager, subject_id=1, **person)
    assert "これからの消去 1件" in erasure_checks.erasures_end(ENDED).words
    late = Looking(ENDED.day + timedelta(days=1), "000")
    assert "申請 1件" in erasure_checks.erasures_end(late).words
    assert erasure_checks.erasures_end(late).verdict == ASK
    now = {"decided_by": UserFactory(), "decided_at": timezone.now()}
    an_application(
        manager, subject_id=2, state="erased", executed_by=manager, erased_at=timezone.now(), **now, **person
    )
    assert "いない消去 1件" in erasure_checks.erasures_end(ENDED).words


def test_a_certificate_that_was_changed_is_found(manager, monkeypatch):
    now = {"decided_by": UserFactory(), "decided_at": timezone.now()}
    done = {"executed_by": manager, "erased_at": timezone.now(), "finished_at": timezone.now()}
    person = {"scope": "person", "subject": "jobseekers.Jobseeker", "subject_id": 1}
    certificate = certify(an_application(manager, state="finished", **now, **done, **person), by=manager)
    assert erasure_checks.erasures_end(ENDED).verdict == OK
    monkeypatch.setattr("privacy.erasing.certifying._mark", lambda digest: "0" * 64)
    found = erasure_checks.erasures_end(ENDED)
    assert (found.verdict, str(certificate) in found.words) == (NO, True)
