"""The registers as the field keeps them: numbered, permitted first, answered in time, never rewritten."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from centre.errors import DomainError, EditConflict
from centre.models import Closure, Contract
from centre.roles import Role
from privacy.duties.profiles import PROFILES
from privacy.erasing.executing import erase_person
from privacy.erasing.ways import GONE
from privacy.models import AccessLog, NoticeText, RegisterEntry, RegisterTerm
from privacy.registers.catalogue import ABOUT_STAFF, KINDS, PERMIT_KEYS, switched_on
from privacy.registers.courses import FINAL, State
from privacy.registers.deadlines import Counting, Rule, due_day, rule_of
from privacy.registers.moving import decide, take_step
from privacy.registers.recording import change_entry, open_leaving, record_entry
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.registers import TODAY, details_of, entry_of, typed_of

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def manager(client):
    user = UserFactory(role=Role.PRIVACY_MANAGER)
    client.force_login(user)
    return user


def profile(key: str) -> None:
    """The contract asks for the duties of another specification."""
    Contract.objects.filter(fiscal_year=2026).update(privacy_profile=key)


def all_kinds_on(key: str) -> None:
    """The first profile that asks for a register."""
    profile(next(iter(KINDS[key].sources)))


def permitted(**more) -> RegisterEntry:
    entry = entry_of("carry", due_on=date(2026, 12, 1), **more)
    return take_step(entry, 1, "permit", on=TODAY, consent_number="第1号", by=entry.asked_by)


# What each profile asks for.


def test_profiles_differ_in_what_they_ask_for():
    assert {key: len(switched_on(key)) for key in PROFILES} == {"000": 9, "002": 13, "003": 9, "004": 13}
    assert [one for one in PROFILES if KINDS["key"].is_on(one)] == ["002"]
    assert [one for one in PROFILES if KINDS["pledge"].is_on(one)] == ["004"]
    assert not KINDS["subcontract"].is_on("003")
    assert all(set(kind.sources) <= set(PROFILES) for kind in KINDS.values())


@pytest.mark.parametrize("key", KINDS)
def test_every_register_takes_an_entry_by_its_own_form(client, manager, key):
    all_kinds_on(key)
    address = reverse("privacy:entry_add", args=[key])
    assert client.get(address).status_code == 200
    sent = typed_of(key, manager) | {"submission_key": uuid.uuid4()}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    entry = RegisterEntry.objects.get()
    assert answer["Location"] == entry.get_absolute_url()
    assert (entry.kind, entry.number, entry.state) == (key, 1, KINDS[key].course.begins)
    assert client.post(address, sent)["Location"] == answer["Location"]
    assert RegisterEntry.objects.count() == 1


@pytest.mark.parametrize("key", KINDS)
def test_a_register_that_the_profile_does_not_ask_for_takes_nothing(key):
    off = [one for one in PROFILES if not KINDS[key].is_on(one)]
    for one in off:
        profile(one)
        with pytest.raises(DomainError, match="この台帳を使いません"):
            entry_of(key)


@pytest.mark.parametrize("key", KINDS)
def test_every_register_goes_to_its_end(key):
    all_kinds_on(key)
    entry, kind = entry_of(key), KINDS[key]
    text = NoticeText.objects.first()
    while entry.state not in FINAL:
        step = kind.course.after(entry.state)[0]
        entry = take_step(
            entry, entry.version, step.key, on=TODAY, words="見本", consent_number="1", notice=text, by=entry.asked_by
        )
    assert entry.state == State.CLOSED
    assert entry.revisions.count() == entry.version
    assert kind.state_word(entry.state)


def test_numbers_run_by_register_and_fiscal_year(november):
    assert [entry_of("copy").number, entry_of("copy").number, entry_of("receipt").number] == [1, 2, 1]
    assert entry_of("copy", asked_on=date(2026, 4, 1)).label == "複写 令和8年度 第3号"
    november.move_to("2027-04-01T12:00:00+09:00")
    assert entry_of("copy", asked_on=date(2027, 4, 1)).label == "複写 令和9年度 第1号"


def test_the_database_keeps_numbers_apart():
    one = entry_of("copy")
    two = entry_of("copy")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=two.pk).update(number=one.number)


# Due days.


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
    profile("004")
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


# No carrying out before a permission.


@pytest.mark.parametrize("key", PERMIT_KEYS)
def test_nothing_is_done_before_the_permission(key):
    entry = entry_of(key)
    with pytest.raises(DomainError, match="この操作はできません"):
        take_step(entry, 1, "carry", on=TODAY, by=entry.asked_by)
    for change in (
        {"carried_on": TODAY},
        {"state": "carried", "carried_on": TODAY},
        {"state": "permitted", "permitted_on": TODAY},
        {"state": "closed", "closed_on": TODAY, "result": "見本"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterEntry.objects.filter(pk=entry.pk).update(**change)


def test_the_day_of_doing_is_not_before_the_day_of_permission(november):
    entry = entry_of("carry", asked_on=date(2026, 11, 10), due_on=date(2026, 12, 1))
    entry = take_step(entry, 1, "permit", on=date(2026, 11, 18), consent_number="1", by=entry.asked_by)
    with pytest.raises(DomainError, match="承諾の前には行えません") as refused:
        take_step(entry, 2, "carry", on=date(2026, 11, 17), by=entry.asked_by)
    assert refused.value.field == "on"
    with pytest.raises(DomainError, match="先の日"):
        take_step(entry, 2, "carry", on=date(2026, 11, 21), by=entry.asked_by)
    assert take_step(entry, 2, "carry", on=date(2026, 11, 18), by=entry.asked_by).state == "carried"


def test_a_permission_on_paper_needs_its_number():
    entry = entry_of("copy")
    with pytest.raises(DomainError, match="文書の番号") as refused:
        take_step(entry, 1, "permit", on=TODAY, consent_number=" ", by=entry.asked_by)
    assert refused.value.field == "consent_number"


def test_what_was_permitted_stays_as_it_was():
    entry = permitted()
    with pytest.raises(DomainError, match="承諾した内容は直せません"):
        change_entry(entry, 2, by=entry.asked_by, subject="別の資料", responsible=entry.asked_by, remark="")
    changed = change_entry(entry, 2, by=entry.asked_by, responsible=entry.asked_by, remark="見本", due_on=TODAY)
    assert (changed.remark, changed.due_on, changed.subject) == ("見本", TODAY, "見本の資料")
    for change in (
        {"subject": "別"},
        {"quantity": 9},
        {"details": {}},
        {"consent_number": "2"},
        {"permitted_on": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterEntry.objects.filter(pk=entry.pk).update(**change)


def test_closing_needs_a_result_and_days_in_order():
    entry = entry_of("receipt")
    with pytest.raises(DomainError, match=r"受け取った人.*を書いてください"):
        take_step(entry, 1, "close", on=TODAY, words=" ", by=entry.asked_by)
    with pytest.raises(DomainError, match="順"):
        take_step(entry, 1, "close", on=date(2026, 11, 19), words="返却", by=entry.asked_by)
    closed = take_step(entry, 1, "close", on=TODAY, words="返却", by=entry.asked_by)
    with pytest.raises(DomainError, match="この操作はできません"):
        take_step(closed, 2, "void", on=TODAY, words="見本", by=entry.asked_by)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(result="")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(state="open", closed_on=None)


def test_nothing_of_a_register_is_deleted_or_rewritten():
    entry = entry_of("copy")
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.revisions.update(subject="別")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.create(
            kind="copy", fiscal_year=2026, number=99, state="permitted", subject="見本", asked_on=TODAY,
            permitted_on=TODAY, consent_number="1", responsible=entry.asked_by, asked_by=entry.asked_by,
            changed_by=entry.asked_by,
        )  # fmt: skip


# Bad input.


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"purpose": ""}, "detail_purpose"),
        ({"way": "sing"}, "detail_way"),
        ({"content": "あ" * 2001}, "detail_content"),
        ({"kept_at": "a\0b"}, "detail_kept_at"),
        ({"kept_at": 5}, "detail_kept_at"),
        ({"role": "official"}, ""),
    ],
)
def test_details_that_do_not_fit_are_refused(details, field):
    with pytest.raises(DomainError) as refused:
        entry_of("copy", details=details)
    assert (refused.value.field or "") == field


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"subject": "あ" * 201},
        {"quantity": "0"},
        {"quantity": "99999999999"},
        {"quantity": "三"},
        {"asked_on": "2026-13-01"},
        {"asked_on": "2026-11-21"},
        {"due_on": "2026-11-19"},
        {"detail_way": "other"},
        {"responsible": "999999"},
        {"subject": "見本\0"},
    ],
)
def test_a_form_with_something_wrong_says_so_and_keeps_nothing(client, manager, wrong):
    sent = typed_of("copy", manager) | wrong | {"submission_key": uuid.uuid4()}
    answer = client.post(reverse("privacy:entry_add", args=["copy"]), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not RegisterEntry.objects.exists()


def test_no_field_but_those_of_the_form_is_taken(client, manager):
    sent = typed_of("copy", manager) | {
        "state": "permitted", "permitted_on": "2026-11-20", "decided_by": manager.pk, "number": 77, "detail_role": "x",
        "consent_number": "1", "submission_key": uuid.uuid4(),
    }  # fmt: skip
    assert client.post(reverse("privacy:entry_add", args=["copy"]), sent).status_code == 302
    entry = RegisterEntry.objects.get()
    assert (entry.state, entry.permitted_on, entry.number, entry.consent_number) == ("asked", None, 1, "")
    assert set(entry.details) == set(details_of(KINDS["copy"]))


def test_what_nobody_should_collect_is_kept_only_with_a_reason(client, manager):
    sent = typed_of("copy", manager) | {"detail_purpose": "前科の確認", "submission_key": uuid.uuid4()}
    address = reverse("privacy:entry_add", args=["copy"])
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"keep_reason": "架空の見本のため"}).status_code == 302
    assert AccessLog.objects.filter(action=AccessLog.Action.KEPT).exists()


# Two people at once.


@pytest.mark.parametrize("key", ["copy", "instruction"])
def test_the_second_of_two_editors_sees_both_texts_and_saves(client, manager, key):
    entry = entry_of(key, by=manager, due_on=date(2026, 12, 1))
    address = reverse("privacy:entry_edit", args=[entry.pk])
    assert client.get(address).status_code == 200
    change_entry(entry, 1, by=manager, subject="ほかの人の文", due_on=date(2026, 12, 1))
    sent = typed_of(key, manager) | {"subject": "わたしの文", "detail_content": "わたしの内容", "version": 1}
    answer = client.post(address, sent | {"submission_key": uuid.uuid4()})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "ほかの人の文" in page
    assert "わたしの文" in page
    assert "わたしの内容" in page
    assert RegisterEntry.objects.get().subject == "ほかの人の文"
    assert client.post(address, sent | {"version": 2, "submission_key": uuid.uuid4()}).status_code == 302
    assert RegisterEntry.objects.get().subject == "わたしの文"


def test_a_step_taken_from_an_old_page_is_refused(client, manager):
    entry = entry_of("receipt", by=manager)
    address = reverse("privacy:entry_step", args=[entry.pk, "close"])
    assert client.get(address).status_code == 200
    change_entry(entry, 1, by=manager, remark="見本")
    sent = {"on": "2026-11-20", "words": "返却", "version": 1}
    assert client.post(address, sent | {"submission_key": uuid.uuid4()}).status_code == 409
    assert client.post(address, sent | {"version": 2, "submission_key": uuid.uuid4()}).status_code == 302
    assert RegisterEntry.objects.get().state == "closed"


def test_a_day_of_another_fiscal_year_needs_another_number():
    entry = entry_of("copy")
    with pytest.raises(DomainError, match="番号が年度ごと") as refused:
        change_entry(entry, 1, by=entry.asked_by, asked_on=date(2026, 3, 31))
    assert refused.value.field == "asked_on"
    with pytest.raises(EditConflict):
        change_entry(entry, 9, by=entry.asked_by, remark="見本")


# The prefecture decides.


@pytest.mark.parametrize("key", PERMIT_KEYS)
def test_the_official_decides_on_the_screen(client, key):
    entry, official = entry_of(key), UserFactory(role=Role.OFFICIAL)
    client.force_login(official)
    page = client.get(reverse("privacy:approvals")).content.decode()
    address = reverse("privacy:approval_entry", args=[entry.pk])
    assert address in page
    assert "見本の" in client.get(address).content.decode()
    refusal = {"permits": "no", "words": "", "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(address, refusal).status_code == 422
    sent = {"permits": "yes", "words": "暗号化すること", "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(address, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.permitted_on, entry.decided_by, entry.answer) == (
        "permitted",
        TODAY,
        official,
        "暗号化すること",
    )
    assert "決定済み" in client.get(address).content.decode()
    again = client.post(address, sent | {"version": 2, "submission_key": uuid.uuid4()})
    assert again.status_code == 422


def test_a_refusal_names_its_reason_and_ends_the_application():
    entry, official = entry_of("carry"), UserFactory(role=Role.OFFICIAL)
    refused = decide(entry, 1, permits=False, words="目的が分かりません", by=official)
    assert (refused.state, refused.result, refused.permitted_on) == ("refused", "目的が分かりません", None)
    with pytest.raises(DomainError):
        take_step(refused, 2, "carry", on=TODAY, by=entry.asked_by)


def test_nobody_else_decides_and_nobody_decides_on_their_own():
    entry = entry_of("carry")
    for role in set(Role) - {Role.OFFICIAL}:
        with pytest.raises(DomainError, match="県担当者だけ"):
            decide(entry, 1, permits=True, by=UserFactory(role=role))
    applicant = entry.asked_by
    applicant.role = Role.OFFICIAL
    with pytest.raises(DomainError, match="申請した人"):
        decide(entry, 1, permits=True, by=applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(decided_by=applicant)


def test_the_official_opens_only_what_waits_or_what_they_decided(client):
    waiting, complaint, decided = entry_of("copy"), entry_of("complaint"), permitted()
    client.force_login(UserFactory(role=Role.OFFICIAL))
    opened = [
        client.get(reverse("privacy:approval_entry", args=[one.pk])).status_code
        for one in (waiting, complaint, decided)
    ]
    assert opened == [200, 404, 404]
    assert client.get(waiting.get_absolute_url()).status_code == 403
    assert client.get(reverse("privacy:entries")).status_code == 403


# Somebody leaves.


@pytest.mark.parametrize("key", ABOUT_STAFF)
def test_an_open_promise_stands_once_a_person(key):
    profile("004")
    person = UserFactory()
    entry_of(key, person=person)
    with pytest.raises(DomainError, match="まだ終わっていない"):
        entry_of(key, person=person)
    with pytest.raises(DomainError):
        entry_of(key, person=None)


def test_a_closed_account_leaves_the_duty_to_confirm_secrecy(client, manager):
    person, admin = UserFactory(), UserFactory(role=Role.ADMIN)
    client.force_login(admin)
    address = reverse("centre:user_edit", args=[person.pk])
    assert "再確認" in client.get(address).content.decode()
    sent = {"name": person.name, "role": person.role, "organisation": "", "submission_key": uuid.uuid4()}
    assert client.post(address, sent).status_code == 302
    entry = RegisterEntry.objects.get(kind="leaving")
    assert (entry.person, entry.state, entry.responsible) == (person, "open", manager)
    assert entry.notice == NoticeText.objects.first()
    assert open_leaving(person, day=TODAY, by=admin) is None
    client.force_login(manager)
    assert f"退職時の再確認：{person.name}" in client.get("/").content.decode()
    step = reverse("privacy:entry_step", args=[entry.pk, "close"])
    sent = {"on": "2026-11-20", "words": "書面で確認", "version": 1, "notice": "", "submission_key": uuid.uuid4()}
    assert client.post(step, sent).status_code == 422
    assert client.post(step, sent | {"notice": entry.notice_id}).status_code == 302
    assert "退職時の再確認" not in client.get("/").content.decode()


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN])
def test_who_handles_no_personal_data_leaves_nothing_to_confirm(role):
    person = UserFactory(role=role)
    assert open_leaving(person, day=TODAY, by=person) is None


# Somebody's records are erased.


def test_words_about_a_person_go_with_the_person_and_the_entry_stays(manager):
    person = JobseekerFactory(name="架空坂 見本子")
    told = {"topic": "complaint", "content": "架空坂見本子さんの申出"}
    named = entry_of("complaint", by=manager, counterpart="架空坂　見本子", details=told)
    other = entry_of("complaint", by=manager)
    erase_person(person, ground="見本の申出", by=manager, approved_by=UserFactory(role=Role.SUPERVISOR))
    named.refresh_from_db()
    assert (named.subject, named.counterpart, named.details) == (GONE, GONE, {})
    assert (named.number, named.state, named.asked_on) == (1, "open", TODAY)
    assert not named.revisions.exists()
    assert RegisterEntry.objects.get(pk=other.pk).details == other.details


# Pages.


def test_the_entry_tells_its_whole_history(client, manager):
    entry = permitted(by=manager)
    take_step(entry, 2, "carry", on=TODAY, by=manager)
    page = client.get(entry.get_absolute_url()).content.decode()
    for words in ("申請中 → 承諾済", "承諾済 → 持出し中", "県の文書の番号", "持出 令和8年度 第1号"):
        assert words in page
    assert AccessLog.objects.filter(subject="privacy.RegisterEntry", subject_id=entry.pk).exists()


def test_papers_are_added_and_kept(client, manager):
    entry = entry_of("receipt", by=manager)
    address = reverse("privacy:entry_document_add", args=[entry.pk])
    bad = {"title": "控え", "file": SimpleUploadedFile("a.pdf", b"MZ bad"), "submission_key": uuid.uuid4()}
    assert client.post(address, bad).status_code == 422
    good = {"title": "控え", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"), "submission_key": uuid.uuid4()}
    assert client.post(address, good).status_code == 302
    document = entry.documents.get()
    answer = client.get(reverse("privacy:entry_document", args=[document.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    with pytest.raises(DatabaseError), transaction.atomic():
        document.delete()


def test_the_list_is_searched_filtered_and_costs_the_same_for_many(client, manager):
    entry_of("copy", by=manager)
    address = reverse("privacy:entries")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for number in range(12):
        entry_of("carry", by=manager, subject=f"見本 {number}", due_on=date(2026, 12, 1))
    late = entry_of("instruction", by=manager, subject="遅れ", asked_on=date(2026, 11, 2), due_on=date(2026, 11, 6))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 20
    assert client.get(address, {"q": "見本 7"}).context["paginator"].count == 1
    assert list(client.get(address, {"state": "overdue"}).context["object_list"]) == [late]
    assert client.get(address, {"kind": "carry", "state": "unfinished"}).context["paginator"].count == 12
    overview = client.get(reverse("privacy:registers")).content.decode()
    assert "遅れ" in overview


def test_the_overview_and_the_home_card_say_what_is_late(client, manager, november):
    entry_of("instruction", by=manager, subject="見本の指示", due_on=date(2026, 11, 23))
    far = entry_of("instruction", by=manager, subject="先の指示", due_on=date(2026, 11, 24))
    home = client.get("/").content.decode()
    assert "見本の指示" in home
    assert "先の指示" not in home
    november.move_to("2026-11-25T12:00:00+09:00")
    client.force_login(manager)
    assert "（過ぎています）" in client.get("/").content.decode()
    take_step(far, 1, "answer", on=date(2026, 11, 25), words="回答", by=manager)
    assert "先の指示" not in client.get("/").content.decode()
    newcomer = UserFactory(is_ready=False)
    assert f"周知文を未確認：{newcomer.name}" in client.get("/").content.decode()
    profile("004")
    assert "誓約書を未回収" in client.get("/").content.decode()


def test_the_profiles_page_names_the_clause_of_every_item(client, manager):
    profile("002")
    page = client.get(reverse("privacy:profiles")).content.decode()
    for words in ("本文 8(1)〜(4)", "別紙3 第7条2", "別紙3 第6条2", "別記 第15", "いまの組"):
        assert words in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_each_role_opens_its_part(client, role):
    """What an inspector opens depends on the inspection that runs, and is tried there."""
    entry = entry_of("copy")
    client.force_login(UserFactory(role=role))
    pages = {
        reverse("privacy:registers"): {"supervisor", "privacy_manager"},
        reverse("privacy:profiles"): {"supervisor", "privacy_manager"},
        reverse("privacy:entries"): {"supervisor", "privacy_manager"},
        entry.get_absolute_url(): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_add", args=["copy"]): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_edit", args=[entry.pk]): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_step", args=[entry.pk, "permit"]): {"supervisor", "privacy_manager"},
        reverse("privacy:entry_pdf", args=[entry.pk]): {"supervisor", "privacy_manager"},
        reverse("privacy:register_excel", args=["copy"]): {"supervisor", "privacy_manager"},
        reverse("privacy:approvals"): {"official"},
        reverse("privacy:approval_entry", args=[entry.pk]): {"official"},
    }
    opened = {page: client.get(page).status_code for page in pages}
    assert opened == {page: 200 if role in roles else 403 for page, roles in pages.items()}


def test_addresses_of_no_register_and_no_step_are_not_found(client, manager):
    entry = entry_of("copy")
    for address in (
        reverse("privacy:entry_add", args=["no-such"]),
        reverse("privacy:register_term", args=["no-such"]),
        reverse("privacy:register_pdf", args=["no-such"]),
        reverse("privacy:entry_step", args=[entry.pk, "fly"]),
        reverse("privacy:entry", args=[99999]),
    ):
        assert client.get(address).status_code == 404, address


def test_the_act_itself_refuses_a_day_to_come():
    with pytest.raises(DomainError, match="先の日"):
        record_entry(
            KINDS["leaving"], details={}, asked_on=date(2026, 11, 21), by=UserFactory(), person=UserFactory(),
            responsible=UserFactory(),
        )  # fmt: skip
