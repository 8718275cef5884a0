"""From the application to the first day at work."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction

from centre.errors import DomainError, EditConflict
from postings.models import PublicationEvent
from referrals.hiring import correct_day, step, take_back, tell_contract
from referrals.models import ApplicationEvidence, Referral, StageStep
from referrals.relocating import apply_until, record_relocation
from referrals.retention import check_retention, open_checks
from referrals.stages import Stage
from tests.factories.centre import UserFactory
from tests.factories.referrals import HiredFactory, ListedPostingFactory, ReferralFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
TOLD = {
    "moves": "yes",
    "moved_from": None,
    "moved_from_city": "",
    "moved_to": None,
    "household": 3,
    "moved_on": date(2026, 11, 1),
    "subsidy_expected": "yes",
    "applied_on": None,
    "granted_on": None,
}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def joined(**given) -> Referral:
    """A course led to the first day at work."""
    referral, by = ReferralFactory(**given), UserFactory()
    referral = step(referral, 1, "applied", on=date(2026, 11, 5), by=by)
    referral = step(referral, 2, "documents", on=date(2026, 11, 6), by=by)
    referral = step(referral, 3, "interviewed", on=date(2026, 11, 9), by=by)
    referral = step(referral, 4, "offered", on=date(2026, 11, 10), by=by)
    return step(referral, 5, "joined", on=date(2026, 11, 16), is_indefinite=True, by=by)


def test_the_way_to_the_first_day_at_work_leaves_a_line_for_each_step():
    course = joined()
    assert (course.stage, course.closed_on, course.joined_on) == ("joined", date(2026, 11, 16), date(2026, 11, 16))
    lines = StageStep.objects.filter(referral=course).order_by("pk").values_list("from_stage", "stage")
    assert list(lines) == [
        ("informed", "applied"),
        ("applied", "documents"),
        ("documents", "interviewed"),
        ("interviewed", "offered"),
        ("offered", "joined"),
    ]
    assert course.no_poaching_until is None


def test_a_second_interview_is_a_line_of_the_history_and_keeps_the_first_day():
    referral, by = ReferralFactory(stage="applied", applied_on=date(2026, 11, 5)), UserFactory()
    step(referral, 1, "interviewed", on=date(2026, 11, 9), by=by)
    again = step(referral, 2, "interviewed", on=date(2026, 11, 12), by=by)
    assert again.interviewed_on == date(2026, 11, 9)
    assert again.steps.count() == 2


def test_the_second_of_two_who_record_the_same_step_sees_the_other_first():
    referral, by = ReferralFactory(), UserFactory()
    step(referral, 1, "applied", on=TODAY, by=by)
    with pytest.raises(EditConflict):
        step(referral, 1, "withdrawn", on=TODAY, reason="terms", by=by)
    assert StageStep.objects.count() == 1


def test_an_application_keeps_what_the_ledger_said_of_its_day():
    posting = ListedPostingFactory()
    course = step(ReferralFactory(posting=posting), 1, "applied", on=date(2026, 11, 5), by=UserFactory())
    kept = course.evidence.get()
    assert (kept.eligible, kept.interval_from) == (True, date(2026, 10, 1))
    assert kept.lines == list(posting.events.values_list("pk", flat=True))


@pytest.mark.parametrize(("day", "eligible"), [(date(2026, 11, 4), False), (date(2026, 11, 5), True)])
def test_the_first_day_of_the_listing_decides(day, eligible):
    posting = ListedPostingFactory(listed_from=date(2026, 11, 5))
    course = step(ReferralFactory(posting=posting), 1, "applied", on=day, by=UserFactory())
    assert course.evidence.get().eligible is eligible


def test_without_any_line_in_the_ledger_nobody_can_tell():
    posting = ListedPostingFactory()
    course = ReferralFactory(posting=ListedPostingFactory(listed_eligible=False))
    assert step(course, 1, "applied", on=TODAY, by=UserFactory()).evidence.get().eligible is False
    with transaction.atomic():
        unlisted = ReferralFactory(
            posting=type(posting).objects.create(
                establishment=posting.establishment, title="未掲載", received_on=TODAY
            )
        )
    kept = step(unlisted, 1, "applied", on=TODAY, by=UserFactory()).evidence.get()
    assert kept.eligible is None
    assert "確かめてください" in kept.words


def test_evidence_stays_when_the_ledger_grows():
    course = step(ReferralFactory(), 1, "applied", on=date(2026, 11, 5), by=UserFactory())
    before = course.evidence.get().words
    PublicationEvent.objects.create(
        posting=course.posting, kind="changed", effective_on=date(2026, 11, 1), eligible=False
    )
    assert course.evidence.get().words == before


def test_history_and_evidence_are_neither_changed_nor_deleted():
    course = step(ReferralFactory(), 1, "applied", on=TODAY, by=UserFactory())
    for attempt in (
        lambda: StageStep.objects.update(on=TODAY),
        lambda: course.steps.all().delete(),
        lambda: ApplicationEvidence.objects.update(eligible=True),
        lambda: course.evidence.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            attempt()


def test_the_end_has_its_day_its_reason_and_nothing_after_it():
    referral, by = ReferralFactory(), UserFactory()
    ended = step(referral, 1, "withdrawn", on=TODAY, reason="another_job", note="県外の会社", by=by)
    assert (ended.closed_on, ended.ended_reason) == (TODAY, "another_job")
    with pytest.raises(DomainError, match="辞退"):
        step(referral, 2, "applied", on=TODAY, by=by)


def test_a_stage_recorded_by_mistake_is_taken_back_with_a_ground():
    course, by = joined(), UserFactory()
    with pytest.raises(DomainError, match="理由"):
        take_back(course, 6, note=" ", by=by)
    back = take_back(course, 6, note="別の方と取り違え", by=by)
    assert (back.stage, back.joined_on, back.closed_on, back.is_indefinite) == ("offered", None, None, None)
    assert not back.checks.exists()
    assert back.steps.first().kind == StageStep.Kind.TAKEN_BACK
    again = step(course, 7, "joined", on=date(2026, 11, 17), by=by)
    assert again.checks.count() == 3


def test_the_information_itself_is_not_taken_back():
    with pytest.raises(DomainError, match="取り消せません"):
        take_back(ReferralFactory(), 1, note="誤り", by=UserFactory())


def test_a_corrected_application_is_judged_anew():
    posting = ListedPostingFactory(listed_from=date(2026, 11, 6))
    course, by = ReferralFactory(posting=posting), UserFactory()
    step(course, 1, "applied", on=date(2026, 11, 5), by=by)
    correct_day(course, 2, "applied", on=date(2026, 11, 6), note="本人に確認", by=by)
    assert list(course.evidence.values_list("eligible", flat=True)) == [True, False]


def test_a_corrected_first_day_at_work_moves_the_checks():
    course = joined()
    correct_day(course, 6, "joined", on=date(2026, 11, 18), note="企業に確認", by=UserFactory())
    assert course.checks.get(months=1).reached_on == date(2026, 12, 18)


@pytest.mark.parametrize(
    "given",
    [
        {"stage": "interviewed"},
        {"stage": "applied"},
        {"applied_on": date(2026, 11, 1), "stage": "applied"},
        {"stage": "withdrawn", "closed_on": TODAY},
        {"stage": "withdrawn", "ended_reason": "terms"},
        {"stage": "applied", "applied_on": TODAY, "offered_on": date(2026, 11, 19)},
        {"stage": "joined", "joined_on": TODAY, "applied_on": TODAY},
        {"is_indefinite": True},
        {"stage": "unknown"},
        {"keep_until": date(2028, 1, 1)},
    ],
)
def test_the_database_refuses_days_that_cannot_be(given):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralFactory(**given)


def test_the_database_refuses_a_step_that_the_table_does_not_have():
    referral = ReferralFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        StageStep.objects.create(
            referral=referral, from_stage="informed", stage=Stage.JOINED, on=TODAY, by=referral.recorded_by
        )


def test_a_move_is_kept_and_the_last_day_to_apply_is_told():
    move = record_relocation(HiredFactory(), 0, by=UserFactory(), **TOLD)
    assert apply_until(move) == date(2027, 11, 1)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"moves": "no"}, "moves"),
        ({"moves": "unknown", "household": None, "moved_on": None}, "moves"),
        ({"household": 0}, "household"),
        ({"applied_on": date(2026, 10, 31)}, "applied_on"),
        ({"granted_on": date(2026, 11, 10)}, "granted_on"),
        ({"applied_on": date(2026, 11, 21)}, "applied_on"),
    ],
)
def test_what_does_not_fit_a_move_is_refused_beside_its_field(told, field):
    with pytest.raises(DomainError) as refused:
        record_relocation(HiredFactory(), 0, by=UserFactory(), **TOLD | told)
    assert refused.value.field == field


def test_two_who_record_the_first_move_do_not_overwrite_each_other():
    course, by = HiredFactory(), UserFactory()
    record_relocation(course, 0, by=by, **TOLD)
    with pytest.raises(EditConflict):
        record_relocation(course, 0, by=by, **TOLD)


def test_the_kind_of_contract_can_be_told_after_a_check_was_made():
    course, by = HiredFactory(), UserFactory()
    open_checks(course)
    check_retention(course.checks.get(months=1), 1, result="employed", by=by)
    told = tell_contract(course, 1, is_indefinite=True, by=by)
    assert (told.is_indefinite, told.stage, told.joined_on) == (True, "joined", course.joined_on)
    line = told.steps.first()
    assert (line.get_kind_display(), line.note) == ("雇用の期間", "期間の定めなし（無期）")


def test_a_known_kind_of_contract_is_changed_with_a_ground_only():
    course, by = joined(), UserFactory()
    with pytest.raises(DomainError, match="同じ"):
        tell_contract(course, 6, is_indefinite=True, by=by)
    with pytest.raises(DomainError, match="理由") as refused:
        tell_contract(course, 6, is_indefinite=False, note=" ", by=by)
    assert refused.value.field == "note"
    assert tell_contract(course, 6, is_indefinite=False, note="企業に確認", by=by).is_indefinite is False
    assert course.steps.first().note == "期間の定めあり（有期）　企業に確認"


def test_nobody_has_a_contract_before_the_first_day_at_work():
    with pytest.raises(DomainError, match="入社"):
        tell_contract(ReferralFactory(), 1, is_indefinite=True, by=UserFactory())
