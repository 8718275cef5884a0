"""What the courses of corporations declare to the registry."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    Card,
    CardItem,
    HomeCard,
    ListFilter,
    MenuItem,
    OpenSource,
    TimelineEntry,
    TimelineSource,
    VisitReason,
)
from postings.eligibility import course_rules as rules
from postings.eligibility.course_rules import State
from postings.eligibility.course_standing import deadlines
from postings.models import CourseStep, EligibilityCourse

# Steps that an employer's story tells; what happens to single papers stands on the page of the course.
TOLD = ("begun", "completed", "recommended", "certified", "cleared", "withdrawn", "renewed")


def _deadlines(user, today) -> Card:
    """Certifications and papers that run out soon or have run out."""
    until, urgent = deadlines(today)
    due = EligibilityCourse.objects.due_by(until)
    first = due.select_related("corporation").order_by("due_on", "pk")[:5]
    return Card(
        title="書類・認定の期限",
        figure=f"{due.count():,}",
        unit="社",
        note=f"対象法人の認定か書類の期限が{(until - today).days}日以内に来るか、もう切れています。",
        items=tuple(
            CardItem(one.corporation.name, one.get_absolute_url(), _until(one.due_on, today), one.due_on <= urgent)
            for one in first
        ),
        url=reverse("postings:courses"),
        empty="期限の近い認定と書類はありません。",
    )


def _open(establishment, user, today) -> list[CardItem]:
    """The next deadline of the corporation's course when it is near; else the step it has come to."""
    course = EligibilityCourse.objects.open().filter(corporation=establishment.corporation_id).first()
    if course is None:
        return []
    until, urgent = deadlines(today)
    if course.due_on and course.due_on <= until:
        due = _until(course.due_on, today)
        return [CardItem("対象法人の書類・認定の期限", course.get_absolute_url(), due, course.due_on <= urgent)]
    if course.state == State.LISTABLE:
        return []
    return [CardItem("対象法人の手続を進める", course.get_absolute_url(), course.get_state_display())]


def _told(establishment, user, limit: int) -> list[TimelineEntry]:
    steps = CourseStep.objects.filter(course__corporation=establishment.corporation_id, act__in=TOLD)
    return [
        TimelineEntry(
            at=timezone.make_aware(datetime.combine(step.on, time(12))),
            kind="対象法人",
            title=step.get_act_display(),
            body=step.note,
            by=step.by.name,
            url=step.course.get_absolute_url(),
        )
        for step in steps.select_related("course", "by").order_by("-on", "-pk")[:limit]
    ]


def _to_renew(today, candidates, limit: int):
    """Employers whose certification or papers run out, the first to run out first."""
    until, _ = deadlines(today)
    due = candidates.filter(corporation__eligibility_courses__due_on__lte=until)
    found = due.order_by("corporation__eligibility_courses__due_on", "pk")
    days = (until - today).days
    for pk, due_on in found.values_list("pk", "corporation__eligibility_courses__due_on")[:limit]:
        left = max(0, (due_on - today).days)
        yield pk, f"対象法人の書類・認定が{_until(due_on, today)}", 1 - left / (days + 1)


def _until(due_on, today) -> str:
    return f"{due_on:%Y年%-m月%-d日}{'に切れた' if due_on < today else 'まで'}"


def _by_course(establishments, value: str):
    """Establishments by the course of their corporation: listable, under way, running out, or none."""
    today = timezone.localdate()
    courses = EligibilityCourse.objects.filter(corporation=OuterRef("corporation"))
    in_force = courses.in_force_on(today)
    match value:
        case "listable":
            return establishments.filter(Exists(in_force))
        case "soon":
            return establishments.filter(Exists(courses.due_by(deadlines(today)[0])))
        case "none":
            return establishments.filter(~Exists(courses.open()), ~Exists(in_force))
    return establishments.filter(Exists(courses.open().filter(state=value)))


DECLARATIONS = (
    MenuItem("求人", "対象法人の手続", "postings:courses", 215),
    HomeCard("course-deadlines", "vetting.prepare", _deadlines, 45),
    OpenSource("employers.Establishment", _open, "vetting.prepare"),
    TimelineSource("employers.Establishment", _told, "vetting.read"),
    VisitReason("papers", "書類の更新", 2.5, _to_renew),
    ListFilter(
        "employers:list",
        "course",
        "対象法人の手続",
        (
            ("listable", "いま掲載可"),
            ("soon", "期限が近い・切れた"),
            *((state.value, f"段階：{rules.NAMES[state]}") for state in State if state not in rules.CLOSED),
            ("none", "手続なし"),
        ),
        _by_course,
    ),
)
