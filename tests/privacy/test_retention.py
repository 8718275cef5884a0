"""What is over is deleted: told of by one person, released by another, after the notice, and never what is held."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centre.errors import DomainError
from centre.roles import Role
from jobseekers.models import Jobseeker
from privacy.declarations import declared
from privacy.erasing.asking import ask_for_person
from privacy.erasing.executing import check_not_held, erase_person
from privacy.erasing.ways import GONE
from privacy.models import DeletionBatch, DeletionItem, Erasure, RetentionHold
from privacy.retention import deleting
from privacy.retention.offered import notices
from privacy.retention.rules import BY_KEY, due_of, months_later, rule_of
from privacy.tasks import delete_due
from tests.factories.centre import UserFactory, contract_2026
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
RULE, LABEL = "ended_support", "jobseekers.Jobseeker"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-20 12:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def six_months():
    contract = contract_2026()
    contract.keep_closed_months = 6
    contract.save()


@pytest.fixture
def boss():
    return UserFactory(role=Role.SUPERVISOR)


@pytest.fixture
def manager():
    return UserFactory(role=Role.PRIVACY_MANAGER)


def ended(day=date(2026, 5, 20), **known) -> Jobseeker:
    return JobseekerFactory(registered_on=date(2026, 4, 1), closed_on=day, **known)


def due_now() -> list[int]:
    return [key for key, _ in deleting.falling_due(due_of(RULE), timezone.localdate())]


def name_of(person) -> str:
    return Jobseeker.objects.values_list("name", flat=True).get(pk=person.pk)


# ---- the rules


def test_every_table_with_personal_data_names_a_rule_of_retention():
    unknown = {model._meta.label: personal.keep for model, personal in declared() if rule_of(personal.keep) is None}
    assert unknown == {}


def test_accounting_papers_of_fiscal_2026_stay_until_the_end_of_march_2032():
    assert BY_KEY["accounting"].until(contract_2026()) == date(2032, 3, 31)
    assert BY_KEY["registers"].months == 24


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 5, 20), 6, date(2026, 11, 20)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_the_month(day, months, later):
    assert months_later(day, months) == later


def test_due_is_whose_term_is_over_and_nobody_while_the_setting_is_empty():
    over, not_yet = ended(date(2026, 5, 20)), ended(date(2026, 5, 21))
    JobseekerFactory()
    assert due_now() == [over.pk]
    contract = contract_2026()
    contract.keep_closed_months = None
    contract.save()
    assert due_now() == []
    assert not_yet.closed_on


# ---- notice, release, deletion


def test_after_notice_and_release_the_night_deletes_and_the_record_says_who(boss, manager, noon):
    person = ended(name="架空 花子")
    batch = deleting.release_batch(deleting.give_notice(RULE, by=boss), by=manager)
    assert batch.deletes_from == TODAY + timedelta(days=30)
    noon.shift(timedelta(days=29))
    assert deleting.delete_due(timezone.localdate()) == 0
    assert name_of(person) == "架空 花子"
    noon.shift(timedelta(days=1))
    assert deleting.delete_due(timezone.localdate()) == 1
    assert name_of(person) == GONE
    erasure = Erasure.objects.get()
    assert (erasure.requested_by, erasure.decided_by) == (boss, manager)
    assert erasure.ground.startswith("支援を終えた就職希望者の記録")
    batch.refresh_from_db()
    assert (batch.state, batch.items.get().outcome, due_now()) == ("完了", "erased", [])


def test_the_nightly_task_does_it(boss, manager, noon):
    ended()
    deleting.release_batch(deleting.give_notice(RULE, by=boss), by=manager)
    noon.shift(timedelta(days=31))
    delete_due()
    assert Erasure.objects.count() == 1


def test_without_a_release_nothing_is_deleted(boss, noon):
    person = ended(name="架空 花子")
    deleting.give_notice(RULE, by=boss)
    noon.shift(timedelta(days=90))
    assert deleting.delete_due(timezone.localdate()) == 0
    assert name_of(person) == "架空 花子"


def test_what_is_held_meanwhile_stays(boss, manager, noon):
    person, other = ended(name="架空 花子"), ended()
    batch = deleting.release_batch(deleting.give_notice(RULE, by=boss), by=manager)
    deleting.place_hold(subject=LABEL, subject_id=person.pk, reason="苦情の対応中", by=boss)
    noon.shift(timedelta(days=30))
    assert deleting.delete_due(timezone.localdate()) == 1
    assert (name_of(person), name_of(other)) == ("架空 花子", GONE)
    assert set(batch.items.values_list("outcome", flat=True)) == {"held", "erased"}


def test_whom_an_application_is_open_for_waits_and_does_not_keep_the_others(boss, manager, noon):
    asked, other = ended(name="架空 花子"), ended(name="見本 次郎")
    deleting.release_batch(deleting.give_notice(RULE, by=boss), by=manager)
    ask_for_person(asked, ground="本人の求め", planned_on=TODAY, by=boss)
    noon.shift(timedelta(days=30))
    assert deleting.delete_due(timezone.localdate()) == 1
    assert (name_of(asked), name_of(other)) == ("架空 花子", GONE)


def test_who_came_back_meanwhile_stays(boss, manager, noon):
    person = ended(name="架空 花子")
    deleting.release_batch(deleting.give_notice(RULE, by=boss), by=manager)
    Jobseeker.objects.filter(pk=person.pk).update(closed_on=None)
    noon.shift(timedelta(days=30))
    assert deleting.delete_due(timezone.localdate()) == 0
    assert DeletionItem.objects.get().outcome == "not_due"


def test_the_second_person_is_another_privacy_manager(boss, manager):
    ended()
    batch = deleting.give_notice(RULE, by=manager)
    for who, words in ((manager, "知らせた人"), (boss, "個人情報保護責任者"), (UserFactory(), "個人情報保護責任者")):
        with pytest.raises(DomainError, match=words):
            deleting.release_batch(batch, by=who)
    with pytest.raises(Error, match="batch_released_by_a_second_person"), transaction.atomic():
        DeletionBatch.objects.update(released_at=timezone.now(), released_by=manager)


def test_a_batch_that_was_given_up_is_due_again(boss, manager):
    person = ended()
    batch = deleting.give_notice(RULE, by=boss)
    assert due_now() == []
    with pytest.raises(DomainError, match="過ぎた記録はありません"):
        deleting.give_notice(RULE, by=boss)
    deleting.cancel_batch(batch, by=boss)
    assert due_now() == [person.pk]
    for act in (deleting.cancel_batch, deleting.release_batch):
        with pytest.raises(DomainError, match="すでに"):
            act(batch, by=manager)


def test_the_database_deletes_nothing_that_was_not_noticed_long_enough(boss, manager):
    person = ended()
    batch = deleting.release_batch(deleting.give_notice(RULE, by=boss), by=manager)
    erasure = erase_person(person, ground="見本", by=boss, approved_by=manager)
    with pytest.raises(Error, match="before it was noticed and released"), transaction.atomic():
        batch.items.update(outcome="erased", erasure=erasure)
    with pytest.raises(Error), transaction.atomic():
        DeletionBatch.objects.update(deletes_from=TODAY)


def test_what_is_held_is_erased_by_no_other_way(boss, manager):
    person = ended()
    hold = deleting.place_hold(subject=LABEL, subject_id=person.pk, reason="県の調査", by=boss)
    with pytest.raises(DomainError, match="保留されている記録"):
        erase_person(person, ground="見本", by=boss, approved_by=manager)
    waiting = Erasure.objects.create(
        scope="person", subject=LABEL, subject_id=person.pk, ground="見本", planned_on=TODAY, requested_by=boss
    )
    waiting.state, waiting.decided_by, waiting.decided_at = "approved", manager, timezone.now()
    waiting.save()
    with pytest.raises(Error, match="what is held is not erased"), transaction.atomic():
        Erasure.objects.filter(pk=waiting.pk).update(state="erased", erased_at=timezone.now(), executed_by=boss)
    whole = Erasure(scope="contract", state="approved")
    with pytest.raises(DomainError, match="保留されている記録"):
        check_not_held(whole)
    deleting.release_hold(hold, by=boss)
    check_not_held(whole)
    with pytest.raises(DomainError, match="すでに解かれて"):
        deleting.release_hold(hold, by=boss)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 400), st.booleans(), st.booleans()), min_size=1, max_size=6),
    st.booleans(),
    st.integers(0, 60),
)
def test_nothing_goes_that_is_held_not_due_not_noticed_or_not_released(people, is_released, wait):
    """(days since the end of the support, held before the notice, held after it) of some people."""
    with transaction.atomic(), time_machine.travel("2026-11-20 12:00+09:00", tick=False) as clock:
        boss, manager = UserFactory(role=Role.SUPERVISOR), UserFactory(role=Role.PRIVACY_MANAGER)
        made = [
            (JobseekerFactory(registered_on=date(2025, 4, 1), closed_on=TODAY - timedelta(days=days)), before, after)
            for days, before, after in people
        ]
        for person, before, _ in made:
            if before:
                deleting.place_hold(subject=LABEL, subject_id=person.pk, reason="見本の保留", by=boss)
        expected = {
            person.pk
            for person, before, after in made
            if months_later(person.closed_on, 6) <= TODAY and not before and not after
        }
        try:
            batch = deleting.give_notice(RULE, by=boss)
        except DomainError:
            batch = None
        if batch and is_released:
            deleting.release_batch(batch, by=manager)
        for person, before, after in made:
            if after and not before:
                deleting.place_hold(subject=LABEL, subject_id=person.pk, reason="見本の保留", by=boss)
        clock.shift(timedelta(days=wait))
        deleting.delete_due(timezone.localdate())
        gone = set(Jobseeker.objects.filter(name=GONE).values_list("pk", flat=True))
        assert gone == (expected if is_released and wait >= 30 else set())
        transaction.set_rollback(True)


# ---- holds


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"reason": " "}, "理由"),
        ({"ends_on": TODAY - timedelta(days=1)}, "今日から後"),
        ({"subject_id": 0}, "その番号"),
    ],
)
def test_a_hold_without_its_parts_is_refused(boss, known, message):
    fields = {"subject": LABEL, "subject_id": ended().pk, "reason": "県の調査", "by": boss} | known
    with pytest.raises(DomainError, match=message):
        deleting.place_hold(**fields)


def test_a_hold_ends_on_its_last_day(boss, noon):
    person = ended()
    deleting.place_hold(subject=LABEL, subject_id=person.pk, reason="県の調査", ends_on=TODAY, by=boss)
    assert due_now() == []
    with pytest.raises(DomainError, match="すでに保留"):
        deleting.place_hold(subject=LABEL, subject_id=person.pk, reason="県の調査", by=boss)
    noon.shift(timedelta(days=1))
    assert due_now() == [person.pk]
    deleting.place_hold(subject=LABEL, subject_id=person.pk, reason="県の調査", by=boss)
    assert due_now() == []


# ---- pages


def test_the_page_shows_rules_dues_holds_and_leads_through_notice_and_release(boss, manager, client):
    person = ended(name="架空 花子")
    client.force_login(boss)
    page = client.get("/privacy/retention/").content.decode()
    assert all(words in page for words in ("2032年3月31日", f"登録番号{person.pk}", "12(2)"))
    assert "職業安定法施行規則" not in page
    assert "花子" not in page
    batch_page = client.post(f"/privacy/retention/notice/{RULE}/")["Location"]
    assert "認めるのを待つ" in client.get(batch_page).content.decode()
    assert client.post(f"{batch_page}release/").status_code == 403
    client.force_login(manager)
    assert client.post(f"{batch_page}release/")["Location"] == batch_page
    assert "夜の処理を待つ" in client.get(batch_page).content.decode()
    client.post(f"{batch_page}cancel/")
    assert DeletionBatch.objects.get().cancelled_at


def test_the_home_page_gives_the_notice_without_names(boss, manager):
    assert notices(boss, TODAY) is None
    ended(name="架空 花子")
    assert "1件の期間が過ぎました" in notices(boss, TODAY).items[0].label
    deleting.give_notice(RULE, by=boss)
    (item,) = notices(manager, TODAY).items
    assert (item.urgent, item.due) == (True, "12月20日から消します")
    assert "花子" not in str(notices(manager, TODAY))


def test_a_hold_is_placed_and_released_on_the_page(boss, client):
    person = ended()
    client.force_login(boss)
    wrong = send(client, "/privacy/retention/holds/add/", subject=LABEL, subject_id="999999", reason="県の調査のため")
    assert "subject_id" in errors(wrong)
    for bad in ({"subject": "centre.User"}, {"reason": "短い"}, {"ends_on": "2026-11-01"}, {"subject_id": "-1"}):
        fields = {"subject": LABEL, "subject_id": str(person.pk), "reason": "県の調査のため"} | bad
        assert send(client, "/privacy/retention/holds/add/", **fields).status_code == 422
    send(client, "/privacy/retention/holds/add/", subject=LABEL, subject_id=person.pk, reason="県の調査のため")
    hold = RetentionHold.objects.get()
    client.post(f"/privacy/retention/holds/{hold.pk}/release/")
    hold.refresh_from_db()
    assert hold.released_by == boss


HEADS = {Role.SUPERVISOR, Role.PRIVACY_MANAGER}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_the_matrix_says(boss, role):
    ended()
    batch, (client, _) = deleting.give_notice(RULE, by=boss), logged_in(role)
    for page in ("/privacy/retention/", batch.get_absolute_url(), "/privacy/retention/holds/add/"):
        assert client.get(page).status_code == (200 if role in HEADS else 403), page
    assert client.get(f"{batch.get_absolute_url()}release/").status_code == (
        405 if role == Role.PRIVACY_MANAGER else 403
    )
    assert client.post(f"{batch.get_absolute_url()}release/").status_code == (
        302 if role == Role.PRIVACY_MANAGER else 403
    )
