"""Where courses show: their list, the home page, the register, an employer's page, reasons for a visit; mergers."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from centre.registry import list_filter, open_items, registry, timeline
from centre.roles import Role
from employers.merging import merge, unmerge
from employers.models import Establishment
from postings.eligibility import course
from postings.models import EligibilityCourse
from tests.factories.centre import UserFactory
from tests.factories.courses import begun, certified, listable, procedure, with_papers
from tests.factories.employers import EstablishmentFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        procedure("no")
        yield


def page_of(made: EligibilityCourse) -> str:
    return reverse("postings:course", args=[made.corporation_id])


# the list


def names(client, query: str = "") -> list[str]:
    return [one.corporation.name for one in client.get(f"/postings/courses/{query}").context["object_list"]]


@pytest.fixture
def some_courses():
    """One of each kind, named after what it is."""
    user = UserFactory()
    begun(TODAY, user, name="登録のみ")
    with_papers(TODAY, user, name="未確認の書類", checked=False)
    listable(TODAY, user, name="掲載可")
    for name, day in (("六十日", TODAY + 60 * DAY), ("三十日", TODAY + 30 * DAY), ("切れた", TODAY - DAY)):
        start = date(day.year - 1, day.month, day.day)
        with time_machine.travel(f"{start} 10:00+09:00", tick=False):
            listable(start, user, name=name)
    gone = begun(TODAY, user, name="取下げ済")
    course.withdraw(gone, gone.version, withdrawn_on=TODAY, reason="企業の申出", by=UserFactory(role=Role.SUPERVISOR))


@pytest.mark.usefixtures("some_courses")
def test_the_list_is_narrowed_and_sorted():
    client, _ = logged_in(Role.OFFICIAL)
    assert names(client)[:3] == ["切れた", "三十日", "六十日"]
    assert "取下げ済" not in names(client)
    assert names(client, "?state=withdrawn") == ["取下げ済"]
    assert names(client, "?state=registered") == ["登録のみ"]
    assert names(client, "?due=60") == ["三十日", "六十日"]
    assert names(client, "?due=30") == ["三十日"]
    assert names(client, "?due=over") == ["切れた"]
    assert set(names(client, "?papers=missing")) == {"登録のみ", "切れた"}
    assert names(client, "?papers=unchecked") == ["未確認の書類"]
    assert names(client, "?q=六十") == ["六十日"]
    assert names(client, "?sort=-due")[0] == "掲載可"
    assert names(client, "?due=30&state=registered") == []


@pytest.mark.usefixtures("some_courses")
def test_the_home_page_names_what_runs_out():
    card = next(card for card in registry.home if card.key == "course-deadlines")
    built = card.build(UserFactory(), TODAY)
    assert (built.figure, [(item.label, item.due, item.urgent) for item in built.items]) == (
        "3",
        [
            ("切れた", "2026年11月19日に切れた", True),
            ("三十日", "2026年12月20日まで", True),
            ("六十日", "2027年1月19日まで", False),
        ],
    )
    for role, shown in ((Role.REVIEWER, True), (Role.COUNSELLOR, True), (Role.OFFICIAL, False), (Role.ADMIN, False)):
        client, _ = logged_in(role)
        assert ("書類・認定の期限" in client.get("/").content.decode()) is shown


@pytest.mark.usefixtures("some_courses")
def test_the_register_is_narrowed_by_the_course():
    EstablishmentFactory(corporation__name="手続のない会社")
    narrow = list_filter("employers:list", "course").narrow

    def found(value: str) -> set[str]:
        return set(narrow(Establishment.objects.all(), value).values_list("corporation__name", flat=True))

    assert found("listable") == {"掲載可", "六十日", "三十日"}
    assert found("soon") == {"六十日", "三十日", "切れた"}
    assert found("registered") == {"登録のみ"}
    assert found("documents") == {"未確認の書類"}
    assert found("none") == {"手続のない会社", "取下げ済"}
    client, _ = logged_in(Role.COUNSELLOR)
    assert len(client.get("/employers/?course=registered").context["object_list"]) == 1


@pytest.mark.usefixtures("some_courses")
def test_papers_to_renew_are_a_reason_to_visit():
    reason = next(one for one in registry.visit_reasons if one.key == "papers")
    found = list(reason.find(TODAY, Establishment.objects.all(), 10))
    assert [words for _, words, _ in found] == [
        "対象法人の書類・認定が2026年11月19日に切れた",
        "対象法人の書類・認定が2026年12月20日まで",
        "対象法人の書類・認定が2027年1月19日まで",
    ]
    assert [round(weight, 2) for _, _, weight in found] == [1.0, 0.51, 0.02]
    assert len(list(reason.find(TODAY, Establishment.objects.all(), 1))) == 1


@pytest.mark.parametrize(
    ("days", "label", "urgent"),
    [
        (61, None, False),
        (60, "2027年11月20日まで", False),
        (31, "2027年11月20日まで", False),
        (30, "2027年11月20日まで", True),
        (0, "2027年11月20日まで", True),
        (-1, "2027年11月20日に切れた", True),
    ],
)
def test_the_employers_page_reminds_sixty_and_thirty_days_before(days, label, urgent):
    made = listable(TODAY)
    record = made.corporation.establishments.get()
    day = made.valid_until - timedelta(days=days)
    found = [item for item in open_items(record, UserFactory(), day) if item.label.startswith("対象法人")]
    assert [(item.due, item.urgent) for item in found] == ([(label, urgent)] if label else [])


def test_the_employers_page_tells_the_story_and_what_is_next():
    made = certified(TODAY)
    record = made.corporation.establishments.get()
    client, user = logged_in(Role.COUNSELLOR)
    assert ("対象法人の手続を進める", "認定") in [(i.label, i.due) for i in open_items(record, user, TODAY)]
    titles = [entry.title for entry in timeline(record, user) if entry.kind == "対象法人"]
    assert titles == ["県が認定", "書類がそろった", "手続を開始"]
    text = client.get(record.get_absolute_url()).content.decode()
    assert reverse("postings:course", args=[made.corporation_id]) in text
    admin = UserFactory(role=Role.ADMIN)
    assert not [entry for entry in timeline(record, admin) if entry.kind == "対象法人"]


def test_an_earlier_period_can_be_looked_at():
    with time_machine.travel("2025-12-01 10:00+09:00", tick=False):
        old = listable(date(2025, 12, 1))
    new = course.renew(old, registered_on=TODAY, by=UserFactory())
    client, _ = logged_in(Role.COUNSELLOR)
    assert client.get(page_of(old)).context["course"] == new
    past = client.get(f"{page_of(old)}?period={old.pk}")
    assert past.context["course"] == old
    assert past.context["button"] is None
    assert "次の期間の手続に引き継ぎました" in past.content.decode()


# mergers


def test_a_merger_of_employers_leaves_the_course_with_its_corporation_and_can_be_undone():
    made = listable(TODAY)
    absorbed = made.corporation.establishments.get()
    kept = EstablishmentFactory()
    client, user = logged_in(Role.SUPERVISOR)
    merged = merge(kept, absorbed, {}, by=user)
    text = client.get(page_of(made)).content.decode()
    assert reverse("postings:courses") in text
    assert not EligibilityCourse.objects.filter(corporation=kept.corporation).exists()
    unmerge(merged, by=user)
    assert absorbed.get_absolute_url() in client.get(page_of(made)).content.decode()


def test_a_merger_that_takes_the_corporation_along_takes_the_course_along():
    made = listable(TODAY)
    kept = EstablishmentFactory()
    merge(kept, made.corporation.establishments.get(), {"corporation": "absorbed"}, by=UserFactory())
    kept.refresh_from_db()
    titles = [entry.title for entry in timeline(kept, UserFactory()) if entry.kind == "対象法人"]
    assert titles[0] == "掲載可"
