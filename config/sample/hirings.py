"""Sample courses to a hiring: every stage, with its history, the move, and the checks afterwards."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from centre.bulk import copy, next_id
from config.sample.world import World
from jobseekers.models import Jobseeker
from postings.models import JobPosting, PublicationEvent
from postings.toward_target.counting import LedgerLine
from referrals.application_day import listed_then
from referrals.models import ApplicationEvidence, Referral, Relocation, RetentionCheck, StageStep
from referrals.retention import TERMS, days_of
from referrals.stages import DAYS, ENDS, REASONS, WAY, Stage

# Where a course ends up, and how often.
ENDINGS = ((Stage.INFORMED, 30), (Stage.APPLIED, 14), (Stage.DOCUMENTS, 6), (Stage.INTERVIEWED, 8), (Stage.OFFERED, 4),
           (Stage.JOINED, 20), (Stage.WITHDRAWN, 10), (Stage.REJECTED, 8))  # fmt: skip


def make(world: World) -> None:
    """Write courses of the sample's people to its listed postings; the smallest sample has each stage once."""
    people = list(Jobseeker.objects.order_by("pk").values("pk", "registered_on", "prefecture_id", "city"))
    postings = list(
        JobPosting.objects.filter(listed_from__isnull=False).order_by("pk").values_list("pk", "work_municipality_id")
    )
    if not people or not postings:
        return
    first, rows, taken = next_id(Referral), [], set()
    for number in range(max(len(ENDINGS), world.many(600))):
        person, posting = world.dice.choice(people), world.dice.choice(postings)
        if (person["pk"], posting[0]) in taken:
            continue
        taken.add((person["pk"], posting[0]))
        rows.append(_course(world, first + len(rows), person, posting, _ending(world, number)))
    copy(Referral, ({key: value for key, value in row.items() if key[0] != "_"} for row in rows))
    copy(StageStep, (step for row in rows for step in _steps(row)))
    # Made before they are copied: these two ask the database, which a COPY under way does not answer.
    copy(ApplicationEvidence, list(_evidence(world, rows)))
    copy(Relocation, (_relocation(world, row) for row in rows if row["joined_on"]))
    copy(RetentionCheck, [check for row in rows if row["joined_on"] for check in _checks(world, row)])


def _ending(world: World, number: int) -> Stage:
    if number < len(ENDINGS):
        return ENDINGS[number][0]
    return world.dice.choices([stage for stage, _ in ENDINGS], weights=[weight for _, weight in ENDINGS])[0]


def _course(world: World, pk: int, person: dict, posting: tuple, ending: Stage) -> dict:
    """One course whose days all lie between the person's registration and the sample's last day."""
    dice = world.dice
    passed = [Stage.INFORMED, Stage.APPLIED, Stage.INTERVIEWED, Stage.OFFERED, Stage.JOINED]
    if ending in ENDS:
        passed = passed[: dice.randint(2, 4)]
    elif ending == Stage.DOCUMENTS:
        passed = [Stage.INFORMED, Stage.APPLIED, Stage.DOCUMENTS]
    else:
        passed = passed[: passed.index(ending) + 1]
    latest = world.today - timedelta(days=dice.randint(0, 40 if ending not in (Stage.JOINED, *ENDS) else 200))
    day = max(person["registered_on"], latest - timedelta(days=12 * len(passed)))
    days = {}
    for stage in passed:
        days[stage] = day
        day = min(day + timedelta(days=dice.randint(2, 12)), world.today)
    closed_on = days.get(Stage.JOINED) or (day if ending in ENDS else None)
    return {
        "id": pk,
        "jobseeker_id": person["pk"],
        "posting_id": posting[0],
        "stage": ending.value,
        **{name: days.get(stage) for stage, name in DAYS.items()},
        "closed_on": closed_on,
        "ended_reason": dice.choice([one for one in REASONS[ending] if one != "other"]) if ending in ENDS else "",
        "is_indefinite": dice.choice((True, True, False, None)) if ending == Stage.JOINED else None,
        "recorded_by_id": dice.choice(world.counsellors).pk,
        "recorded_at": _at(days[Stage.INFORMED]),
        "_person": person,
        "_place": posting[1],
    }


def _steps(row: dict):
    """The days of a course as lines of its history."""
    before = ""
    passed = [(stage, row[DAYS[stage]]) for stage in WAY if row[DAYS[stage]]]
    if row["stage"] in ENDS:
        passed.append((Stage(row["stage"]), row["closed_on"]))
    for stage, day in passed:
        yield {
            "referral_id": row["id"],
            "from_stage": before,
            "stage": stage.value,
            "on": day,
            "reason": row["ended_reason"] if stage in ENDS else "",
            "by_id": row["recorded_by_id"],
            "at": _at(day),
        }
        before = stage.value


def _evidence(world: World, rows: list[dict]):
    """What the ledger says of each application, by the same judgement as the product's."""
    lines = defaultdict(list)
    fields = ("posting_id", "kind", "effective_on", "listed_until", "eligible", "id")
    events = PublicationEvent.objects.filter(posting__in={row["posting_id"] for row in rows}).order_by("pk")
    for posting, kind, effective_on, listed_until, eligible, number in events.values_list(*fields):
        lines[posting].append(LedgerLine(str(posting), kind, effective_on, listed_until, eligible, number))
    for row in rows:
        if row["applied_on"] is None:
            continue
        known = lines[row["posting_id"]]
        found = listed_then(known, row["applied_on"], world.today)
        first, last = found.interval or (None, None)
        yield {
            "referral_id": row["id"],
            "applied_on": row["applied_on"],
            "eligible": found.eligible,
            "interval_from": first,
            "interval_until": last,
            "words": found.words,
            "lines": [line.number for line in known],
            "judged_by_id": row["recorded_by_id"],
            "judged_at": _at(row["applied_on"]),
        }


def _relocation(world: World, row: dict) -> dict:
    moves = world.dice.choices(("yes", "no", "unknown"), weights=(70, 15, 15))[0]
    has_moved = moves == "yes"
    expected = world.dice.choice(("yes", "no", "unknown")) if has_moved else "no" if moves == "no" else "unknown"
    return {
        "referral_id": row["id"],
        "moves": moves,
        "moved_from_id": row["_person"]["prefecture_id"] if has_moved else None,
        "moved_from_city": row["_person"]["city"] if has_moved else "",
        "moved_to_id": row["_place"] if has_moved else None,
        "household": world.dice.randint(1, 4) if has_moved else None,
        "moved_on": row["joined_on"] - timedelta(days=7) if has_moved else None,
        "subsidy_expected": expected,
        "applied_on": None,
        "granted_on": None,
    }


def _checks(world: World, row: dict):
    """Checks whose day has gone are made but for a few."""
    for months in TERMS:
        days = days_of(row["joined_on"], months)
        is_made = days["due_on"] < world.today and world.dice.random() < 0.9
        result = world.dice.choices(("employed", "unknown"), weights=(92, 8))[0] if is_made else ""
        yield {
            "referral_id": row["id"],
            "months": months,
            **days,
            "result": result,
            "left_on": None,
            "checked_on": days["due_on"] if is_made else None,
            "checked_by_id": row["recorded_by_id"] if is_made else None,
        }


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
