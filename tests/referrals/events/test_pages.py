"""The pages of the events as a counsellor meets them, and what others may not see of them."""

import io
import uuid
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from centre import jobs
from centre.exporting.columns import usual_choice
from centre.feeds import calendar_of
from centre.registry import open_items, timeline
from centre.roles import Role
from privacy.access import REASON_KEY
from privacy.exporting import ask_export
from privacy.models import AccessLog
from referrals.events.export_columns import GUESTS
from referrals.events.receiving import arrive
from referrals.models import CentreEvent, EventGuest, EventOutcome
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.events import EmployerGuestFactory, EventFactory, HeldEventFactory, PersonGuestFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import ReferralFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TOLD = {
    "kind": "joint_fair",
    "title": "見本フェア",
    "first_on": "令和8年11月20日",
    "begins_at": "１３:００",
    "place": "見本ホール",
    "run_by": "ours",
    "seats_people": "10",
}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2026-11-20T13:05:00+09:00", tick=False):
        yield


@pytest.fixture
def counsellor():
    client, _ = logged_in(Role.COUNSELLOR)
    return client


def page_of(name: str, record) -> str:
    return reverse(f"referrals:{name}", args=[record.pk])


def test_an_event_is_registered_changed_held_and_shown(counsellor):
    expect(send(counsellor, reverse("referrals:event_add"), **TOLD), 302)
    event = CentreEvent.objects.get()
    assert (event.first_on, event.last_on, f"{event.begins_at:%H:%M}") == (
        date(2026, 11, 20),
        date(2026, 11, 20),
        "13:00",
    )
    expect(send(counsellor, page_of("event_edit", event), version=1, **TOLD | {"title": "見本フェア改"}), 302)
    stale = send(counsellor, page_of("event_edit", event), version=1, **TOLD)
    expect(stale, 409)
    assert "見本フェア改" in stale.content.decode()
    expect(send(counsellor, page_of("event_hold", event), version=2), 302)
    page = counsellor.get(reverse("referrals:events")).content.decode()
    assert "見本フェア改" in page
    assert "開催済" in page


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(counsellor):
    response = send(counsellor, reverse("referrals:event_add"), **TOLD | {"last_on": "2026-11-01", "place": ""})
    expect(response, 422)
    assert "last_on" in errors(response)
    assert "見本フェア" in response.content.decode()
    response = send(counsellor, reverse("referrals:event_add"), **TOLD | {"seats_people": "0", "first_on": "あした"})
    assert {"seats_people", "first_on"} <= set(errors(response))
    assert not CentreEvent.objects.exists()


def test_an_event_is_cancelled_with_its_reason(counsellor):
    event = EventFactory()
    expect(send(counsellor, page_of("event_cancel", event), version=1, reason=""), 422)
    expect(send(counsellor, page_of("event_cancel", event), version=1, reason="台風のため"), 302)
    assert "理由：台風のため" in counsellor.get(event.get_absolute_url()).content.decode()


def test_several_are_invited_with_one_press_and_the_press_counts_once(counsellor):
    event, employer, person = EventFactory(), EstablishmentFactory(), JobseekerFactory(name="髙﨑 𠮷郎")
    found = counsellor.get(page_of("event_invite", event), {"q": "高崎"}).content.decode()
    assert "髙﨑 𠮷郎" in found
    fields = {
        "picked": [f"establishment-{employer.pk}", f"jobseeker-{person.pk}"],
        f"party_jobseeker-{person.pk}": "guardian",
        "answer": "accepted",
    }
    key = str(uuid.uuid4())
    for _ in range(2):
        expect(send(counsellor, page_of("event_invite", event), key=key, **fields), 302)
    assert sorted(event.guests.values_list("party", "standing")) == [
        ("employer", "accepted"),
        ("guardian", "accepted"),
    ]


def test_inviting_says_what_does_not_fit(counsellor):
    event, person = EventFactory(seats_people=1), JobseekerFactory()
    address = page_of("event_invite", event)
    for fields, words in (
        ({}, "印を付けてください"),
        ({"do": "count", "party": "anonymous", "groups": "3", "people": "2"}, "組数は1組以上、人数以下"),
        ({"do": "count", "party": "anonymous", "groups": "1", "people": "2", "answer": "accepted"}, "定員（1人）"),
        ({"do": "count", "party": "anonymous", "groups": "0", "people": ""}, "必須"),
    ):
        response = send(counsellor, address, **fields)
        expect(response, 422)
        assert words in response.content.decode(), fields
    assert counsellor.post(address, {"picked": "jobseeker-x"}).status_code == 404
    person.consents.update(withdrawn_on=date(2026, 11, 19))
    response = send(counsellor, address, picked=f"jobseeker-{person.pk}")
    assert "有効な同意がない" in response.content.decode()
    assert not event.guests.exists()


def test_an_employer_or_a_person_is_invited_from_their_own_page(counsellor):
    event, employer, person = EventFactory(title="見本フェア"), EstablishmentFactory(), JobseekerFactory()
    EventFactory(title="過ぎた見本", first_on=date(2026, 11, 1))
    for record, kind, typed in (
        (employer, "establishment", {"answer": "accepted"}),
        (person, "jobseeker", {"answer": "invited", "party": "guardian"}),
    ):
        address = f"{reverse('referrals:event_invite_to')}?{kind}={record.pk}"
        assert address.replace("&", "&amp;") in counsellor.get(record.get_absolute_url()).content.decode()
        page = counsellor.get(address).content.decode()
        assert ("見本フェア" in page, "過ぎた見本" in page) == (True, False)
        expect(send(counsellor, address, event=event.pk, **typed), 302)
        refused = send(counsellor, address, event=event.pk, **typed)
        expect(refused, 422)
        assert "すでに名簿にあります" in refused.content.decode()
    assert sorted(event.guests.values_list("party", "standing")) == [("employer", "accepted"), ("guardian", "invited")]
    for nobody in ("", "?establishment=x", "?jobseeker=999999", "?agency=1"):
        assert counsellor.get(f"{reverse('referrals:event_invite_to')}{nobody}").status_code == 404


def test_without_an_event_to_come_the_page_says_what_to_do(counsellor):
    page = counsellor.get(f"{reverse('referrals:event_invite_to')}?establishment={EstablishmentFactory().pk}")
    assert "これからの行事はありません" in page.content.decode()


@pytest.mark.parametrize("words", ["見本フェア", "ﾌｪｱ 熊本", "合同説明会"])
def test_the_search_of_the_header_finds_an_event(counsellor, words):
    event = EventFactory(title="秋の見本フェア", place="熊本見本ホール")
    EventFactory(title="別の行事", kind="seminar")
    page = counsellor.get(reverse("search"), {"q": words}).content.decode()
    assert event.get_absolute_url() in page
    assert "別の行事" not in page


def test_answers_are_one_press_each(counsellor):
    guest = PersonGuestFactory()
    for answer in ("accepted", "declined", "withdrawn"):
        expect(counsellor.post(page_of("event_answer", guest), {"answer": answer}), 302)
        guest.refresh_from_db()
        assert guest.standing == answer
    response = counsellor.post(page_of("event_answer", guest), {"answer": "accepted"}, follow=True)
    assert "返事を変えられません" in response.content.decode()


def test_numbers_and_cards_of_a_guest_are_corrected(counsellor):
    employer, stranger = EmployerGuestFactory(), PersonGuestFactory(party="anonymous", jobseeker=None)
    expect(send(counsellor, page_of("event_guest_edit", employer), version=1, people="3", names="スカルノ"), 302)
    employer.refresh_from_db()
    assert (employer.people, employer.groups, employer.names) == (3, 0, "スカルノ")
    assert "names" not in counsellor.get(page_of("event_guest_edit", stranger)).context["form"].fields
    expect(send(counsellor, page_of("event_guest_edit", stranger), version=1, groups="2", people="1"), 422)
    number = "123456789018"
    response = send(counsellor, page_of("event_guest_edit", employer), version=2, people="3", names=number)
    assert "マイナンバー" in response.content.decode()


def test_the_reception_finds_marks_and_takes_back_in_place(counsellor):
    guest = PersonGuestFactory(standing="accepted", jobseeker__name="髙﨑 𠮷郎")
    PersonGuestFactory(event=guest.event)
    reception = page_of("event_reception", guest.event)
    found = counsellor.get(reception, {"q": "高崎"}, headers={"HX-Request": "true"}).content.decode()
    assert found.count("arrived/") == 2
    assert "<html" not in found
    answer = counsellor.post(page_of("event_arrived", guest), headers={"HX-Request": "true"}).content.decode()
    assert "13:05 受付済" in answer
    assert "0社・1組・1人" in answer
    expect(counsellor.post(page_of("event_arrived", guest), {"do": "back"}), 302)
    guest.refresh_from_db()
    assert guest.standing == "invited"


def test_walk_ins_are_received_in_one_press_which_counts_once(counsellor):
    event, person = EventFactory(seats_people=2), JobseekerFactory(name="架空 鷹子")
    address, key = page_of("event_walk_in", event), str(uuid.uuid4())
    one = {"submission_key": key, "party": "anonymous", "groups": "1", "people": "1"}
    for _ in range(2):
        counsellor.post(address, one, headers={"HX-Request": "true"})
    assert event.guests.figures() == {"employers": 0, "groups": 1, "people": 1}
    page = counsellor.get(page_of("event_reception", event), {"q": "鷹子"}).content.decode()
    assert f'value="jobseeker-{person.pk}"' in page
    expect(send(counsellor, address, picked=f"jobseeker-{person.pk}"), 302)
    full = send(counsellor, address, party="anonymous", groups="1", people="1")
    assert full.status_code == 302
    assert "定員" in counsellor.get(full["Location"]).content.decode()
    wrong = counsellor.post(
        address, {"submission_key": str(uuid.uuid4()), "people": "x"}, headers={"HX-Request": "true"}
    )
    assert "1以上の数" in wrong.content.decode()


def test_an_outcome_offers_what_the_counter_keeps_already(counsellor):
    guest = arrive(PersonGuestFactory(standing="accepted"), by=UserFactory())
    course = ReferralFactory(jobseeker=guest.jobseeker)
    arrive(EmployerGuestFactory(event=guest.event, establishment=course.posting.establishment), by=UserFactory())
    address = page_of("event_outcome", guest)
    page = counsellor.get(address)
    assert set(page.context["form"].fields) >= {"establishment", "referral"}
    assert f"{reverse('consultations:add')}?jobseeker={guest.jobseeker_id}" in page.content.decode()
    fields = {"kind": "application", "establishment": course.posting.establishment_id}
    expect(send(counsellor, address, version=guest.version, **fields), 302)
    outcome = EventOutcome.objects.get()
    assert outcome.referral == course
    page = counsellor.get(guest.event.get_absolute_url()).content.decode()
    assert course.get_absolute_url() in page
    expect(send(counsellor, address, version=guest.version, kind="other"), 422)
    expect(counsellor.post(page_of("event_outcome_drop", outcome)), 302)
    assert not EventOutcome.objects.exists()


def test_every_look_at_guests_is_written_down(counsellor):
    guest = PersonGuestFactory(jobseeker__name="髙﨑 𠮷郎")
    looks = (
        (guest.event.get_absolute_url(), "read"),
        (f"{page_of('event_reception', guest.event)}?q=高崎", "search"),
        (page_of("event_reception_list", guest.event), "print"),
        (page_of("event_name_cards", guest.event), "print"),
        (reverse("referrals:event_guests"), "list"),
        (page_of("event_guest_edit", guest), "read"),
    )
    for address, action in looks:
        before = AccessLog.objects.count()
        assert counsellor.get(address).status_code == 200, address
        line = AccessLog.objects.latest("pk")
        assert (AccessLog.objects.count(), line.action, line.subject) == (before + 1, action, "referrals.EventGuest")
        assert "髙﨑" not in line.detail


def test_events_stand_in_the_story_and_among_what_is_open_of_employer_and_person():
    user = UserFactory()
    coming, past = PersonGuestFactory(event__title="来るフェア"), HeldEventFactory(title="過ぎたフェア")
    came = PersonGuestFactory(event=past, jobseeker=coming.jobseeker, came=True)
    employer = EmployerGuestFactory(event=past, came=True)
    EventOutcome.objects.create(guest=came, kind="consultation", recorded_by=user)
    today = date(2026, 11, 20)
    assert [item.label for item in open_items(coming.jobseeker, user, today)] == ["行事：来るフェア（返事待ち）"]
    story = {entry.title: entry.body for entry in timeline(coming.jobseeker, user) if entry.kind == "行事"}
    assert story["過ぎたフェア（出席）"] == "相談"
    assert [entry.title for entry in timeline(employer.establishment, user) if entry.kind == "行事"] == [
        "過ぎたフェア（出席）"
    ]


def test_the_calendar_tells_the_kind_of_an_event_and_nobody():
    guest = PersonGuestFactory(event__title="架空 花子さんの会", event__first_on=date(2026, 12, 1))
    cancelled = EventFactory(
        state="cancelled", cancelled_reason="台風", settled_on=date(2026, 11, 19), settled_by=UserFactory()
    )
    feed = calendar_of(UserFactory(), date(2026, 11, 20), "https://counter.example").decode()
    assert "行事（合同説明会）" in feed
    assert f"/referrals/events/{guest.event_id}/" in feed
    assert "架空" not in feed
    assert f"event-{cancelled.pk}-" not in feed
    assert (
        "行事" not in calendar_of(UserFactory(role=Role.FIELD_STAFF), date(2026, 11, 20), "https://x.example").decode()
    )


def test_the_home_page_shows_events_to_come_and_those_without_a_result(counsellor):
    EventFactory(title="来るフェア", first_on=date(2026, 12, 1))
    EventFactory(title="過ぎたフェア", first_on=date(2026, 11, 1))
    page = counsellor.get("/").content.decode()
    assert "これからの行事" in page
    assert "来るフェア" in page
    assert "結果を記録" in page


@pytest.mark.parametrize("role", Role)
def test_only_who_serves_people_opens_events(role):
    client, _ = logged_in(role)
    session = client.session
    session[REASON_KEY] = "権限の点検のため"
    session.save()
    guest = PersonGuestFactory()
    readable = [reverse("referrals:events"), guest.event.get_absolute_url(), reverse("referrals:event_guests")]
    editable = [
        page_of(name, guest.event) for name in ("event_edit", "event_invite", "event_reception", "event_name_cards")
    ]
    reads, edits = (
        role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.PRIVACY_MANAGER),
        role in (Role.COUNSELLOR, Role.SUPERVISOR),
    )
    assert [client.get(address).status_code for address in readable] == [200 if reads else 403] * 3
    assert [client.get(address).status_code for address in editable] == [200 if edits else 403] * 4
    assert client.post(page_of("event_arrived", guest)).status_code == (302 if edits else 403)
    assert EventGuest.objects.get().standing == ("attended" if edits else "invited")


def test_a_list_of_many_guests_asks_as_much_as_a_short_one(counsellor, django_assert_max_num_queries):
    event = EventFactory()
    for _ in range(12):
        EventOutcome.objects.create(
            guest=PersonGuestFactory(event=event, came=True), kind="consultation", recorded_by=event.recorded_by
        )
        EmployerGuestFactory(event=event)
    for address in (event.get_absolute_url(), page_of("event_reception", event), reverse("referrals:event_guests")):
        with django_assert_max_num_queries(24):
            assert counsellor.get(address).status_code == 200


def test_the_results_are_a_workbook_of_the_list(counsellor):
    held = HeldEventFactory(title="見本フェア")
    guest = PersonGuestFactory(came=True, event=held, jobseeker__name="髙﨑 𠮷郎")
    for kind in ("consultation", "information"):
        EventOutcome.objects.create(guest=guest, kind=kind, recorded_by=guest.recorded_by)
    PersonGuestFactory(came=True)
    assert counsellor.get(reverse("referrals:event_guests_export"), {"event": held.pk}).status_code == 200
    job = ask_export(
        GUESTS,
        query=f"event={held.pk}",
        columns=usual_choice(GUESTS.offered),
        file_format="xlsx",
        reason="結果の報告のため",
        address=None,
        by=UserFactory(role=Role.SUPERVISOR),
    )
    jobs.carry(job.pk)
    job.refresh_from_db()
    sheet = load_workbook(io.BytesIO(bytes(job.file.content))).worksheets[0]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 1
    (row,) = (dict(zip(heads, values, strict=True)) for values in rows)
    assert (row["行事"], row["就職希望者"], row["状況"], row["人数（人）"]) == ("見本フェア", "髙﨑 𠮷郎", "出席", 1)
    assert row["成果"] == "相談、求人の情報提供"


@pytest.mark.parametrize("words", ["ＵＩＪ", "説明会　くまもと", "合同説明会"])
def test_the_list_of_events_is_searched_as_the_header_searches(words, counsellor):
    event = EventFactory(title="UIJターン説明会", place="くまもとホール", kind="joint_fair")
    EventFactory(title="交流の夕べ", place="東京", kind="exchange")
    assert list(counsellor.get(reverse("referrals:events"), {"q": words}).context["object_list"]) == [event]
