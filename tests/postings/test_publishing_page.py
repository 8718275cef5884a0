"""The form of one line: sent five times at once it is one line, and no field but its own reaches the ledger."""

import os
import threading
import time
import uuid

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.roles import Role
from postings.models import PublicationEvent
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import count_year
from tests.factories.centre import UserFactory
from tests.people_pages import errors, expect, logged_in, send
from tests.postings.listings import signed

NEW = {"kind": "new", "effective_on": "2026-11-02", "listed_until": "2027-01-31", "site": "熊本仕事いいねっと"}


@pytest.fixture
def process_in_utc(monkeypatch):
    """The machine's own clock is in London's time; the counter's is not."""
    before = os.environ.get("TZ", "")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.setenv("TZ", before)
    time.tzset()


@pytest.mark.django_db(transaction=True)
def test_five_at_once_are_one_line():
    """T4: five threads with five connections, one key."""
    posting, user, key = signed(), UserFactory(role=Role.COUNSELLOR), str(uuid.uuid4())
    clients, answers = [Client() for _ in range(5)], []
    today = f"{timezone.localdate():%Y-%m-%d}"
    for client in clients:
        client.force_login(user)
    together = threading.Barrier(5)

    def submit(client):
        together.wait()
        typed = NEW | {"effective_on": today, "listed_until": ""}
        answers.append(send(client, f"/postings/{posting.pk}/publish/", key, **typed))
        connections.close_all()

    threads = [threading.Thread(target=submit, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer["Location"] for answer in answers} == {posting.get_absolute_url()}
    assert PublicationEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_people_at_once_make_one_first_line():
    """Five keys, five people: the posting's lock lets one through and the others are told why not."""
    posting, answers = signed(), []
    users = [UserFactory(role=Role.COUNSELLOR) for _ in range(5)]
    together = threading.Barrier(5)
    today = f"{timezone.localdate():%Y-%m-%d}"

    def submit(user):
        client = Client()
        client.force_login(user)
        together.wait()
        typed = NEW | {"effective_on": today, "listed_until": ""}
        answers.append(send(client, f"/postings/{posting.pk}/publish/", **typed).status_code)
        connections.close_all()

    threads = [threading.Thread(target=submit, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 422, 422, 422, 422]
    assert PublicationEvent.objects.count() == 1


@pytest.mark.django_db
def test_what_the_form_does_not_offer_never_reaches_the_ledger():
    """T10: the person, the moment, the posting and an eligibility that nobody signed are not typed."""
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        posting, other = signed(), signed()
        client, user = logged_in(Role.COUNSELLOR)
        typed = NEW | {
            "posting": other.pk,
            "recorded_by": UserFactory().pk,
            "recorded_at": "2020-01-01 00:00",
            "listed_eligible": "on",
            "id": "1",
        }
        expect(send(client, f"/postings/{posting.pk}/publish/", **typed), 302)
        line = PublicationEvent.objects.get()
    assert (line.posting, line.recorded_by, line.recorded_at.year) == (posting, user, 2026)


@pytest.mark.django_db
def test_an_eligibility_that_nobody_signed_is_not_a_choice_of_the_form():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        posting = signed()
        client, _ = logged_in(Role.COUNSELLOR)
        answer = send(client, f"/postings/{posting.pk}/publish/", **NEW, eligible="true")
    assert answer.status_code == 422
    assert "eligible" in errors(answer)
    assert not PublicationEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("process_in_utc")
@pytest.mark.parametrize(
    ("moment", "first", "refused", "year"),
    [
        ("2027-03-31T14:59:59+00:00", "2027-03-31", "2027-04-01", 2026),
        ("2027-03-31T15:00:00+00:00", "2027-04-01", "2027-04-02", 2027),
    ],
)
def test_the_day_is_that_of_tokyo_around_the_turn_of_the_fiscal_year(moment, first, refused, year):
    """T22: 23:59:59 of 31 March is still the old year, one second later the new one, whatever the machine's zone."""
    with time_machine.travel("2027-01-05T12:00:00+09:00", tick=False):
        posting = signed()
    with time_machine.travel(moment, tick=False):
        client, _ = logged_in(Role.COUNSELLOR)
        address = f"/postings/{posting.pk}/publish/"
        offered = client.get(address).context["form"]["effective_on"].value()
        answer = send(client, address, **NEW | {"effective_on": refused, "listed_until": "2027-06-30"})
        assert "先の日付" in str(errors(answer)["effective_on"])
        expect(send(client, address, **NEW | {"effective_on": first, "listed_until": "2027-06-30"}), 302)
    assert str(offered) == first
    line = PublicationEvent.objects.get()
    assert (str(line.effective_on), FiscalYear.of(line.effective_on).year) == (first, year)
    counted = {number: count_year(ledger_lines(), number) for number in (2026, 2027)}
    assert counted[year].additions["new"] == 1
    assert counted[2026 + 2027 - year].additions["new"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "?kind=", "?kind=new"])
def test_the_only_kind_there_is_is_chosen_already(address):
    client, _ = logged_in(Role.COUNSELLOR)
    page = client.get(f"/postings/{signed().pk}/publish/{address}")
    assert page.context["form"]["kind"].value() == "new"
