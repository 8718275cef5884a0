"""A posting is vetted by two people, on facts that are kept as they were."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from centre.errors import DomainError
from centre.roles import Role
from postings.eligibility import vetting
from postings.models import Finding, Vetting
from postings.sheets import intake
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


@pytest.fixture
def preparer():
    return UserFactory(role=Role.COUNSELLOR)


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


def test_a_posting_that_meets_everything_is_eligible_with_a_finding_for_each_requirement(preparer):
    prepared = vetting.prepare(
        JobPostingFactory(), on=DAY, by=preparer, evidence={("relocation_corporation", "C2"): "登記事項証明書"}
    )
    assert prepared.verdict == Vetting.Verdict.ELIGIBLE
    keys = list(prepared.findings.values_list("key", flat=True))
    assert keys == ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "J1", "J2", "J3"]
    assert prepared.findings.get(key="C2").evidence == "登記事項証明書"


def test_an_unknown_fact_is_never_met(preparer):
    corporation = CorporationFactory(employment_insurance=None)
    posting = JobPostingFactory(establishment=EstablishmentFactory(corporation=corporation))
    prepared = vetting.prepare(posting, on=DAY, by=preparer)
    assert prepared.verdict == Vetting.Verdict.UNKNOWN
    assert prepared.findings.get(key="C5").outcome == Finding.Outcome.UNKNOWN


def test_a_fixed_term_is_not_eligible_and_the_reason_names_the_fact(preparer):
    prepared = vetting.prepare(JobPostingFactory(contract="fixed"), on=DAY, by=preparer)
    assert prepared.verdict == Vetting.Verdict.NOT_ELIGIBLE
    assert "有期" in prepared.findings.get(key="J1").reason


def test_another_person_signs(preparer, reviewer):
    prepared = vetting.prepare(JobPostingFactory(), on=DAY, by=preparer)
    signed = vetting.approve(prepared, by=reviewer, note="確認した")
    assert (signed.state, signed.decided_by) == (Vetting.State.APPROVED, reviewer)
    assert vetting.latest_approved(prepared.posting) == signed


def test_the_preparer_cannot_sign(reviewer):
    prepared = vetting.prepare(JobPostingFactory(), on=DAY, by=reviewer)
    with pytest.raises(DomainError, match="自分が作った精査"):
        vetting.approve(prepared, by=reviewer)
    assert Vetting.objects.get().state == Vetting.State.PREPARED


def test_the_database_itself_refuses_the_preparers_signature(reviewer):
    prepared = vetting.prepare(JobPostingFactory(), on=DAY, by=reviewer)
    with pytest.raises(IntegrityError, match="vetting_approved_by_another_person"), transaction.atomic():
        Vetting.objects.filter(pk=prepared.pk).update(
            state="approved", decided_by=reviewer, decided_at=prepared.prepared_at
        )


def test_facts_that_changed_since_must_be_judged_again(preparer, reviewer):
    posting = JobPostingFactory()
    prepared = vetting.prepare(posting, on=DAY, by=preparer)
    intake.revise(posting, posting.version, by=preparer, contract="fixed")
    with pytest.raises(DomainError, match="事実が変わりました"):
        vetting.approve(prepared, by=reviewer)


def test_one_open_vetting_per_posting(preparer):
    posting = JobPostingFactory()
    vetting.prepare(posting, on=DAY, by=preparer)
    with pytest.raises(DomainError, match="承認待ちの精査があります"):
        vetting.prepare(posting, on=DAY, by=preparer)


def test_giving_back_needs_a_reason_and_opens_the_way_for_the_next(preparer, reviewer):
    posting = JobPostingFactory()
    prepared = vetting.prepare(posting, on=DAY, by=preparer)
    with pytest.raises(DomainError, match="差し戻す理由"):
        vetting.give_back(prepared, by=reviewer, note=" ")
    vetting.give_back(prepared, by=reviewer, note="雇用保険の控えがない")
    assert vetting.prepare(posting, on=DAY, by=preparer).state == Vetting.State.PREPARED


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings_vetting SET verdict = 'not_eligible'",
        "DELETE FROM postings_vetting",
        "UPDATE postings_finding SET outcome = 'met'",
        "DELETE FROM postings_finding",
    ],
)
def test_a_signed_vetting_never_changes(preparer, reviewer, statement):
    vetting.approve(vetting.prepare(JobPostingFactory(), on=DAY, by=preparer), by=reviewer)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
