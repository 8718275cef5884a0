"""The sample's staff: posts, qualifications, a year of the roster with next month planned, trainings by name."""

from datetime import date, time, timedelta

from centre.bulk import copy
from centre.calendar import opening_days
from centre.documents import one_page
from centre.files import store
from centre.models import Appointment, Attendance, Duty, Qualification, Training, User
from centre.roles import Role
from config.sample.world import World

FULL = {"kind": "work", "starts_at": time(8, 30), "ends_at": time(17, 30)}
MORNING = {"kind": "half", "starts_at": time(8, 30), "ends_at": time(13, 0)}
LEAVE = {"kind": "paid_leave", "starts_at": None, "ends_at": None}
SUBSTITUTE = {"kind": "substitute", "starts_at": None, "ends_at": None}
TRIP = {"kind": "trip", "starts_at": time(9, 0), "ends_at": time(16, 0)}
PLANNED_DAYS = 45
TITLES = (
    ("個人情報の取扱い", Training.Subject.PERSONAL_DATA),
    ("移住支援金の要件", Training.Subject.LAW),
    ("求人票の法令", Training.Subject.LAW),
    ("相談の聴き方", Training.Subject.DUTIES),
)


def make(world: World) -> None:
    """Fill posts, qualifications, roster and trainings."""
    _posts(world)
    _qualifications(world)
    _roster(world)
    _trainings(world)


def _posts(world: World) -> None:
    first, second, supervisor = world.counsellors
    begins = world.first_day.replace(day=1)
    for user, post, hours, employment in (
        (first, "counsellor", "full", "direct"),
        (second, "counsellor", "part", "dispatched"),
        (supervisor, "supervisor", "full", "direct"),
        (world.staff[Role.FIELD_STAFF], "field_staff", "full", "direct"),
    ):
        Appointment.objects.create(user=user, post=post, hours=hours, employment=employment, starts_on=begins)


def _qualifications(world: World) -> None:
    first, second, supervisor = world.counsellors
    paper = store("見本の登録証.pdf", "application/pdf", _paper("登録証（見本）"))
    for user, kind, title, expires_on, evidence in (
        (first, "career_consultant", "登録番号 見本-0001", world.today + timedelta(days=45), paper),
        (second, "industrial", "", None, None),
        (supervisor, "equal", "人事の実務 15年（架空）", None, paper),
    ):
        Qualification.objects.create(
            user=user,
            kind=kind,
            title=title,
            acquired_on=date(2022, 4, 1),
            expires_on=expires_on,
            evidence=evidence,
        )


def _paper(title: str) -> bytes:
    return one_page.write_one_page(title, lambda size: [one_page.heading(title, size)])


def _roster(world: World) -> None:
    known = set(Duty.objects.values_list("date", "user_id"))
    rows = []
    for number, day in enumerate(world.days):
        full = day.weekday() in (0, 2, 4) or world.dice.random() < 0.6
        rows += _day(world.counsellors, number, day, full)
    planned = opening_days(world.today + timedelta(days=1), world.today + timedelta(days=PLANNED_DAYS))
    for number, day in enumerate(planned):
        rows += _day(world.counsellors, number, day, day.weekday() in (0, 2, 4))
    copy(Duty, (row for row in rows if (row["date"], row["user_id"]) not in known))


def _day(people: list[User], number: int, day: date, full: bool) -> list[dict]:
    """A day: the first counsellor and on full days the second; now and then leave, for which the supervisor stands in."""
    first, second, supervisor = people
    plans = {first: FULL, second: FULL if full else None, supervisor: None}
    if number % 17 == 5:
        plans |= {first: LEAVE, supervisor: FULL}
    elif number % 29 == 11:
        plans |= {second: SUBSTITUTE}
    elif number % 23 == 7:
        plans |= {second: MORNING, supervisor: TRIP}
    return [{"date": day, "user_id": user.pk, **plan} for user, plan in plans.items() if plan]


def _trainings(world: World) -> None:
    """Four trainings; that on personal data lately, with one member of the staff still to come."""
    for title, subject in TITLES:
        day = world.day()
        if subject == Training.Subject.PERSONAL_DATA:
            day = world.today - timedelta(days=30)
        held = Training.objects.create(title=title, subject=subject, planned_on=day, held_on=day, teacher="見本の講師")
        there = [
            user for key, user in world.staff.items() if key not in (Role.OFFICIAL, Role.FIELD_STAFF, Role.INSPECTOR)
        ]
        Attendance.objects.bulk_create(Attendance(training=held, user=user) for user in there)
    Training.objects.create(
        title="個人情報の取扱い（冬）",
        subject=Training.Subject.PERSONAL_DATA,
        planned_on=world.today + timedelta(days=10),
        teacher="見本の講師",
    )
