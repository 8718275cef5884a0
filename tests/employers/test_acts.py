"""Employers are enrolled once, registered of their own will, visited, and never silently overwritten."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError, EditConflict
from employers import corporation_facts, enrolment, registration, visiting
from employers.duplicates import suspects
from employers.models import Corporation, Establishment, Registration
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


@pytest.fixture
def staff():
    return UserFactory()


def test_three_fields_are_enough_to_begin(staff):
    made = enrolment.enrol(
        corporation={"name": "株式会社髙見本製作所"},
        establishment={"name": "株式会社髙見本製作所", "phone": "096-000-0001"},
        by=staff,
    )
    assert (made.name_key, made.phone_key) == ("高見本製作所", "0960000001")


def test_a_known_corporate_number_adds_a_workplace_instead_of_a_second_corporation(staff):
    known = CorporationFactory(corporate_number="7000020430005")
    made = enrolment.enrol(
        corporation={"name": "別の書き方", "corporate_number": "7000020430005"},
        establishment={"name": "八代工場"},
        by=staff,
    )
    assert made.corporation == known


def test_the_database_refuses_a_wrong_check_digit():
    with pytest.raises(IntegrityError, match="corporation_number_check_digit"), transaction.atomic():
        CorporationFactory(corporate_number="7000020430006")


@pytest.mark.parametrize("number", ["7000020430005", "9000020431001"])
def test_the_database_accepts_right_numbers(number):
    assert CorporationFactory(corporate_number=number).pk


def test_the_same_workplace_twice_is_refused(staff):
    known = EstablishmentFactory()
    with pytest.raises(DomainError, match="同じ名前と所在地"):
        enrolment.add_establishment(known.corporation, name=known.name, address=known.address, by=staff)


def test_the_second_saver_sees_a_conflict_and_nothing_is_overwritten(staff):
    record = EstablishmentFactory()
    enrolment.revise_establishment(record, record.version, note="先に保存", by=staff)
    with pytest.raises(EditConflict) as conflict:
        enrolment.revise_establishment(record, record.version, note="あとから", by=UserFactory())
    assert conflict.value.current.note == "先に保存"
    assert Establishment.objects.get().note == "先に保存"


def test_every_earlier_text_stays_in_the_history(staff):
    record = EstablishmentFactory(note="はじめ")
    enrolment.revise_establishment(record, record.version, note="あと", by=staff)
    assert list(record.revisions.order_by("pgh_id").values_list("note", flat=True)) == ["はじめ", "あと"]


@pytest.mark.parametrize(
    "typed", ["㈱高見本製作所", "高見本製作所株式会社", "(株)髙見本 製作所", "カブシキガイシャ髙見本製作所"]
)
def test_the_live_warning_knows_every_writing_of_a_name(typed):
    known = EstablishmentFactory(name="株式会社髙見本製作所")
    found = suspects(name=typed)
    assert [suspect.establishment for suspect in found] == [known]
    assert "名前が同じ" in found[0].reasons


def test_the_live_warning_knows_a_phone_without_hyphens():
    known = EstablishmentFactory(phone="096-000-7777")
    assert suspects(phone="０９６０００７７７７")[0].establishment == known


def test_search_finds_old_and_new_characters_phones_and_numbers():
    known = EstablishmentFactory(
        name="株式会社濵﨑見本", corporation=CorporationFactory(corporate_number="7000020430005"), phone="096-000-8888"
    )
    for words in ("浜崎", "濱崎　見本", "0960008888", "7000020430005"):
        assert Establishment.objects.search(words).get() == known


def test_one_registration_at_a_time_and_it_can_end(staff):
    record = EstablishmentFactory()
    first = registration.register(record, registered_on=date(2026, 4, 1), source="counter", scope="public", by=staff)
    with pytest.raises(DomainError, match="すでに利用者登録"):
        registration.register(record, registered_on=DAY, source="phone", scope="internal", by=staff)
    registration.end(first, ended_on=DAY, reason="移転", by=staff)
    registration.register(record, registered_on=DAY, source="phone", scope="internal", by=staff)
    assert Registration.objects.count() == 2
    assert Establishment.objects.registered_on(date(2026, 10, 1)).get() == record


def test_a_visit_confirms_the_data_and_cannot_lie_ahead(staff):
    record = EstablishmentFactory(last_confirmed_on=None)
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        visiting.record_visit(record, visited_on=DAY, wishes_uij=True, by=staff)
        record.refresh_from_db()
        with pytest.raises(DomainError, match="先の日付"):
            visiting.record_visit(record, visited_on=date(2026, 11, 3), by=staff)
    assert record.visits.get().visited_by == staff
    assert Corporation.objects.count() == 1


def test_a_visit_confirms_an_establishment_that_was_never_confirmed(staff):
    record = EstablishmentFactory(last_confirmed_on=None)
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        visiting.record_visit(record, visited_on=DAY, by=staff)
    record.refresh_from_db()
    assert record.last_confirmed_on == DAY


@pytest.mark.parametrize("before", [None, date(2026, 10, 1)])
def test_a_confirmation_moves_the_day_and_counts_as_a_change(before):
    record = EstablishmentFactory(last_confirmed_on=before)
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        assert Establishment.objects.filter(pk=record.pk).confirm(DAY) == 1
        record.refresh_from_db()
        assert (record.last_confirmed_on, record.updated_at) == (DAY, timezone.now())


def test_a_later_confirmation_stays():
    record = EstablishmentFactory(last_confirmed_on=DAY)
    assert Establishment.objects.filter(pk=record.pk).confirm(DAY) == 0
    assert Establishment.objects.filter(pk=record.pk).confirm(DAY - timedelta(days=1)) == 0
    record.refresh_from_db()
    assert record.last_confirmed_on == DAY


def test_shares_add_up_to_at_most_the_whole(staff):
    corporation = CorporationFactory()
    holders = [{"name": "見本ホールディングス", "share": 0.6, "capital_yen": None}] * 2
    with pytest.raises(DomainError, match="100％"):
        corporation_facts.change_facts(corporation, corporation.version, shareholders=holders, by=staff)
