"""How a corporation stands on its course to being a 対象法人: read by the acts, the pages and the publication."""

from dataclasses import dataclass
from datetime import date, timedelta

from centre.fiscal_year import FiscalYear
from centre.models import Contract, Recommendation
from employers.models import Corporation
from postings.eligibility import course_rules as rules
from postings.eligibility.course_rules import Paper, Stand, State
from postings.eligibility.facts import corporation_facts
from postings.models import CourseDocument, CourseDocumentKind, EligibilityCourse
from postings.rulebooks.wording import japanese_day

PROCEDURE = {Recommendation.YES: True, Recommendation.NO: False, Recommendation.UNKNOWN: None}


def terms_on(day: date) -> Contract:
    """The contract whose settings hold on a day; the defaults where that fiscal year has none."""
    return Contract.objects.filter(fiscal_year=FiscalYear.of(day).year).first() or Contract()


def deadlines(today: date) -> tuple[date, date]:
    """(last day that reminders look ahead to, last day that is urgent)."""
    terms = terms_on(today)
    return today + timedelta(days=terms.course_remind_days), today + timedelta(days=terms.course_urge_days)


def stand_of(course: EligibilityCourse, on: date, terms: Contract | None = None) -> Stand:
    """The course as the rules read it, with its papers and whether it needs the municipality's recommendation."""
    terms = terms or terms_on(on)
    return Stand(
        state=State(course.state),
        required=dict(CourseDocumentKind.objects.filter(is_required=True).values_list("key", "name")),
        papers=tuple(paper_of(document) for document in course.documents.select_related("kind").order_by("pk")),
        recommendation=recommendation_of(course, on, terms),
        valid_until=course.valid_until,
        renewable_from=rules.renewable_from(course.valid_until, terms.course_remind_days),
    )


def paper_of(document: CourseDocument) -> Paper:
    """A paper as the rules read it."""
    return Paper(document.pk, document.kind_id, str(document), document.state, document.valid_until)


def recommendation_of(course: EligibilityCourse, on: date, terms: Contract) -> bool | None:
    """Whether the municipality must recommend; a certified course keeps what held when it was certified."""
    if course.certified_on:
        return course.recommendation_needed
    return rules.needs_recommendation(
        by_exception=exception_applies(course.corporation_id, on),
        by_procedure=PROCEDURE[Recommendation(terms.course_recommendation)],
        found_out=course.recommendation_needed,
    )


def exception_applies(corporation_id: int, on: date) -> bool | None:
    """Whether the corporation qualifies by a recommendation only (C2, C3x); None when its facts do not tell."""
    corporation = Corporation.objects.with_facts().get(pk=corporation_id)
    return rules.recommendation_decides(corporation_facts(corporation), on)


@dataclass(frozen=True)
class Standing:
    """What a posting's pages say of the corporation's course: one line, and whether it bears a listing."""

    corporation_id: int
    label: str
    until: date | None
    is_in_force: bool
    is_required: bool


def standing_of(corporation_id: int, on: date) -> Standing:
    """How the corporation stands on a day: by the course in force, else by the one under way, else not at all."""
    courses = list(EligibilityCourse.objects.filter(corporation=corporation_id).order_by("-pk"))
    in_force = next((one for one in courses if one.is_in_force_on(on)), None)
    shown = in_force or next((one for one in courses if one.is_open), None) or next(iter(courses), None)
    return Standing(
        corporation_id=corporation_id,
        label=_label(shown, on),
        until=shown.valid_until if shown else None,
        is_in_force=in_force is not None,
        is_required=terms_on(on).course_required,
    )


def _label(course: EligibilityCourse | None, on: date) -> str:
    if course is None:
        return "手続なし"
    if course.withdrawn_on and course.withdrawn_on <= on:
        return rules.NAMES[State.WITHDRAWN]
    if course.cleared_on and on < course.cleared_on:
        return f"{japanese_day(course.cleared_on)}から掲載可"
    if course.valid_until and course.valid_until < on:
        return "認定の期限切れ"
    return rules.NAMES[State.LISTABLE] if course.cleared_on else course.get_state_display()
