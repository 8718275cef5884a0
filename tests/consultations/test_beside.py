"""The entry beside a page: whom the page is about, the draft taken up again, phrases, the day in words."""

import json
import uuid
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from centre.errors import DomainError, EditConflict
from centre.models import Draft
from centre.roles import Role
from consultations.models import Consultation, FollowUp, Phrase
from consultations.phrasing import add_phrase, change_phrase, drop_phrase
from jobseekers.models import Jobseeker
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.postings import JobPostingFactory
from tests.factories.referrals import HandoffFactory, ReferralFactory, RetentionCheckFactory
from tests.people_pages import errors, logged_in, send

pytestmark = pytest.mark.django_db
PANEL = "/consultations/beside/"
TAKEN = {"method": "phone", "held_at": "2026-11-20T09:30", "topic": "hiring", "groups": "1", "people": "1"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def picked_on(client, page: str) -> str:
    """Whom the entry beside a page is about."""
    return client.get(PANEL, {"from": page}).context["form"]["picked"].value()


def test_the_entry_knows_whom_the_page_is_about(client):
    taken, posting = ConsultationFactory(), JobPostingFactory()
    of_a_person = PersonConsultationFactory()
    assert picked_on(client, taken.establishment.get_absolute_url()) == f"establishment-{taken.establishment_id}"
    assert picked_on(client, posting.get_absolute_url()) == f"establishment-{posting.establishment_id}"
    assert picked_on(client, of_a_person.get_absolute_url()) == f"jobseeker-{of_a_person.jobseeker_id}"
    assert picked_on(client, of_a_person.jobseeker.get_absolute_url()) == f"jobseeker-{of_a_person.jobseeker_id}"


def test_the_entry_knows_whom_an_application_or_a_hand_off_is_about(client):
    course, check, of_a_person = ReferralFactory(), RetentionCheckFactory(), HandoffFactory()
    of_an_employer = HandoffFactory(jobseeker=None, establishment=EstablishmentFactory(), shared=["employer"])
    assert picked_on(client, course.get_absolute_url()) == f"jobseeker-{course.jobseeker_id}"
    step = reverse("referrals:step", args=[course.pk, "applied"])
    assert picked_on(client, step) == f"jobseeker-{course.jobseeker_id}"
    assert picked_on(client, of_a_person.get_absolute_url()) == f"jobseeker-{of_a_person.jobseeker_id}"
    assert picked_on(client, of_an_employer.get_absolute_url()) == f"establishment-{of_an_employer.establishment_id}"
    assert picked_on(client, check.get_absolute_url()) == f"jobseeker-{check.referral.jobseeker_id}"


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/employers/",
        "/referrals/999999/",
        "/referrals/handoffs/999999/",
        "/employers/999999/",
        "/nowhere/",
        "",
        "https://elsewhere.example/",
    ],
)
def test_a_page_about_nobody_fills_nobody_in(client, page):
    assert picked_on(client, page) == ""


def test_field_staff_get_no_person_by_the_address_of_a_page():
    field_staff, _ = logged_in(Role.FIELD_STAFF)
    assert picked_on(field_staff, JobseekerFactory().get_absolute_url()) == ""


def test_what_the_party_spoke_about_last_comes_first(client):
    establishment = EstablishmentFactory()
    ConsultationFactory(establishment=establishment, topic="foreign", held_at="2026-11-01T10:00+09:00")
    ConsultationFactory(establishment=establishment, topic="retention", held_at="2026-11-05T10:00+09:00")
    form = client.get(PANEL, {"from": establishment.get_absolute_url()}).context["form"]
    assert [label for _, label in form.fields["topic"].choices][:3] == ["1 定着", "2 外国人の採用・就職", "3 採用全般"]
    assert form["topic"].value() == "retention"


def test_a_draft_is_taken_up_where_it_was_left(client):
    establishment = EstablishmentFactory()
    typed = {"picked": f"establishment-{establishment.pk}", "summary": "途中の要点", "more_topics": "posting"}
    client.post(reverse("centre:draft"), {"draft_form": PANEL, **typed})
    page = client.get(PANEL, {"from": "/"})
    form = page.context["form"]
    assert (form["picked"].value(), form["summary"].value()) == (typed["picked"], "途中の要点")
    assert form["more_topics"].value() == ["posting"]
    assert "書きかけの続き" in page.content.decode()


def test_a_draft_about_somebody_who_is_gone_opens_without_them(client):
    client.post(
        reverse("centre:draft"), {"draft_form": PANEL, "picked": "establishment-999999", "summary": "途中の要点"}
    )
    form = client.get(PANEL).context["form"]
    assert (form["picked"].value(), form["summary"].value()) == ("", "途中の要点")


def test_a_draft_that_arrives_after_the_record_makes_no_second_one(client):
    key = str(uuid.uuid4())
    entry = {"party": "anonymous", "entry_key": key, "note": "1行目\r\n2行目 ", **TAKEN}
    assert "data-taken" in send(client, PANEL, key, **entry).content.decode()
    client.post(reverse("centre:draft"), {"draft_form": PANEL, **entry})
    client.get(PANEL)
    assert not Draft.objects.exists()
    send(client, PANEL, key, **entry)
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize(
    "more", [{"note": "書き足した記録"}, {"topic": "posting"}, {"next_action": "電話", "next_on": "2026-11-24"}]
)
def test_what_was_written_on_in_another_tab_is_never_said_to_be_saved_when_it_was_not(client, more):
    """Two tabs hold one draft: the second once got the answer of the first, and its text was gone."""
    key = str(uuid.uuid4())
    entry = {"party": "anonymous", "entry_key": key, "summary": "はじめの要点", **TAKEN}
    send(client, PANEL, key, **entry)
    asked = send(client, PANEL, key, **entry | more)
    assert asked.status_code == 422
    assert "まだ保存していません" in asked.content.decode()
    another = asked.context["form"]["entry_key"].value()
    assert "data-taken" in send(client, PANEL, another, **entry | more | {"entry_key": another}).content.decode()
    assert Consultation.objects.count() == 2


def test_the_number_of_another_form_leads_where_that_form_led(client):
    key = str(uuid.uuid4())
    given = {"text": "見本の文", "place": "1"}
    there = send(client, "/consultations/phrases/add/", key, **given)["Location"]
    answer = send(client, PANEL, key, party="anonymous", entry_key=key, **TAKEN)
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert not Consultation.objects.exists()


def test_a_draft_that_went_on_after_the_record_is_taken_up_as_another(client):
    key = str(uuid.uuid4())
    entry = {"party": "anonymous", "entry_key": key, "summary": "はじめの要点", **TAKEN}
    send(client, PANEL, key, **entry)
    client.post(reverse("centre:draft"), {"draft_form": PANEL, **entry, "summary": "次の相談の要点"})
    form = client.get(PANEL).context["form"]
    assert form["summary"].value() == "次の相談の要点"
    assert form["entry_key"].value() != key


def test_a_newcomer_is_registered_from_the_panel(client):
    entry = {
        "party": "guardian",
        "caller": "架空 花子",
        "agreed": "on",
        "consent_version": "1",
        "phone": "09000004321",
    }
    assert send(client, PANEL, **TAKEN, **entry).status_code == 200
    taken = Consultation.objects.get()
    assert (taken.party, taken.jobseeker.name, taken.jobseeker.phone) == ("guardian", "架空 花子", "090-0000-4321")


def test_a_newcomer_with_a_long_name_is_registered_with_all_of_it(client):
    name = "Kakuu " * 30 + "Mihon"
    entry = {"party": "jobseeker", "caller": name, "agreed": "on", "consent_version": "1", **TAKEN}
    assert "data-taken" in send(client, PANEL, **entry).content.decode()
    assert Jobseeker.objects.get().name == name
    assert 'maxlength="200"' in str(client.get(PANEL).context["form"]["caller"])


def test_a_name_without_a_consent_is_refused_beside_the_consent(client):
    response = send(client, PANEL, **TAKEN, party="jobseeker", caller="架空 花子")
    assert response.status_code == 422
    assert set(errors(response)) == {"agreed"}
    assert not Consultation.objects.exists()


def test_a_day_in_words_is_shown_as_a_date_before_it_is_kept(client):
    entry = {"party": "anonymous", **TAKEN, "next_action": "来週月曜に電話"}
    first = send(client, PANEL, **entry)
    assert first.status_code == 422
    form = first.context["form"]
    assert (form["next_action"].value(), form["next_on"].value()) == ("電話", "2026-11-24")
    assert "閉所日のため" in str(errors(first)["next_on"])
    assert not FollowUp.objects.exists()
    send(client, PANEL, **entry | {"next_action": "電話", "next_on": "2026-11-24"})
    assert FollowUp.objects.get().due_on == date(2026, 11, 24)


def test_the_part_of_the_page_tells_the_day_and_why(client):
    words = client.post("/consultations/day-words/", {"next_action": "来週月曜に電話"}).content.decode()
    assert "11月24日（火）" in words
    assert "11月23日（月）は閉所日のため、次の開設日にしました。" in words
    assert client.post("/consultations/day-words/", {"next_action": "電話"}).content.decode().strip() == ""


def test_a_blank_left_in_a_phrase_is_pointed_out(client):
    response = send(client, PANEL, **TAKEN, party="anonymous", note="＿を送る")
    assert set(errors(response)) == {"note"}


def test_a_phrase_is_used_by_its_owner_or_by_all_and_changed_by_its_owner():
    owner, colleague = UserFactory(role=Role.COUNSELLOR), UserFactory(role=Role.COUNSELLOR)
    own = add_phrase(text="＿を送る", is_shared=False, place=1, by=owner)
    shared = add_phrase(text="＿に電話する", is_shared=True, place=2, by=owner)
    assert list(Phrase.objects.usable_by(owner)) == [own, shared]
    assert list(Phrase.objects.usable_by(colleague)) == [shared]
    with pytest.raises(DomainError, match="ほかの職員"):
        change_phrase(shared, 1, text="別の文", by=colleague)
    with pytest.raises(DomainError, match="ほかの職員"):
        drop_phrase(shared, by=colleague)
    change_phrase(shared, 1, text="＿へ電話する", by=UserFactory(role=Role.SUPERVISOR))
    with pytest.raises(EditConflict):
        change_phrase(shared, 1, text="古い版から", by=owner)
    with pytest.raises(DomainError, match="同じ定型句"):
        add_phrase(text="＿を送る", is_shared=False, place=1, by=owner)


def test_phrases_are_kept_on_their_page(client):
    assert "まだ定型句がありません" in client.get("/consultations/phrases/").content.decode()
    send(client, "/consultations/phrases/add/", text="＿を送る", place="1")
    phrase = Phrase.objects.get()
    send(client, f"/consultations/phrases/{phrase.pk}/edit/", text="＿を郵送する", place="1", version="1")
    assert "＿を郵送する" in client.get(PANEL).content.decode()
    client.post(f"/consultations/phrases/{phrase.pk}/drop/")
    assert not Phrase.objects.exists()


def test_the_keys_of_one_character_are_switched_off_for_the_user_on_every_computer():
    client, user = logged_in(Role.OFFICIAL)
    assert 'data-keys="on"' in client.get("/").content.decode()
    answer = client.post(reverse("centre:single_keys"), {"off": "1"})
    assert json.loads(answer.content) == {"uses_single_keys": False}
    assert 'data-keys="off"' in client.get("/").content.decode()
    client.post(reverse("centre:single_keys"))
    user.refresh_from_db()
    assert user.uses_single_keys


def test_the_panel_costs_the_same_however_long_the_story_is(client, django_assert_num_queries):
    establishment = EstablishmentFactory()
    ConsultationFactory(establishment=establishment)
    page = {"from": establishment.get_absolute_url()}
    client.get(PANEL, page)
    with django_assert_num_queries(17):
        client.get(PANEL, page)
    ConsultationFactory.create_batch(10, establishment=establishment)
    with django_assert_num_queries(17):
        client.get(PANEL, page)
