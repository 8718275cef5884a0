"""A campaign's target is frozen when it begins; its pages show what it has brought, to those who may see it."""

import uuid
from collections import Counter
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError, EditConflict
from centre.models import SavedFilter
from centre.registry import registry, timeline
from centre.roles import Role
from employers import calling, campaign_results, campaigning
from employers.models import Attempt, Campaign, CampaignCase, Contact, Establishment, Scheme
from tests.factories.campaigns import MAIL, call_case, started
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
CALL = {"title": "情報の更新", "method": "call"}
EDITORS = (Role.COUNSELLOR, Role.FIELD_STAFF, Role.REVIEWER, Role.SUPERVISOR)
QUESTION = {"label": "採用の予定", "choices": ["ある", "ない"]}


# ---- starting


def test_the_target_is_what_the_list_shows_and_stays_as_it_was():
    wanted = EstablishmentFactory(industry_id="E")
    other = EstablishmentFactory(industry_id="P")
    campaign = started(query="industry=E&page=2&sort=name")
    Establishment.objects.filter(pk=other.pk).update(industry="E")
    assert [case.establishment for case in campaign.cases.all()] == [wanted]
    assert campaign.query == "industry=E"
    assert campaign.cases.get().state == "open"


def test_a_filter_that_another_room_adds_narrows_the_target_too():
    wanted = JobPostingFactory(listed_from=timezone.localdate()).establishment
    EstablishmentFactory()
    campaign = started(query="live=yes")
    assert [case.establishment for case in campaign.cases.all()] == [wanted]
    assert campaign.query == "live=yes"


def test_the_target_is_written_in_one_statement_however_large():
    EstablishmentFactory.create_batch(30)
    staff = UserFactory()
    with CaptureQueriesContext(connection) as asked:
        campaign = started(variants=[MAIL, MAIL | {"key": "B"}], by=staff)
    inserts = [query for query in asked if 'INSERT INTO "employers_campaigncase"' in query["sql"]]
    assert (len(inserts), campaign.cases.count()) == (1, 30)


def test_wordings_are_dealt_evenly_and_mixed():
    EstablishmentFactory.create_batch(41)
    campaign = started(variants=[MAIL, MAIL | {"key": "B"}])
    dealt = list(campaign.cases.order_by("establishment").values_list("variant__key", flat=True))
    assert sorted(Counter(dealt).values()) == [20, 21]
    assert dealt != [("A", "B")[n % 2] for n in range(41)]
    assert dealt != sorted(dealt)


def test_the_draw_can_be_repeated():
    EstablishmentFactory.create_batch(12)
    campaign = started(variants=[MAIL, MAIL | {"key": "B"}])
    before = list(campaign.cases.order_by("establishment").values_list("establishment", "variant"))
    variants = list(campaign.variants.values_list("pk", flat=True))
    campaign.cases.all().delete()
    campaigning._freeze(campaign, Establishment.objects.all(), variants)
    assert list(campaign.cases.order_by("establishment").values_list("establishment", "variant")) == before


@pytest.mark.parametrize("method", ["call", "mail"])
def test_an_empty_target_is_refused(method):
    with pytest.raises(DomainError, match="条件に合う事業所がありません") as error:
        started(method, query="q=どこにもない")
    assert error.value.field == "saved_filter"
    assert not Campaign.objects.exists()


def test_a_condition_that_cannot_be_read_never_means_everybody():
    EstablishmentFactory()
    with pytest.raises(DomainError, match="条件が読めません"):
        started(query="industry=ZZ")


def test_only_employers_with_an_address_are_mailed():
    with_mail = EstablishmentFactory(email="info@mihon.example")
    by_contact, without = EstablishmentFactory.create_batch(2)
    Contact.objects.create(establishment=by_contact, name="見本 花子", email="hanako@mihon.example")
    Contact.objects.create(establishment=without, name="見本 太郎")
    target = campaigning.target("", "mail")
    assert (target.count, target.left_out) == (2, 1)
    assert {case.establishment for case in started("mail").cases.all()} == {with_mail, by_contact}


def test_only_employers_with_a_number_are_called():
    EstablishmentFactory()
    EstablishmentFactory(phone="")
    assert (campaigning.target("", "call").count, campaigning.target("", "call").left_out) == (1, 1)


def test_the_condition_is_told_in_words():
    assert campaigning.target("", "call").sentence == "すべての事業所"
    sentence = campaigning.target("q=見本&industry=E&registered=no", "call").sentence
    assert sentence == "さがすが「見本」、業種が「製造業」、利用者登録が「登録なし」の事業所"


def test_a_state_of_a_scheme_is_told_by_its_name():
    scheme = Scheme.objects.order_by("pk").first()
    sentence = campaigning.target(f"scheme={scheme.key}.told", "call").sentence
    assert sentence == f"制度が「{scheme.name}：案内済」の事業所"


@pytest.mark.parametrize(
    ("variant", "field"),
    [
        ({"body": "{社長名} 様"}, "body_a"),
        ({"body": "{事業所名 様"}, "body_a"),
        ({"body": "事業所名} 様"}, "body_a"),
        ({"subject": "{電話}のご案内"}, "subject_a"),
        ({"subject": "ご案内\nBcc: everybody@mihon.example"}, "subject_a"),
        ({"subject": "ご案内\r\n"}, "subject_a"),
        ({"subject": "ご案内\u2028つづき"}, "subject_a"),
        ({"subject": " "}, "subject_a"),
        ({"body": " "}, "body_a"),
    ],
)
def test_bad_wording_is_refused_beside_its_field(variant, field):
    EstablishmentFactory(email="info@mihon.example")
    with pytest.raises(DomainError) as error:
        started("mail", variants=[MAIL | variant])
    assert error.value.field == field
    assert not Campaign.objects.exists()


def test_a_mail_needs_words_and_questions_have_a_limit():
    EstablishmentFactory(email="info@mihon.example")
    with pytest.raises(DomainError, match="本文"):
        started("mail", variants=[])
    with pytest.raises(DomainError, match="5つまで"):
        started(questions=[{"label": "質問"}] * 6)
    with pytest.raises(DomainError, match="重ならない"):
        started(questions=[{"label": "質問", "choices": ["ある", "ある"]}])
    with pytest.raises(DomainError, match="9つまで"):
        started(questions=[{"label": "質問", "choices": [str(n) for n in range(10)]}])


def test_a_campaign_cannot_end_before_it_begins():
    EstablishmentFactory()
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        with pytest.raises(DomainError, match="今日か"):
            started(closes_on=date(2026, 11, 1))
        assert started(closes_on=date(2026, 11, 2)).state == "running"


def test_the_second_to_close_is_told():
    EstablishmentFactory()
    campaign, staff = started(), UserFactory()
    campaigning.close(campaign, campaign.version, by=staff)
    with pytest.raises(EditConflict):
        campaigning.close(campaign, campaign.version, by=staff)
    campaign.refresh_from_db()
    with pytest.raises(DomainError, match="すでに終了"):
        campaigning.close(campaign, campaign.version, by=staff)


# ---- results


@pytest.fixture
def half_way():
    """A campaign of four employers: two reached (one answered), one away, one not tried."""
    EstablishmentFactory.create_batch(2, industry_id="E", employees=5)
    EstablishmentFactory.create_batch(2, industry_id="P", employees=None, municipality_id=None)
    campaign = started(questions=[QUESTION, {"label": "ご意見"}], variants=[MAIL, MAIL | {"key": "B"}])
    cases, staff = list(campaign.cases.order_by("establishment")), UserFactory()
    calling.record_attempt(
        cases[0], outcome="reached", answers={"q1": "ある", "q2": "よい"}, note="丁寧", updated_record=True, by=staff
    )
    calling.record_attempt(cases[1], outcome="declined", by=staff)
    calling.record_attempt(cases[2], outcome="absent", by=staff)
    return campaign


def test_results_are_counted_by_state_outcome_attribute_and_answer(half_way):
    progress = campaign_results.progress(half_way)
    assert (progress["total"], progress["closed"]) == (4, 2)
    assert campaign_results.outcomes(half_way) == [("連絡がついた", 1), ("不在", 1), ("辞退", 1)]
    attributes = dict(campaign_results.by_attribute(half_way))
    assert [(s.label, s.cases, s.tried, s.reached_percent) for s in attributes["業種"]] == [
        ("製造業", 2, 2, 100),
        ("医療，福祉", 2, 1, 0),
    ]
    assert [(s.label, s.cases) for s in attributes["広域本部"]][-1] == ("", 2)
    assert [s.label for s in attributes["従業員"]] == ["1〜9人", ""]
    first, second = campaign_results.answers(half_way)
    assert (first["choices"], first["total"]) == ([("ある", 1), ("ない", 0)], 1)
    assert [text for text, _name in second["texts"]] == ["よい"]
    variants = campaign_results.by_variant(half_way)
    assert (sum(s.cases for s in variants), sum(s.answered for s in variants)) == (4, 1)


def test_the_page_of_a_campaign_asks_the_same_number_of_questions_however_large(
    half_way, client, django_assert_max_num_queries
):
    client.force_login(UserFactory())
    address = half_way.get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(22):
        page = client.get(address).content.decode()
    assert "業種別" in page
    assert "文面の比較" in page


def test_attempts_stand_in_the_employers_story(half_way):
    employer = half_way.cases.order_by("establishment").first().establishment
    entry = next(entry for entry in timeline(employer, UserFactory()) if entry.kind == "架電")
    assert entry.title == "見本の企画：連絡がついた"
    assert entry.body == "採用の予定：ある\nご意見：よい\n登録の内容を確かめました。\n丁寧"


def test_promised_calls_are_on_the_home_page_of_the_one_who_promised(client):
    case, staff = call_case(), UserFactory()
    with time_machine.travel("2026-11-04T10:00:00+09:00", tick=False):
        card = next(source for source in registry.home if source.key == "promised-calls")
        today = date(2026, 11, 4)
        assert card.build(staff, today) is None
        at = calling.timezone.now() + calling.HELD_FOR
        calling.record_attempt(case, outcome="call_back", call_back_at=at, by=staff)
        shown = card.build(staff, today)
        client.force_login(staff)
        page = client.get("/").content.decode()
    assert (shown.figure, shown.items[0].due) == ("1", "11月4日 10:15")
    assert case.establishment.name in page
    assert card.build(UserFactory(), today) is None


# ---- pages


def test_starting_from_the_list_shows_the_condition_and_the_count():
    EstablishmentFactory.create_batch(3, industry_id="E")
    EstablishmentFactory(industry_id="P")
    client, _ = logged_in(Role.COUNSELLOR)
    response = client.get("/employers/campaigns/add/?industry=E")
    assert response.context["target"].count == 3
    assert "業種が「製造業」の事業所" in response.content.decode()
    made = send(client, "/employers/campaigns/add/?industry=E", query="industry=E", **CALL)
    expect(made, 302)
    assert Campaign.objects.get().cases.count() == 3


def test_a_saved_filter_is_a_target_only_for_those_who_see_it():
    EstablishmentFactory(industry_id="E")
    EstablishmentFactory(industry_id="P")
    client, user = logged_in(Role.COUNSELLOR)
    mine, shared, hidden = (
        SavedFilter.objects.create(
            owner=owner, page="employers:list", name=f"条件{n}", query="?industry=P", is_shared=n == 1
        )
        for n, owner in enumerate((user, UserFactory(), UserFactory()))
    )
    part = client.get(reverse("employers:campaign_target"), {"saved_filter": shared.pk, "method": "call"})
    assert part.context["target"].count == 1
    expect(send(client, "/employers/campaigns/add/", saved_filter=mine.pk, **CALL), 302)
    assert Campaign.objects.get().cases.get().establishment.industry_id == "P"
    refused = send(client, "/employers/campaigns/add/", saved_filter=hidden.pk, **CALL)
    expect(refused, 422)


def test_the_whole_form_reaches_the_campaign():
    EstablishmentFactory(email="info@mihon.example")
    client, _ = logged_in(Role.COUNSELLOR)
    typed = {
        "title": "ご案内",
        "method": "mail",
        "purpose": "情報の提供",
        "closes_on": "令和12年3月31日",
        "subject_a": "{事業所名}さまへ",
        "body_a": "{担当者名} 様",
        "subject_b": "ご案内",
        "body_b": "こんにちは",
        "question_2": "採用の予定",
        "choices_2": "ある\n\n ない \n",
        "question_4": "ご意見",
    }
    expect(send(client, "/employers/campaigns/add/", **typed), 302)
    campaign = Campaign.objects.get()
    assert campaign.closes_on == date(2030, 3, 31)
    assert campaign.questions == [
        {"key": "q1", "label": "採用の予定", "choices": ["ある", "ない"]},
        {"key": "q2", "label": "ご意見", "choices": []},
    ]
    assert list(campaign.variants.values_list("key", "subject")) == [("A", "{事業所名}さまへ"), ("B", "ご案内")]
    again = client.get(f"/employers/campaigns/add/?copy={campaign.pk}").content.decode()
    assert "{担当者名} 様" in again
    assert "採用の予定" in again


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"choices_1": "ある"}, "question_1"),
        ({"subject_b": "だけ"}, "body_b"),
        ({"body_b": "B"}, "body_a"),
        ({"body_a": "{社長}"}, "body_a"),
        ({"closes_on": "きのう"}, "closes_on"),
        ({"question_1": "質問", "choices_1": "同じ\n同じ"}, "choices_1"),
        ({"query": "industry=ZZ"}, None),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(typed, field):
    EstablishmentFactory()
    client, _ = logged_in(Role.COUNSELLOR)
    response = send(client, "/employers/campaigns/add/", **(CALL | {"purpose": "残ること"} | typed))
    expect(response, 422)
    assert (field or "query") in errors(response) or "__all__" in errors(response)
    assert "残ること" in response.content.decode()


def test_a_double_click_starts_one_campaign():
    EstablishmentFactory()
    client, _ = logged_in(Role.COUNSELLOR)
    key = str(uuid.uuid4())
    sent = [send(client, "/employers/campaigns/add/", key=key, **CALL)["Location"] for _ in range(3)]
    assert len(set(sent)) == 1
    assert Campaign.objects.count() == 1


def test_one_employer_after_another_comes_up():
    EstablishmentFactory.create_batch(3)
    campaign = started(questions=[QUESTION])
    client, user = logged_in(Role.COUNSELLOR)
    address = client.post(reverse("employers:campaign_call", args=[campaign.pk]))["Location"]
    seen = []
    while "cases" in address:
        page = client.get(address).content.decode()
        seen.append(address)
        assert 'href="tel:096-000-' in page
        assert "お世話になっております。" in page
        address = send(client, address, outcome="reached", q1="ある", updated_record="on")["Location"]
    assert len(set(seen)) == 3
    assert address == campaign.get_absolute_url()
    assert set(Attempt.objects.values_list("made_by", "outcome")) == {(user.pk, "reached")}
    assert "いま電話をかける企業はありません" in client.get(address).content.decode()


def test_a_double_click_records_one_attempt_and_leads_to_the_same_next_employer():
    EstablishmentFactory.create_batch(3)
    campaign = started()
    client, _ = logged_in(Role.COUNSELLOR)
    address = client.post(reverse("employers:campaign_call", args=[campaign.pk]))["Location"]
    key = str(uuid.uuid4())
    onwards = {send(client, address, key=key, outcome="absent")["Location"] for _ in range(3)}
    assert len(onwards) == 1
    assert Attempt.objects.count() == 1


def test_a_call_back_is_typed_with_day_and_time():
    case = call_case()
    client, user = logged_in(Role.COUNSELLOR)
    address = reverse("employers:campaign_case", args=[case.pk])
    with time_machine.travel("2026-11-04T10:00:00+09:00", tick=False):
        refused = send(client, address, outcome="call_back", call_back_on="2026-11-05")
        expect(refused, 422)
        assert "call_back_on" in errors(refused)
        expect(send(client, address, outcome="call_back", call_back_on="R8.11.5", call_back_time="１４：３０"), 302)
    case.refresh_from_db()
    assert calling.timezone.localtime(case.due_at).isoformat() == "2026-11-05T14:30:00+09:00"
    assert (case.state, case.assigned_to) == ("open", user)


def test_a_colleague_is_told_who_has_the_employer_and_a_closed_one_has_no_form():
    case = call_case()
    holder = UserFactory(name="見本 受持")
    calling.next_case(case.campaign, by=holder)
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("employers:campaign_case", args=[case.pk])
    assert "見本 受持さんが担当しています" in client.get(address).content.decode()
    calling.record_attempt(case, outcome="declined", by=holder)
    assert "data-campaign" not in client.get(address).content.decode()
    refused = send(client, address, outcome="absent")
    expect(refused, 422)
    assert "すでに「済」" in str(errors(refused))


def test_an_employer_can_be_left_for_later():
    EstablishmentFactory.create_batch(2)
    campaign = started()
    client, _ = logged_in(Role.COUNSELLOR)
    first = client.post(reverse("employers:campaign_call", args=[campaign.pk]))["Location"]
    second = client.post(f"{first}aside/")["Location"]
    third = client.post(f"{second}aside/")["Location"]
    assert first != second
    assert third == campaign.get_absolute_url()


def test_the_wrong_number_list_leads_to_the_number_and_back():
    case = call_case()
    client, user = logged_in(Role.COUNSELLOR)
    calling.record_attempt(case, outcome="wrong_number", by=user)
    address = reverse("employers:campaign_wrong_numbers")
    assert f"/employers/{case.establishment_id}/edit/" in client.get(address).content.decode()
    reopen = reverse("employers:campaign_reopen", args=[case.pk])
    assert "まだ直っていません" in client.post(reopen, follow=True).content.decode()
    Establishment.objects.update(phone="096-999-0000")
    assert reopen in client.get(address).content.decode()
    for _double_click in range(2):
        client.post(reopen)
    assert CampaignCase.objects.get().state == "open"


def test_the_wrong_number_list_asks_the_same_number_of_questions_however_long(client, django_assert_num_queries):
    EstablishmentFactory.create_batch(6)
    staff = UserFactory()
    client.force_login(staff)
    address = reverse("employers:campaign_wrong_numbers")
    first, *others = started().cases.all()
    calling.record_attempt(first, outcome="wrong_number", by=staff)
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for case in others:
        calling.record_attempt(case, outcome="wrong_number", by=staff)
    with django_assert_num_queries(len(for_one)):
        client.get(address)


def test_the_list_of_employers_of_a_campaign_is_searched_and_filtered():
    wanted = EstablishmentFactory(name="株式会社架空機械")
    EstablishmentFactory(name="株式会社見本食品")
    campaign = started()
    client, _ = logged_in(Role.OFFICIAL)
    address = reverse("employers:campaign_cases", args=[campaign.pk])
    found = client.get(address, {"q": "架空", "state": "open"}).context["object_list"]
    assert [case.establishment for case in found] == [wanted]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_everybody_reads_and_editors_act(role):
    case = call_case()
    client, _ = logged_in(role)
    campaign, edits = case.campaign, role in EDITORS
    for name, args in (("campaigns", []), ("campaign", [campaign.pk]), ("campaign_cases", [campaign.pk])):
        assert client.get(reverse(f"employers:{name}", args=args)).status_code == 200
    for name, args in (
        ("campaign_add", []),
        ("campaign_target", []),
        ("campaign_close", [campaign.pk]),
        ("campaign_case", [case.pk]),
        ("campaign_wrong_numbers", []),
        ("campaign_mails", [campaign.pk]),
    ):
        assert client.get(reverse(f"employers:{name}", args=args)).status_code == (200 if edits else 403), name
    for name in ("campaign_call", "campaign_recall"):
        assert client.get(reverse(f"employers:{name}", args=[campaign.pk])).status_code == (405 if edits else 403)


def test_closing_asks_once_and_says_so():
    case = call_case()
    client, _ = logged_in(Role.SUPERVISOR)
    address = reverse("employers:campaign_close", args=[case.campaign_id])
    expect(send(client, address, version="1"), 302)
    page = client.get(case.campaign.get_absolute_url()).content.decode()
    assert "終了" in page
    assert "次の企業にかける" not in page
    expect(send(client, address, version="1"), 409)


def test_the_empty_list_says_what_to_do(client):
    client.force_login(UserFactory())
    assert "まだ企画がありません" in client.get(reverse("employers:campaigns")).content.decode()
