"""A posting is taken in or refused on the six grounds, and the employer is told why (職業安定法 5条の6)."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from centre.errors import DomainError
from centre.roles import Role
from postings.labour_law.accepting import decide_acceptance
from postings.labour_law.declaring import declare
from postings.labour_law.law_check import check, held_of
from postings.models import JobPosting, PostingAcceptance, PublicationEvent
from postings.sheets import intake
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import errors, expect, logged_in, send
from tests.postings.listings import signed
from tests.postings.test_declaring import NOTHING
from tests.postings.test_law_check import TODAY, WHOLE

pytestmark = pytest.mark.django_db
UNLAWFUL = {"wage_from_yen": 100_000}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-21T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def posting():
    """A whole and lawful posting of an employer that declared that nothing applies."""
    made = JobPostingFactory(**WHOLE)
    declare(
        made.establishment.corporation, declared_on=TODAY, answers=NOTHING, declarant_role="人事課長", by=UserFactory()
    )
    return made


def decide(posting, by, decision="refused", **given) -> PostingAcceptance:
    usual = {
        "is_inappropriate": False,
        "grounds": ["A1"] if decision == "refused" else [],
        "advice": "最低賃金額以上にお直しください。" if decision == "refused" else "",
        "told_by": "phone",
        "told_on": TODAY,
    }
    return decide_acceptance(posting, decision=decision, by=by, **usual | given)


def refused(posting, by, decision="refused", **given) -> tuple[str, str]:
    """Where and why a decision cannot be made."""
    with pytest.raises(DomainError) as error:
        decide(posting, by, decision, **given)
    assert not PostingAcceptance.objects.exists()
    return error.value.field, error.value.message


def test_a_whole_and_lawful_posting_is_taken_in_with_its_findings(posting):
    made = decide(posting, UserFactory(role=Role.COUNSELLOR), "accepted")
    assert made.findings == dict.fromkeys(("A1", "A2", "A3", "A4", "A5", "A6"), "met")
    assert (made.posting_version, made.grounds, made.get_decision_display()) == (1, [], "受理")


def test_what_is_open_does_not_keep_a_posting_out():
    made = decide(JobPostingFactory(**WHOLE), UserFactory(role=Role.COUNSELLOR), "accepted")
    assert made.findings == {"A1": "met", "A2": "met", "A3": "unknown", "A4": "met", "A5": "unknown", "A6": "unknown"}


def test_a_ground_that_holds_keeps_it_out(reviewer):
    posting = JobPostingFactory(**WHOLE | UNLAWFUL)
    assert refused(posting, reviewer, "accepted") == (
        "decision",
        "A1に当たるため受理できません。求人の内容を直していただくか、不受理にしてください。",
    )
    made = decide(posting, reviewer)
    assert (made.decision, made.grounds, made.findings["A1"]) == ("refused", ["A1"], "not_met")


def test_what_no_figure_settles_a_person_says(posting, reviewer):
    """A2: grossly inappropriate terms."""
    assert refused(posting, reviewer, grounds=["A2"])[0] == "grounds"
    made = decide(posting, reviewer, grounds=["A2"], is_inappropriate=True)
    assert made.findings["A2"] == "not_met"
    assert refused_again(posting, reviewer)[0] == "decision"


def refused_again(posting, by):
    with pytest.raises(DomainError) as error:
        decide(posting, by, "accepted", is_inappropriate=True)
    return error.value.field, error.value.message


def test_a_refusal_needs_a_ground_that_holds_and_words_to_the_employer(posting, reviewer):
    broken = JobPostingFactory(**WHOLE | UNLAWFUL)
    assert refused(broken, reviewer, grounds=[]) == ("grounds", "不受理の理由を1つ以上選んでください。")
    assert refused(posting, reviewer, grounds=["A5"]) == (
        "grounds",
        "A5には当たらないため、不受理の理由にできません。",
    )
    assert refused(broken, reviewer, grounds=["Z9"])[0] == "grounds"
    assert refused(broken, reviewer, advice="　 ") == ("advice", "企業への改善の助言を入れてください。")


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 11, 22), "先の日付"), (date(2026, 11, 20), "受付の日より後")],
)
def test_the_day_of_telling_lies_between_receipt_and_today(reviewer, day, said):
    field, message = refused(JobPostingFactory(**WHOLE | UNLAWFUL), reviewer, told_on=day)
    assert field == "told_on"
    assert said in message


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.FIELD_STAFF])
def test_only_reviewer_and_supervisor_refuse(role):
    posting = JobPostingFactory(**WHOLE | UNLAWFUL)
    assert refused(posting, UserFactory(role=role)) == (
        "decision",
        "不受理を決められるのは、精査担当者と統括責任者です。",
    )


def test_the_judgement_of_a_person_holds_for_these_terms_only(posting, reviewer):
    def a2() -> str:
        current = JobPosting.objects.get(pk=posting.pk)
        held = held_of(current, current.acceptances.first())
        return next(one.outcome for one in check(current, TODAY, is_inappropriate=held).findings if one.key == "A2")

    assert a2() == "unknown"
    decide(posting, reviewer, "accepted")
    assert a2() == "met"
    intake.revise(posting, 1, by=None, wage_from_yen=400_000)
    assert a2() == "unknown"


def test_what_is_refused_is_not_listed_until_it_is_taken_in(reviewer):
    posting = signed(**WHOLE | UNLAWFUL | {"received_on": date(2026, 4, 1)})
    decide(posting, reviewer)

    def publish():
        publication.publish(posting, "new", effective_on=TODAY, listed_until=None, by=reviewer)

    with pytest.raises(DomainError, match="不受理と決めた求人です") as error:
        publish()
    assert (error.value.field, PublicationEvent.objects.count()) == ("kind", 0)
    better = intake.revise(posting, 1, by=None, wage_from_yen=260_000)
    with pytest.raises(DomainError, match="不受理"):
        publish()
    decide(better, reviewer, "accepted")
    publish()
    assert PublicationEvent.objects.get().eligible


def test_what_already_happened_on_the_site_can_still_be_recorded(reviewer):
    """A refusal does not hide the end of a listing that stands in the ledger."""
    posting = signed(**WHOLE | UNLAWFUL | {"received_on": date(2026, 4, 1)})
    publication.publish(posting, "new", effective_on=date(2026, 11, 1), listed_until=None, by=reviewer)
    decide(posting, reviewer)
    publication.publish(posting, "ended", effective_on=TODAY, by=reviewer)
    with pytest.raises(DomainError, match="不受理"):
        publication.publish(posting, "relisted", effective_on=TODAY, by=reviewer)


def test_the_list_is_narrowed_by_the_decision_that_counts(posting, reviewer):
    other, third = JobPostingFactory(**WHOLE | UNLAWFUL), JobPostingFactory()
    decide(other, reviewer)
    decide(posting, reviewer, "accepted")
    found = {
        key: set(JobPosting.objects.decided(key).values_list("pk", flat=True))
        for key in ("accepted", "refused", "none")
    }
    assert found == {"accepted": {posting.pk}, "refused": {other.pk}, "none": {third.pk}}
    better = intake.revise(other, 1, by=None, wage_from_yen=260_000)
    decide(better, reviewer, "accepted")
    assert not JobPosting.objects.decided("refused").exists()
    client, _ = logged_in(Role.OFFICIAL)
    page = client.get(reverse("postings:list"), {"acceptance": "none"})
    assert [one.pk for one in page.context["object_list"]] == [third.pk]


@pytest.mark.parametrize(
    "change",
    [
        lambda: PostingAcceptance.objects.update(decision="accepted", grounds=[]),
        lambda: PostingAcceptance.objects.all().delete(),
    ],
)
def test_a_decision_never_changes(reviewer, change):
    decide(JobPostingFactory(**WHOLE | UNLAWFUL), reviewer)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        change()


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "refused", "grounds": [], "advice": "直してください。"},
        {"decision": "refused", "grounds": ["A1"], "advice": ""},
        {"decision": "accepted", "grounds": ["A1"]},
        {"decision": "accepted", "is_inappropriate": True},
    ],
)
def test_the_database_refuses_what_no_act_does(posting, reviewer, values):
    usual = {"is_inappropriate": False, "grounds": [], "findings": {}, "told_by": "phone", "told_on": TODAY}
    with pytest.raises(IntegrityError, match="acceptance_refused"), transaction.atomic():
        PostingAcceptance.objects.create(posting=posting, posting_version=1, decided_by=reviewer, **usual | values)


# ---- the page


def page_of(posting) -> str:
    return reverse("postings:accept", args=[posting.pk])


TYPED = {"is_inappropriate": "false", "told_by": "mail", "told_on": "2026-11-21"}


def test_the_letter_is_ready_and_the_decision_stands_on_the_check():
    posting = JobPostingFactory(**WHOLE | UNLAWFUL)
    client, _ = logged_in(Role.REVIEWER)
    page = client.get(page_of(posting))
    form = page.context["form"]
    assert "お直しをお願いしたい点" in form["advice"].value()
    assert [key for key, _ in form.fields["grounds"].choices] == ["A1", "A2", "A3", "A5", "A6"]
    answer = send(client, page_of(posting), decision="refused", grounds=["A1"], advice="直してください。", **TYPED)
    expect(answer, 302)
    shown = client.get(answer["Location"]).content.decode()
    assert "不受理" in shown
    assert "直してください。" in shown
    assert "不受理の求人です" in client.get(posting.get_absolute_url()).content.decode()


def test_a_counsellor_takes_in_and_is_not_offered_a_refusal(posting):
    client, user = logged_in(Role.COUNSELLOR)
    page = client.get(page_of(posting))
    assert "grounds" not in page.context["form"].fields
    assert send(client, page_of(posting), decision="refused", grounds=["A1"], advice="x", **TYPED).status_code == 422
    expect(send(client, page_of(posting), decision="accepted", **TYPED), 302)
    made = PostingAcceptance.objects.get()
    assert (made.decision, made.decided_by, made.told_by) == ("accepted", user, "mail")


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays():
    client, _ = logged_in(Role.REVIEWER)
    posting = JobPostingFactory(**WHOLE | UNLAWFUL)
    answer = send(client, page_of(posting), decision="refused", advice="直してください。", **TYPED)
    assert answer.status_code == 422
    assert errors(answer) == {"grounds": ["不受理の理由を1つ以上選んでください。"]}
    assert answer.context["form"]["advice"].value() == "直してください。"


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN, Role.PRIVACY_MANAGER])
def test_who_only_reads_decides_nothing(posting, role):
    client, _ = logged_in(role)
    assert client.get(page_of(posting)).status_code == 403
    assert "判断を記録</a>" not in client.get(reverse("postings:law", args=[posting.pk])).content.decode()


def test_terms_changed_since_ask_for_another_decision(posting, reviewer):
    decide(posting, reviewer, "accepted")
    intake.revise(posting, 1, by=None, duties="梱包")
    client, _ = logged_in(Role.COUNSELLOR)
    shown = client.get(reverse("postings:law", args=[posting.pk])).content.decode()
    assert "最後の判断のあとに求人の内容が直されています" in shown
