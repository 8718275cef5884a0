"""What the course to a hiring declares to the registry: menu, home cards, stories, what is open."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    Card,
    CardItem,
    HomeCard,
    MenuItem,
    OpenSource,
    PageAbout,
    TimelineEntry,
    TimelineSource,
)
from referrals.models import Referral, RetentionCheck, StageStep
from referrals.querysets import PATIENCE
from referrals.stages import NEXT_ACTION, Stage

SHOWN = 5


def _due_checks(user, today) -> Card | None:
    """Checks whose day has come, of everybody: they outlast the counsellor who recorded the hiring."""
    due = RetentionCheck.objects.due(today)
    count = due.count()
    if not count:
        return None
    first = due.select_related("referral__posting__establishment").order_by("due_on", "pk")[:SHOWN]
    return Card(
        title="定着確認",
        figure=str(count),
        unit="件",
        note="入社から1・3・6か月の確認の日が来ています。",
        items=tuple(_check_item(check, today) for check in first),
        url=f"{reverse('referrals:retention')}?state=due",
    )


def _quiet(user, today) -> Card | None:
    quiet = Referral.objects.quiet_since(today)
    count = quiet.count()
    if not count:
        return None
    first = quiet.select_related("posting__establishment").order_by("last_day", "pk")[:SHOWN]
    return Card(
        title="動きのない応募",
        figure=str(count),
        unit="件",
        note=f"最後の動きから{PATIENCE.days}日を過ぎました。",
        items=tuple(_course_item(course, today) for course in first),
        url=f"{reverse('referrals:open')}?quiet=yes",
    )


def _open_of_person(person, user, today) -> list[CardItem]:
    courses = person.referrals.to_follow().with_last_day().select_related("posting__establishment")
    checks = RetentionCheck.objects.due(today).filter(referral__jobseeker=person)
    return [_course_item(course, today) for course in courses.order_by("last_day", "pk")[:SHOWN]] + [
        _check_item(check, today) for check in checks.select_related("referral__posting__establishment")
    ]


def _open_of_posting(posting, user, today) -> list[CardItem]:
    courses = posting.referrals.to_follow().with_last_day().select_related("posting__establishment")
    return [_course_item(course, today) for course in courses.order_by("last_day", "pk")[:SHOWN]]


def _open_of_employer(establishment, user, today) -> list[CardItem]:
    checks = RetentionCheck.objects.due(today).filter(referral__posting__establishment=establishment)
    return [_check_item(check, today) for check in checks.select_related("referral__posting__establishment")[:SHOWN]]


def _introduced(pk: int):
    course = Referral.objects.select_related("jobseeker").filter(pk=pk).first()
    return course and course.jobseeker


def _kept(pk: int):
    check = RetentionCheck.objects.select_related("referral__jobseeker").filter(pk=pk).first()
    return check and check.referral.jobseeker


def _course_item(course: Referral, today) -> CardItem:
    """A line about a course without the person's name: these lists stand on pages outside the access log."""
    return CardItem(
        f"{NEXT_ACTION[Stage(course.stage)]}（{course.get_stage_display()}　{course.posting.title}）",
        course.get_absolute_url(),
        f"{course.last_day:%-m月%-d日}から",
        urgent=course.last_day < today - PATIENCE,
    )


def _check_item(check: RetentionCheck, today) -> CardItem:
    return CardItem(
        f"{check.months}か月の定着確認（{check.referral.posting.establishment.name}）",
        check.get_absolute_url(),
        f"{check.due_on:%-m月%-d日}",
        urgent=check.due_on < today,
    )


def _steps_of_person(person, user, limit: int) -> list[TimelineEntry]:
    return _story(StageStep.objects.filter(referral__jobseeker=person), limit)


def _steps_of_posting(posting, user, limit: int) -> list[TimelineEntry]:
    return _story(StageStep.objects.filter(referral__posting=posting), limit)


def _steps_of_employer(establishment, user, limit: int) -> list[TimelineEntry]:
    return _story(StageStep.objects.filter(referral__posting__establishment=establishment), limit)


def _story(steps, limit: int) -> list[TimelineEntry]:
    """Steps as entries that name the posting and not the person: employers' and postings' pages show them too."""
    found = steps.select_related("referral__posting__establishment", "by").order_by("-on", "-pk")[:limit]
    return [
        TimelineEntry(
            at=timezone.make_aware(datetime.combine(step.on, time(13))),
            kind=step.get_stage_display(),
            title=f"{step.referral.posting.title}（{step.referral.posting.establishment.name}）",
            body="" if step.kind == StageStep.Kind.STEP else step.get_kind_display(),
            by=step.by.name,
            url=step.referral.get_absolute_url(),
        )
        for step in found
    ]


DECLARATIONS = (
    MenuItem("人", "進行中の応募", "referrals:open", 305, key="h"),
    MenuItem("人", "定着確認", "referrals:retention", 315),
    HomeCard("retention-due", "referrals.edit", _due_checks, 65, is_promised=True),
    HomeCard("quiet-courses", "referrals.edit", _quiet, 68),
    PageAbout("referrals:detail", _introduced),
    PageAbout("referrals:step", _introduced),
    PageAbout("referrals:retention_check", _kept),
    OpenSource("jobseekers.Jobseeker", _open_of_person, "referrals.edit"),
    OpenSource("postings.JobPosting", _open_of_posting, "referrals.edit"),
    OpenSource("employers.Establishment", _open_of_employer, "referrals.edit"),
    TimelineSource("jobseekers.Jobseeker", _steps_of_person, "referrals.read"),
    TimelineSource("postings.JobPosting", _steps_of_posting, "referrals.read"),
    TimelineSource("employers.Establishment", _steps_of_employer, "referrals.read"),
)
