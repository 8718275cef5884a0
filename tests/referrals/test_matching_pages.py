"""The pages of matching: who opens them, what they show and log, filters, paging, the way to the record, the files."""

import uuid
from urllib.parse import urlencode

import pytest
import time_machine

from centre import jobs
from centre.roles import Role
from privacy.access import REASON_KEY
from privacy.exporting import ask_export
from privacy.models import AccessLog
from referrals.matching.criteria import CRITERIA
from referrals.matching.export_columns import PEOPLE_FOR, POSTINGS_FOR
from referrals.models import Referral
from tests.factories.referrals import ReferralFactory
from tests.people_pages import expect, logged_in, send
from tests.referrals.pairs import person_with, posting_with

pytestmark = pytest.mark.django_db
PLACEMENT = "紹介"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def postings_page(person, **query) -> str:
    return f"/referrals/postings/?{urlencode({'jobseeker': person.pk, **query})}"


def people_page(posting, **query) -> str:
    return f"/referrals/people/?{urlencode({'posting': posting.pk, **query})}"


def match_page(person, posting) -> str:
    return f"/referrals/match/?jobseeker={person.pk}&posting={posting.pk}"


def shown(client, address) -> list:
    response = client.get(address)
    assert response.status_code == 200
    return [item for item, _ in response.context["rows"]]


def test_the_page_of_a_person_leads_to_the_postings_that_suit(client):
    person, posting = person_with(), posting_with()
    link = f"/referrals/postings/?jobseeker={person.pk}"
    assert f'href="{link}"' in client.get(person.get_absolute_url()).content.decode()
    page = client.get(link).content.decode()
    assert posting.title in page
    assert "希望の職種（1番目）、希望の地域（八代市）、月給は希望より1万円高い" in page
    assert all(criterion.how in page for criterion in CRITERIA)


def test_the_page_of_a_posting_leads_to_people_who_may_suit(client):
    person, posting = person_with(), posting_with()
    link = f"/referrals/people/?posting={posting.pk}"
    assert f'href="{link}"' in client.get(posting.get_absolute_url()).content.decode()
    assert shown(client, link) == [person.wish_summary]
    reviewer = logged_in(Role.REVIEWER)[0]
    assert link not in reviewer.get(posting.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", Role)
def test_only_who_may_read_about_people_opens_the_pages(role):
    browser, person, posting = logged_in(role)[0], person_with(), posting_with()
    session = browser.session
    session[REASON_KEY] = "権限の点検のため"
    session.save()
    reads = 200 if role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.PRIVACY_MANAGER) else 403
    writes = 200 if role in (Role.COUNSELLOR, Role.SUPERVISOR) else 403
    for address in (postings_page(person), people_page(posting), match_page(person, posting)):
        assert browser.get(address).status_code == reads
    assert browser.get(f"/referrals/people/export/?posting={posting.pk}").status_code == writes


@pytest.mark.parametrize("page", ["postings", "people", "match", "postings/export", "people/export"])
@pytest.mark.parametrize("query", ["", "?jobseeker=x&posting=x", "?jobseeker=0&posting=0", f"?posting={'9' * 30}"])
def test_without_a_person_or_a_posting_there_is_no_page(client, page, query):
    assert client.get(f"/referrals/{page}/{query}").status_code == 404


def test_each_list_leaves_one_line_in_the_access_log(client):
    person, posting = person_with(), posting_with()
    person_with()
    client.get(people_page(posting))
    line = AccessLog.objects.get()
    assert (line.action, line.subject, line.detail) == (
        AccessLog.Action.LIST,
        "jobseekers.Jobseeker",
        f"求人{posting.pk}に合う人 2件を表示",
    )
    client.get(postings_page(person))
    assert AccessLog.objects.filter(action=AccessLog.Action.READ, subject_id=person.pk).count() == 1


def test_postings_are_narrowed_by_the_address(client):
    person = person_with()
    here, elsewhere = posting_with(), posting_with(work_municipality_id="43101", occupation_id="12")
    ineligible, waiting = posting_with(listed_eligible=False), posting_with()
    type(waiting).objects.filter(pk=waiting.pk).update(listed_from=None, listed_until=None)
    told = ReferralFactory(jobseeker=person, posting=posting_with()).posting
    poor = posting_with(occupation_id="01", work_municipality_id="43101")

    def found(**query) -> set:
        return set(shown(client, postings_page(person, **query)))

    assert found() == {here, elsewhere, ineligible}
    assert found(area="県央") == found(occupation="12") == {elsewhere}
    assert found(eligible="yes") == {here, elsewhere}
    assert found(listing="offered") == {here, elsewhere, ineligible, waiting}
    assert found(told="all") == {here, elsewhere, ineligible, told}
    assert found(least="0") == {here, elsewhere, ineligible, poor}
    assert found(least="80") == {here, ineligible}
    assert found(least="nonsense", area="月") == found()


def test_people_are_narrowed_by_the_address(client):
    posting = posting_with()
    near, from_here = person_with(), person_with(prefecture_id="43")
    other = person_with(occupations=("12", "08"), municipalities=("43501",))
    poor = person_with(occupations=("01",), municipalities=("43101",))
    told = ReferralFactory(jobseeker=person_with(), posting=posting).jobseeker

    def found(**query) -> set:
        return {row.jobseeker for row in shown(client, people_page(posting, **query))}

    assert found() == {near, from_here, other}
    assert found(outside="yes") == {near, other}
    assert found(told="all") == {near, from_here, other, told}
    assert found(least="0") == {near, from_here, other, poor}
    assert found(least="0", area="県央") == {poor}
    assert found(least="0", occupation="01") == {poor}


def test_the_best_are_paged_and_keep_their_order(client):
    person = person_with()
    postings = [posting_with(title=f"求人{number}") for number in range(53)]
    first, second = shown(client, postings_page(person)), shown(client, postings_page(person, page=2))
    assert [*first, *second] == sorted(postings, key=lambda one: -one.pk)
    assert (len(first), len(second)) == (50, 3)
    assert "53件中 1〜50件" in client.get(postings_page(person)).content.decode()


def test_more_than_can_be_paged_are_cut_off_with_words(client, monkeypatch):
    monkeypatch.setattr("referrals.matching.pages.MOST_COUNTED", 2)
    person = person_with()
    best = [posting_with() for _ in range(3)][:0:-1]
    assert shown(client, postings_page(person)) == best
    assert "2件より多くのうち" in client.get(postings_page(person)).content.decode()


def test_pages_cost_the_same_for_one_and_for_many(client, django_assert_num_queries):
    person, posting = person_with(), posting_with()
    pages = {postings_page(person): 12, people_page(posting): 11, match_page(person, posting): 10}
    for page, queries in pages.items():
        client.get(page)
        with django_assert_num_queries(queries):
            client.get(page)
    for _ in range(10):
        person_with()
        posting_with()
    for page, queries in pages.items():
        with django_assert_num_queries(queries):
            client.get(page)


def test_information_is_recorded_with_both_filled_in_and_once_on_a_double_click(client):
    person, posting, key = (
        person_with(),
        posting_with(occupation_id="01", work_municipality_id="43101"),
        str(uuid.uuid4()),
    )
    page = f"/referrals/add/?jobseeker={person.pk}&posting={posting.pk}"
    assert f'href="{page.replace("&", "&amp;")}"' in client.get(postings_page(person, least="0")).content.decode()
    form = client.get(page).context["form"]
    assert form["posting"].value() == posting.pk
    assert posting.pk in dict(form.fields["posting"].choices)
    given = {"posting": form["posting"].value(), "informed_on": "2026-11-20"}
    first, second = (send(client, page, key, **given) for _ in range(2))
    expect(first, 302)
    made = Referral.objects.get()
    assert first["Location"] == second["Location"] == made.get_absolute_url()
    assert (made.jobseeker, made.posting) == (person, posting)
    assert client.get(f"/referrals/add/?jobseeker={person.pk}&posting=0").status_code == 404


def test_why_a_pair_does_not_match_is_told_criterion_by_criterion_also_outside_the_list(client):
    person = person_with()
    posting = posting_with(
        occupation_id="01", work_municipality_id="43101", wage_to_yen=190_000, wage_from_yen=180_000
    )
    assert shown(client, postings_page(person)) == []
    response = client.get(match_page(person, posting))
    states = {item.criterion.key: item.state for item in response.context["findings"]}
    assert {key for key, state in states.items() if state == "合わない"} == {"occupation", "place", "wage"}
    words = response.content.decode()
    assert "希望の職種ではない" in words
    assert "月給は希望より1万円低い" in words
    assert "情報提供を記録" in words


def test_the_comparison_says_why_somebody_is_in_no_list(client):
    person, posting = person_with(), posting_with()
    type(posting).objects.filter(pk=posting.pk).update(ended_on="2026-11-01")
    person.consents.update(withdrawn_on="2026-11-19")
    ReferralFactory(jobseeker=person, posting=posting)
    words = client.get(match_page(person, posting)).content.decode()
    assert "この求人は、いま掲載していません" in words
    assert "有効な同意がありません" in words
    assert "2026年11月2日に情報提供しています" in words
    assert "情報提供を記録</a>" not in words


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda person: person.consents.update(withdrawn_on="2026-11-19"), "有効な同意がありません"),
        (lambda person: type(person).objects.update(closed_on="2026-11-19"), "2026年11月19日に支援を終了しています"),
    ],
)
def test_the_postings_of_somebody_who_may_be_told_nothing_offer_no_telling(client, end, words):
    person, posting = person_with(), posting_with()
    end(person)
    page = client.get(f"/referrals/postings/?jobseeker={person.pk}").text
    assert posting.title in page
    assert words in page
    assert "情報提供を記録" not in page


def test_any_posting_and_any_person_can_be_picked_for_a_comparison(client):
    person, posting = person_with(name="架空 桜"), posting_with(title="旋盤工")
    of_person = client.get(f"/referrals/match/?jobseeker={person.pk}&q=旋盤")
    assert of_person.context["postings"] == [posting]
    assert f"?jobseeker={person.pk}&amp;posting={posting.pk}" in of_person.content.decode()
    of_posting = client.get(f"/referrals/match/?posting={posting.pk}&q=架空桜")
    assert of_posting.context["people"] == [person]
    assert AccessLog.objects.filter(action=AccessLog.Action.SEARCH, detail="架空桜 1件を表示").exists()
    assert "見つかりません" in client.get(f"/referrals/match/?jobseeker={person.pk}&q=ない").content.decode()


@pytest.mark.parametrize(("listing", "subject"), [(POSTINGS_FOR, "jobseeker"), (PEOPLE_FOR, "posting")])
def test_both_rankings_come_out_as_files_in_the_order_shown(listing, subject):
    client, by = logged_in(Role.COUNSELLOR)
    pair = {"jobseeker": person_with(), "posting": posting_with()}
    person_with(occupations=("12",))
    posting_with(occupation_id="12")
    query = f"{subject}={pair[subject].pk}"
    address = f"/referrals/{'postings' if subject == 'jobseeker' else 'people'}/export/?{query}"
    assert "書き出す行" in client.get(address).content.decode()
    columns = [{"key": key, "heading": ""} for key in listing.offered]
    job = ask_export(
        listing, query=query, columns=columns, file_format="csv_utf8", reason="本人に渡すため", address=None, by=by
    )
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    head, best, second, rest = bytes(job.file.content).decode("utf-8-sig").split("\r\n")
    assert head.startswith("点数,理由")
    assert best.startswith("100,希望の職種（1番目）、希望の地域、賃金は希望以上")
    assert int(second.split(",")[0]) < 100
    assert rest == ""
    assert AccessLog.objects.get(action=AccessLog.Action.EXPORT).reason == "本人に渡すため"


def test_no_page_of_matching_speaks_of_placement(client):
    person, posting = person_with(), posting_with()
    pages = [postings_page(person), people_page(posting), match_page(person, posting)]
    pages += [f"/referrals/match/?jobseeker={person.pk}", f"/referrals/people/export/?posting={posting.pk}"]
    assert [page for page in pages if PLACEMENT in client.get(page).content.decode()] == []
