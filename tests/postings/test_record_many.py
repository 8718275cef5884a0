"""Many lines at once: all or none, the refused posting named, few questions, and the count seen before the act."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.errors import DomainError
from centre.models import Submission
from centre.roles import Role
from employers.models import Corporation
from postings.models import JobPosting, PublicationEvent
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.people_pages import logged_in, send
from tests.postings.listings import listed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
UNTIL, LATER = date(2026, 11, 20), date(2027, 2, 28)
PAGE, RECORD = "/postings/ledger/extend/", "/postings/ledger/extend/record/"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        yield


def some(count: int, until=UNTIL) -> list[JobPosting]:
    return [listed(date(2026, 8, 1), until, title=f"求人{number}") for number in range(count)]


def test_each_line_says_what_a_single_one_would_say():
    one, two = some(2)
    by = UserFactory()
    publication.publish(
        one, "extended", effective_on=TODAY, listed_until=LATER, url=f"https://site.example/{one.pk}", by=by
    )
    publication.publish_many([two], "extended", effective_on=TODAY, listed_until=LATER, by=by)
    names = ("kind", "effective_on", "listed_until", "eligible", "site", "site_number", "note", "recorded_by")
    first, second = PublicationEvent.objects.filter(kind="extended").order_by("pk").values(*names)
    assert first == second
    kept = ("listed_from", "listed_until", "ended_on", "listed_eligible")
    assert JobPosting.objects.values(*kept).distinct().count() == 1


def test_the_address_of_the_page_is_repeated_from_the_line_before():
    postings = some(2)
    publication.publish_many(postings, "extended", effective_on=TODAY, listed_until=LATER, by=UserFactory())
    urls = PublicationEvent.objects.filter(kind="extended").order_by("posting_id").values_list("url", flat=True)
    assert [url.rsplit("/", 1)[1] for url in urls] == [
        str(posting.pk) for posting in sorted(postings, key=lambda p: p.pk)
    ]


def test_one_refusal_names_the_posting_and_nothing_is_recorded():
    postings = some(3)
    publication.publish(postings[1], "ended", effective_on=date(2026, 10, 1), by=UserFactory())
    with pytest.raises(DomainError, match=r"「求人1」.*どの求人も記録していません"):
        publication.publish_many(postings, "extended", effective_on=TODAY, listed_until=LATER, by=UserFactory())
    assert not PublicationEvent.objects.filter(kind="extended").exists()


def test_an_eligibility_that_the_facts_no_longer_bear_out_is_refused_for_many_too():
    postings = some(2)
    corporation = Corporation.objects.get(establishments__postings=postings[1])
    Corporation.objects.filter(pk=corporation.pk).update(employment_insurance=False)
    with pytest.raises(DomainError, match=r"「求人1」.*事実が変わり"):
        publication.publish_many(postings, "extended", effective_on=TODAY, listed_until=LATER, by=UserFactory())


def test_too_many_and_none_are_refused(monkeypatch):
    monkeypatch.setattr("postings.site.publication.MOST_AT_ONCE", 1)
    with pytest.raises(DomainError, match="1件まで"):
        publication.publish_many(some(2), "changed", effective_on=TODAY, by=UserFactory())
    with pytest.raises(DomainError, match="1件以上"):
        publication.publish_many([], "changed", effective_on=TODAY, by=UserFactory())


def test_more_postings_cost_no_more_questions():
    counts, by = [], UserFactory()
    for number in (2, 9):
        postings = some(number)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            publication.publish_many(postings, "extended", effective_on=TODAY, listed_until=LATER, by=by)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 17


def test_the_list_begins_with_what_runs_out_and_asks_the_same_however_long(django_assert_max_num_queries):
    soon, far = some(1)[0], some(1, until=LATER)[0]
    client, _ = logged_in(Role.COUNSELLOR)
    with django_assert_max_num_queries(16):
        shown = client.get(PAGE).content.decode()
    assert f'id="p{soon.pk}"' in shown
    assert f'id="p{far.pk}"' not in shown
    assert f'id="p{far.pk}"' in client.get(f"{PAGE}?listing=live").content.decode()


@pytest.mark.parametrize("scope", ["marked", "page", "filter"])
def test_the_count_is_seen_before_the_act(scope):
    postings = some(3)
    client, user = logged_in(Role.COUNSELLOR)
    numbers = [posting.pk for posting in postings]
    chosen = {
        "marked": "&".join(f"postings={pk}" for pk in numbers),
        "page": f"shown={','.join(map(str, numbers))}",
        "filter": "listing=expiring",
    }[scope]
    address = f"{RECORD}?scope={scope}&{chosen}"
    page = client.get(address)
    assert re.search(r'class="figure">3<small>件', page.content.decode())
    typed = {
        "kind": "extended",
        "effective_on": "2026-11-02",
        "listed_until": "2027-02-28",
        "seen": page.context["form"]["seen"].value(),
    }
    assert send(client, address, **typed).status_code == 302
    assert PublicationEvent.objects.filter(kind="extended", recorded_by=user).count() == 3


def test_a_choice_that_changed_since_it_was_seen_is_refused():
    some(2)
    client, _ = logged_in(Role.COUNSELLOR)
    address = f"{RECORD}?scope=filter&listing=expiring"
    seen = client.get(address).context["form"]["seen"].value()
    some(1)
    answer = send(client, address, kind="extended", effective_on="2026-11-02", listed_until="2027-02-28", seen=seen)
    assert answer.status_code == 422
    assert "条件に合う求人が変わりました" in answer.content.decode()
    assert not PublicationEvent.objects.filter(kind="extended").exists()


def test_an_extension_needs_its_new_end():
    some(1)
    client, _ = logged_in(Role.COUNSELLOR)
    address = f"{RECORD}?scope=filter&listing=expiring"
    seen = client.get(address).context["form"]["seen"].value()
    answer = send(client, address, kind="extended", effective_on="2026-11-02", listed_until="", seen=seen)
    assert "新しい掲載期限を入れて" in answer.content.decode()


def test_many_are_taken_down_with_one_day():
    postings = some(2)
    publication.publish_many(postings, "ended", effective_on=TODAY, by=UserFactory())
    assert set(JobPosting.objects.values_list("ended_on", flat=True)) == {TODAY}
    assert not JobPosting.objects.live_on(TODAY).exists()
    assert JobPosting.objects.count() == 2


def test_the_same_page_sent_again_records_nothing_more():
    some(2)
    client, _ = logged_in(Role.COUNSELLOR)
    address = f"{RECORD}?scope=filter&listing=expiring"
    page = client.get(address)
    typed = {
        "kind": "extended",
        "effective_on": "2026-11-02",
        "listed_until": "2027-02-28",
        "seen": page.context["form"]["seen"].value(),
    }
    key = str(page.context["submission_key"])
    answers = [send(client, address, key, **typed) for _ in range(5)]
    assert {answer["Location"] for answer in answers} == {"/postings/ledger/"}
    assert PublicationEvent.objects.filter(kind="extended").count() == 2
    assert Submission.objects.count() == 1


def test_without_a_choice_the_page_asks_to_choose_again():
    client, _ = logged_in(Role.COUNSELLOR)
    assert "選ばれていません" in client.get(RECORD).content.decode()
    assert "選ばれていません" in client.get(f"{RECORD}?scope=marked").content.decode()


def test_what_was_recorded_late_moves_the_days_of_the_later_lines():
    posting = some(1)[0]
    publication.publish_many([posting], "changed", effective_on=TODAY - timedelta(days=40), by=UserFactory())
    posting.refresh_from_db()
    assert (posting.listed_from, posting.listed_until) == (date(2026, 8, 1), UNTIL)
