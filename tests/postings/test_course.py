"""A corporation's course, act by act: what each does, what it refuses, what the database refuses besides."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from centre.errors import DomainError, EditConflict
from centre.roles import ABILITIES, Role
from employers.corporation_facts import change_facts
from employers.models import Corporation
from postings.eligibility import course
from postings.eligibility.course_standing import stand_of, terms_on
from postings.models import CourseDocument, CourseStep, EligibilityCourse
from tests.factories.centre import UserFactory
from tests.factories.courses import (
    a_file,
    a_municipality,
    begun,
    certified,
    fresh,
    kind,
    procedure,
    with_papers,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
APPROVERS = ABILITIES["vetting.approve"]


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def counsellor():
    return UserFactory(role=Role.COUNSELLOR)


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def without_recommendation():
    procedure("no")


def acts(made) -> list[str]:
    return list(CourseStep.objects.filter(course=made).order_by("pk").values_list("act", flat=True))


def move_to(day: str):
    return time_machine.travel(f"{day} 10:00+09:00", tick=False)


# from the registration to the papers


def test_a_course_begins_registered(counsellor):
    made = begun(TODAY, counsellor)
    step = CourseStep.objects.get()
    assert (made.state, made.due_on) == ("registered", None)
    assert (step.act, step.from_state, step.to_state, step.on, step.by) == (
        "begun",
        "",
        "registered",
        TODAY,
        counsellor,
    )


def test_a_corporation_has_one_open_course(counsellor):
    made = begun(TODAY, counsellor)
    with pytest.raises(DomainError, match="もう始まって"):
        course.begin(made.corporation, registered_on=TODAY, by=counsellor)
    assert EligibilityCourse.objects.count() == 1


def test_nothing_begins_tomorrow(counsellor):
    with pytest.raises(DomainError, match="先の日付"):
        begun(TODAY + DAY, counsellor)


def test_papers_lead_on_when_the_last_required_one_came(counsellor):
    made = begun(TODAY - 9 * DAY, counsellor)
    for days, key in ((8, "application"), (3, "insurance"), (5, "pledge")):
        assert fresh(made).state == "registered"
        course.receive_document(made, kind(key), received_on=TODAY - days * DAY, file=a_file(), by=counsellor)
    made = fresh(made)
    assert (made.state, made.documents_on) == ("documents", TODAY - 3 * DAY)
    assert acts(made) == ["begun", "received", "received", "received", "completed"]
    assert made.due_on == date(2027, 11, 12)


def test_a_paper_is_asked_for_once_and_then_received(counsellor):
    made = begun(TODAY - 5 * DAY, counsellor)
    asked = course.ask_for_document(made, kind("pledge"), asked_on=TODAY - 3 * DAY, by=counsellor)
    with pytest.raises(DomainError, match="もう依頼して"):
        course.ask_for_document(made, kind("pledge"), asked_on=TODAY, by=counsellor)
    with pytest.raises(DomainError, match="依頼した日より後"):
        course.receive_document(made, kind("pledge"), received_on=TODAY - 4 * DAY, paper_place="書庫", by=counsellor)
    got = course.receive_document(made, kind("pledge"), received_on=TODAY, paper_place="書庫", by=counsellor)
    assert (got.pk, got.state, got.asked_on) == (asked.pk, "received", TODAY - 3 * DAY)
    with pytest.raises(DomainError, match="確認を待って"):
        course.receive_document(made, kind("pledge"), received_on=TODAY, paper_place="書庫", by=counsellor)


def test_other_papers_are_told_apart_by_their_names(counsellor):
    made = begun(TODAY, counsellor)
    with pytest.raises(DomainError, match="書類の名前"):
        course.ask_for_document(made, kind("other"), asked_on=TODAY, by=counsellor)
    for title in ("県税の納税証明書", "決算書"):
        course.ask_for_document(made, kind("other"), title=title, asked_on=TODAY, by=counsellor)
    assert {str(one) for one in CourseDocument.objects.all()} == {"県税の納税証明書", "決算書"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"received_on": TODAY + DAY}, "先の日付"),
        ({"received_on": TODAY - 6 * DAY}, "登録日より後"),
        ({"received_on": TODAY, "paper_place": "　"}, "保管場所"),
        ({"received_on": TODAY, "issued_on": TODAY + DAY}, "受け取った日より前"),
        ({"received_on": TODAY, "issued_on": date(2025, 11, 19)}, "受け取った日に切れて"),
        ({"received_on": TODAY, "valid_until": TODAY - DAY}, "受け取った日に切れて"),
    ],
)
def test_papers_that_cannot_be_taken_in(counsellor, given, message):
    made = begun(TODAY - 5 * DAY, counsellor)
    with pytest.raises(DomainError, match=message):
        course.receive_document(made, kind("pledge"), **{"paper_place": "書庫", **given}, by=counsellor)
    assert not CourseDocument.objects.exists()


def test_a_paper_is_good_for_a_year_from_its_own_date_and_on_its_last_day(counsellor):
    made = begun(TODAY, counsellor)
    got = course.receive_document(
        made, kind("registry"), received_on=TODAY, issued_on=date(2025, 11, 20), paper_place="書庫", by=counsellor
    )
    assert got.valid_until == TODAY


def test_papers_of_the_leap_day_run_out_on_the_28th(counsellor):
    with move_to("2028-02-29"):
        made = begun(date(2028, 2, 29), counsellor)
        got = course.receive_document(
            made, kind("pledge"), received_on=date(2028, 2, 29), paper_place="書庫", by=counsellor
        )
    assert got.valid_until == date(2029, 2, 28)


# checking


def test_a_refused_paper_stays_with_its_reason_and_leads_back(counsellor):
    made = with_papers(TODAY, counsellor, checked=False)
    pledge = made.documents.get(kind="pledge")
    with pytest.raises(DomainError, match="不備の内容"):
        course.check_document(pledge, 1, is_fine=False, refusal=" ", by=counsellor)
    course.check_document(pledge, 1, is_fine=False, refusal="代表者の署名がない", by=counsellor)
    made = fresh(made)
    assert (made.state, made.documents_on) == ("registered", None)
    assert acts(made)[-2:] == ["refused", "incomplete"]
    course.receive_document(made, kind("pledge"), received_on=TODAY, paper_place="書庫", by=counsellor)
    assert fresh(made).state == "documents"
    assert list(made.documents.filter(kind="pledge").values_list("state", flat=True)) == ["received", "refused"]


def test_a_paper_is_checked_once(counsellor, reviewer):
    made = with_papers(TODAY, counsellor, checked=False)
    pledge = made.documents.get(kind="pledge")
    course.check_document(pledge, 1, is_fine=True, by=reviewer)
    with pytest.raises(EditConflict):
        course.check_document(pledge, 1, is_fine=False, refusal="やはり不備", by=counsellor)
    with pytest.raises(DomainError, match="待っている状態ではありません"):
        course.check_document(pledge, 2, is_fine=False, refusal="やはり不備", by=counsellor)
    assert made.documents.get(kind="pledge").checked_by == reviewer


# the recommendation


def test_with_an_unknown_procedure_somebody_asks_the_prefecture_first(counsellor, reviewer):
    made = with_papers(TODAY, counsellor)
    with pytest.raises(DomainError, match="県に確かめていません"):
        course.certify(made, made.version, certified_on=TODAY, by=reviewer)
    with pytest.raises(DomainError, match="だれに"):
        course.settle_recommendation(made, made.version, needed=False, basis="", by=counsellor)
    course.settle_recommendation(made, made.version, needed=False, basis="11月19日 県の担当課に電話", by=counsellor)
    done = course.certify(made, made.version + 1, certified_on=TODAY, by=reviewer)
    assert (done.state, done.recommendation_needed) == ("certified", False)


@pytest.mark.usefixtures("without_recommendation")
def test_the_exception_cannot_be_talked_away(counsellor, reviewer):
    made = with_papers(TODAY, counsellor, capital_yen=2 * 10**9)
    with pytest.raises(DomainError, match="推薦が要ります"):
        course.settle_recommendation(made, made.version, needed=False, basis="電話", by=counsellor)
    with pytest.raises(DomainError, match="推薦がまだ"):
        course.certify(made, made.version, certified_on=TODAY, by=reviewer)


@pytest.mark.usefixtures("without_recommendation")
def test_unknown_facts_do_not_spare_the_recommendation(counsellor, reviewer):
    made = with_papers(TODAY, counsellor, capital_yen=None)
    with pytest.raises(DomainError, match="県に確かめていません"):
        course.certify(made, made.version, certified_on=TODAY, by=reviewer)


def test_the_municipality_recommends_after_the_papers_and_before_the_certification(counsellor, reviewer):
    procedure("yes")
    made = with_papers(TODAY - 2 * DAY, counsellor)
    with pytest.raises(DomainError, match="推薦がまだ"):
        course.certify(made, made.version, certified_on=TODAY, by=reviewer)
    with pytest.raises(DomainError, match="書類がそろった日"):
        course.record_recommendation(
            made, made.version, municipality=a_municipality(), recommended_on=TODAY - 3 * DAY, by=counsellor
        )
    made = course.record_recommendation(
        made, made.version, municipality=a_municipality(), recommended_on=TODAY - DAY, by=counsellor
    )
    with pytest.raises(DomainError, match="推薦の日"):
        course.certify(made, made.version, certified_on=TODAY - 2 * DAY, by=reviewer)
    with pytest.raises(DomainError, match="変えられません"):
        course.settle_recommendation(made, made.version, needed=False, basis="電話", by=counsellor)
    assert course.certify(made, made.version, certified_on=TODAY - DAY, by=reviewer).state == "certified"


def test_nothing_is_recommended_without_papers(counsellor):
    made = begun(TODAY, counsellor)
    with pytest.raises(DomainError, match="「市町村推薦」には進めません"):
        course.record_recommendation(made, 1, municipality=a_municipality(), recommended_on=TODAY, by=counsellor)


def test_a_certified_course_keeps_what_held_when_the_facts_or_the_settings_change(counsellor):
    procedure("no")
    made = certified(TODAY, counsellor)
    corporation = Corporation.objects.get()
    change_facts(corporation, corporation.version, shareholders=[], capital_yen=2 * 10**9, by=counsellor)
    procedure("yes")
    assert stand_of(fresh(made), TODAY).recommendation is False


# the certification


@pytest.mark.usefixtures("without_recommendation")
def test_a_certification_holds_a_year_its_last_day_included(counsellor, reviewer):
    made = with_papers(TODAY, counsellor)
    done = course.certify(made, made.version, certified_on=TODAY, certificate_number="熊移 第12号", by=reviewer)
    assert (done.valid_until, done.certified_by) == (date(2027, 11, 20), reviewer)
    step = CourseStep.objects.get(course=made, act="certified")
    assert (step.from_state, step.to_state, step.note) == (
        "documents",
        "certified",
        "熊移 第12号　2027年11月20日まで",
    )


def test_the_months_of_a_certification_are_a_setting(counsellor, reviewer):
    procedure("no", course_valid_months=6, course_document_months=3)
    made = with_papers(TODAY, counsellor)
    done = course.certify(made, made.version, certified_on=TODAY, by=reviewer)
    assert (done.valid_until, done.due_on) == (date(2027, 5, 20), date(2027, 2, 20))


@pytest.mark.usefixtures("without_recommendation")
def test_who_received_or_checked_the_papers_does_not_certify():
    first, second, third = (UserFactory(role=Role.REVIEWER) for _ in range(3))
    made = with_papers(TODAY, first, checked=False)
    for paper in made.documents.all():
        course.check_document(paper, paper.version, is_fine=True, by=second)
    for person in (first, second):
        with pytest.raises(DomainError, match="認定を記録できません"):
            course.certify(made, made.version, certified_on=TODAY, by=person)
    assert course.certify(made, made.version, certified_on=TODAY, by=third).certified_by == third


@pytest.mark.parametrize("role", Role)
@pytest.mark.usefixtures("without_recommendation")
def test_reviewers_and_supervisors_certify_clear_and_withdraw(role, counsellor):
    made, person = with_papers(TODAY, counsellor), UserFactory(role=role)
    steps = (
        lambda it: course.certify(it, it.version, certified_on=TODAY, by=person),
        lambda it: course.clear_for_listing(it, it.version, cleared_on=TODAY, by=person),
        lambda it: course.withdraw(it, it.version, withdrawn_on=TODAY, reason="県が認定を取り消した", by=person),
    )
    for step in steps:
        if role in APPROVERS:
            made = step(made)
        else:
            with pytest.raises(DomainError, match="精査担当者と統括責任者"):
                step(made)
    assert made.state == ("withdrawn" if role in APPROVERS else "documents")


@pytest.mark.usefixtures("without_recommendation")
def test_a_certification_is_of_a_day_on_which_all_papers_were_good(counsellor, reviewer):
    with move_to("2025-11-20"):
        made = with_papers(date(2025, 11, 20), counsellor)
    with pytest.raises(DomainError, match="書類がそろった日"):
        course.certify(made, made.version, certified_on=date(2025, 11, 19), by=reviewer)
    with move_to("2026-11-21"), pytest.raises(DomainError, match="誓約書の期限が切れて"):
        course.certify(made, made.version, certified_on=date(2026, 11, 21), by=reviewer)
    with pytest.raises(DomainError, match="認定の期限は"):
        course.certify(made, made.version, certified_on=TODAY, valid_until=TODAY - DAY, by=reviewer)
    with pytest.raises(DomainError, match="先の日付"):
        course.certify(made, made.version, certified_on=TODAY + DAY, by=reviewer)
    assert course.certify(made, made.version, certified_on=TODAY, by=reviewer).valid_until == date(2027, 11, 20)


@pytest.mark.usefixtures("without_recommendation")
def test_the_second_editor_is_told_and_changes_nothing(counsellor, reviewer):
    made = with_papers(TODAY, counsellor)
    course.certify(made, made.version, certified_on=TODAY, certificate_number="1", by=reviewer)
    with pytest.raises(EditConflict):
        course.certify(
            made, made.version, certified_on=TODAY, certificate_number="2", by=UserFactory(role=Role.SUPERVISOR)
        )
    assert fresh(made).certificate_number == "1"


# the settings of a fiscal year


@pytest.mark.parametrize(("moment", "months"), [("2027-03-31T14:59:00Z", 12), ("2027-03-31T15:01:00Z", 6)])
def test_the_settings_change_with_the_fiscal_year_in_tokyo(moment, months, counsellor, reviewer):
    """23:59 on 31 March and 0:01 on 1 April in Tokyo, told by a clock that runs in UTC."""
    procedure("no", (2026,))
    procedure("no", (2027,), course_valid_months=6)
    with time_machine.travel(moment, tick=False):
        today = timezone.localdate()
        made = with_papers(today, counsellor)
        done = course.certify(made, made.version, certified_on=today, by=reviewer)
    assert terms_on(today).course_valid_months == months
    assert done.valid_until == (date(2028, 3, 31) if months == 12 else date(2027, 10, 1))
