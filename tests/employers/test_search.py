"""One box finds an employer however its name, number or address is written; filters stay in the address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centre.models import SavedFilter
from centre.pages import MOST_COUNTED
from centre.roles import Role
from config.sample.employers import corporate_number
from employers.models import Establishment, SchemeStanding, SchemeState
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db

NUMBER = corporate_number(5_300_001)


@pytest.fixture
def takamoto():
    corporation = CorporationFactory(name="髙﨑齋藤ホールディングス株式会社", corporate_number=NUMBER)
    other = CorporationFactory(name="ひばり架空商会")
    EstablishmentFactory(corporation=other, name="まったく別の見本", address="荒尾市9番", phone="0968-00-9999")
    return EstablishmentFactory(
        corporation=corporation,
        name="㈱髙見本製作所",
        kana="たかみほんせいさくしょ",
        address="熊本県熊本市中央区見本町１丁目２番３号",
        phone="096-000-1234",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "高見本",
        "髙見本製作所",
        "株式会社高見本製作所",
        "たかみほん",
        "タカミホン",
        "ﾀｶﾐﾎﾝ",
        "096-000-1234",
        "0960001234",
        "０９６－０００",
        "1234",
        NUMBER,
        NUMBER[:9],
        "見本町1-2-3",
        "中央区見本町一丁目",
        "高崎斉藤",
        "髙﨑齋藤",
        "製作",
        "見本町　高見本",
    ],
)
def test_every_way_of_writing_finds_it(takamoto, typed):
    assert list(Establishment.objects.search(typed)) == [takamoto]


@pytest.mark.parametrize("typed", ["高見本", "ﾀｶﾐﾎﾝ", "096-000-1234", "見本町　高見本", "製作"])
def test_common_words_are_found_the_same_way(takamoto, typed, monkeypatch):
    monkeypatch.setattr("centre.pairs.FEW", 0)
    assert list(Establishment.objects.search_common(typed)) == [takamoto]
    assert Establishment.objects.first_found(typed, 5) == [takamoto]


def test_digits_in_a_name_are_no_phone(takamoto):
    shop = EstablishmentFactory(name="見本ストア123", phone="0968-00-5555")
    assert list(Establishment.objects.search("ストア123")) == [shop]
    assert set(Establishment.objects.search("123")) == {takamoto, shop}


@pytest.mark.parametrize("few", [0, 500])
def test_whose_phone_ends_with_what_was_typed_comes_first(few, monkeypatch):
    monkeypatch.setattr("centre.pairs.FEW", few)
    holds = EstablishmentFactory(name="あ見本商店", phone="096-123-4000")
    ends = EstablishmentFactory(name="わ見本商店", phone="096-000-1234")
    assert Establishment.objects.first_found("1234", 5) == [ends, holds]
    assert Establishment.objects.first_found("1234", 1) == [ends]


@pytest.mark.parametrize("typed", ["高見本 荒尾市", "ぬるぽ", "096-000-9998", "%", "高_本"])
def test_what_is_not_there_is_not_found(takamoto, typed):
    assert not Establishment.objects.search(typed).exists()


def test_one_character_and_no_character(takamoto):
    assert Establishment.objects.search("髙").get() == takamoto
    assert Establishment.objects.search("　").count() == 2


def test_a_renamed_corporation_is_found_by_its_new_name(takamoto):
    corporation = takamoto.corporation
    corporation.name, corporation.name_key = "みなも架空興業", "ミナモ架空興業"
    corporation.save()
    assert Establishment.objects.search("みなも架空").get() == takamoto
    assert not Establishment.objects.search("高崎斉藤").exists()


def test_the_search_asks_the_index_of_pairs():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    for typed in ("見本", "みどり 096000"):
        assert "establishment_search_pairs" in Establishment.everything.search(typed).explain()


# ---- the list


def test_a_search_that_finds_very_many_is_not_counted_to_the_end(client, monkeypatch):
    monkeypatch.setattr("centre.pages.MOST_COUNTED", 3)
    for _ in range(5):
        EstablishmentFactory()
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    page = client.get("/employers/?q=見本&sort=name")
    assert "3件より多く" in page.content.decode()
    assert [item.pk for item in page.context["object_list"]] == list(
        Establishment.objects.order_by("name_key", "pk").values_list("pk", flat=True)[:3]
    )
    assert "5件中" in client.get("/employers/").content.decode()
    assert MOST_COUNTED == 500


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("size=1", ["小さい見本"]),
        ("size=300", ["大きい見本"]),
        ("size=unknown", ["知らない見本"]),
        ("kind=npo", ["知らない見本"]),
        ("contactable=none", ["知らない見本"]),
        ("scheme=travel.told", ["小さい見本"]),
        ("scheme=travel.not_told&size=300", ["大きい見本"]),
        ("live=yes", ["大きい見本"]),
        ("live=eligible", []),
        ("area=県南&contactable=phone", ["小さい見本"]),
        ("q=見本&size=1", ["小さい見本"]),
        ("size=はちにん", ["知らない見本", "大きい見本", "小さい見本"]),
    ],
)
def test_filters_in_the_address(client, query, found):
    small = EstablishmentFactory(name="小さい見本", employees=5, municipality_id="43202")
    large = EstablishmentFactory(name="大きい見本", employees=300)
    EstablishmentFactory(
        name="知らない見本",
        employees=None,
        phone="",
        corporation=CorporationFactory(kind="npo"),
    )
    SchemeStanding.objects.create(
        establishment=small, scheme_id="travel", state=SchemeState.TOLD, since=timezone.localdate()
    )
    JobPostingFactory(establishment=large, listed_from=timezone.localdate(), listed_eligible=False)
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    page = client.get(f"/employers/?{query}")
    assert sorted(item.name for item in page.context["object_list"]) == sorted(found)


# ---- saved filters


def test_a_filter_is_saved_used_shared_and_forgotten(client):
    owner, colleague = UserFactory(role=Role.COUNSELLOR), UserFactory(role=Role.FIELD_STAFF)
    client.force_login(owner)
    asked = {"list": "employers:list", "query": "size=1&page=2&q=&sort=name", "name": "小さい会社"}
    answer = client.post("/centre/filters/save/", asked)
    assert answer["Location"] == "/employers/?size=1"
    assert SavedFilter.objects.get().query == "size=1"
    client.force_login(colleague)
    assert "小さい会社" not in client.get("/employers/").content.decode()
    client.force_login(owner)
    client.post("/centre/filters/save/", asked | {"is_shared": "on"})
    assert SavedFilter.objects.count() == 1
    client.force_login(colleague)
    assert 'href="?size=1"' in client.get("/employers/").content.decode()
    client.post(f"/centre/filters/{SavedFilter.objects.get().pk}/delete/")
    assert SavedFilter.objects.count() == 1
    client.force_login(owner)
    client.post(f"/centre/filters/{SavedFilter.objects.get().pk}/delete/")
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"list": "employers:list", "query": "", "name": "なにもない"}, 302),
        ({"list": "employers:list", "query": "size=1", "name": "　"}, 302),
        ({"list": "employers:list", "query": "q=" + "見" * 400, "name": "長い"}, 302),
        ({"list": "https://example.com/", "query": "size=1", "name": "よそ"}, 404),
        ({"list": "employers:detail", "query": "size=1", "name": "一覧でない"}, 404),
    ],
)
def test_what_is_no_filter_is_not_saved(client, asked, status):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    assert client.post("/centre/filters/save/", asked).status_code == status
    assert not SavedFilter.objects.exists()


def test_the_list_asks_as_many_questions_for_many_as_for_few(client):
    client.force_login(UserFactory(role=Role.COUNSELLOR))

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/employers/?q=見本")
        return len(asked)

    EstablishmentFactory()
    questions()
    few = questions()
    for _ in range(20):
        EstablishmentFactory()
    assert questions() == few
