"""Answers by a single-use link and from paper: complete, within their days, once, and nobody can be told from them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.test import Client

from centre.errors import DomainError
from surveys import answering
from surveys.models import Answer, AnswerItem, Invitation, InvitationBatch
from tests.factories.centre import UserFactory
from tests.factories.surveys import TODAY, Kind, first, last, link, paper, question, survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False) as clock:
        yield clock


# ---- by a link


def test_opening_a_link_answers_nothing_and_is_kept_from_search_engines(client):
    address, _ = link(survey())
    page = client.get(address)
    assert page.status_code == 200
    assert "窓口の対応に満足しましたか" in page.content.decode()
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert not page.cookies
    assert not Answer.objects.exists()


def test_a_link_takes_one_sheet_and_then_says_thanks(client):
    asked = survey()
    address, _ = link(asked)
    sent = client.post(address, {f"q{first(asked).pk}": "4", f"q{last(asked).pk}": "見本の意見"}, follow=True)
    assert "ありがとうございました" in sent.content.decode()
    again = client.post(address, {f"q{first(asked).pk}": "1"})
    assert "1回だけ" in again.content.decode()
    assert [(item.score, item.text) for item in AnswerItem.objects.order_by("question__position")] == [
        (4, ""),
        (None, "見本の意見"),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_sheet_sent_four_times_at_once_is_one_answer():
    asked = survey()
    address, _ = link(asked)
    sheet = {f"q{first(asked).pk}": "5"}

    def send(_):
        try:
            return Client().post(address, sheet).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(send, range(4)))
    assert set(statuses) <= {200, 302}
    assert Answer.objects.count() == 1


def test_what_was_typed_survives_an_error(client):
    asked = survey()
    address, _ = link(asked)
    page = client.post(address, {f"q{last(asked).pk}": "消えてはいけない意見"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "消えてはいけない意見" in text
    assert "1つ選んでください。" in text
    assert not Answer.objects.exists()


@pytest.mark.parametrize("score", ["0", "6", "x", "1.5"])
def test_a_score_that_is_not_offered_is_refused(client, score):
    asked = survey()
    address, _ = link(asked)
    page = client.post(address, {f"q{first(asked).pk}": score})
    assert page.status_code == 422
    assert "選び直してください" in page.content.decode()


def test_words_that_are_too_long_are_refused(client):
    asked = survey()
    address, _ = link(asked)
    page = client.post(address, {f"q{first(asked).pk}": "3", f"q{last(asked).pk}": "あ" * 2001})
    assert page.status_code == 422
    assert "2,000字まで" in page.content.decode()


def test_a_link_ends_at_midnight_in_japan(client, november):
    asked = survey()
    address, _ = link(asked, expires_on=date(2026, 11, 25))
    november.move_to("2026-11-25T23:59:59+09:00")
    assert client.get(address).status_code == 200
    november.move_to("2026-11-26T00:00:00+09:00")
    assert client.get(address).status_code == 410
    assert client.post(address, {f"q{first(asked).pk}": "3"}).status_code == 410
    assert not Answer.objects.exists()


def test_a_link_waits_for_the_first_day(client):
    asked = survey(opens_on=date(2026, 11, 25))
    address, _ = link(asked)
    page = client.get(address)
    assert page.status_code == 403
    assert "まだ始まっていません" in page.content.decode()


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 32 + "-1.AAAA"])
def test_an_address_never_given_out_opens_nothing(client, token):
    assert client.get(f"/survey/{token}/").status_code == 404


def test_a_changed_number_in_an_address_opens_nothing(client):
    address, batch = link(survey())
    assert client.get(address.replace("-1.", "-2.")).status_code == 404
    assert batch.unused.count() == 1


def test_somebody_who_opens_it_too_often_is_asked_to_wait(client):
    address, _ = link(survey())
    statuses = [client.get(address).status_code for _ in range(31)]
    assert (statuses[29], statuses[30]) == (200, 429)


def test_the_page_speaks_each_of_its_languages(client):
    asked = survey(languages=["easy", "en"])
    address, _ = link(asked)
    english, easy = (client.get(f"{address}?lang={language}").content.decode() for language in ("en", "easy"))
    assert '<html lang="en">' in english
    assert "Were you satisfied with our service?" in english
    assert "Send my answers" in english
    assert '<html lang="ja">' in easy
    assert "まどぐち" in easy
    missing = client.post(f"{address}?lang=en", {})
    assert "Please choose one." in missing.content.decode()


def test_a_language_that_is_not_offered_is_japanese(client):
    address, _ = link(survey())
    text = client.get(f"{address}?lang=en").content.decode()
    assert '<html lang="ja">' in text
    assert "Send my answers" not in text


def test_choices_and_several_choices_are_kept(client):
    asked = survey()
    one, several = question(asked, Kind.ONE, "電話", "来所"), question(asked, Kind.SEVERAL, "求人", "住まい", "学校")
    address, _ = link(asked)
    chosen, (work, _, school) = one.choices.last(), several.choices.all()
    client.post(
        address,
        {f"q{first(asked).pk}": "5", f"q{one.pk}": f"{chosen.pk}", f"q{several.pk}": [f"{work.pk}", f"{school.pk}"]},
    )
    kept = set(AnswerItem.objects.exclude(choice=None).values_list("choice__text_ja", flat=True))
    assert kept == {"来所", "求人", "学校"}


# ---- nobody can be told


def test_a_used_invitation_leaves_no_trace(client):
    asked = survey(by_group=True)
    address, batch = link(asked, group="10")
    client.post(address, {f"q{first(asked).pk}": "2"})
    answer = Answer.objects.get()
    assert not Invitation.objects.exists()
    assert (answer.recorded_by, answer.recorded_at) == (None, None)
    assert (answer.group, answer.answered_on) == ("10", TODAY)
    batch.refresh_from_db()
    assert batch.count == 1


def test_no_table_leads_from_an_answer_to_an_invitation():
    kept = {field.name for field in Answer._meta.concrete_fields}
    assert kept == {"id", "survey", "answered_on", "group", "recorded_by", "recorded_at"}
    kept = {field.name for field in AnswerItem._meta.concrete_fields}
    assert kept == {"id", "answer", "question", "score", "choice", "text"}
    for model in (Invitation, InvitationBatch):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert not related & {Answer, AnswerItem}


def test_the_numbers_of_answers_do_not_tell_their_order():
    asked = survey()
    made = [paper(asked).pk for _ in range(12)]
    assert made != sorted(made)


def test_the_database_refuses_a_time_on_an_answer_by_link():
    with pytest.raises(IntegrityError, match="answer_by_link_has_no_time"), transaction.atomic():
        Answer.objects.create(survey=survey(), answered_on=TODAY, recorded_at="2026-11-20T10:00:00+09:00")


# ---- from paper


@pytest.mark.parametrize(("on", "says"), [(date(2026, 10, 31), "期間"), (date(2026, 11, 21), "先の日付")])
def test_a_sheet_of_another_day_is_refused(on, says):
    with pytest.raises(DomainError, match=says) as refused:
        paper(survey(), on=on)
    assert refused.value.field == "answered_on"


def test_a_group_that_was_not_declared_is_refused():
    with pytest.raises(DomainError, match="区分"):
        paper(survey(), group="10")


def test_a_sheet_without_a_required_answer_is_refused():
    with pytest.raises(DomainError, match="答えていない質問"):
        answering.enter_from_paper(survey(), {}, answered_on=TODAY, by=UserFactory())


def test_a_sheet_from_paper_names_who_typed_it():
    answer = paper(survey(), words="見本の意見")
    assert answer.recorded_by is not None
    assert answer.items.count() == 2


# ---- the database as the last guard


@pytest.mark.parametrize("said", [{"score": 0}, {"score": 6}, {"text": "点のかわり"}])
def test_the_database_refuses_an_answer_that_does_not_fit(said):
    asked = survey()
    answer = paper(asked)
    other = question(survey(), Kind.SATISFACTION)
    with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        AnswerItem.objects.create(
            answer=Answer.objects.create(survey=asked, answered_on=TODAY), question=first(asked), **said
        )
    with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        AnswerItem.objects.create(answer=answer, question=other, score=3)


def test_the_database_refuses_a_second_answer_and_a_change():
    answer = paper(survey())
    item = answer.items.get(score=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerItem.objects.create(answer=answer, question=item.question, score=1)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        AnswerItem.objects.filter(pk=item.pk).update(score=1)
