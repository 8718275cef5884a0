"""Nobody's listing runs out unasked: who is asked when, once each, and who is called (DOMAIN 2.3 J6)."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from centre.models import Contract
from employers.models import Contact
from postings.models import RenewalInquiry, RenewalMail
from postings.renewal import asking
from postings.renewal.deadlines import Deadlines, deadlines
from postings.site import publication
from postings.tasks import ask_about_expiring
from tests.factories.centre import UserFactory, contract_2026
from tests.factories.employers import EstablishmentFactory
from tests.factories.renewal import asked, listing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
STATE = RenewalInquiry.State


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel("2026-11-02T06:00:00+09:00", tick=False) as clock:
        yield clock


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("left", "step"),
    [(31, None), (30, 30), (25, 30), (24, None), (15, None), (14, 14), (9, 14), (8, None), (7, 7), (1, 7), (0, 7)],
)
def test_a_listing_is_asked_about_thirty_fourteen_and_seven_days_before_its_end(left, step):
    posting = listing(in_days(left))
    asking.ask_about_expiring(TODAY)
    assert list(posting.inquiries.values_list("step", "ends_on")) == ([(step, in_days(left))] if step else [])


def test_each_step_asks_once_until_the_employer_answers(morning):
    posting = listing(in_days(30))
    for days in (0, 0, 1, 16, 16, 17, 23, 24):
        asking.ask_about_expiring(in_days(days))
    assert list(posting.inquiries.order_by("-step").values_list("step", flat=True)) == [30, 14, 7]


def test_who_answered_is_not_asked_again_about_that_end_day(client, morning):
    posting = listing(in_days(30))
    token, _ = asked(posting)
    client.post(f"/answer/{token}/", {f"answer_{posting.pk}": "continue"})
    asking.ask_about_expiring(in_days(16))
    assert posting.inquiries.count() == 1


def test_a_new_end_day_is_asked_about_anew():
    posting = listing(in_days(30))
    asking.ask_about_expiring(TODAY)
    publication.publish(posting, "extended", effective_on=TODAY, listed_until=in_days(120), by=UserFactory())
    assert posting.inquiries.get().state == STATE.SETTLED
    asking.ask_about_expiring(in_days(90))
    assert list(posting.inquiries.order_by("pk").values_list("ends_on", flat=True)) == [in_days(30), in_days(120)]


def test_one_mail_covers_all_listings_of_an_employer():
    employer = EstablishmentFactory(email="info@mihon.example")
    Contact.objects.create(establishment=employer, name="見本 花子", is_main=True, email="hanako@mihon.example")
    first, second = listing(in_days(30), employer, title="製造"), listing(in_days(7), employer, title="事務\n補助")
    listing(in_days(14))
    done = asking.ask_about_expiring(TODAY)
    assert (done.inquiries, done.mails) == (3, 2)
    mail = RenewalMail.objects.get(establishment=employer)
    assert set(mail.inquiries.values_list("posting", flat=True)) == {first.pk, second.pk}
    assert "見本 花子 様" in mail.body
    assert "1. 事務 補助" in mail.body
    assert f"{asking.ANSWER_ADDRESS}?to={first.pk}-continue" in mail.body
    assert (mail.to_address, mail.contact) == ("info@mihon.example", None)
    assert mail.subject == "求人の掲載期限のお知らせ（11月9日から・2件）"


def test_what_comes_later_joins_a_mail_that_nobody_has_let_go():
    employer = EstablishmentFactory(email="info@mihon.example")
    listing(in_days(30), employer, title="製造")
    asking.ask_about_expiring(TODAY)
    listing(in_days(14), employer, title="あとから来た求人")
    asking.ask_about_expiring(TODAY)
    mail = RenewalMail.objects.get()
    assert mail.inquiries.count() == 2
    assert "あとから来た求人" in mail.body
    assert "製造" in mail.body


def test_without_a_mail_address_it_becomes_a_call_at_once():
    posting = listing(in_days(30), EstablishmentFactory())
    assert asking.ask_about_expiring(TODAY).calls == 1
    inquiry = posting.inquiries.get()
    assert (inquiry.mail, inquiry.call_on) == (None, TODAY)
    assert RenewalInquiry.objects.to_call(TODAY).get() == inquiry


def test_without_a_mail_address_it_stays_one_call_through_all_steps():
    listing(in_days(30), EstablishmentFactory())
    for days in range(31):
        asking.ask_about_expiring(in_days(days))
        assert RenewalInquiry.objects.to_call(in_days(days)).count() == 1
    assert RenewalInquiry.objects.count() == 1


def test_the_silent_become_one_call_seven_days_before_the_end():
    posting = listing(in_days(14))
    asking.ask_about_expiring(TODAY)
    asking.ask_about_expiring(in_days(6))
    assert not RenewalInquiry.objects.to_call(in_days(6)).exists()
    for day in (7, 7, 8):
        asking.ask_about_expiring(in_days(day))
    call = RenewalInquiry.objects.to_call(in_days(8)).get()
    assert (call.posting, call.step, call.call_on) == (posting, 7, in_days(7))


def test_asked_for_the_first_time_near_the_end_the_mail_gets_a_day():
    listing(in_days(7))
    assert asking.ask_about_expiring(TODAY).calls == 0
    assert asking.ask_about_expiring(in_days(1)).calls == 1


def test_the_contract_says_how_many_days():
    Contract.objects.filter(fiscal_year=2026).update(
        renewal_first_days=40, renewal_second_days=20, renewal_last_days=10, renewal_call_days=3, listing_days=60
    )
    assert deadlines(TODAY) == Deadlines((40, 20, 10), 3, 60)
    posting = listing(in_days(40))
    asking.ask_about_expiring(TODAY)
    assert posting.inquiries.get().step == 40


def test_the_steps_come_nearer_to_the_end():
    contract = contract_2026()
    contract.renewal_second_days = 30
    with pytest.raises(IntegrityError, match="steps_descend"), transaction.atomic():
        contract.save()


@given(st.sets(st.integers(1, 60), min_size=3, max_size=3), st.integers(0, 60))
def test_a_day_belongs_to_one_step_at_most_and_the_last_days_always_to_one(steps, left):
    terms = Deadlines(tuple(sorted(steps, reverse=True)), 7, 90)
    found = [step for step, fewest, most in terms.windows() if fewest <= left <= most]
    assert len(found) <= 1
    assert found or left > terms.steps[-1]


def test_an_unanswered_end_day_that_passed_is_closed_and_not_called():
    posting = listing(in_days(3))
    asking.ask_about_expiring(TODAY)
    assert asking.ask_about_expiring(in_days(4)).over == 1
    assert posting.inquiries.get().state == STATE.EXPIRED
    assert not RenewalInquiry.objects.unanswered().exists()


def test_the_same_round_by_two_commands_and_a_task_asks_once(morning):
    listing(in_days(30))
    out = StringIO()
    call_command("ask_about_expiring", stdout=out)
    call_command("ask_about_expiring", "--day", "2026-11-02", stdout=out)
    ask_about_expiring()
    assert out.getvalue().splitlines() == [
        "問合せ 1件、用意したメール 1通、電話 0件、期限切れ・記録済み 0件",
        "問合せ 0件、用意したメール 0通、電話 0件、期限切れ・記録済み 0件",
    ]
    assert RenewalInquiry.objects.count() == 1


def test_a_round_that_died_in_the_middle_is_finished_by_the_next(monkeypatch):
    employers = [EstablishmentFactory(email=f"info{n}@mihon.example") for n in range(3)]
    for employer in employers:
        listing(in_days(30), employer)
    ask, seen = asking._write, []

    def dies_at_the_second(establishment, *rest):
        seen.append(establishment)
        if len(seen) == 2:
            raise SystemExit
        return ask(establishment, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(asking, "_write", dies_at_the_second)
        with pytest.raises(SystemExit):
            asking.ask_about_expiring(TODAY)
    assert RenewalInquiry.objects.count() == 1
    asking.ask_about_expiring(TODAY)
    per_employer = RenewalMail.objects.values("establishment").annotate(mails=Count("pk", distinct=True))
    assert [row["mails"] for row in per_employer] == [1, 1, 1]
    assert RenewalInquiry.objects.filter(mail__isnull=False).count() == 3


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("2027-03-31T14:59:59+00:00", 7),  # 31 March 23:59:59 in Japan
        ("2027-03-31T15:00:00+00:00", 6),  # 1 April 00:00:00 in Japan
    ],
)
def test_the_day_is_the_day_in_japan_wherever_the_process_runs(morning, moment, left):
    morning.move_to(datetime.fromisoformat(moment))
    posting = listing(date(2027, 4, 7))
    Contract.objects.update_or_create(
        fiscal_year=2027,
        defaults={"title": "翌年度", "ends_on": date(2028, 3, 31), "renewal_last_days": 6, "renewal_call_days": 6},
    )
    ask_about_expiring()
    inquiry = posting.inquiries.get()
    # The contract of the old year still asks at fourteen and seven days, that of the new year at six.
    assert (inquiry.ends_on - inquiry.asked_on).days == left
    assert inquiry.step == left


def test_a_leap_day_is_a_day_like_any_other(morning):
    morning.move_to(datetime(2028, 2, 22, 6, tzinfo=ZoneInfo("Asia/Tokyo")))
    posting = listing(date(2028, 2, 29))
    assert asking.ask_about_expiring(date(2028, 2, 22)).inquiries == 1
    assert asking.ask_about_expiring(date(2028, 2, 29)).over == 0
    assert asking.ask_about_expiring(date(2028, 3, 1)).over == 1
    assert posting.inquiries.get().ends_on == date(2028, 2, 29)


def test_a_round_costs_the_same_for_each_employer():
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            asking.ask_about_expiring(TODAY)
        return len(seen)

    employer = EstablishmentFactory(email="info@mihon.example")
    listing(in_days(30), employer)
    one = queries()
    RenewalInquiry.objects.all().delete()
    for _ in range(10):
        listing(in_days(30), employer)
    assert queries() <= one + 2
