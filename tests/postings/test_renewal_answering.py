"""The employer answers once, by a link without an account or on the phone; the counter makes it true with one key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from centre.errors import DomainError
from centre.roles import Role
from employers.models import Contact
from postings.models import PublicationEvent, RenewalCall, RenewalInquiry
from postings.renewal import answering, asking, confirming
from postings.renewal.deadlines import deadlines
from postings.renewal.wording import PAGE
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.renewal import asked, listing, token_of

TODAY = date(2026, 11, 2)
UNTIL = TODAY + timedelta(days=14)
STATE = RenewalInquiry.State


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel("2026-11-02T09:00:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def posting(db):
    return listing(UNTIL, title="製造スタッフ")


@pytest.fixture
def counsellor(db):
    return UserFactory(role=Role.COUNSELLOR)


def answered(posting, answer: str, note: str = "") -> RenewalInquiry:
    """The inquiry about a listing after its employer answered."""
    token, inquiry = asked(posting)
    answering.answer_by_link(inquiry.mail, {posting.pk: (answer, note)})
    inquiry.refresh_from_db()
    assert inquiry.state == STATE.ANSWERED, token
    return inquiry


def make_true(inquiry, by, until=None) -> RenewalInquiry:
    return confirming.confirm(inquiry, deadlines(TODAY), listed_until=until, by=by)


# ---- the answer page


def test_opening_a_link_answers_nothing(client, posting):
    token, inquiry = asked(posting)
    page = client.get(f"/answer/{token}/?to={posting.pk}-end")
    assert page.status_code == 200
    client.head(f"/answer/{token}/?to={posting.pk}-end")
    text = page.content.decode()
    assert 'value="end" checked' in text
    assert 'value="continue" checked' not in text
    inquiry.refresh_from_db()
    assert inquiry.state == STATE.WAITING


def test_the_page_names_employer_posting_and_end_and_nobody(client, posting):
    Contact.objects.create(establishment=posting.establishment, name="架空 花子", phone="090-0000-1111", is_main=True)
    token, _ = asked(posting)
    page = client.get(f"/answer/{token}/")
    text = page.content.decode()
    for shown in (posting.establishment.name, "製造スタッフ", "2026年11月16日", "0120-827-867"):
        assert shown in text
    for person in ("架空", "花子", "090-0000-1111", "info@mihon.example"):
        assert person not in text
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert page["Cache-Control"] == "no-store"
    assert not page.cookies


def test_an_answer_is_recorded_once_and_the_second_time_says_so(posting, morning):
    token, inquiry = asked(posting)
    # A browser with every check of Django on; the page works without a cookie.
    client = Client(enforce_csrf_checks=True)
    first = client.post(f"/answer/{token}/", {f"answer_{posting.pk}": "change", f"note_{posting.pk}": "月給20万円"})
    assert first.status_code == 302
    assert "回答を受け取りました" in client.get(first["Location"]).content.decode()
    morning.shift(timedelta(hours=3))
    for _ in range(5):
        again = client.post(f"/answer/{token}/", {f"answer_{posting.pk}": "end"})
    assert again.status_code == 422
    assert "2026年11月2日　<strong>内容を変えて続ける</strong>" in again.content.decode()
    inquiry.refresh_from_db()
    assert (inquiry.answer, inquiry.answer_note, inquiry.version) == ("change", "月給20万円", 2)


@pytest.mark.parametrize("answer", ["continue", "end"])
def test_a_remark_is_kept_with_every_answer(client, posting, answer):
    token, inquiry = asked(posting)
    client.post(f"/answer/{token}/", {f"answer_{posting.pk}": answer, f"note_{posting.pk}": "4月からは月給20万円"})
    inquiry.refresh_from_db()
    assert (inquiry.answer, inquiry.answer_note) == (answer, "4月からは月給20万円")


@pytest.mark.django_db(transaction=True)
def test_five_answers_at_the_same_moment_make_one(posting):
    token, inquiry = asked(posting)

    def send(answer: str) -> int:
        try:
            return Client().post(f"/answer/{token}/", {f"answer_{posting.pk}": answer}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        codes = sorted(pool.map(send, ["continue", "end", "continue", "change", "end"]))
    assert codes == [302, 422, 422, 422, 422]
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.version) == (STATE.ANSWERED, 2)


def test_several_postings_are_answered_one_by_one_or_together(client, db):
    employer = EstablishmentFactory(email="info@mihon.example")
    first, second = listing(UNTIL, employer), listing(UNTIL + timedelta(days=16), employer, title="事務")
    token, _ = asked(first)
    client.post(f"/answer/{token}/", {f"answer_{second.pk}": "end"})
    assert (first.inquiries.get().answer, second.inquiries.get().answer) == ("", "end")
    client.post(f"/answer/{token}/", {f"answer_{first.pk}": "continue"})
    assert first.inquiries.get().answer == "continue"


def test_nobody_answers_for_another_employer(client, posting):
    other = listing(UNTIL, EstablishmentFactory(email="other@mihon.example"))
    token, _ = asked(posting)
    page = client.post(f"/answer/{token}/", {f"answer_{other.pk}": "end"})
    assert page.status_code == 422
    assert other.inquiries.get().answer == ""


def test_an_answer_that_is_none_is_refused(client, posting):
    token, inquiry = asked(posting)
    assert client.post(f"/answer/{token}/", {f"answer_{posting.pk}": "perhaps"}).status_code == 422
    assert client.post(f"/answer/{token}/", {}).status_code == 422
    inquiry.refresh_from_db()
    assert inquiry.state == STATE.WAITING


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "x", lambda t: t.upper()])
def test_a_forged_or_broken_address_opens_nothing(client, posting, change):
    token, _ = asked(posting)
    page = client.get(f"/answer/{change(token)}/")
    assert page.status_code == 404
    assert posting.establishment.name not in page.content.decode()
    assert "0120-827-867" in page.content.decode()


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2026-11-16T14:59:59+00:00", 302), ("2026-11-16T15:00:00+00:00", 410)],
)
def test_the_address_works_until_the_end_of_the_last_day_in_japan(client, posting, morning, moment, status):
    token, inquiry = asked(posting)
    morning.move_to(moment)
    assert client.post(f"/answer/{token}/", {f"answer_{posting.pk}": "continue"}).status_code == status
    inquiry.refresh_from_db()
    assert inquiry.state == (STATE.ANSWERED if status == 302 else STATE.WAITING)


@pytest.mark.parametrize(
    ("language", "title", "day", "thanks"),
    [
        ("easy", "求人（きゅうじん）を 続（つづ）けますか", "2026年11月16日", "返事（へんじ）を もらいました"),
        ("en", "Your answer about a listing", "16 November 2026", "We have received your answer"),
    ],
)
def test_the_page_speaks_the_language_asked_for_until_the_thanks(client, posting, language, title, day, thanks):
    token, inquiry = asked(posting)
    page = client.get(f"/answer/{token}/?lang={language}").content.decode()
    assert (title in page, day in page) == (True, True)
    assert f'action="/answer/{token}/?lang={language}"' in page
    nothing = client.post(f"/answer/{token}/?lang={language}", {})
    assert PAGE[language]["none_chosen"] in nothing.content.decode()
    done = client.post(f"/answer/{token}/?lang={language}", {f"answer_{posting.pk}": "end"})
    assert thanks in client.get(done["Location"]).content.decode()
    inquiry.refresh_from_db()
    assert inquiry.answer == "end"
    assert PAGE[language]["unknown"] in client.get(f"/answer/none/?lang={language}").content.decode()


@pytest.mark.parametrize("answer", ["", "other"])
def test_what_was_written_stands_when_an_answer_is_not_taken_and_the_reason_is_in_the_language(
    client, posting, answer
):
    token, _ = asked(posting)
    given = {f"note_{posting.pk}": "Pay is 210,000 yen.", f"answer_{posting.pk}": answer}
    refused = client.post(f"/answer/{token}/?lang=en", given)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert ">Pay is 210,000 yen.</textarea>" in page
    assert PAGE["en"]["choose" if answer else "none_chosen"] in page
    assert PAGE["ja"]["choose"] not in page


def test_another_language_keeps_the_answer_that_the_mail_chose(client, posting):
    token, _ = asked(posting)
    page = client.get(f"/answer/{token}/?to={posting.pk}-end").content.decode()
    assert f'href="?to={posting.pk}-end&amp;lang=en"' in page


def test_each_language_of_the_page_says_everything():
    assert {frozenset(words) for words in PAGE.values()} == {frozenset(PAGE["ja"])}


def test_an_older_mail_tells_the_answer_given_to_a_newer_one(client, db, morning):
    posting = listing(TODAY + timedelta(days=30))
    old, _ = asked(posting)
    morning.move_to("2026-11-18T09:00:00+09:00")
    new, _ = asked(posting)
    client.post(f"/answer/{new}/", {f"answer_{posting.pk}": "continue"})
    assert "<strong>このまま続ける</strong>" in client.get(f"/answer/{old}/").content.decode()
    assert client.post(f"/answer/{old}/", {f"answer_{posting.pk}": "end"}).status_code == 422
    assert sorted(posting.inquiries.values_list("state", flat=True)) == ["answered", "settled"]


def test_what_the_counter_settled_needs_no_answer(client, posting, counsellor):
    token, _ = asked(posting)
    publication.publish(
        posting, "extended", effective_on=TODAY, listed_until=UNTIL + timedelta(days=90), by=counsellor
    )
    assert client.post(f"/answer/{token}/", {f"answer_{posting.pk}": "end"}).status_code == 410


def test_opened_too_often_it_asks_to_wait(client, posting):
    token, _ = asked(posting)
    codes = [client.get(f"/answer/{token}/").status_code for _ in range(31)]
    assert (set(codes[:30]), codes[30]) == ({200}, 429)


# ---- making it true


def test_continue_is_recorded_as_an_extension_by_the_usual_length(posting, counsellor):
    inquiry = make_true(answered(posting, "continue"), counsellor)
    event = posting.events.last()
    assert (event.kind, event.effective_on, event.listed_until) == ("extended", TODAY, UNTIL + timedelta(days=90))
    assert (inquiry.state, inquiry.event, inquiry.confirmed_by) == (STATE.CONFIRMED, event, counsellor)
    posting.refresh_from_db()
    assert posting.last_confirmed_on == TODAY


def test_the_day_of_the_last_confirmation_is_that_of_the_answer_and_never_goes_back(posting, counsellor, morning):
    inquiry = answered(posting, "continue")
    morning.move_to("2026-11-05T09:00:00+09:00")
    make_true(inquiry, counsellor)
    posting.refresh_from_db()
    assert posting.last_confirmed_on == TODAY
    type(posting).objects.update(last_confirmed_on=date(2026, 12, 1))
    RenewalInquiry.objects.update(state=STATE.ANSWERED, confirmed_at=None, ends_on=posting.listed_until)
    make_true(RenewalInquiry.objects.get(), counsellor)
    posting.refresh_from_db()
    assert posting.last_confirmed_on == date(2026, 12, 1)


def test_confirmed_five_times_it_is_one_line_of_the_ledger(posting, counsellor):
    inquiry = answered(posting, "continue")
    for _ in range(5):
        make_true(inquiry, counsellor)
    assert list(posting.events.values_list("kind", flat=True)) == ["new", "extended"]


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_people_at_once_it_is_one_line(posting, counsellor):
    inquiry, second = answered(posting, "continue"), UserFactory(role=Role.SUPERVISOR)

    def act(by) -> str:
        try:
            return make_true(inquiry, by).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(act, [counsellor, second])) == ["confirmed", "confirmed"]
    assert PublicationEvent.objects.filter(kind="extended").count() == 1


def test_end_takes_the_listing_down(posting, counsellor):
    make_true(answered(posting, "end"), counsellor)
    posting.refresh_from_db()
    assert (posting.events.last().kind, posting.ended_on) == ("ended", TODAY)


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("2026-11-16T14:59:59+00:00", "extended"),
        ("2026-11-17T14:59:59+00:00", "extended"),
        ("2026-11-17T15:00:00+00:00", "relisted"),
    ],
)
def test_after_the_day_that_follows_the_end_it_is_a_relisting(posting, counsellor, morning, moment, kind):
    inquiry = answered(posting, "continue")
    morning.move_to(moment)
    confirming.confirm(inquiry, deadlines(TODAY), listed_until=None, by=counsellor)
    assert posting.events.last().kind == kind


def test_an_end_that_came_by_itself_needs_no_line(posting, counsellor, morning):
    inquiry = answered(posting, "end")
    morning.move_to("2026-11-20T09:00:00+09:00")
    assert make_true(inquiry, counsellor).event is None
    assert posting.events.count() == 1


def test_a_change_waits_for_the_text_and_its_own_line(posting, counsellor):
    inquiry = answered(posting, "change", "月給を上げる")
    with pytest.raises(DomainError, match="内容を直してから"):
        make_true(inquiry, counsellor)
    publication.publish(posting, "changed", effective_on=TODAY, listed_until=UNTIL + timedelta(days=90), by=counsellor)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.event.kind) == (STATE.CONFIRMED, "changed")


def test_a_change_does_not_make_the_wish_to_continue_true(posting, counsellor):
    inquiry = answered(posting, "continue")
    publication.publish(posting, "changed", effective_on=TODAY, by=counsellor)
    inquiry.refresh_from_db()
    assert inquiry.state == STATE.ANSWERED


def test_an_end_day_that_is_not_later_is_refused(posting, counsellor):
    with pytest.raises(DomainError, match="いまの期限より後"):
        make_true(answered(posting, "continue"), counsellor, UNTIL)


def test_without_an_answer_there_is_nothing_to_make_true(posting, counsellor):
    _, inquiry = asked(posting)
    with pytest.raises(DomainError, match="まだ回答がありません"):
        make_true(inquiry, counsellor)


def test_the_database_takes_one_answer_per_end_day_only(posting):
    inquiry = answered(posting, "continue")
    with pytest.raises(IntegrityError, match="answered_once"), transaction.atomic():
        RenewalInquiry.objects.create(
            posting=posting, ends_on=UNTIL, step=7, asked_on=TODAY, state="answered", answer="end",
            answered_at=inquiry.answered_at,
        )  # fmt: skip


# ---- calls


def test_what_is_told_on_the_phone_takes_the_same_way(posting, counsellor):
    _, inquiry = asked(posting)
    inquiry = answering.record_call(inquiry, "end", inquiry.version, by=counsellor)
    assert (inquiry.state, inquiry.answer, inquiry.answered_to) == (STATE.ANSWERED, "end", counsellor)
    make_true(inquiry, counsellor)
    assert posting.events.last().kind == "ended"


def test_three_absences_come_to_the_supervisor(posting, counsellor, morning):
    asking.ask_about_expiring(TODAY)
    morning.move_to("2026-11-09T09:00:00+09:00")
    asking.ask_about_expiring(date(2026, 11, 9))
    calls = RenewalInquiry.objects.to_call(date(2026, 11, 9))
    for _ in range(3):
        assert not calls.given_up().exists()
        inquiry = calls.get()
        for _sent_again in range(5):
            answering.record_call(inquiry, "absent", inquiry.version, by=counsellor)
    assert calls.given_up().get().absences == 3
    assert RenewalCall.objects.count() == 3


def test_calls_are_only_added(posting, counsellor):
    _, inquiry = asked(posting)
    answering.record_call(inquiry, "absent", inquiry.version, by=counsellor)
    for statement in ("UPDATE postings_renewalcall SET outcome = 'end'", "DELETE FROM postings_renewalcall"):
        with pytest.raises(Exception, match="renewal_call"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_mail_whose_worker_died_still_leads_to_its_page_if_it_arrived(client, posting):
    asking.ask_about_expiring(TODAY)
    mail = posting.inquiries.get().mail
    token = token_of(mail)
    type(mail).objects.update(sent_at=None, failure="送信の途中")
    assert client.post(f"/answer/{token}/", {f"answer_{posting.pk}": "continue"}).status_code == 302
