"""Pages of listings that run out: the calendar, the mails, the answers, the calls, the home page."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from centre.feeds import calendar_of
from centre.registry import open_items, timeline
from centre.roles import Role
from employers.models import Contact
from postings.models import PublicationEvent, RenewalInquiry, RenewalMail
from postings.renewal import answering, asking
from postings.site import publication
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.renewal import asked, listing
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel("2026-11-02T09:00:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


# ---- the calendar


def test_each_day_says_how_many_run_out_and_how_many_of_them_are_eligible(client):
    eligible = listing(date(2026, 11, 16), title="対象の求人")
    publication.take_over(
        eligible, kind="corrected", effective_on=TODAY, listed_until=None, eligible=True, site_number="", by=None
    )
    listing(date(2026, 11, 16))
    listing(date(2026, 11, 30))
    listing(date(2026, 12, 1), title="翌月の求人")
    page = client.get("/postings/expiry/")
    text = text_of(page)
    assert (page.context["listings"], page.context["eligible"]) == (3, 1)
    found = page.context["weeks"][2][1]["out"]
    assert (found.day, found.listings, found.eligible) == (date(2026, 11, 16), 2, 1)
    assert "翌月の求人" not in text
    assert "翌月の求人" in text_of(client.get("/postings/expiry/?month=2026-12"))


def test_a_day_shows_its_own_listings_and_how_their_question_stands(client):
    posting = listing(in_days(14), title="問い合わせた求人")
    answering.record_call(asked(posting)[1], "continue", 1, by=UserFactory())
    listing(in_days(15), title="別の日の求人")
    text = text_of(client.get(f"/postings/expiry/?day={in_days(14)}"))
    assert "問い合わせた求人" in text
    assert "継続（回答あり（確認待ち））" in text
    assert "別の日の求人" not in text
    assert "まだ問い合わせていません" in text_of(client.get(f"/postings/expiry/?day={in_days(15)}"))


@pytest.mark.parametrize("query", ["?month=abc", "?month=2026-13", "?day=2026-02-30", "?day=x&month=", "?page=1"])
def test_an_address_that_is_none_shows_this_month(client, query):
    assert client.get(f"/postings/expiry/{query}").context["month"].month == 11


# ---- lapsed without an answer


def test_what_ran_out_without_an_answer_is_said_in_red_with_what_it_means(morning):
    lapsed = listing(TODAY, title="切れた求人")
    meant = listing(TODAY, EstablishmentFactory(email="b@mihon.example"), title="終えた求人")
    answering.record_call(asked(meant)[1], "end", 1, by=UserFactory())
    morning.move_to("2026-11-02T14:59:59+00:00")
    client, user = logged_in(Role.COUNSELLOR)
    assert "回答のないまま" not in text_of(client.get("/postings/renewals/"))
    morning.move_to("2026-11-02T15:00:00+00:00")
    for address in ("/postings/renewals/", "/postings/expiry/", "/postings/renewals/answers/", "/"):
        text = text_of(client.get(address))
        assert "回答のないまま掲載が切れた求人" in text
        assert "移住支援金の対象にならないおそれ" in text
        assert f"/postings/{lapsed.pk}/publish/" in text
        assert f"/postings/{meant.pk}/publish/" not in text.split("回答のないまま")[1].split("</ul>")[0]
    morning.move_to("2026-11-13T09:00:00+09:00")
    client.force_login(user)
    assert "回答のないまま" not in text_of(client.get("/postings/renewals/"))


# ---- the mails


def test_a_prepared_mail_is_shown_as_it_will_leave_and_the_look_is_written_down(client):
    posting = listing(in_days(30))
    Contact.objects.create(establishment=posting.establishment, name="見本 花子", is_main=True)
    asking.ask_about_expiring(TODAY)
    text = text_of(client.get("/postings/renewals/"))
    assert "見本 花子 様" in text
    assert "info@mihon.example" in text
    assert AccessLog.objects.get(action="list").detail == "1通の宛先"


def test_several_mails_offer_a_counsellor_one_at_a_time_and_a_reviewer_all(client):
    for number in range(3):
        listing(in_days(30), EstablishmentFactory(email=f"info{number}@mihon.example"))
    asking.ask_about_expiring(TODAY)
    assert "まとめて送るときは" in text_of(client.get("/postings/renewals/"))
    assert "精査担当者か統括責任者が認めます" in text_of(client.post("/postings/renewals/release/", follow=True))
    first = RenewalMail.objects.first()
    for _sent_again in range(2):
        page = client.post(f"/postings/renewals/{first.pk}/release/", follow=True)
    assert "送信を待っているメールはありません" in text_of(page)
    reviewer, _ = logged_in(Role.REVIEWER)
    assert "2通の送信を認める" in text_of(reviewer.get("/postings/renewals/"))
    assert "2通の送信を認めました" in text_of(reviewer.post("/postings/renewals/release/", follow=True))
    assert "3通の送信を取り消しました" in text_of(reviewer.post("/postings/renewals/recall/", follow=True))
    assert "もう送られています" in text_of(reviewer.post("/postings/renewals/recall/", follow=True))


# ---- the answers


def test_the_page_says_that_an_answer_is_a_wish_and_offers_the_line(client):
    posting = listing(in_days(14), title="続ける{0}求人")
    answering.record_call(asked(posting)[1], "continue", 1, by=UserFactory())
    text = text_of(client.get("/postings/renewals/answers/"))
    assert "企業の希望です" in text
    assert "サイトで延長したのを確かめた（延長を記録）" in text
    assert 'value="2027-02-14"' in text
    inquiry = RenewalInquiry.objects.get()
    address = f"/postings/renewals/answers/{inquiry.pk}/"
    for _ in range(5):
        page = client.post(address, {"listed_until": "令和9年3月31日"}, follow=True)
    assert "「続ける{0}求人」：延長を記録しました。" in text_of(page)
    assert PublicationEvent.objects.get(kind="extended").listed_until == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("until", "message"), [("2月30日", "日付を読めません"), ("2026-11-10", "いまの期限より後の日")]
)
def test_an_impossible_day_is_refused_with_a_reason(client, until, message):
    posting = listing(in_days(14))
    inquiry = answering.record_call(asked(posting)[1], "continue", 1, by=UserFactory())
    page = client.post(f"/postings/renewals/answers/{inquiry.pk}/", {"listed_until": until}, follow=True)
    assert message in text_of(page)
    assert posting.events.count() == 1


def test_a_change_leads_through_the_text_to_the_ledger_and_back(client):
    posting = listing(in_days(14), title="変える求人")
    inquiry = answering.record_call(asked(posting)[1], "change", 1, by=UserFactory())
    assert f'href="/postings/{posting.pk}/edit/?renewal=1"' in text_of(client.get("/postings/renewals/answers/"))
    form = client.get(f"/postings/{posting.pk}/edit/?renewal=1").context
    data = {name: value for name, value in form["form"].initial.items() if value is not None}
    data |= {
        "title": "変えた求人",
        "new_hire": "true",
        "transfer": "false",
        "submission_key": form["submission_key"],
        "version": form["version"],
    }
    answer = client.post(f"/postings/{posting.pk}/edit/?renewal=1", data)
    assert answer["Location"] == f"/postings/{posting.pk}/publish/?kind=changed&renewal=1"
    form = client.get(answer["Location"]).context
    assert form["form"].initial["kind"] == "changed"
    data = {"kind": "changed", "effective_on": "2026-11-02", "listed_until": "2027-02-14"}
    done = client.post(answer["Location"], data | {"submission_key": form["submission_key"]})
    assert done["Location"] == "/postings/renewals/answers/"
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.event.kind) == ("confirmed", "changed")


# ---- the calls


def test_an_employer_that_is_silent_is_called_and_answers_with_one_tap(client):
    posting = listing(in_days(14), EstablishmentFactory(phone="096-000-1234"))
    asking.ask_about_expiring(TODAY)
    text = text_of(client.get("/postings/renewals/calls/"))
    assert 'href="tel:096-000-1234"' in text
    inquiry = posting.inquiries.get()
    address = f"/postings/renewals/calls/{inquiry.pk}/"
    assert "結果を選んでください" in text_of(client.post(address, {"version": "1", "outcome": "x"}, follow=True))
    page = client.post(address, {"version": "1", "outcome": "end"}, follow=True)
    assert "充足・終了と記録しました" in text_of(page)
    assert "サイトから下げたのを確かめた" in text_of(client.get("/postings/renewals/answers/"))


def test_three_absences_move_it_to_the_list_of_the_supervisor(client):
    listing(in_days(14), EstablishmentFactory(), title="不在の求人")
    asking.ask_about_expiring(TODAY)
    inquiry = RenewalInquiry.objects.get()
    for version in (1, 1, 2, 3):
        client.post(f"/postings/renewals/calls/{inquiry.pk}/", {"version": str(version), "outcome": "absent"})
    client.get("/postings/renewals/calls/")
    assert "不在の求人" not in text_of(client.get("/postings/renewals/calls/"))
    assert "不在の求人" in text_of(client.get("/postings/renewals/calls/?who=supervisor"))


# ---- what other pages show


def test_the_employers_page_says_what_is_open_and_tells_the_answer():
    user = UserFactory(role=Role.COUNSELLOR)
    posting = listing(in_days(14), EstablishmentFactory(), title="電話の求人")
    asking.ask_about_expiring(TODAY)
    assert "掲載の期限の電話：電話の求人" in [item.label for item in open_items(posting.establishment, user, TODAY)]
    answering.record_call(posting.inquiries.get(), "continue", 1, by=user)
    assert "回答「継続」の確認：電話の求人" in [item.label for item in open_items(posting.establishment, user, TODAY)]
    assert "電話の求人：継続との回答" in [entry.title for entry in timeline(posting.establishment, user)]


def test_the_calendar_feed_counts_end_days_and_names_nobody():
    listing(in_days(14), title="秘密の求人")
    listing(in_days(14))
    listing(in_days(20))
    calendar = calendar_of(UserFactory(role=Role.COUNSELLOR), TODAY, "https://madoguchi.example")
    assert "秘密" not in calendar.decode()
    events = Calendar.from_ical(calendar).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["掲載期限 2件", "掲載期限 1件"]
    field_staff = calendar_of(UserFactory(role=Role.FIELD_STAFF), TODAY, "https://madoguchi.example")
    assert "掲載期限" not in field_staff.decode()


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/postings/expiry/", 11),
        ("/postings/renewals/", 17),
        ("/postings/renewals/answers/", 13),
        ("/postings/renewals/calls/", 14),
    ],
)
def test_a_page_asks_the_database_as_often_for_one_as_for_ten(client, address, most):
    def more(count: int) -> None:
        for _ in range(count):
            listing(in_days(28))
            listing(in_days(27), EstablishmentFactory())
            answering.record_call(asked(listing(in_days(29)))[1], "continue", 1, by=UserFactory())

    more(1)
    client.get(address)
    one = queries_of(client, address)
    more(9)
    assert queries_of(client, address) == one
    assert one <= most


def test_every_form_of_the_pages_is_protected(client):
    listing(in_days(28), EstablishmentFactory())
    answering.record_call(asked(listing(in_days(29)))[1], "continue", 1, by=UserFactory())
    for address in ("/postings/renewals/", "/postings/renewals/answers/", "/postings/renewals/calls/"):
        text = text_of(client.get(address))
        forms = re.findall(r'<form method="post".*?</form>', text, re.DOTALL)
        assert all("csrfmiddlewaretoken" in form for form in forms)
