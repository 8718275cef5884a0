"""The partner's page without an account: what it shows, what it takes, when it is dead, and what is kept of it."""

import hashlib
import re
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from centre.errors import DomainError
from centre.models import Contract
from jobseekers.models import Consent
from jobseekers.registration import withdraw_consent
from referrals.models import Handoff, HandoffLink, LinkUse
from referrals.partners import wording
from referrals.partners.answering import RESULT_LENGTH
from referrals.partners.links import link_of, make_link
from referrals.partners.sharing import BY_KEY
from referrals.withdrawing import withdraw_one
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import HandoffFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
RARE = "髙﨑𠮷郎"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def stranger():
    return Client(enforce_csrf_checks=True)


def given_out(handoff=None, **known) -> tuple[Handoff, str]:
    """A hand-off and the path of its answer page."""
    handoff = handoff or HandoffFactory(**known)
    return handoff, f"/handoff/{make_link(handoff, by=UserFactory())[1]}/"


def answered(handoff) -> tuple[str, str]:
    handoff.refresh_from_db()
    return handoff.answer, handoff.result


# ---- the secret


def test_the_database_keeps_the_hash_of_256_random_bits_and_nothing_of_the_secret():
    handoff = HandoffFactory()
    link, token = make_link(handoff, by=UserFactory())
    secret = token.rpartition(".")[0]
    assert len(secret) == 43
    assert link.token_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert link_of(token) == link
    assert secret not in str(HandoffLink.objects.values().get())


def test_a_row_without_a_hash_and_a_second_address_in_force_are_refused_by_the_database():
    handoff, _ = given_out()
    known = {"handoff": handoff, "expires_on": TODAY, "made_by": UserFactory()}
    for token_hash in ("plain", "a" * 64):
        with pytest.raises(IntegrityError), transaction.atomic():
            HandoffLink.objects.create(token_hash=token_hash, **known)


@pytest.mark.parametrize("token", ["x", "x.y", "あ", "a" * 2000, ".."])
def test_an_address_that_was_never_given_out_shows_nothing(stranger, token):
    response = stranger.get(f"/handoff/{token}/")
    assert response.status_code == 404
    assert "このページは使えません" in response.content.decode()


def test_an_address_with_a_nul_is_refused_before_any_page_sees_it(stranger):
    assert stranger.get("/handoff/%00/").status_code == 400


def test_one_changed_letter_of_the_address_is_another_address(stranger):
    _, page = given_out()
    other = "A" if page[20] != "A" else "B"
    assert stranger.get(page[:20] + other + page[21:]).status_code == 404


def test_a_newer_address_takes_the_place_of_the_one_before(stranger):
    handoff, before = given_out()
    _, now = given_out(handoff)
    assert stranger.get(before).status_code == 410
    assert stranger.get(now).status_code == 200


# ---- what it shows


def test_only_the_chosen_items_are_shown(stranger):
    person = JobseekerFactory(name=RARE, phone="090-9999-0001", email="k@mihon.example", wishes="秘密の希望")
    _, page = given_out(jobseeker=person, shared=["name"], items="秘密の項目", result="")
    text = stranger.get(page).content.decode()
    assert RARE in text
    for hidden in ("090-9999-0001", "k@mihon.example", "秘密", person.kana, "東京都"):
        assert hidden not in text


def test_every_item_shows_its_own_words_and_only_when_chosen(stranger):
    person = JobseekerFactory(
        name=RARE, email="k@mihon.example", birth_date=date(1990, 4, 5), city="見本市", wished_timing="soon"
    )
    person.occupation_wishes.create(occupation_id="08", place=1)
    person.wished_municipalities.add("43202")
    shown = {
        "name": RARE,
        "kana": "かくう はなこ",
        "phone": person.phone,
        "email": "k@mihon.example",
        "birth_date": "1990年4月5日",
        "residence": "東京都見本市",
        "timing": "すぐにでも",
        "occupations": str(person.wished_occupations.get()),
        "places": "八代市",
        "message": "来月に一度お会いしたい",
    }
    for key in shown:
        _, page = given_out(jobseeker=person, shared=[key], message=shown["message"])
        text = stranger.get(page).content.decode()
        assert {other for other, words in shown.items() if words in text} == {key}
    assert set(shown) == {key for key in BY_KEY if not key.startswith("employer")}


def test_an_employer_is_handed_off_without_a_person(stranger):
    place = EstablishmentFactory(name="見本製作所", phone="096-000-1111")
    _, page = given_out(jobseeker=None, establishment=place, shared=["employer"], consented_on=None)
    text = stranger.get(page).content.decode()
    assert "見本製作所" in text
    assert "096-000-1111" not in text


def test_words_of_a_person_are_never_markup(stranger):
    _, page = given_out(shared=["message"], message="<script>alert(1)</script>")
    assert "<script>alert" not in stranger.get(page).content.decode()


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_the_page_speaks_three_languages_throughout(stranger, language):
    _, page = given_out(shared=["name", "phone"])
    response = stranger.get(f"{page}?lang={language}")
    text = response.content.decode()
    assert f'lang="{"en" if language == "en" else "ja"}"' in text
    for words in ("title", "lead", "received", "handled", "declined", "result_help", "contact"):
        assert wording.PAGE[language][words] in text
    assert wording.ITEMS[language]["phone"] in text


def test_every_language_says_everything():
    assert {frozenset(words) for words in wording.PAGE.values()} == {frozenset(wording.PAGE["ja"])}
    assert {frozenset(labels) for labels in wording.ITEMS.values()} == {frozenset(BY_KEY)}
    assert not any("紹介" in text for words in wording.PAGE.values() for text in words.values())


def test_an_unknown_language_is_japanese(stranger):
    _, page = given_out()
    assert "つなぎへの回答" in stranger.get(f"{page}?lang=xx").content.decode()


def test_nobody_indexes_keeps_or_hands_on_the_page(stranger):
    _, page = given_out()
    for response in (stranger.get(page), stranger.get("/handoff/none/"), stranger.post(page, {"answer": "received"})):
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
    assert '<meta name="robots" content="noindex, nofollow">' in stranger.get(page).content.decode()


# ---- answering


def test_looking_changes_nothing_but_the_log(stranger):
    handoff, page = given_out()
    before = Handoff.objects.values().get(pk=handoff.pk)
    for query in ("", "?answer=received", "?said=done", "?lang=en&answer=handled&result=x"):
        stranger.get(f"{page}{query}")
        stranger.head(f"{page}{query}")
    assert Handoff.objects.values().get(pk=handoff.pk) == before
    assert set(LinkUse.objects.values_list("kind", flat=True)) == {"opened"}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(stranger, method):
    handoff, page = given_out()
    assert getattr(stranger, method)(page).status_code == 405
    assert answered(handoff) == ("waiting", "")


def test_one_press_says_received_and_a_later_one_what_came_of_it(stranger, november):
    handoff, page = given_out()
    done = stranger.post(page, {"answer": "received"}, follow=True).content.decode()
    assert "お返事を受け取りました" in done
    assert answered(handoff) == ("received", "")
    assert (handoff.answered_on, handoff.answered_on_page) == (TODAY, True)
    november.move_to("2026-11-27 10:00+09:00")
    stranger.post(page, {"answer": "handled", "result": "空き家を2軒案内した"})
    assert answered(handoff) == ("handled", "空き家を2軒案内した")
    assert handoff.answered_on == date(2026, 11, 27)
    kinds = LinkUse.objects.exclude(kind="opened").order_by("pk").values_list("kind", "address")
    assert list(kinds) == [("received", "127.0.0.1"), ("handled", "127.0.0.1")]


def test_sent_five_times_it_is_one_answer(stranger):
    handoff, page = given_out()
    for _ in range(5):
        stranger.post(page, {"answer": "declined", "result": "管轄の外"})
    handoff.refresh_from_db()
    assert (handoff.answer, handoff.version) == ("declined", 2)
    assert LinkUse.objects.filter(kind="declined").count() == 1


def test_a_finished_answer_stays_and_is_changed_by_telephone(stranger):
    handoff, page = given_out()
    stranger.post(page, {"answer": "handled", "result": "済んだ"})
    text = stranger.post(page, {"answer": "declined"}, follow=True).content.decode()
    assert answered(handoff) == ("handled", "済んだ")
    assert "変えたいときは、電話で" in text
    assert "<form" not in text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "choose"),
        ({"answer": "withdrawn"}, "choose"),
        ({"answer": "waiting", "result": "残る文"}, "choose"),
        ({"answer": "handled"}, "write_result"),
        ({"answer": "handled", "result": "  　"}, "write_result"),
        ({"answer": "handled", "result": "あ" * (RESULT_LENGTH + 1)}, "too_long"),
        ({"answer": "declined", "result": "持病があるため"}, "private"),
        ({"answer": "handled", "result": "番号は 1234 5678 9018"}, "private"),
    ],
)
@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_an_answer_that_cannot_be_is_said_in_the_language_and_nothing_typed_is_lost(stranger, given, says, language):
    handoff, page = given_out()
    response = stranger.post(f"{page}?lang={language}", given)
    assert response.status_code == 422
    text = response.content.decode()
    assert wording.PAGE[language][says] in text
    assert given.get("result", "").strip() in text
    assert answered(handoff) == ("waiting", "")


def test_what_the_counter_recorded_meanwhile_is_not_overwritten(stranger):
    handoff, page = given_out()
    Handoff.objects.filter(pk=handoff.pk).update(answer="handled", answered_on=TODAY, result="電話で聞いた", version=2)
    stranger.post(page, {"answer": "declined"})
    assert answered(handoff) == ("handled", "電話で聞いた")


# ---- its end


def test_it_works_through_its_last_day_and_not_a_second_longer(stranger, november):
    Contract.objects.filter(fiscal_year=2026).update(handoff_answer_days=7)
    handoff, page = given_out()
    november.move_to("2026-11-27 23:59:59+09:00")
    assert stranger.get(page).status_code == 200
    november.move_to("2026-11-28 00:00:00+09:00")
    gone = stranger.get(page)
    assert gone.status_code == 410
    assert handoff.jobseeker.name not in gone.content.decode()
    assert stranger.post(page, {"answer": "received"}).status_code == 410
    assert answered(handoff) == ("waiting", "")
    assert LinkUse.objects.filter(kind="refused").count() == 2


def test_with_the_persons_consent_the_page_is_gone(stranger):
    handoff, page = given_out()
    withdraw_consent(handoff.jobseeker.consents.get(), withdrawn_on=TODAY, by=UserFactory())
    gone = stranger.get(page)
    assert gone.status_code == 410
    assert "同意を撤回しました" in gone.content.decode()
    assert handoff.jobseeker.name not in gone.content.decode()


def test_with_the_consent_to_this_hand_off_the_page_is_gone_and_the_others_stay(stranger):
    person = JobseekerFactory()
    handoff, page = given_out(jobseeker=person)
    _, other = given_out(jobseeker=person)
    withdrawn = withdraw_one(handoff, 1, withdrawn_on=TODAY, by=UserFactory())
    assert (withdrawn.answer, withdrawn.consent_withdrawn_on) == ("withdrawn", TODAY)
    assert stranger.get(page).status_code == 410
    assert stranger.get(other).status_code == 200


def test_a_new_consent_does_not_bring_an_ended_hand_off_back(stranger):
    handoff, page = given_out()
    person = handoff.jobseeker
    withdraw_consent(person.consents.get(), withdrawn_on=TODAY, by=UserFactory())
    Consent.objects.create(
        jobseeker=person, text=person.consents.get().text, given_on=TODAY, method="oral", recorded_by=UserFactory()
    )
    assert stranger.get(page).status_code == 410
    with pytest.raises(DomainError, match="見せられません"):
        make_link(handoff, by=UserFactory())


@pytest.mark.parametrize(
    "known",
    [{"direction": "in", "shared": []}, {"answer": "declined", "answered_on": TODAY}],
)
def test_no_address_for_what_may_not_be_shown(known):
    with pytest.raises(DomainError, match="見せられません"):
        make_link(HandoffFactory(**known), by=UserFactory())


# ---- many at once


def test_too_many_looks_within_a_minute_are_sent_away(stranger, november):
    _, page = given_out()
    seen = [stranger.get(page).status_code for _ in range(31)]
    assert seen == [200] * 30 + [429]
    november.shift(61)
    assert stranger.get(page).status_code == 200


def test_the_log_of_uses_only_grows():
    _, page = given_out()
    Client().get(page)
    for change in (lambda: LinkUse.objects.update(kind="handled"), lambda: LinkUse.objects.all().delete()):
        with pytest.raises(Exception, match=r"(?i)cannot (update|delete)"), transaction.atomic():
            change()


def test_the_page_costs_the_same_whatever_is_told(stranger, django_assert_num_queries):
    everything = [key for key in BY_KEY if not key.startswith("employer")]
    for shared in (["name"], everything):
        _, page = given_out(shared=shared, message="見本")
        stranger.get(page)
        with django_assert_num_queries(6):
            stranger.get(page)


def test_the_address_in_the_page_is_nowhere_else(stranger):
    _, page = given_out()
    text = stranger.get(page).content.decode()
    assert not re.search(r'(src|href)="https?://', text)
