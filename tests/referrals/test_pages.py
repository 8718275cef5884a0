"""The pages of information, applications and hand-offs; in mode A the word for placement is nowhere."""

import uuid
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from centre.models import PartnerAgency
from centre.roles import Role
from privacy.models import AccessLog
from referrals.models import Handoff, Referral
from tests.factories.consultations import FollowUpFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import HandoffFactory, ListedPostingFactory, ReferralFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
PLACEMENT = "紹介"
ROOMS = ("jobseekers", "consultations", "referrals", "surveys", "privacy")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def test_information_is_noted_once_however_often_the_form_is_sent(client):
    person, posting, key = JobseekerFactory(), ListedPostingFactory(), str(uuid.uuid4())
    page = f"/referrals/add/?jobseeker={person.pk}"
    assert posting.title in client.get(page).content.decode()
    first, second = (send(client, page, key, posting=posting.pk, informed_on="2026-11-20") for _ in range(2))
    assert first["Location"] == second["Location"] == Referral.objects.get().get_absolute_url()


def test_a_posting_that_does_not_exist_is_said_beside_the_field(client):
    response = send(
        client, f"/referrals/add/?jobseeker={JobseekerFactory().pk}", posting="0", informed_on="2026-11-20"
    )
    assert response.status_code == 422
    assert set(errors(response)) == {"posting"}


@pytest.mark.parametrize("query", ["", "?jobseeker=x", "?jobseeker=0", "?jobseeker=" + "9" * 30])
def test_without_a_person_there_is_no_page(client, query):
    assert client.get(f"/referrals/add/{query}").status_code == 404
    assert client.get(f"/referrals/handoffs/add/{query}").status_code == 404


def test_an_application_before_the_listing_is_kept_and_warned_of(client):
    referral = ReferralFactory(
        informed_on=date(2026, 9, 1), posting=ListedPostingFactory(listed_from=date(2026, 11, 1))
    )
    response = send(client, f"/referrals/{referral.pk}/step/applied/", on="2026-10-31", version=1)
    expect(response, 302)
    words = client.get(response["Location"]).content.decode()
    assert words.count("対象として掲載された日より前の応募です") == 2
    referral.refresh_from_db()
    assert referral.applied_on == date(2026, 10, 31)


def test_two_people_record_a_result_and_the_second_sees_both(client):
    referral = ReferralFactory(applied_on=date(2026, 11, 5), stage="applied")
    expect(send(client, f"/referrals/{referral.pk}/step/interviewed/", on="2026-11-10", version=1), 302)
    page = f"/referrals/{referral.pk}/step/withdrawn/"
    late = {"on": "2026-11-20", "reason": "terms", "note": "後の備考"}
    response = send(client, page, **late, version=1)
    expect(response, 409)
    assert "後の備考" in response.content.decode()
    expect(send(client, page, **late, version=response.context["version"]), 302)
    referral.refresh_from_db()
    assert (referral.stage, referral.interviewed_on) == ("withdrawn", date(2026, 11, 10))


def test_a_person_is_not_handed_off_without_the_day_of_consent(client):
    agency = PartnerAgency.objects.filter(is_active=True).first()
    given = {"agency": agency.pk, "purpose": "移住の相談", "handed_on": "2026-11-20", "shared": ["name"]}
    page = f"/referrals/handoffs/add/?jobseeker={JobseekerFactory().pk}"
    for consented_on in ("", "2026-11-21"):
        response = send(client, page, **given, consented_on=consented_on)
        assert response.status_code == 422
        assert set(errors(response)) == {"consented_on"}
    expect(send(client, page, **given, consented_on="2026-11-20"), 302)
    assert Handoff.objects.get().agency == agency


def test_a_hand_off_from_a_consultation_remembers_it(client):
    consultation = PersonConsultationFactory()
    agency = PartnerAgency.objects.filter(is_active=True).first()
    given = {"agency": agency.pk, "purpose": "移住の相談", "handed_on": "2026-11-20", "shared": ["name"]}
    page = f"/referrals/handoffs/add/?consultation={consultation.pk}"
    expect(send(client, page, **given, consented_on="2026-11-20"), 302)
    handoff = Handoff.objects.get()
    assert (handoff.consultation, handoff.jobseeker) == (consultation, consultation.jobseeker)


def test_lists_cost_the_same_for_one_and_for_many(client, django_assert_num_queries):
    ReferralFactory()
    HandoffFactory()
    pages = {"/referrals/": 9, "/referrals/handoffs/": 11}
    for page, queries in pages.items():
        client.get(page)
        with django_assert_num_queries(queries):
            client.get(page)
    ReferralFactory.create_batch(10)
    HandoffFactory.create_batch(10)
    for page, queries in pages.items():
        with django_assert_num_queries(queries):
            client.get(page)


def test_no_template_of_these_rooms_speaks_of_placement():
    folders = [Path(settings.BASE_DIR) / "templates" / room for room in ROOMS]
    # What stands in `placement/` is shown with a licence only, which tests/referrals/test_placement.py sees to.
    templates = [path for folder in folders for path in folder.glob("**/*.html") if path.parent.name != "placement"]
    assert templates
    assert [path.name for path in templates if PLACEMENT in path.read_text(encoding="utf-8")] == []


def test_no_page_of_these_rooms_speaks_of_placement(client):
    consultation = PersonConsultationFactory()
    person = consultation.jobseeker
    promised, handoff = FollowUpFactory(consultation=consultation), HandoffFactory(jobseeker=person)
    referral = ReferralFactory(jobseeker=person)
    pages = [
        "/",
        "/jobseekers/",
        person.get_absolute_url(),
        "/jobseekers/add/",
        "/consultations/",
        "/consultations/add/",
        consultation.get_absolute_url(),
        "/consultations/promises/",
        f"/consultations/promises/{promised.pk}/keep/",
        "/referrals/",
        referral.get_absolute_url(),
        "/referrals/open/",
        "/referrals/retention/",
        f"/referrals/{referral.pk}/step/applied/",
        f"/referrals/{referral.pk}/step/withdrawn/",
        f"/referrals/{referral.pk}/move/",
        f"/referrals/add/?jobseeker={person.pk}",
        "/referrals/handoffs/",
        handoff.get_absolute_url(),
        f"/referrals/handoffs/{handoff.pk}/answer/",
        f"/referrals/handoffs/add/?jobseeker={person.pk}",
        "/surveys/",
    ]
    assert [page for page in pages if PLACEMENT in client.get(page).content.decode()] == []


def test_a_handoff_is_found_by_the_person_or_the_employer_and_the_search_is_written_down(client):
    place = EstablishmentFactory(name="株式会社架空製作所")
    HandoffFactory(jobseeker=JobseekerFactory(name="髙﨑 𠮷郎"), purpose="本人のつなぎ")
    HandoffFactory(jobseeker=None, establishment=place, shared=[], purpose="企業のつなぎ")
    for words, purpose in (("髙﨑", "本人のつなぎ"), ("架空製作所", "企業のつなぎ")):
        shown = client.get("/referrals/handoffs/", {"q": words})
        assert [one.purpose for one in shown.context["object_list"]] == [purpose]
        assert words in AccessLog.objects.filter(action=AccessLog.Action.SEARCH).order_by("pk").last().detail
