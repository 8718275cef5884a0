"""The public list: live postings of employers who agreed, without a word about a person."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from employers.models import Contact, Registration
from postings.models import JobPosting
from postings.public.redaction import INSTEAD, without_people
from postings.public.wording import PAGE
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory, RegistrationFactory
from tests.factories.renewal import listing

TODAY = date(2026, 11, 2)
UNTIL = date(2026, 12, 31)
ITEMS = [Registration.Item.NAME, Registration.Item.POSTINGS]


@pytest.fixture(autouse=True)
def morning(settings):
    settings.PUBLIC_POSTINGS = True
    with time_machine.travel("2026-11-02T09:00:00+09:00", tick=False) as clock:
        yield clock


def agreed(items=ITEMS, scope="public", since=date(2026, 4, 1), ended=None, **given):
    """An employer whose registration opens these items."""
    establishment = EstablishmentFactory(**given)
    RegistrationFactory(establishment=establishment, items=items, scope=scope, registered_on=since, ended_on=ended)
    return establishment


def public(**given):
    """A live posting of an employer who agreed."""
    return listing(UNTIL, given.pop("establishment", None) or agreed(), **given)


def data_of(response) -> dict:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return json.loads(block.group(1))


EVERY_ADDRESS = ("/jobs/", "/jobs/feed/", "/jobs/feed.json", "/jobs/sitemap.xml")


@pytest.mark.django_db
def test_it_is_not_there_unless_the_counter_offers_it(client, settings):
    posting = public()
    settings.PUBLIC_POSTINGS = False
    for address in (*EVERY_ADDRESS, f"/jobs/{posting.pk}/"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_everybody_opens_it_and_may_keep_it_for_five_minutes(client, address):
    public()
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, max-age=300"
    assert not page.cookies
    assert client.post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "establishment",
    [
        {"scope": "jobseekers"},
        {"scope": "internal"},
        {"items": [Registration.Item.NAME]},
        {"items": [Registration.Item.POSTINGS]},
        {"items": []},
        {"ended": TODAY},
        {"since": TODAY + timedelta(days=1)},
    ],
)
def test_without_agreement_nothing_is_shown(client, establishment):
    posting = public(establishment=agreed(**establishment), title="見せない求人")
    assert client.get(f"/jobs/{posting.pk}/").status_code == 404
    for address in EVERY_ADDRESS:
        text = client.get(address).content.decode()
        assert "見せない求人" not in text
        assert f"/jobs/{posting.pk}/" not in text


@pytest.mark.django_db
def test_an_employer_that_is_not_registered_is_not_shown(client):
    posting = public(establishment=EstablishmentFactory())
    assert client.get(f"/jobs/{posting.pk}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "status"), [("2026-12-31T14:59:59+00:00", 200), ("2026-12-31T15:00:00+00:00", 410)]
)
def test_it_is_gone_when_the_last_day_in_japan_is_over(client, morning, moment, status):
    posting = public(title="年末までの求人")
    morning.move_to(moment)
    page = client.get(f"/jobs/{posting.pk}/")
    assert page.status_code == status
    assert ("掲載期間が終わりました" in page.content.decode()) == (status == 410)
    assert ("年末までの求人" in client.get("/jobs/").content.decode()) == (status == 200)


@pytest.mark.django_db
def test_what_was_taken_down_says_so_and_nothing_else(client):
    posting = public(title="取り下げた求人")
    publication.publish(posting, "ended", effective_on=TODAY, by=UserFactory())
    page = client.get(f"/jobs/{posting.pk}/")
    assert page.status_code == 410
    assert "募集を終了しました" in page.content.decode()
    assert "取り下げた求人" not in page.content.decode()


@pytest.mark.django_db
def test_what_was_never_listed_is_not_there(client):
    posting = public()
    type(posting).objects.update(listed_from=None, listed_until=None)
    assert client.get(f"/jobs/{posting.pk}/").status_code == 404
    assert client.get("/jobs/999999/").status_code == 404


@pytest.mark.django_db
def test_search_engines_read_a_job_posting(client):
    posting = public(
        title="製造スタッフ</script><b>", duties="部品の組立", wage_kind="monthly", wage_from_yen=200000,
        wage_to_yen=250000, headcount=2, work_address="熊本市中央区見本町1-1",
    )  # fmt: skip
    page = client.get(f"/jobs/{posting.pk}/")
    data = data_of(page)
    assert data["@type"] == "JobPosting"
    assert data["title"] == "製造スタッフ</script><b>"
    assert (data["datePosted"], data["validThrough"]) == ("2026-09-03", "2026-12-31T23:59:59+09:00")
    assert data["employmentType"] == ["FULL_TIME"]
    assert data["hiringOrganization"] == {"@type": "Organization", "name": posting.establishment.name}
    place = {"@type": "PostalAddress", "addressCountry": "JP", "addressRegion": "熊本県"}
    assert data["jobLocation"]["address"] == place | {"addressLocality": posting.work_municipality.name}
    value = {"@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 200000, "maxValue": 250000}
    assert data["baseSalary"] == {"@type": "MonetaryAmount", "currency": "JPY", "value": value}
    assert "部品の組立" in data["description"]
    assert data["url"] == f"http://testserver/jobs/{posting.pk}/"


@pytest.mark.django_db
def test_what_is_unknown_is_left_out(client):
    posting = public(weekly_hours=None, contract="", work_municipality_id=None)
    data = data_of(client.get(f"/jobs/{posting.pk}/"))
    assert not {"employmentType", "baseSalary"} & set(data)
    assert "addressLocality" not in data["jobLocation"]["address"]


@pytest.mark.django_db
def test_the_street_is_shown_for_a_legal_entity_that_agreed_and_never_for_a_sole_proprietor(client):
    street = "熊本市中央区見本町1丁目"
    items = [*ITEMS, Registration.Item.ADDRESS, Registration.Item.WEBSITE]
    company = public(establishment=agreed(items, website="https://mihon.example"), work_address=street)
    single = CorporationFactory(kind="sole_proprietor", corporate_number=None)
    proprietor = public(establishment=agreed(items, corporation=single), work_address=street)
    assert data_of(client.get(f"/jobs/{company.pk}/"))["jobLocation"]["address"]["streetAddress"] == street
    assert data_of(client.get(f"/jobs/{company.pk}/"))["hiringOrganization"]["sameAs"] == "https://mihon.example"
    assert street not in client.get(f"/jobs/{proprietor.pk}/").content.decode()


SECRETS = ("架空", "花子", "タロウ", "0000-1111", "00001111", "2222", "hanako", "taro", "mihon.example", "０９６")


@pytest.mark.django_db
def test_no_name_phone_or_mail_leaves_in_any_form(client):
    establishment = agreed(phone="096-000-2222", email="info@mihon.example", note="社長は架空さん")
    Contact.objects.create(
        establishment=establishment, name="架空 花子", phone="090-0000-1111", email="hanako@mihon.example"
    )
    Contact.objects.create(establishment=establishment, name="見本　タロウ", is_main=True)
    posting = public(
        establishment=establishment,
        title="受付（担当 架空花子）",
        duties="受付。問合せは架空さん、見本 タロウまで。電話 090-0000-1111、０９６－０００－２２２２",
        duties_scope="連絡は hanako@mihon.example か taro＠mihon.example へ",
        working_time="8時30分〜17時30分　TEL(096)000 2222",
        smoking="屋内禁煙（09000001111）",
        work_address="見本町（+81 90 0000 1111）",
        created_by=UserFactory(name="職員 架空"),
    )
    texts = [client.get(address).content.decode() for address in (*EVERY_ADDRESS, f"/jobs/{posting.pk}/")]
    for text in texts:
        for secret in SECRETS:
            assert secret not in text, (secret, text)
    assert "8時30分〜17時30分" in texts[-1]
    assert "受付" in texts[0]


@given(
    st.text(max_size=60),
    st.from_regex(r"0[0-9]{1,3}[- ]?[0-9]{2,4}[- ]?[0-9]{4}", fullmatch=True),
    st.text(max_size=60),
)
def test_no_phone_number_stays_in_a_text(before, number, after):
    digits = re.sub(r"\D", "", number)
    if not 9 <= len(digits) <= 11 or before[-1:].isdigit() or after[:1].isdigit():
        return
    assert number not in without_people(f"{before}　{number}　{after}", [])


@pytest.mark.parametrize(
    "text",
    [
        "2026年4月1日から、賞与年2回（前年実績4.2か月）",
        "月給 200,000円〜250,000円",
        "8:30〜17:30（休憩60分）",
        "〒860-0000",
        "年間休日120日",
    ],
)
def test_what_is_no_number_of_a_person_stays(text):
    assert without_people(text, ["見本 花子"]) == text


def test_a_place_that_is_called_like_a_person_stays():
    assert without_people("熊本市での勤務。熊本さんまで", ["熊本 太郎"]) == f"熊本市での勤務。{INSTEAD}さんまで"


@pytest.mark.django_db
def test_the_list_is_searched_filtered_and_paged(client):
    establishment = agreed()
    for number in range(21):
        public(establishment=establishment, title=f"製造の仕事{number:02d}")
    other = public(establishment=establishment, title="介護の仕事", work_municipality_id="43202")
    assert len(client.get("/jobs/").context["postings"]) == 20
    assert len(client.get("/jobs/?page=2").context["postings"]) == 2
    assert [one.pk for one in client.get("/jobs/?q=介護").context["postings"]] == [other.pk]
    assert [one.pk for one in client.get("/jobs/?work_municipality=43202").context["postings"]] == [other.pk]
    assert client.get("/jobs/?eligible=True").context["postings"] == []
    assert "条件に合う求人はありません" in client.get("/jobs/?q=ないことば").content.decode()


@pytest.mark.django_db
def test_a_phone_number_finds_nothing(client):
    public(establishment=agreed(phone="096-000-2222"))
    assert client.get("/jobs/?q=096-000-2222").context["postings"] == []


@pytest.mark.django_db
def test_feeds_and_sitemap_name_every_posting(client):
    posting = public(title="配信される求人")
    address = f"http://testserver/jobs/{posting.pk}/"
    atom = ElementTree.fromstring(client.get("/jobs/feed/").content)  # noqa: S314
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:title", namespaces=names) for entry in atom.findall("a:entry", names)] == [
        "配信される求人"
    ]
    feed = client.get("/jobs/feed.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["url"] for item in feed["items"]] == [address]
    site = ElementTree.fromstring(client.get("/jobs/sitemap.xml").content)  # noqa: S314
    assert address in [place.text for place in site.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "most"), [("/jobs/", 10), ("/jobs/feed/", 3), ("/jobs/feed.json", 3)])
def test_it_asks_the_database_as_often_for_one_as_for_ten(client, address, most):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    public()
    one = queries()
    for _ in range(9):
        public()
    assert queries() == one
    assert one <= most


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "all_of_them", "days"),
    [
        ("ja", "くまもとの求人", "すべて", "2026年9月3日から"),
        ("easy", "くまもとの 仕事（しごと）", "ぜんぶ", "2026年9月3日から"),
        ("en", "Jobs in Kumamoto", "All", "from 3 September 2026 to 31 December 2026"),
    ],
)
def test_it_speaks_three_languages_and_the_next_page_keeps_the_language(client, language, title, all_of_them, days):
    posting = public(title="製造スタッフ")
    page = client.get("/jobs/", {"lang": language}).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert f">{all_of_them}</option>" in page
    assert f">{PAGE[language]['work_municipality']}</label>" in page
    assert days in page
    onward = f"/jobs/{posting.pk}/" + (f"?lang={language}" if language != "ja" else "")
    assert f'href="{onward}"' in page
    shown = client.get(onward).content.decode()
    assert title in shown
    assert days in shown
    JobPosting.objects.filter(pk=posting.pk).update(ended_on=TODAY)
    gone = client.get(onward)
    assert gone.status_code == 410
    assert title in gone.content.decode()


@pytest.mark.django_db
def test_another_language_keeps_the_search(client):
    page = client.get("/jobs/", {"q": "製造", "eligible": "True"}).content.decode()
    assert 'href="?q=%E8%A3%BD%E9%80%A0&amp;eligible=True&amp;lang=en"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "brand", "hours"),
    [
        ("ja", "くまもとUIJターン窓口", "（8:30〜17:30、土日祝日などは休み）"),
        ("easy", "くまもと UIJターン 窓口（まどぐち）", "8:30から 17:30まで。土曜日（どようび）"),
        ("en", "Kumamoto UIJ-turn Centre", "(8:30 to 17:30, closed on weekends and holidays)"),
    ],
)
def test_head_and_foot_are_in_the_language_and_say_when_to_call(client, language, brand, hours):
    page = client.get("/jobs/", {"lang": language}).content.decode()
    assert hours in page
    assert f'alt=""><span>{brand}' in page
    assert page.count("くまもとUIJターン窓口") == (3 if language == "ja" else 0)


def test_each_language_says_everything():
    assert {frozenset(words) for words in PAGE.values()} == {frozenset(PAGE["ja"])}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"), [("ja", "見つかりません"), ("easy", "ページが ありません"), ("en", "Page not found")]
)
def test_a_wrong_address_is_said_to_people_without_an_account_in_their_language(client, language, title):
    answer = client.get("/jobs/none/", {"lang": language})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f"<h1>{title}</h1>" in page
    assert "検索" not in page
    assert 'href="tel:' in page
