"""Two people change one posting: different terms stay side by side, the same term is decided by a person (T5)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from centre.errors import EditConflict
from centre.roles import Role
from postings.models import JobPosting
from postings.sheets import intake
from tests.factories.postings import JobPostingFactory
from tests.people_pages import expect, logged_in, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def posting():
    return JobPostingFactory(duties="検品", wage_kind="monthly", wage_from_yen=200_000, wage_to_yen=250_000)


def form_of(posting) -> dict[str, str]:
    """What the page of a posting sends when nothing is changed on it."""
    client, _ = logged_in(Role.COUNSELLOR)
    form = client.get(reverse("postings:edit", args=[posting.pk])).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in typed.items()}


def save(posting, typed, version=1):
    client, _ = logged_in(Role.COUNSELLOR)
    return send(client, reverse("postings:edit", args=[posting.pk]), version=version, **typed), client


def test_different_terms_of_two_people_both_stay(posting):
    first, second = form_of(posting) | {"duties": "梱包"}, form_of(posting) | {"weekly_hours": "38.5"}
    expect(save(posting, first)[0], 302)
    answer, client = save(posting, second)
    expect(answer, 302)
    saved = JobPosting.objects.get()
    assert (saved.duties, saved.weekly_hours, saved.version) == ("梱包", Decimal("38.5"), 3)
    assert "ほかの職員が先に直した項目は、そのまま残しています" in client.get(answer["Location"]).content.decode()


def test_the_same_term_is_shown_from_both_and_nothing_is_overwritten(posting):
    first = form_of(posting) | {"duties": "梱包", "holidays": "土日"}
    second = form_of(posting) | {"duties": "出荷", "weekly_hours": "38.5"}
    expect(save(posting, first)[0], 302)
    answer, _ = save(posting, second)
    assert answer.status_code == 409
    assert answer.context["differences"] == [
        {"label": "仕事の内容（雇入れ直後）", "theirs": "梱包", "mine": "出荷"},
        {"label": "週の所定労働時間", "theirs": "40.0", "mine": "38.5"},
    ]
    shown = answer.context["form"]
    assert (shown["duties"].value(), shown["holidays"].value()) == ("出荷", "土日")
    assert JobPosting.objects.get().duties == "梱包"
    again = second | {name: shown[name].value() or "" for name in ("duties", "holidays")}
    expect(save(posting, again, version=answer.context["version"])[0], 302)
    saved = JobPosting.objects.get()
    assert (saved.duties, saved.holidays, saved.weekly_hours) == ("出荷", "土日", Decimal("38.5"))


def test_terms_that_only_make_sense_together_are_not_mixed(posting):
    """One raises the least wage above the most that the other lowers: each alone is possible, both are not."""
    intake.revise(posting, 1, by=None, wage_to_yen=210_000)
    with pytest.raises(EditConflict):
        intake.revise(posting, 1, by=None, wage_from_yen=240_000)
    saved = JobPosting.objects.get()
    assert (saved.wage_from_yen, saved.wage_to_yen) == (200_000, 210_000)


def test_the_same_change_by_both_is_no_conflict(posting):
    intake.revise(posting, 1, by=None, duties="梱包")
    saved = intake.revise(posting, 1, by=None, duties="梱包", holidays="土日")
    assert (saved.duties, saved.holidays) == ("梱包", "土日")


def test_a_version_nobody_knows_is_a_conflict(posting):
    with pytest.raises(EditConflict):
        intake.revise(posting, 7, by=None, holidays="土日")


def test_an_emptied_term_is_a_change_too(posting):
    intake.revise(posting, 1, by=None, holidays="土日")
    saved = intake.revise(posting, 1, by=None, duties="", holidays="")
    assert (saved.duties, saved.holidays) == ("", "土日")
