"""Whom to visit next and why; who goes when; whose data must be asked for again."""

from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.errors import DomainError, EditConflict
from centre.models import Contract
from centre.roles import Role
from employers import planning
from employers.areas import places
from employers.confirming import confirm, intervals, overdue
from employers.models import Establishment, PlannedVisit
from employers.visiting import record_visit
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory, RegistrationFactory, VisitFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.postings import JobPostingFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
MONDAY, SATURDAY = date(2026, 11, 30), date(2026, 11, 28)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def registered(confirmed: date | None, **known) -> Establishment:
    """An employer registered in April, last confirmed on a day."""
    record = EstablishmentFactory(last_confirmed_on=confirmed, **known)
    RegistrationFactory(establishment=record, registered_on=date(2026, 4, 1))
    return record


def reasons_of(record) -> tuple[str, ...]:
    return next((one.reasons for one in planning.suggest(TODAY) if one.establishment == record), ())


# ---- whom to visit


def test_long_silence_is_a_reason_and_a_fresh_contact_is_none():
    silent, fresh = registered(date(2026, 5, 1)), registered(date(2026, 11, 1))
    never = registered(None)
    assert reasons_of(silent) == ("最後の連絡から203日",)
    assert reasons_of(never) == ("登録のあと、まだ連絡の記録がありません",)
    assert reasons_of(fresh) == ()


def test_listings_that_run_out_weigh_more_the_sooner_they_do():
    soon, later = EstablishmentFactory(), EstablishmentFactory()
    for record, until in ((soon, date(2026, 11, 25)), (later, date(2026, 12, 20))):
        JobPostingFactory(establishment=record, listed_from=date(2026, 6, 1), listed_until=until)
    JobPostingFactory(establishment=soon, listed_from=date(2026, 6, 1), listed_until=date(2026, 11, 30))
    suggested = planning.suggest(TODAY)
    assert [one.establishment for one in suggested] == [soon, later]
    assert suggested[0].reasons == ("掲載が11月25日から切れる求人 2件",)


def test_occupations_that_movers_wish_for_lead_to_those_who_sought_them():
    posting = JobPostingFactory(received_on=date(2026, 9, 1), occupation_id="04")
    for _ in range(3):
        JobseekerFactory().wished_occupations.add("04")
    assert "を希望する登録者 3人" in reasons_of(posting.establishment)[0]


def test_an_industry_with_few_registered_is_a_reason_for_those_outside():
    known = [EstablishmentFactory(industry_id="H", municipality_id="43202", employees=n) for n in range(8)]
    RegistrationFactory(establishment=known[0], registered_on=date(2026, 4, 1))
    assert reasons_of(known[7])[0].endswith("登録が12%（手薄）")


def test_who_was_visited_lately_or_is_planned_is_not_suggested_again():
    visited, planned = registered(date(2026, 1, 1)), registered(date(2026, 1, 1))
    VisitFactory(establishment=visited, visited_on=date(2026, 11, 1))
    planning.plan_visit(planned, planned_on=MONDAY, visitor=UserFactory(), by=UserFactory())
    assert planning.suggest(TODAY) == []


# ---- plans


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 11, 19), "過ぎた日"), (SATURDAY, "休みの日"), (date(2026, 11, 23), "休みの日")]
)
def test_days_on_which_nobody_goes_are_refused(day, words):
    with pytest.raises(DomainError, match=words):
        planning.plan_visit(EstablishmentFactory(), planned_on=day, visitor=UserFactory(), by=UserFactory())


def test_an_employer_is_planned_once_a_day_and_again_after_it_was_called_off():
    record, user = EstablishmentFactory(), UserFactory()
    plan = planning.plan_visit(record, planned_on=MONDAY, visitor=user, by=user)
    with pytest.raises(DomainError, match="もうあります"):
        planning.plan_visit(record, planned_on=MONDAY, visitor=user, by=user)
    planning.cancel(plan, by=user)
    planning.plan_visit(record, planned_on=MONDAY, visitor=user, by=user)


def test_several_are_planned_all_or_none():
    first, second, user = EstablishmentFactory(), EstablishmentFactory(), UserFactory()
    planning.plan_visit(second, planned_on=MONDAY, visitor=user, by=user)
    with pytest.raises(DomainError):
        planning.plan_many([first, second], {}, planned_on=MONDAY, visitor=user, by=user)
    assert PlannedVisit.objects.count() == 1
    with pytest.raises(DomainError, match="1つ以上"):
        planning.plan_many([], {}, planned_on=MONDAY, visitor=user, by=user)


def test_the_visit_settles_the_nearest_plan():
    record, user = EstablishmentFactory(), UserFactory()
    near = planning.plan_visit(record, planned_on=date(2026, 11, 24), visitor=user, by=user)
    far = planning.plan_visit(record, planned_on=date(2026, 12, 25), visitor=user, by=user)
    visit = record_visit(record, visited_on=TODAY, by=user)
    near.refresh_from_db()
    far.refresh_from_db()
    assert (near.state, near.visit, far.state) == ("done", visit, "planned")
    with pytest.raises(DomainError, match="訪問済み"):
        planning.cancel(near, by=user)


def test_two_people_who_change_one_plan_lose_nothing():
    user = UserFactory()
    plan = planning.plan_visit(EstablishmentFactory(), planned_on=MONDAY, visitor=user, by=user)
    day = date(2026, 12, 1)
    planning.change_plan(plan, plan.version, planned_on=day, starts_at=time(14), visitor=user, by=user)
    with pytest.raises(EditConflict):
        planning.change_plan(plan, plan.version, planned_on=MONDAY, starts_at=None, visitor=user, by=user)


# ---- pages


def test_from_the_suggestions_into_the_month(client):
    record = registered(date(2026, 5, 1), name="みなも見本商店")
    user = UserFactory(role=Role.FIELD_STAFF)
    client.force_login(user)
    page = client.get("/employers/suggestions/")
    assert "最後の連絡から203日" in page.content.decode()
    answers = {
        "picked": [str(record.pk)],
        f"reason_{record.pk}": "最後の連絡から203日",
        "planned_on": "令和8年11月30日",
        "visitor": str(user.pk),
        "submission_key": page.context["submission_key"],
    }
    refused = client.post("/employers/suggestions/", answers | {"planned_on": "2026-11-28"})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode()
    first, second = (client.post("/employers/suggestions/", answers) for _ in range(2))
    assert first["Location"] == second["Location"] == "/employers/plan/?month=2026-11"
    month = client.get(first["Location"]).content.decode()
    assert "みなも見本商店" in month
    plan = PlannedVisit.objects.get()
    assert plan.reason == "最後の連絡から203日"
    assert "みなも見本商店" not in client.get("/employers/plan/?month=2026-10").content.decode()
    assert client.get("/employers/plan/?month=２０２６-99&who=x").status_code == 200
    assert client.get(f"/employers/plan/{plan.pk}/change/").status_code == 200
    client.post(f"/employers/plan/{plan.pk}/cancel/")
    assert "取りやめました" in client.get("/employers/plan/?month=2026-11").content.decode()
    assert "みなも見本商店" not in client.get("/employers/plan/?month=2026-11").content.decode()


def test_the_suggestions_ask_as_many_questions_for_many_as_for_few(client):
    client.force_login(UserFactory(role=Role.COUNSELLOR))

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/employers/suggestions/").status_code == 200
        return len(asked)

    for _ in range(8):
        registered(date(2026, 5, 1))
    questions()
    few = questions()
    for _ in range(10):
        registered(date(2026, 5, 1))
    assert questions() == few


def test_areas_count_what_is_there(client):
    registered(None, municipality_id="43202")
    VisitFactory(establishment=EstablishmentFactory(municipality_id="43202"), visited_on=date(2026, 5, 1))
    VisitFactory(establishment=EstablishmentFactory(municipality_id="43202"), visited_on=date(2026, 3, 31))
    place = next(one for one in places(TODAY) if one.municipality.pk == "43202")
    assert (place.known, place.registered, place.visits) == (3, 1, 1)
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert "?municipality=43202&amp;registered=yes" in client.get("/employers/areas/").content.decode()


# ---- confirmations


def test_live_postings_are_asked_after_90_days_and_other_registered_ones_after_180():
    Contract.objects.filter(fiscal_year=2026).delete()
    assert intervals(TODAY) == (90, 180)
    with_posting, quiet = EstablishmentFactory(last_confirmed_on=date(2026, 8, 21)), registered(date(2026, 8, 21))
    JobPostingFactory(establishment=with_posting, listed_from=date(2026, 6, 1))
    late = registered(date(2026, 5, 1))
    never = registered(None)
    EstablishmentFactory(last_confirmed_on=None)
    assert list(overdue(TODAY)) == [never, late, with_posting]
    Establishment.objects.filter(pk=with_posting.pk).update(last_confirmed_on=date(2026, 8, 22))
    assert list(overdue(TODAY)) == [never, late]
    assert quiet not in overdue(TODAY)


def test_the_contract_sets_the_intervals():
    Contract.objects.update_or_create(
        fiscal_year=2026, defaults={"title": "見本", "ends_on": date(2027, 3, 31), "confirm_after_days": 30}
    )
    assert list(overdue(TODAY)) == []
    record = registered(date(2026, 10, 20))
    assert list(overdue(TODAY)) == [record]


def test_one_button_confirms_and_the_day_never_goes_back(client):
    record = registered(date(2026, 5, 1))
    client.force_login(UserFactory(role=Role.FIELD_STAFF))
    assert record.name in client.get("/employers/confirmations/").content.decode()
    answer = client.post(f"/employers/{record.pk}/confirm/", {"back": "https://example.com/"})
    assert answer["Location"] == "/employers/confirmations/"
    record.refresh_from_db()
    assert record.last_confirmed_on == TODAY
    Establishment.objects.filter(pk=record.pk).update(last_confirmed_on=date(2026, 12, 1))
    assert confirm(record, by=UserFactory()).last_confirmed_on == date(2026, 12, 1)


def test_officials_see_plans_and_confirmations_and_change_nothing(client):
    record = registered(date(2026, 5, 1))
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get("/employers/plan/").status_code == 200
    assert client.get("/employers/confirmations/").status_code == 200
    assert client.post(f"/employers/{record.pk}/confirm/").status_code == 403
    assert client.get("/employers/suggestions/").status_code == 403
