"""A year of records drawn by chance, with every gap and edge that the tables allow, for the tests of the figures."""

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from centre.models import Closure, Duty, Industry, Municipality, Occupation, Prefecture, User
from consultations.models import Consultation, Topic
from employers.models import Establishment, Registration, Renewal, Scheme, SchemeNotice, Visit
from jobseekers.models import Jobseeker, WishedOccupation
from postings.models import JobPosting, PublicationEvent
from referrals.models import Referral
from referrals.stages import REASONS, Stage
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory

TOKYO = ZoneInfo("Asia/Tokyo")
PARTIES = ("employer", "jobseeker", "returnee", "guardian", "anonymous")


def fill(seed: int, first: date, last: date, *, size: int = 120) -> random.Random:
    """Fill an empty register with records of the days between two days; answers the generator for more chance."""
    chance = random.Random(seed)
    by = UserFactory()
    employers = _employers(chance, size // 4)
    people = _people(chance, size // 4, first)
    _counter(chance, by, first, last)
    for employer in employers[: size // 5]:
        _registration(chance, employer, by, first, last)
    for _ in range(size):
        consultation(chance, employers, people, by, _day(chance, first, last)).save()
    Visit.objects.bulk_create(
        Visit(
            establishment=chance.choice(employers),
            visited_on=_day(chance, first, last),
            visited_by=by,
            leaflets=chance.randint(0, 4),
        )
        for _ in range(size // 2)
    )
    for _ in range(size // 3):
        _notice(chance, chance.choice(employers), by, first, last)
    postings = [_posting(chance, chance.choice(employers), first, last) for _ in range(size // 4)]
    for person in people[: size // 6]:
        _course(chance, person, chance.choice(postings), by, first, last)
    return chance


def consultation(chance, employers, people, by: User, day: date) -> Consultation:
    """A consultation of a day that the tables accept, not saved yet."""
    party = chance.choice(PARTIES)
    heads = chance.randint(1, 4)
    made = Consultation(
        party=party,
        method=chance.choice(Consultation.Method.values),
        topic=chance.choice(Topic.values),
        is_continuing=chance.random() < 0.4,
        # The first and the last instant of a day are where a month is cut.
        held_at=datetime.combine(day, chance.choice((time.min, time(10), time(23, 59, 59))), TOKYO),
        groups=chance.randint(1, heads),
        people=heads,
        counsellor=by,
    )
    if party == "employer":
        made.establishment = chance.choice([None, *employers])
        made.caller = "" if made.establishment else "登録のない見本社"
    elif party != "anonymous":
        made.jobseeker = chance.choice([None, *people])
    return made


def _employers(chance, count: int) -> list[Establishment]:
    industries = [None, *Industry.objects.values_list("pk", flat=True)]
    municipalities = [None, *Municipality.objects.values_list("pk", flat=True)]
    return [
        EstablishmentFactory(
            industry_id=chance.choice(industries),
            municipality_id=chance.choice(municipalities),
            employees=chance.choice((None, 0, 9, 10, 99, 300)),
        )
        for _ in range(count)
    ]


def _people(chance, count: int, day: date) -> list[Jobseeker]:
    prefectures = [None, *Prefecture.objects.values_list("pk", flat=True)]
    municipalities = list(Municipality.objects.all())
    occupations = list(Occupation.objects.all())
    people = []
    for _ in range(count):
        person = JobseekerFactory(
            registered_on=day,
            gender=chance.choice(Jobseeker.Gender.values),
            birth_date=chance.choice((None, date(1961, 1, 1), date(1996, 12, 31), date(2006, 4, 1))),
            prefecture_id=chance.choice(prefectures),
            turn=chance.choice(["", *Jobseeker.Turn.values]),
            wished_timing=chance.choice(Jobseeker.Timing.values),
            wished_areas=chance.sample(sorted({place.wide_area for place in municipalities}), chance.randint(0, 2)),
        )
        person.wished_municipalities.set(chance.sample(municipalities, chance.randint(0, 2)))
        WishedOccupation.objects.bulk_create(
            WishedOccupation(jobseeker=person, occupation=one, place=place)
            for place, one in enumerate(chance.sample(occupations, chance.randint(0, 2)), start=1)
        )
        people.append(person)
    return people


def _counter(chance, by: User, first: date, last: date) -> None:
    other = UserFactory()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    taken = set(Closure.objects.values_list("date", flat=True))
    free = [day for day in days if day not in taken and day.weekday() < 5]
    Closure.objects.bulk_create(
        Closure(date=day, kind=Closure.Kind.TEMPORARY, name="台風") for day in chance.sample(free, 3)
    )
    Duty.objects.bulk_create(
        Duty(date=day, user=user) for day in free for user in (by, other) if chance.random() < 0.7
    )


def _registration(chance, employer: Establishment, by: User, first: date, last: date) -> None:
    began = _day(chance, first, last)
    ended = chance.choice((None, None, began, _day(chance, began, last)))
    made = Registration.objects.create(
        establishment=employer, source="counter", scope="public", registered_on=began, ended_on=ended, recorded_by=by
    )
    if chance.random() < 0.5:
        Renewal.objects.create(registration=made, renewed_on=_day(chance, began, last), scope="public", recorded_by=by)


def _notice(chance, employer: Establishment, by: User, first: date, last: date) -> None:
    told = _day(chance, first, last)
    SchemeNotice.objects.create(
        establishment=employer,
        scheme=chance.choice(list(Scheme.objects.all())),
        noticed_on=told,
        method=chance.choice(SchemeNotice.Method.values),
        state=chance.choice(("told", "considering", "joined", "not_eligible")),
        leaflets=chance.randint(0, 3),
        handed_over_on=chance.choice((None, _day(chance, told, last))),
        recorded_by=by,
    )


def _posting(chance, employer: Establishment, first: date, last: date) -> JobPosting:
    began = _day(chance, first, last)
    made = JobPosting.objects.create(
        establishment=employer,
        title="見本の求人",
        received_on=began,
        source=chance.choice(JobPosting.Source.values),
        headcount=chance.randint(1, 5),
        occupation_id=chance.choice([None, *Occupation.objects.values_list("pk", flat=True)]),
    )
    day, until = began, began + timedelta(days=chance.randint(10, 90))
    eligible = chance.random() < 0.6
    PublicationEvent.objects.create(posting=made, kind="new", effective_on=day, listed_until=until, eligible=eligible)
    listed = True
    while chance.random() < 0.6 and (day := day + timedelta(days=chance.randint(1, 40))) <= last:
        if listed and day > until:
            break
        kind = chance.choice(("extended", "changed", "corrected", "ended")) if listed else "relisted"
        listed, until = kind != "ended", max(until, day + timedelta(days=30))
        PublicationEvent.objects.create(
            posting=made, kind=kind, effective_on=day, listed_until=until if listed else None, eligible=eligible
        )
    return made


def _course(chance, person: Jobseeker, posting: JobPosting, by: User, first: date, last: date) -> None:
    informed = _day(chance, first, last)
    stage = chance.choice((Stage.INFORMED, Stage.WITHDRAWN, Stage.REJECTED, Stage.JOINED))
    made = Referral(jobseeker=person, posting=posting, stage=stage.value, informed_on=informed, recorded_by=by)
    if stage != Stage.INFORMED:
        made.applied_on = _day(chance, informed, last)
        made.closed_on = _day(chance, made.applied_on, last)
    if stage in REASONS:
        made.ended_reason = chance.choice(list(REASONS[stage]))
    if stage == Stage.JOINED:
        made.offered_on = made.joined_on = made.closed_on
    made.save()


def _day(chance, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))
