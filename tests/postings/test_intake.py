"""Taking in a posting, copying one, and every version of its terms."""

from datetime import date

import pytest
from django.utils import timezone

from centre.errors import EditConflict
from postings.models import JobPosting
from postings.sheets import change_letter, intake
from postings.sheets.revisions import differences, untold_since, versions
from postings.sheets.terms import FIELDS, in_words
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db


def changed(posting: JobPosting, **terms) -> JobPosting:
    return intake.revise(posting, posting.version, by=UserFactory(), **terms)


def test_a_title_and_the_day_of_receipt_are_enough_to_begin():
    posting = intake.take_in(EstablishmentFactory(), by=UserFactory(), title="事務", received_on=date(2026, 4, 1))
    assert JobPosting.objects.get() == posting


def test_what_belongs_to_one_posting_is_not_copied():
    model = JobPostingFactory(
        site_number="K-1",
        hello_work_number="43010-1",
        starts_on=date(2026, 6, 1),
        wage_from_yen=200_000,
        age_limited=False,
    )
    terms = intake.terms_to_copy(model)
    assert terms["wage_from_yen"] == 200_000
    assert terms["age_limited"] is False
    assert not {"site_number", "hello_work_number", "starts_on", "received_on", "source"} & set(terms)


def test_a_copy_at_another_establishment_names_its_model():
    model, elsewhere = JobPostingFactory(), EstablishmentFactory()
    copy = intake.take_in(
        elsewhere, by=UserFactory(), copied_from=model, received_on=date(2026, 5, 1), title="事務", headcount=2
    )
    assert (copy.copied_from, copy.establishment) == (model, elsewhere)


def test_each_change_of_a_term_makes_a_version_and_nothing_else_does():
    posting = JobPostingFactory(wage_from_yen=200_000, wage_kind="monthly")
    changed(changed(posting, wage_from_yen=210_000), last_confirmed_on=date(2026, 5, 1))
    found = versions(posting)
    assert [version.number for version in found] == [2, 1]
    assert [(c.label, c.before, c.after) for c in found[0].changes] == [("賃金の下限（円）", "200,000円", "210,000円")]
    assert found[1].changes == ()


def test_the_second_editor_loses_nothing():
    posting = JobPostingFactory()
    changed(posting, duties="検品")
    with pytest.raises(EditConflict):
        changed(posting, duties="梱包")
    assert JobPosting.objects.get().duties == "検品"


def test_a_term_that_went_there_and_back_is_no_change_for_who_saw_the_first():
    posting = JobPostingFactory(duties="検品")
    last = changed(changed(posting, duties="梱包"), duties="検品")
    first = versions(last)[-1]
    assert [version.number for version in versions(last)] == [3, 2, 1]
    assert change_letter.changes_since(last, first) == ()


def test_applicants_are_told_terms_and_not_numbers():
    posting = JobPostingFactory()
    last = changed(posting, hello_work_number="43010-2", work_place_scope="県内の事業所")
    told = change_letter.changes_since(last, versions(last)[-1])
    assert [change.name for change in told] == ["work_place_scope"]


@pytest.mark.django_db(transaction=True)
def test_a_change_after_the_last_line_of_the_ledger_is_not_on_the_site_yet():
    posting = JobPostingFactory(wage_from_yen=200_000)
    told_at = timezone.now()
    last = changed(posting, wage_from_yen=190_000, hello_work_number="43010-3")
    assert [change.name for change in untold_since(last, told_at)] == ["wage_from_yen"]
    assert untold_since(last, timezone.now()) == ()
    assert untold_since(last, None) == ()


@pytest.mark.parametrize("name", FIELDS)
def test_every_term_has_words(name):
    posting = JobPostingFactory()
    assert isinstance(in_words(posting, name), str)
    assert differences(posting, posting) == ()
