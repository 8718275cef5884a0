"""What the counter does with a hand-off: choosing items, the address shown once, the sheet, withdrawals."""

import io
import re
import uuid
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader

from centre.errors import DomainError
from centre.models import Contract, PartnerAgency, User
from centre.registry import open_items
from centre.roles import Role
from privacy.models import AccessLog, ConsentText
from referrals.handing_off import hand_off
from referrals.models import Handoff, HandoffLink
from referrals.partners import answering
from referrals.partners.links import make_link
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import HandoffFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
RARE = "髙﨑𠮷郎"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def form(**given) -> dict:
    return {
        "agency": PartnerAgency.objects.get(key="PA02").pk,
        "purpose": "移住の相談",
        "handed_on": "2026-11-20",
        "consented_on": "2026-11-20",
        "shared": ["name", "phone"],
    } | given


def pages_of(response) -> list:
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    return PdfReader(io.BytesIO(response.content)).pages


# ---- handing off


def test_a_hand_off_keeps_its_items_and_the_wording_of_its_consent(client):
    person = JobseekerFactory(name=RARE)
    page = f"/referrals/handoffs/add/?jobseeker={person.pk}"
    wording = ConsentText.objects.get(purpose="handoff")
    assert wording.body in client.get(page).content.decode()
    made = send(client, page, **form(message="来月に会いたい"))
    expect(made, 302)
    handoff = Handoff.objects.get()
    assert (handoff.shared, handoff.consent_text) == (["name", "phone", "message"], wording)
    text = client.get(made["Location"]).content.decode()
    assert str(wording) in text
    assert RARE in text


def test_a_later_wording_is_attached_from_its_first_day(client):
    later = ConsentText.objects.create(purpose="handoff", version=2, body="新しい文面", valid_from=date(2026, 11, 20))
    known = {"agency": PartnerAgency.objects.first(), "purpose": "見本", "shared": ["name"], "by": UserFactory()}
    for day, text in ((date(2026, 11, 19), 1), (TODAY, later.version)):
        handoff = hand_off(jobseeker=JobseekerFactory(), handed_on=TODAY, consented_on=day, **known)
        assert handoff.consent_text.version == text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"shared": []}, "shared"),
        ({"shared": ["wishes"]}, "shared"),
        ({"shared": ["employer"]}, "shared"),
        ({"message": "あ" * 501}, "message"),
        ({"message": "持病がある"}, "message"),
        ({"handed_on": "2026-11-21"}, "handed_on"),
        ({"agency": "0"}, "agency"),
        ({"consented_on": "2025-01-01"}, "consented_on"),
    ],
)
def test_what_cannot_be_handed_off_is_said_beside_the_field_and_nothing_typed_is_lost(client, given, field):
    page = f"/referrals/handoffs/add/?jobseeker={JobseekerFactory().pk}"
    response = send(client, page, **form(**given) | {"purpose": "残る用件"})
    expect(response, 422)
    assert field in errors(response)
    assert "残る用件" in response.content.decode()
    assert not Handoff.objects.exists()


def test_words_alone_are_an_item(client):
    page = f"/referrals/handoffs/add/?jobseeker={JobseekerFactory().pk}"
    expect(send(client, page, **form(shared=[], message="匿名で相談したい")), 302)
    assert Handoff.objects.get().shared == ["message"]


def test_an_ended_agency_is_not_chosen(client):
    agency = PartnerAgency.objects.get(key="PA02")
    PartnerAgency.objects.filter(pk=agency.pk).update(is_active=False, ended_on=TODAY)
    page = f"/referrals/handoffs/add/?jobseeker={JobseekerFactory().pk}"
    assert set(errors(send(client, page, **form()))) == {"agency"}


def test_of_an_ended_agency_nothing_more_is_shown(client):
    handoff = HandoffFactory()
    assert "回答ページを作る" in client.get(handoff.get_absolute_url()).content.decode()
    PartnerAgency.objects.filter(pk=handoff.agency_id).update(is_active=False, ended_on=TODAY)
    assert "回答ページを作る" not in client.get(handoff.get_absolute_url()).content.decode()
    refused = client.get(f"/referrals/handoffs/{handoff.pk}/sheet/", follow=True)
    assert "連携の終わりのため、つなぎ票は出せません" in refused.content.decode()
    with pytest.raises(DomainError, match="連携の終わり"):
        make_link(handoff, by=UserFactory())


@pytest.mark.parametrize(
    "wrong",
    [
        {"shared": ["wishes"]},
        {"jobseeker": None, "shared": ["name"], "consented_on": None},
        {"direction": "in", "shared": ["name"]},
        {"answer": "withdrawn", "answered_on": TODAY},
        {"consent_withdrawn_on": date(2026, 11, 1)},
        {"answered_on_page": True},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoffFactory(establishment=EstablishmentFactory(), **wrong)


# ---- the address


def test_the_address_is_shown_once_and_opens_without_an_account(client):
    handoff = HandoffFactory()
    page, key = f"/referrals/handoffs/{handoff.pk}/give/", str(uuid.uuid4())
    shown = send(client, page, key, way="address")
    address = re.search(r"http://testserver(/handoff/[^\"]+/)", shown.content.decode())[1]
    assert Client().get(address).status_code == 200
    assert shown["Cache-Control"] == "no-store"
    again = [send(client, page, key, way="address") for _ in range(4)]
    assert {answer["Location"] for answer in again} == {handoff.get_absolute_url()}
    assert HandoffLink.objects.count() == 1
    text = client.get(handoff.get_absolute_url()).content.decode()
    assert "2026年12月20日まで" in text
    assert "開いた" in text
    assert address not in text


def test_no_address_for_what_is_finished_or_withdrawn(client):
    for known in ({"answer": "handled"}, {"answer": "declined"}):
        handoff = HandoffFactory(answered_on=TODAY, **known)
        expect(send(client, f"/referrals/handoffs/{handoff.pk}/give/", way="address"), 422)
    incoming = HandoffFactory(direction="in", answer="received", answered_on=TODAY)
    assert client.get(f"/referrals/handoffs/{incoming.pk}/give/").status_code == 404
    assert not HandoffLink.objects.exists()


# ---- the sheet


def test_the_sheet_is_one_page_with_the_chosen_items_and_the_rare_name(client):
    person = JobseekerFactory(name=RARE, phone="090-9999-0001")
    handoff = HandoffFactory(
        jobseeker=person,
        shared=["name", "message"],
        message="住まいの相談",
        consent_text=ConsentText.objects.get(purpose="handoff"),
    )
    (page,) = pages_of(client.get(f"/referrals/handoffs/{handoff.pk}/sheet/"))
    text = "".join(page.extract_text().split())
    for words in (RARE, "住まいの相談", handoff.agency.name.split()[0], "2026年11月2日", "第1版", "0120-827-867"):
        assert words in text
    assert "090-9999-0001" not in text
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert f"取扱注意{user.name.replace(' ', '')}2026年11月" in text
    line = AccessLog.objects.get(action="print")
    assert (line.subject, line.subject_id) == ("referrals.Handoff", handoff.pk)
    assert RARE not in line.detail


def test_the_sheet_with_a_code_carries_the_address_and_its_last_day(client):
    handoff = HandoffFactory()
    (page,) = pages_of(send(client, f"/referrals/handoffs/{handoff.pk}/give/", way="paper"))
    text = "".join(page.extract_text().split())
    assert "2026年12月20日" in text
    address = re.search(r"http://testserver(/handoff/[\w.-]+/)", text)[1]
    assert Client().get(address).status_code == 200


def test_the_longest_hand_off_still_fits_on_one_page(client):
    person = JobseekerFactory(name="長" * 200, kana="な" * 200, email=f"{'x' * 60}@mihon.example", city="市" * 40)
    handoff = HandoffFactory(
        jobseeker=person,
        purpose="用" * 200,
        message="要" * 500,
        shared=["name", "kana", "phone", "email", "residence", "timing", "message"],
    )
    assert len(pages_of(client.get(f"/referrals/handoffs/{handoff.pk}/sheet/"))) == 1


def test_there_is_no_sheet_after_a_withdrawal(client):
    handoff = HandoffFactory()
    page = f"/referrals/handoffs/{handoff.pk}/withdraw/"
    assert errors(send(client, page, withdrawn_on="2026-11-21", version=1)).keys() == {"withdrawn_on"}
    assert errors(send(client, page, withdrawn_on="2026-11-01", version=1)).keys() == {"withdrawn_on"}
    expect(send(client, page, withdrawn_on="2026-11-20", version=1), 302)
    assert client.get(f"/referrals/handoffs/{handoff.pk}/sheet/").status_code == 302
    text = client.get(handoff.get_absolute_url()).content.decode()
    assert "同意は撤回されています" in text
    assert "いま何も見えません" in text
    expect(send(client, page, withdrawn_on="2026-11-20", version=2), 422)


# ---- answers and reminders


def test_the_counter_and_the_partner_do_not_overwrite_each_other(client):
    handoff = HandoffFactory()
    link, _ = make_link(handoff, by=UserFactory())
    answering.answer_by_link(link, answer="received", result="", language="ja", address=None)
    page = f"/referrals/handoffs/{handoff.pk}/answer/"
    typed = {"answer": "declined", "answered_on": "2026-11-20", "result": "電話で聞いた"}
    late = send(client, page, **typed, version=1)
    expect(late, 409)
    assert "電話で聞いた" in late.content.decode()
    expect(send(client, page, **typed, version=late.context["version"]), 302)
    handoff.refresh_from_db()
    assert (handoff.answer, handoff.answered_on_page) == ("declined", False)


def test_an_unanswered_hand_off_is_asked_about_when_the_setting_says(november):
    client, user = logged_in(Role.COUNSELLOR)
    Contract.objects.filter(fiscal_year=2026).update(handoff_remind_days=5)
    handoff = HandoffFactory(handed_on=TODAY, consented_on=TODAY)
    of_employer = HandoffFactory(
        jobseeker=None, establishment=EstablishmentFactory(), shared=[], consented_on=None, handed_on=TODAY
    )
    november.move_to("2026-11-25 10:00+09:00")
    client.force_login(user)
    assert "返事を待っているつなぎ" not in client.get("/").content.decode()
    november.move_to("2026-11-26 10:00+09:00")
    client.force_login(user)
    home = client.get("/").content.decode()
    assert "返事を待っているつなぎ" in home
    assert "5日を過ぎました" in home
    assert "6日たちました" in client.get(handoff.get_absolute_url()).content.decode()
    for subject in (handoff.jobseeker, of_employer.establishment):
        (item,) = (one for one in open_items(subject, user, date(2026, 11, 26)) if "つなぎ" in one.label)
        assert item.urgent


def test_a_new_answer_from_the_page_is_told_on_the_home_page(client):
    handoff = HandoffFactory()
    link, _ = make_link(handoff, by=UserFactory())
    answering.answer_by_link(link, answer="handled", result="案内した", language="ja", address=None)
    assert "回答ページから届いた返事" in client.get("/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COUNSELLOR, Role.SUPERVISOR)])
def test_nobody_else_gives_prints_or_withdraws(role):
    client, _ = logged_in(role)
    handoff = HandoffFactory()
    for name in ("give", "sheet", "withdraw", "answer"):
        assert client.get(f"/referrals/handoffs/{handoff.pk}/{name}/").status_code == 403
        assert client.post(f"/referrals/handoffs/{handoff.pk}/{name}/").status_code == 403
    assert not HandoffLink.objects.exists()


@pytest.mark.parametrize("name", ["give", "sheet", "withdraw"])
def test_what_does_not_exist_is_not_found(client, name):
    assert client.get(f"/referrals/handoffs/999999/{name}/").status_code == 404


def test_a_session_that_ended_keeps_nothing_half_done(client):
    handoff = HandoffFactory()
    client.logout()
    response = send(client, f"/referrals/handoffs/{handoff.pk}/give/", way="address")
    assert response.status_code in (302, 401)
    assert not HandoffLink.objects.exists()


def test_the_page_of_a_hand_off_costs_the_same_for_many_looks(client, django_assert_num_queries):
    handoff = HandoffFactory()
    address = f"/handoff/{make_link(handoff, by=UserFactory())[1]}/"
    for looks in (1, 9):
        for _ in range(looks):
            Client().get(address)
        client.get(handoff.get_absolute_url())
        with django_assert_num_queries(13):
            client.get(handoff.get_absolute_url())
