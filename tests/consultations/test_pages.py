"""The pages of the consultations: entry, list, edit, work list."""

import re
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from centre.models import PartnerAgency
from centre.roles import Role
from consultations.models import Consultation, FollowUp
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory, FollowUpFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TAKEN = {"method": "phone", "held_at": "2026-11-20T09:30", "topic": "hiring", "groups": "1", "people": "1"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def test_the_entry_opens_with_now_and_the_method_used_last():
    client, user = logged_in(Role.COUNSELLOR)
    ConsultationFactory(counsellor=user, method="visit")
    form = client.get("/consultations/add/").context["form"]
    assert (form["method"].value(), form["held_at"].value()) == ("visit", "2026-11-20T10:00")


def test_from_an_employers_page_the_entry_knows_the_party_and_its_story(client):
    earlier = ConsultationFactory(summary="前回の要点")
    FollowUpFactory(consultation=earlier, what="折り返す")
    page = client.get(f"/consultations/add/?establishment={earlier.establishment_id}")
    words = page.content.decode()
    assert earlier.establishment.name in words
    assert "前回の要点" in words
    assert "折り返す" in words
    assert page.context["form"]["is_continuing"].value() is True


def test_a_consultation_is_taken_down_once_however_often_it_is_sent(client):
    establishment, key = EstablishmentFactory(), str(uuid.uuid4())
    entry = {"picked": f"establishment-{establishment.pk}", "caller": establishment.name, "party": "employer", **TAKEN}
    promise = {"next_action": "求人票の案を送る", "next_on": "令和8年11月24日"}
    first, second = (send(client, "/consultations/add/", key, **entry, **promise) for _ in range(2))
    taken = Consultation.objects.get()
    assert first["Location"] == second["Location"] == taken.get_absolute_url()
    assert (taken.establishment, taken.caller) == (establishment, "")
    assert FollowUp.objects.get().due_on == date(2026, 11, 24)


def test_an_employer_with_the_longest_name_is_picked(client):
    place = EstablishmentFactory(name="長" * 120)
    given = TAKEN | {"party": "employer", "picked": f"establishment-{place.pk}", "caller": place.name}
    expect(send(client, "/consultations/add/", **given), 302)
    assert Consultation.objects.get().establishment == place


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"party": "employer"}, "caller"),
        ({"party": "employer", "caller": "架" * 81}, "caller"),
        ({"party": "anonymous", "caller": "架空 花子"}, "caller"),
        ({"party": ""}, "party"),
        ({"party": "anonymous", "topic": ""}, "topic"),
        ({"party": "anonymous", "held_at": "2026-11-21T09:00"}, "held_at"),
        ({"party": "anonymous", "held_at": "きのう"}, "held_at"),
        ({"party": "anonymous", "held_at": "0001-01-01T00:00"}, "held_at"),
        ({"party": "anonymous", "held_at": "0226-11-20T09:30"}, "held_at"),
        ({"party": "anonymous", "next_action": "電話する"}, "next_on"),
        ({"party": "anonymous", "next_on": "2026-11-24"}, "next_action"),
        ({"party": "anonymous", "next_action": "電話する", "next_on": "2026-13-01"}, "next_on"),
        ({"party": "anonymous", "people": "0"}, "people"),
        ({"party": "anonymous", "minutes": "多い"}, "minutes"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, entry, field):
    response = send(client, "/consultations/add/", **TAKEN | {"summary": "打った文"} | entry)
    assert response.status_code == 422
    assert set(errors(response)) == {field}
    assert "打った文" in response.content.decode()
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("picked", ["establishment-0", "establishment-x", "nobody-1", "jobseeker-" + "9" * 30])
def test_a_party_that_does_not_exist_is_not_found(client, picked):
    assert client.get(f"/consultations/party/?picked={picked}").status_code == 404
    assert send(client, "/consultations/add/", **TAKEN, picked=picked, party="employer").status_code == 404


@pytest.mark.parametrize("text", ["4321", "096-000-4321", "０９６ー０００ー４３２１", "みなも"])
def test_a_few_digits_or_characters_find_the_employer(client, text):
    EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321")
    assert "みなも見本製作所" in client.get("/consultations/suggestions/", {"caller": text}).content.decode()


def test_the_last_digits_of_a_phone_come_first(client):
    EstablishmentFactory(name="あおい見本商店", phone="096-432-1000")
    EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321")
    picks = client.get("/consultations/suggestions/?caller=4321").context["picks"]
    assert [pick.label for pick in picks] == ["みなも見本製作所", "あおい見本商店"]


def test_suggestions_hold_people_and_agencies_for_who_may_read_them(client):
    JobseekerFactory(name="架空 花子", phone="090-0000-4321")
    agency = PartnerAgency.objects.filter(is_active=True).first()
    assert "架空 花子" in client.get("/consultations/suggestions/?caller=4321").content.decode()
    assert agency.name in client.get("/consultations/suggestions/", {"caller": agency.name[:4]}).content.decode()
    field_staff, _ = logged_in(Role.FIELD_STAFF)
    assert "架空" not in field_staff.get("/consultations/suggestions/?caller=4321").content.decode()


def test_field_staff_see_employers_and_their_own_and_get_no_others_by_the_address():
    client, user = logged_in(Role.FIELD_STAFF)
    of_a_person, with_employer = PersonConsultationFactory(), ConsultationFactory()
    own = PersonConsultationFactory(counsellor=user)
    assert {row.pk for row in client.get("/consultations/").context["object_list"]} == {with_employer.pk, own.pk}
    for address in ("", "edit/", "promise/"):
        assert client.get(f"/consultations/{of_a_person.pk}/{address}").status_code == 404
    shown = client.get(own.get_absolute_url()).content.decode()
    assert own.jobseeker.name not in shown
    assert "架＊＊" in shown


def test_two_people_edit_and_the_second_sees_both_texts(client):
    taken = ConsultationFactory(summary="はじめの要点")
    page = f"/consultations/{taken.pk}/edit/"
    given = TAKEN | {"picked": f"establishment-{taken.establishment_id}", "party": "employer"}
    colleague, _ = logged_in(Role.SUPERVISOR)
    expect(send(colleague, page, **given, summary="先の保存", more_topics=["posting"], version=1), 302)
    response = send(client, page, **given, summary="後の保存", version=1)
    expect(response, 409)
    assert {row["label"] for row in response.context["differences"]} == {"要点（3行まで）", "ほかの内容"}
    assert ("先の保存", "後の保存") in {(row["theirs"], row["mine"]) for row in response.context["differences"]}
    expect(send(client, page, **given, summary="後の保存", version=response.context["version"]), 302)
    taken.refresh_from_db()
    assert (taken.summary, taken.version) == ("後の保存", 3)


def test_another_party_that_a_colleague_has_chosen_is_among_the_differences(client):
    taken, other = ConsultationFactory(), EstablishmentFactory(name="みなも見本製作所")
    page = f"/consultations/{taken.pk}/edit/"
    given = TAKEN | {"party": "employer", "summary": taken.summary}
    colleague, _ = logged_in(Role.SUPERVISOR)
    expect(send(colleague, page, **given, picked=f"establishment-{other.pk}", version=1), 302)
    mine = send(client, page, **given, picked=f"establishment-{taken.establishment_id}", version=1)
    expect(mine, 409)
    row = next(row for row in mine.context["differences"] if row["label"] == "選んだ相手")
    assert (row["theirs"], row["mine"]) == ("みなも見本製作所", taken.establishment.name)


def test_a_summary_as_long_as_it_may_be_counts_a_line_end_once_and_a_longer_one_is_kept_on_the_page(client):
    given = TAKEN | {"party": "anonymous"}
    lines = "あ" * 99 + "\r\n" + "い" * 99 + "\r\n" + "う" * 100
    expect(send(client, "/consultations/add/", **given, summary=lines), 302)
    assert len(Consultation.objects.get().summary) == 300
    longer = send(client, "/consultations/add/", **given, summary="長" * 10_000)
    expect(longer, 422)
    assert "300文字まで" in str(errors(longer)["summary"])
    assert "長" * 10_000 in longer.content.decode()
    # A browser would cut what is pasted, and tell nobody.
    assert "maxlength" not in str(client.get("/consultations/add/").context["form"]["summary"])


def test_an_edit_keeps_the_party_and_the_moment_as_they_were(client):
    taken = PersonConsultationFactory(party="guardian")
    form = client.get(f"/consultations/{taken.pk}/edit/").context["form"]
    assert (form["picked"].value(), form["party"].value()) == (f"jobseeker-{taken.jobseeker_id}", "guardian")
    assert form["held_at"].value() == "2026-11-10T10:00"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since=2026-11-10&until=2026-11-10", 2),
        ("since=2026-11-11", 0),
        ("party=jobseeker", 1),
        ("method=counter", 1),
        ("topic=posting", 1),
        ("q=採用の相談", 1),
        ("q=架空", 1),
        ("since=きのう", 2),
    ],
)
def test_the_list_is_narrowed_by_the_address(client, query, found):
    ConsultationFactory(more_topics=["posting"])
    PersonConsultationFactory()
    assert len(client.get(f"/consultations/?{query}").context["object_list"]) == found


def test_a_folded_condition_that_is_in_force_is_seen(client):
    """The home page leads to the consultations of today."""
    folded = '<details class="more"><summary>くわしい条件'
    assert folded in client.get("/consultations/?party=employer").content.decode()
    assert folded.replace('">', '" open>') in client.get("/consultations/?since=2026-11-20").content.decode()


def test_the_work_list_shows_mine_overdue_first_and_a_supervisor_everybodys():
    client, user = logged_in(Role.COUNSELLOR)
    later = FollowUpFactory(assigned_to=user, due_on=date(2026, 11, 25))
    overdue = FollowUpFactory(assigned_to=user, due_on=date(2026, 11, 18))
    others = FollowUpFactory(due_on=date(2026, 11, 19))
    rows = client.get("/consultations/promises/").context["object_list"]
    assert [(row.pk, row.overdue_days) for row in rows] == [(overdue.pk, 2), (later.pk, 0)]
    supervisor, _ = logged_in(Role.SUPERVISOR)
    rows = supervisor.get("/consultations/promises/").context["object_list"]
    assert [row.pk for row in rows] == [overdue.pk, others.pk, later.pk]


def test_one_press_keeps_a_promise_and_only_a_press(client):
    promised = FollowUpFactory()
    page = f"/consultations/promises/{promised.pk}/done/"
    assert client.get(page).status_code == 405
    assert client.post(page, {"next": "https://elsewhere.example/"})["Location"] == "/consultations/promises/"
    promised.refresh_from_db()
    assert promised.done_at is not None


def test_one_press_takes_back_another(client):
    promised = FollowUpFactory(what="資料を送る")
    client.post(f"/consultations/promises/{promised.pk}/done/")
    undo = f"/consultations/promises/{promised.pk}/reopen/"
    assert undo in client.get("/consultations/promises/?state=done").content.decode()
    assert undo in client.get(promised.consultation.get_absolute_url()).content.decode()
    assert client.get(undo).status_code == 405
    client.post(undo)
    promised.refresh_from_db()
    assert promised.done_at is None


def test_the_next_day_a_kept_promise_stays_kept(client):
    kept = FollowUpFactory(done_at=timezone.now() - timedelta(days=1), done_by=UserFactory())
    undo = f"/consultations/promises/{kept.pk}/reopen/"
    assert undo not in client.get("/consultations/promises/?state=done").content.decode()
    assert "済みにした日を過ぎた" in client.post(undo, follow=True).content.decode()
    kept.refresh_from_db()
    assert kept.done_at is not None


def test_the_first_promise_of_the_work_list_has_the_focus():
    client, user = logged_in(Role.COUNSELLOR)
    first = FollowUpFactory(assigned_to=user, due_on=date(2026, 11, 18))
    FollowUpFactory(assigned_to=user, due_on=date(2026, 11, 25))
    page = client.get("/consultations/promises/").content.decode()
    focused = re.search(r'value="(\d+)"[^>]*autofocus', page)
    assert page.count("autofocus") == 1
    assert int(focused[1]) == first.pk
    assert "<h2>2026年11月25日（水）</h2>" in page


def test_the_table_of_keys_names_each_key_of_the_menu(client):
    page = client.get("/consultations/").content.decode()
    table = page[page.index('id="shortcuts"') :]
    keys = set(re.findall(r'data-key="(\w)"', page))
    assert {"n", "y", "v"} <= keys
    assert all(f"<kbd>{key}</kbd>" in table for key in keys)


def test_the_home_page_tells_of_promises_without_naming_people(client):
    user = FollowUpFactory(consultation=PersonConsultationFactory(), due_on=date(2026, 11, 18)).assigned_to
    client.force_login(user)
    words = client.get("/").content.decode()
    assert "求人票の案を送る（架＊＊）" in words
    assert "2日超過" in words


def test_lists_cost_the_same_for_one_and_for_many(client, django_assert_num_queries):
    FollowUpFactory(consultation=PersonConsultationFactory())
    FollowUpFactory()
    pages = {"/consultations/": 10, "/consultations/promises/?state=open": 10}
    for page, queries in pages.items():
        client.get(page)
        with django_assert_num_queries(queries):
            client.get(page)
    for consultation in [*PersonConsultationFactory.create_batch(10), *ConsultationFactory.create_batch(10)]:
        FollowUpFactory(consultation=consultation)
    for page, queries in pages.items():
        with django_assert_num_queries(queries):
            client.get(page)


def test_a_consultation_costs_the_same_with_one_promise_and_with_many(client, django_assert_num_queries):
    consultation = ConsultationFactory()
    FollowUpFactory(consultation=consultation)
    client.get(consultation.get_absolute_url())
    with django_assert_num_queries(7):
        client.get(consultation.get_absolute_url())
    FollowUpFactory.create_batch(10, consultation=consultation)
    with django_assert_num_queries(7):
        client.get(consultation.get_absolute_url())
