"""The day an entry is due: by the clause, by what was agreed with the prefecture, by what somebody typed."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from centre.errors import DomainError
from centre.models import Closure
from privacy.models import RegisterTerm
from privacy.registers.catalogue import KINDS
from privacy.registers.deadlines import Counting, Rule, due_day, rule_of
from privacy.registers.recording import change_entry
from privacy.registers.terms import set_term
from tests.factories.registers import (
    TODAY,
    contract_asks,
    entry_of,
)

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_calendar_days_count_from_the_day_after(start, days):
    rule = Rule(days, Counting.CALENDAR, "見本")
    assert due_day(rule, start, lambda first, last: []) == start + timedelta(days=days)


@given(DAYS, st.integers(1, 20), st.sets(st.integers(0, 6), max_size=6))
def test_opening_days_are_counted_without_the_first_and_the_closed(start, days, closed):
    def opening(first, last):
        span = (first + timedelta(days=one) for one in range((last - first).days + 1))
        return [one for one in span if one.weekday() not in closed]

    due = due_day(Rule(days, Counting.OPENING, "見本"), start, opening)
    assert due.weekday() not in closed
    assert len(opening(start + timedelta(days=1), due)) == days


def test_a_calendar_without_open_days_still_has_an_end():
    rule = Rule(2, Counting.OPENING, "見本")
    assert due_day(rule, TODAY, lambda first, last: []) == TODAY + timedelta(days=28)


@pytest.mark.parametrize(
    ("key", "topic", "profile_key", "days"),
    [
        ("instruction", "measure", "004", 10),
        ("instruction", "report", "004", None),
        ("instruction", "measure", "000", None),
        ("complaint", "claim", "004", 5),
        ("complaint", "complaint", "004", None),
        ("complaint", "claim", "002", None),
        ("copy", "", "004", None),
    ],
)
def test_only_the_clause_sets_days(key, topic, profile_key, days):
    rule = rule_of(KINDS[key], profile_key, topic, None)
    assert (rule and rule.days) == days
    setting = Rule(7, Counting.OPENING, "協議")
    assert rule_of(KINDS[key], profile_key, topic, setting) == (rule or setting)


def test_a_measure_is_answered_within_ten_days_in_the_strict_profile():
    contract_asks("004")
    entry = entry_of("instruction", details={"topic": "measure"})
    assert (entry.due_on, entry.due_source) == (date(2026, 11, 30), "別紙3 第10条2")
    assert entry_of("complaint", details={"topic": "claim"}).due_on == date(2026, 11, 25)
    assert (
        entry_of("instruction", details={"topic": "measure"}, due_on=date(2026, 11, 27)).due_source == "入力した期限"
    )
    with pytest.raises(DomainError, match="別紙3 第10条2") as refused:
        entry_of("instruction", details={"topic": "measure"}, due_on=date(2026, 12, 1))
    assert refused.value.field == "due_on"


def test_days_agreed_with_the_prefecture_are_a_setting(client, manager):
    address = reverse("privacy:register_term", args=["instruction"])
    sent = {"days": 3, "counting": "opening", "source": "見本の協議", "submission_key": uuid.uuid4()}
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302
    Closure.objects.create(date=date(2026, 11, 24), kind="holiday", name="見本の休み")
    # Friday; Monday is a holiday of the calendar, Tuesday closed by hand.
    assert entry_of("instruction").due_on == date(2026, 11, 27)
    late = client.post(address, sent | {"days": 5, "submission_key": uuid.uuid4()})
    assert late.status_code == 409
    assert RegisterTerm.objects.get().days == 3
    sent |= {"days": 5, "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(address, sent).status_code == 302
    assert RegisterTerm.objects.get().days == 5


def test_what_was_received_goes_back_by_the_end_of_the_contract():
    entry = entry_of("receipt")
    assert (entry.due_on, entry.due_source) == (date(2027, 3, 31), "業務完了後直ちに返還（別記 第13）")
    assert entry_of("receipt", due_on=date(2026, 12, 1)).due_on == date(2026, 12, 1)


def test_a_correction_that_leaves_the_due_day_alone_leaves_its_ground_alone():
    entry = entry_of("receipt")
    changed = change_entry(entry, 1, by=entry.asked_by, remark="見本", details=entry.details, due_on=entry.due_on)
    assert (changed.due_on, changed.due_source) == (date(2027, 3, 31), "業務完了後直ちに返還（別記 第13）")


def test_days_agreed_later_hold_for_new_entries_alone():
    entry = entry_of("instruction", due_on=date(2026, 12, 10))
    set_term(KINDS["instruction"], 0, days=3, counting=Counting.CALENDAR, source="見本の協議", by=entry.asked_by)
    told = {"asked_on": entry.asked_on, "details": entry.details}
    changed = change_entry(entry, 1, by=entry.asked_by, due_on=entry.due_on, remark="見本", **told)
    assert (changed.due_on, changed.due_source) == (date(2026, 12, 10), "入力した期限")
    with pytest.raises(DomainError, match="見本の協議"):
        change_entry(changed, 2, by=entry.asked_by, due_on=date(2026, 12, 9), **told)
    moved = change_entry(changed, 2, by=entry.asked_by, due_on=date(2026, 11, 23), **told)
    assert (moved.due_on, moved.due_source) == (date(2026, 11, 23), "見本の協議")


def test_a_changed_ground_of_the_days_changes_the_due_day():
    contract_asks("004")
    entry = entry_of("instruction", due_on=date(2026, 12, 10), details={"topic": "report"})
    measure = entry.details | {"topic": "measure"}
    with pytest.raises(DomainError, match="別紙3 第10条2"):
        change_entry(entry, 1, by=entry.asked_by, due_on=entry.due_on, details=measure)


def test_the_form_says_within_which_days(client, manager):
    address = reverse("privacy:entry_add", args=["instruction"])
    assert "日以内" not in client.get(address).content.decode()
    contract_asks("004")
    assert "従事者についての措置の請求は10日以内（別紙3 第10条2）" in client.get(address).content.decode()
    set_term(KINDS["instruction"], 0, days=3, counting=Counting.OPENING, source="見本の協議", by=manager)
    page = client.get(address).content.decode()
    assert "従事者についての措置の請求は10日以内（別紙3 第10条2）" in page
    assert "3日以内（開設日の日数、見本の協議）" in page
