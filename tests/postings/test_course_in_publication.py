"""What the course of a corporation means for listing its postings: a warning, or a refusal if the contract says so."""

from datetime import date

import pytest
import time_machine

from centre.errors import DomainError
from centre.roles import Role
from postings.eligibility import course, vetting
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.factories.courses import certified, listable, procedure
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
UNTIL = date(2027, 1, 31)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        procedure("no")
        yield


def signed(corporation=None):
    """A posting that a reviewer has signed as eligible, its vetting and its page."""
    posting = JobPostingFactory(establishment=EstablishmentFactory(corporation=corporation or CorporationFactory()))
    prepared = vetting.prepare(posting, on=TODAY, by=UserFactory())
    vetting.approve(prepared, by=UserFactory(role=Role.REVIEWER))
    return posting


def publish(posting, **known):
    return publication.publish(
        posting, "new", **{"effective_on": TODAY, "listed_until": UNTIL, "by": UserFactory(), **known}
    )


def test_without_a_course_an_eligible_posting_is_recorded_and_the_page_warns():
    posting = signed()
    client, _ = logged_in(Role.COUNSELLOR)
    text = client.get(f"/postings/{posting.pk}/publish/").content.decode()
    assert "法人の手続：手続なし" in text
    assert "記録はできます" in text
    assert publish(posting).eligible


def test_where_the_contract_asks_for_it_nothing_is_eligible_before_the_course_is_done():
    procedure("no", course_required=True)
    corporation = certified(TODAY).corporation
    posting = signed(corporation)
    client, _ = logged_in(Role.COUNSELLOR)
    address = f"/postings/{posting.pk}/publish/"
    assert "対象として記録できません" in client.get(address).content.decode()
    response = send(client, address, kind="new", effective_on="2026-11-20", listed_until="2027-01-31", eligible="")
    expect(response, 422)
    assert "掲載可" in "".join(errors(response)["eligible"])
    assert not publish(posting, eligible=False).eligible


def test_where_the_contract_asks_for_it_the_day_of_the_listing_counts():
    procedure("no", course_required=True)
    made = listable(date(2026, 11, 18))
    posting = signed(made.corporation)
    with pytest.raises(DomainError, match="2026年11月18日から掲載可"):
        publish(posting, effective_on=date(2026, 11, 17))
    assert publish(posting, effective_on=date(2026, 11, 18)).eligible
    course.withdraw(
        made, made.version, withdrawn_on=TODAY, reason="県が取り消した", by=UserFactory(role=Role.SUPERVISOR)
    )
    with pytest.raises(DomainError, match="（取下げ）"):
        publication.publish(posting, "changed", effective_on=TODAY, by=UserFactory())
    ended = publication.publish(posting, "ended", effective_on=TODAY, by=UserFactory())
    assert ended.eligible


def test_a_list_handed_over_by_the_prefecture_is_evidence_of_its_own():
    procedure("no", course_required=True)
    event = publication.take_over(
        JobPostingFactory(),
        effective_on=date(2026, 4, 1),
        listed_until=UNTIL,
        eligible=True,
        site_number="KM1",
        by=UserFactory(),
    )
    assert event.eligible


def test_the_pages_of_a_posting_show_the_course_in_force():
    posting = signed(listable(TODAY).corporation)
    client, _ = logged_in(Role.SUPERVISOR)
    for address in (f"/postings/{posting.pk}/publish/", posting.vettings.get().get_absolute_url()):
        assert "（認定は2027年11月20日まで）" in client.get(address).content.decode()
