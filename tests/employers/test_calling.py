"""Who is called next, what closes a case, and that two callers never get the same employer."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from centre.errors import DomainError
from employers import calling, campaigning
from employers.call_rules import Band, Tried, absences_in_a_row, band_begins, band_of, state_after
from employers.models import Attempt, Contact, Establishment
from tests.factories.campaigns import call_case, started
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

TOKYO = ZoneInfo("Asia/Tokyo")
OUTCOMES = [outcome.value for outcome in calling.CALL_OUTCOMES]


def clock(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of November 2026 at the counter."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=TOKYO)


def at(*moment: int):
    """The clock of the counter stands at a moment."""
    return time_machine.travel(clock(*moment), tick=False)


def tries(*steps: tuple[str, int]) -> list[Tried]:
    """Attempts on following days: outcome and hour."""
    return [Tried(outcome, clock(day, hour)) for day, (outcome, hour) in enumerate(steps, start=1)]


# ---- the rule


@pytest.mark.parametrize(
    ("moment", "band"),
    [
        (clock(2, 11, 59, 59), Band.MORNING),
        (clock(2, 12), Band.AFTERNOON),
        (clock(2, 14, 59, 59), Band.AFTERNOON),
        (clock(2, 15), Band.LATE),
        (clock(2, 0), Band.MORNING),
        (clock(2, 23, 59), Band.LATE),
    ],
)
def test_a_time_of_day_begins_on_the_hour(moment, band):
    assert band_of(moment) == band
    assert band_of(band_begins(moment)) == band
    assert band_begins(moment) <= moment


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], "open"),
        ([("absent", 10)], "open"),
        ([("absent", 10), ("voicemail", 13)], "open"),
        ([("absent", 10), ("voicemail", 13), ("absent", 16)], "gave_up"),
        ([("absent", 16), ("absent", 10), ("absent", 14)], "gave_up"),
        ([("absent", 10), ("absent", 10), ("absent", 11), ("absent", 13)], "open"),
        ([("absent", 10), ("absent", 13), ("call_back", 13), ("absent", 16)], "open"),
        ([("absent", 10), ("wrong_number", 13), ("absent", 16), ("absent", 13)], "open"),
        ([("absent", 10), ("reached", 13)], "done"),
        ([("declined", 13)], "done"),
        ([("absent", 10), ("wrong_number", 13)], "wrong_number"),
        ([("returned", 13)], "wrong_number"),
    ],
)
def test_a_case_closes_by_itself(steps, state):
    assert state_after(tries(*steps)) == state


@given(st.lists(st.tuples(st.sampled_from(OUTCOMES), st.integers(0, 23)), max_size=8))
def test_only_absences_at_every_time_of_day_give_up(steps):
    tried = tries(*steps)
    state = state_after(tried)
    row = absences_in_a_row(tried)
    assert (state == "gave_up") == (len({band_of(attempt.at) for attempt in row}) == 3)
    assert len(row) >= 3 or state != "gave_up"
    if steps and steps[-1][0] == "call_back":
        assert state == "open"


# ---- recording


@pytest.mark.django_db
def test_three_absences_at_different_times_of_day_close_the_case():
    case, staff = call_case(), UserFactory()
    for moment, outcome in (((2, 10), "absent"), ((2, 13), "voicemail"), ((4, 16), "absent")):
        with at(*moment):
            calling.record_attempt(case, outcome=outcome, by=staff)
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.assigned_to) == ("gave_up", clock(4, 16), None)
    with at(5, 10), pytest.raises(DomainError, match="連絡がつかず終了"):
        calling.record_attempt(case, outcome="reached", by=staff)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "state"), [("reached", "done"), ("declined", "done"), ("wrong_number", "wrong_number")]
)
def test_an_answer_closes_the_case(outcome, state):
    case = call_case()
    calling.record_attempt(case, outcome=outcome, by=UserFactory())
    case.refresh_from_db()
    assert case.state == state


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), [(None, 2), (date(2026, 10, 1), 2), (date(2026, 11, 9), 9)])
def test_an_update_moves_the_day_of_confirmation_forwards_only(before, after):
    case = call_case()
    Establishment.objects.update(last_confirmed_on=before)
    with at(2, 10):
        calling.record_attempt(case, outcome="reached", updated_record=True, by=UserFactory())
    assert Establishment.objects.get().last_confirmed_on == date(2026, 11, after)


@pytest.mark.django_db
def test_reaching_somebody_without_an_update_confirms_nothing():
    case = call_case()
    calling.record_attempt(case, outcome="reached", by=UserFactory())
    assert Establishment.objects.get().last_confirmed_on is None


@pytest.mark.django_db
def test_answers_belong_to_the_questions_of_the_campaign():
    question = {"label": "採用の予定", "choices": ["ある", "ない"]}
    case, staff = call_case(questions=[question]), UserFactory()
    for answers, words in (({"q1": "たぶん"}, "選択肢"), ({"q9": "ある"}, "この企画にない")):
        with pytest.raises(DomainError, match=words):
            calling.record_attempt(case, outcome="reached", answers=answers, by=staff)
    attempt = calling.record_attempt(case, outcome="reached", answers={"q1": "ある"}, by=staff)
    assert attempt.answers == {"q1": "ある"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "call_back"}, "call_back_on"),
        ({"outcome": "call_back", "call_back_at": clock(2, 9, 59)}, "call_back_time"),
        ({"outcome": "absent", "updated_record": True}, "updated_record"),
        ({"outcome": "sent"}, "outcome"),
        ({"outcome": "なんとなく"}, "outcome"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(given, field):
    case = call_case()
    with at(2, 10), pytest.raises(DomainError) as error:
        calling.record_attempt(case, by=UserFactory(), **given)
    assert error.value.field == field
    assert not Attempt.objects.exists()


@pytest.mark.django_db
def test_nothing_is_recorded_for_a_campaign_that_has_ended():
    case, staff = call_case(), UserFactory()
    campaigning.close(case.campaign, case.campaign.version, by=staff)
    with pytest.raises(DomainError, match="終了しています"):
        calling.record_attempt(case, outcome="absent", by=staff)
    assert calling.next_case(case.campaign, by=staff) is None


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_attempts_are_only_added(change):
    calling.record_attempt(call_case(), outcome="absent", by=UserFactory())
    attempts = Attempt.objects.all()
    with pytest.raises(DatabaseError, match="attempt_never_changes"), transaction.atomic():
        attempts.update(note="書き換え") if change == "update" else attempts.delete()


# ---- who is next


@pytest.mark.django_db
def test_due_call_backs_come_first_then_the_untried_then_the_longest_ago():
    employers = EstablishmentFactory.create_batch(4)
    campaign, staff, other = started(), UserFactory(), UserFactory()
    long_ago, lately, promised, untried = (campaign.cases.get(establishment=employer) for employer in employers)
    for case, day in ((long_ago, 2), (lately, 3)):
        with at(day, 10):
            calling.record_attempt(case, outcome="absent", by=staff)
    with at(4, 10):
        calling.record_attempt(promised, outcome="call_back", call_back_at=clock(4, 14), by=other)
    order = []
    with at(4, 14, 1):
        while case := calling.next_case(campaign, by=UserFactory()):
            order.append(case)
    assert order == [promised, untried, long_ago, lately]


@pytest.mark.django_db
def test_ones_own_call_back_comes_before_a_colleagues():
    EstablishmentFactory.create_batch(2)
    campaign, staff, other = started(), UserFactory(), UserFactory()
    theirs, mine = campaign.cases.order_by("pk")
    with at(4, 10):
        calling.record_attempt(theirs, outcome="call_back", call_back_at=clock(4, 13), by=other)
        calling.record_attempt(mine, outcome="call_back", call_back_at=clock(4, 14), by=staff)
    with at(4, 14, 1):
        assert calling.next_case(campaign, by=staff) == mine
        assert calling.next_case(campaign, by=staff) == theirs


@pytest.mark.django_db
def test_a_call_back_is_not_offered_before_its_time():
    case, staff = call_case(), UserFactory()
    with at(4, 10):
        calling.record_attempt(case, outcome="call_back", call_back_at=clock(4, 10, 5), by=staff)
        assert calling.next_case(case.campaign, by=staff) is None
    with at(4, 10, 5):
        assert calling.next_case(case.campaign, by=staff) == case


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "comes"),
    [((2, 11, 59), False), ((2, 12), True), ((3, 9), True)],
)
def test_an_absent_employer_is_left_alone_for_the_rest_of_that_time_of_day(moment, comes):
    case, staff = call_case(), UserFactory()
    with at(2, 9, 30):
        calling.record_attempt(case, outcome="absent", by=staff)
    with at(*moment):
        assert (calling.next_case(case.campaign, by=staff) == case) is comes


@pytest.mark.django_db
def test_an_employer_that_was_away_is_not_called_for_another_campaign_either():
    case, staff = call_case(), UserFactory()
    another = started(title="別の企画")
    with at(2, 9, 30):
        calling.record_attempt(case, outcome="absent", by=staff)
        assert calling.next_case(another, by=staff) is None
    with at(2, 12):
        assert calling.next_case(another, by=staff)


@pytest.mark.django_db
def test_what_somebody_has_taken_is_theirs_for_a_quarter_of_an_hour():
    case, staff, other = call_case(), UserFactory(), UserFactory()
    with at(2, 10):
        assert calling.next_case(case.campaign, by=staff) == case
        assert calling.next_case(case.campaign, by=other) is None
        assert calling.next_case(case.campaign, by=staff) == case
    with at(2, 10, 15):
        assert calling.next_case(case.campaign, by=other) == case


@pytest.mark.django_db
def test_an_employer_that_a_colleague_has_for_another_campaign_waits():
    case, staff, other = call_case(), UserFactory(), UserFactory()
    another = started(title="別の企画")
    with at(2, 10):
        calling.next_case(case.campaign, by=staff)
        assert calling.next_case(another, by=other) is None
        assert calling.next_case(another, by=staff)


@pytest.mark.django_db
def test_an_employer_can_be_put_aside_for_an_hour():
    case, staff = call_case(), UserFactory()
    with at(2, 10):
        taken = calling.next_case(case.campaign, by=staff)
        calling.put_aside(taken, by=staff)
        assert calling.next_case(case.campaign, by=staff) is None
    with at(2, 10, 59):
        assert calling.next_case(case.campaign, by=staff) is None
    with at(2, 11):
        assert calling.next_case(case.campaign, by=staff) == case


@pytest.mark.django_db(transaction=True)
def test_two_callers_at_the_same_moment_never_get_the_same_employer():
    EstablishmentFactory.create_batch(12)
    campaign = started()
    callers = UserFactory.create_batch(4)
    start, taken, failures = threading.Barrier(4), [], []

    def take(caller):
        try:
            start.wait(10)
            for _turn in range(3):
                case = calling.next_case(campaign, by=caller)
                taken.append(case.pk)
                calling.record_attempt(case, outcome="reached", by=caller)
        except Exception as error:  # noqa: BLE001 - handed to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[caller]) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert sorted(taken) == sorted(campaign.cases.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_row_that_a_colleague_is_just_taking_is_skipped_without_waiting():
    EstablishmentFactory.create_batch(2)
    campaign, staff, other = started(), UserFactory(), UserFactory()
    found = []

    def take():
        found.append(calling.next_case(campaign, by=other))
        connection.close()

    with transaction.atomic():
        mine = calling.next_case(campaign, by=staff)
        colleague = threading.Thread(target=take)
        colleague.start()
        colleague.join(20)
        assert not colleague.is_alive()
    assert found[0] != mine
    assert {found[0], mine} == set(campaign.cases.all())


# ---- wrong numbers


@pytest.mark.django_db
def test_a_wrong_number_is_called_again_only_after_it_was_mended():
    case, staff = call_case(), UserFactory()
    employer = case.establishment
    wrong = employer.phone
    calling.record_attempt(case, outcome="wrong_number", by=staff)
    case.refresh_from_db()
    assert calling.dialled(case) == wrong
    with pytest.raises(DomainError, match="まだ直っていません"):
        calling.reopen(case, by=staff)
    Establishment.objects.filter(pk=employer.pk).update(phone=wrong.replace("-", ""))
    with pytest.raises(DomainError, match="まだ直っていません"):
        calling.reopen(case, by=staff)
    Establishment.objects.filter(pk=employer.pk).update(phone="096-999-0000")
    for _twice in range(2):
        assert calling.reopen(case, by=staff).state == "open"
    assert calling.next_case(case.campaign, by=staff) == case


@pytest.mark.django_db
def test_a_closed_case_cannot_be_reopened_because_its_number_changed():
    case, staff = call_case(), UserFactory()
    calling.record_attempt(case, outcome="declined", by=staff)
    Establishment.objects.update(phone="096-999-0000")
    with pytest.raises(DomainError):
        calling.reopen(case, by=staff)


@pytest.mark.django_db
def test_without_a_number_of_the_workplace_the_main_contact_is_dialled():
    employer = EstablishmentFactory(phone="")
    Contact.objects.create(establishment=employer, name="見本 一郎", phone="080-0000-0001")
    Contact.objects.create(establishment=employer, name="見本 二郎", phone="080-0000-0002", is_main=True)
    assert calling.number_to_dial(employer) == "080-0000-0002"


@pytest.mark.django_db
def test_promises_of_today_are_ones_own():
    EstablishmentFactory.create_batch(3)
    campaign, staff, other = started(), UserFactory(), UserFactory()
    mine, later, theirs = campaign.cases.order_by("pk")
    with at(4, 10):
        calling.record_attempt(mine, outcome="call_back", call_back_at=clock(4, 14), by=staff)
        calling.record_attempt(later, outcome="call_back", call_back_at=clock(5, 9), by=staff)
        calling.record_attempt(theirs, outcome="call_back", call_back_at=clock(4, 14), by=other)
    assert list(calling.promised_calls(staff, clock(4, 0) + timedelta(days=1))) == [mine]
