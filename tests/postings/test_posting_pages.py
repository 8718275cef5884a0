"""The pages of one posting, as the roles use them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.models import Draft
from centre.roles import Role
from postings.models import JobPosting
from postings.sheets import intake
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TITLE = {"title": "検品", "received_on": "2026-05-01", "source": "counter", "headcount": "1"}


def add(establishment) -> str:
    return reverse("postings:add", args=[establishment.pk])


def test_a_posting_begins_with_a_title():
    client, _ = logged_in(Role.FIELD_STAFF)
    expect(send(client, add(EstablishmentFactory()), **TITLE), 302)
    assert JobPosting.objects.get().title == "検品"


def test_sent_five_times_it_is_one_posting():
    client, _ = logged_in(Role.COUNSELLOR)
    address = add(EstablishmentFactory())
    key = "5d4f3c6e-0b0a-4f3e-9a53-3f5a1f7c1a11"
    answers = {send(client, address, key=key, **TITLE).url for _ in range(5)}
    assert (len(answers), JobPosting.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"title": ""}, "title", "このフィールドは必須です。"),
        ({"age_min": "40", "age_max": "30"}, "age_max", "年齢の上限"),
        ({"contract_from": "2026-06-01", "contract_until": "2026-05-01"}, "contract_until", "契約の終わり"),
        ({"wage_from_yen": "200000", "wage_to_yen": "100000"}, "wage_to_yen", "賃金の上限"),
        ({"age_limited": "false", "age_max": "60"}, "age_limited", "年齢の上限（歳以下）"),
        ({"has_fixed_overtime": "false", "fixed_overtime_yen": "1000"}, "has_fixed_overtime", "固定残業代の額"),
        ({"weekly_hours": "200"}, "weekly_hours", ""),
        ({"received_on": "5月ごろ"}, "received_on", ""),
        ({"wage_from_yen": "99999999999"}, "wage_from_yen", ""),
    ],
)
def test_bad_input_is_told_beside_the_field_and_what_was_typed_stays(typed, field, message):
    client, _ = logged_in(Role.COUNSELLOR)
    answer = send(client, add(EstablishmentFactory()), **(TITLE | typed | {"duties": "髙﨑の仕事"}))
    expect(answer, 422)
    assert field in errors(answer) or "__all__" in errors(answer)
    assert message in str(errors(answer))
    assert "髙﨑の仕事" in answer.content.decode()
    assert not JobPosting.objects.exists()


def test_no_field_beside_the_terms_can_be_set_by_a_form():
    client, _ = logged_in(Role.COUNSELLOR)
    protected = {
        "listed_eligible": "true",
        "listed_from": "2026-04-01",
        "created_by": "1",
        "version": "99",
        "id": "77",
    }
    expect(send(client, add(EstablishmentFactory()), **TITLE, **protected), 302)
    posting = JobPosting.objects.get()
    assert (posting.listed_eligible, posting.listed_from, posting.version) == (None, None, 1)
    assert posting.pk != 77


def test_the_terms_of_an_earlier_posting_are_offered_and_taken_over():
    model, elsewhere = JobPostingFactory(title="溶接", wage_from_yen=230_000), EstablishmentFactory()
    client, _ = logged_in(Role.COUNSELLOR)
    found = client.get(add(elsewhere), {"from": "溶接"})
    assert f"?copy={model.pk}" in found.content.decode()
    page = client.get(add(elsewhere), {"copy": model.pk})
    assert page.context["form"]["wage_from_yen"].value() == 230_000
    expect(send(client, f"{add(elsewhere)}?copy={model.pk}", **(TITLE | {"title": "溶接"})), 302)
    assert JobPosting.objects.exclude(pk=model.pk).get().copied_from == model


def test_a_draft_belongs_to_the_establishment_it_was_typed_for():
    client, user = logged_in(Role.COUNSELLOR)
    mine, other = EstablishmentFactory(), EstablishmentFactory()
    Draft.objects.create(user=user, form=add(mine), data={"title": "溶接"})
    assert client.get(add(mine)).context["draft"]
    assert client.get(add(other)).context["draft"] is None


def test_the_second_editor_sees_both_texts():
    client, _ = logged_in(Role.COUNSELLOR)
    posting = JobPostingFactory()
    intake.revise(posting, 1, by=None, duties="梱包")
    answer = send(client, reverse("postings:edit", args=[posting.pk]), version=1, **TITLE, duties="検品")
    assert answer.status_code == 409
    assert {"label": "仕事の内容（雇入れ直後）", "theirs": "梱包", "mine": "検品"} in answer.context["differences"]
    assert JobPosting.objects.get().duties == "梱包"


def test_the_history_shows_every_version_and_offers_the_letter():
    client, _ = logged_in(Role.COUNSELLOR)
    posting = JobPostingFactory(duties="検品")
    intake.revise(posting, 1, by=None, duties="梱包")
    page = client.get(reverse("postings:history", args=[posting.pk])).content.decode()
    assert "版2" in page
    letter = reverse("postings:change_letter", args=[posting.pk])
    assert f"{letter}?since=1" in page
    assert client.get(letter, {"since": "1"})["Content-Type"] == "application/pdf"
    assert [client.get(letter, {"since": since}).status_code for since in ("2", "9", "x")] == [404] * 3


@pytest.mark.parametrize("kind", ["sheet_pdf", "sheet_excel"])
def test_the_sheet_opens_for_whoever_may_read_postings(kind):
    client, _ = logged_in(Role.OFFICIAL)
    answer = client.get(reverse(f"postings:{kind}", args=[JobPostingFactory(title="検品/梱包").pk]))
    assert answer.status_code == 200
    assert "inline" in answer["Content-Disposition"]


@pytest.mark.parametrize(("name", "limit"), [("detail", 12), ("history", 11), ("sheet_pdf", 6)])
def test_the_number_of_questions_does_not_grow_with_the_versions(name, limit):
    client, _ = logged_in(Role.SUPERVISOR)
    posting = JobPostingFactory(occupation_id="01", duties="0")
    for number in range(8):
        posting = intake.revise(posting, posting.version, by=None, duties=str(number), received_on=date(2026, 5, 1))
    address = reverse(f"postings:{name}", args=[posting.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= limit, [query["sql"][:120] for query in asked]
