"""Sample events: fairs, seminars and meetings of the year, and some to come, with guests and outcomes."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from centre.bulk import copy, next_id
from centre.models import PartnerAgency
from config.sample.world import World
from employers.models import Establishment
from jobseekers.models import Jobseeker
from referrals.models import CentreEvent, EventGuest, EventOutcome

TITLES = {
    "joint_fair": "見本UIJターン合同説明会",
    "seminar": "見本 熊本のくらしと仕事セミナー",
    "exchange": "見本 先輩移住者との交流会",
    "internship": "見本 しごと体験インターンシップ",
    "interviews": "見本 合同面接会",
}
KINDS = tuple(TITLES)
PLACES = ("見本ホール（熊本市）", "見本会館（東京都）", "見本交流センター（福岡市）")
# Days from the sample's last day: two to come, the rest behind it.
FIRST = (21, 5)


def make(world: World) -> None:
    """Write about a dozen events of the year, each with its guests and what came of it."""
    first, agency = next_id(CentreEvent), PartnerAgency.objects.order_by("pk").first()
    number_of = max(len(KINDS) + 2, world.many(14))
    rows = [_event(world, first + number, number, agency) for number in range(number_of)]
    copy(CentreEvent, rows)
    employers = list(Establishment.objects.order_by("pk").values_list("pk", flat=True)[:400])
    people = list(
        Jobseeker.objects.filter(closed_on__isnull=True, consents__withdrawn_on__isnull=True)
        .distinct()
        .order_by("pk")
        .values_list("pk", flat=True)[:600]
    )
    guest_id, guests = next_id(EventGuest), []
    for row in rows:
        for guest in _guests(world, row, employers, people):
            guests.append({"id": guest_id + len(guests), **guest})
    copy(EventGuest, guests)
    copy(EventOutcome, _outcomes(world, guests))


def _event(world: World, pk: int, number: int, agency) -> dict:
    dice, kind = world.dice, KINDS[number % len(KINDS)]
    day = world.today + timedelta(days=FIRST[number]) if number < len(FIRST) else dice.choice(world.days[:-10])
    last = day + timedelta(days=2 if kind == "internship" else 0)
    state = "planned" if number < len(FIRST) else "cancelled" if number == len(KINDS) + 1 else "held"
    is_partners, by = dice.random() < 0.25, dice.choice(world.counsellors).pk
    return {
        "id": pk,
        "kind": kind,
        "title": TITLES[kind],
        "purpose": "見本：県内の企業と、移住して働きたい方を引き合わせる",
        "first_on": day,
        "last_on": last,
        "begins_at": time(13, 0),
        "ends_at": time(16, 30),
        "place": dice.choice(PLACES),
        "is_online": kind == "seminar",
        "run_by": "partner" if is_partners else "ours",
        "agency_id": agency.pk if is_partners else None,
        "seats_employers": 30,
        "seats_people": 200,
        "state": state,
        "cancelled_reason": "見本：台風のため" if state == "cancelled" else "",
        "settled_on": last if state != "planned" else None,
        "settled_by_id": by if state != "planned" else None,
        "recorded_by_id": by,
        "recorded_at": _at(day - timedelta(days=30), 9),
    }


def _guests(world: World, row: dict, employers: list[int], people: list[int]):
    """Employers and people in a number that fits the kind of event; some unregistered ones on the day."""
    dice = world.dice
    for pk in dice.sample(employers, min(len(employers), dice.randint(4, 12))):
        yield _guest(world, row, party="employer", establishment_id=pk, groups=0, people=dice.randint(1, 3))
    for pk in dice.sample(people, min(len(people), dice.randint(6, 20))):
        party, groups, many = dice.choice((("jobseeker", 1, 1), ("jobseeker", 1, 2), ("guardian", 1, 1)))
        yield _guest(world, row, party=party, jobseeker_id=pk, groups=groups, people=many)
    if row["state"] == "held":
        for _ in range(dice.randint(1, 5)):
            many = dice.randint(1, 3)
            yield _guest(world, row, party="anonymous", groups=1, people=many, is_walk_in=True)


def _guest(world: World, row: dict, **known) -> dict:
    dice, is_walk_in = world.dice, known.get("is_walk_in", False)
    if row["state"] == "held":
        standings, weights = ("attended", "absent", "declined"), (75, 15, 10)
    else:
        standings, weights = ("invited", "accepted", "declined"), (40, 45, 15)
    standing = "attended" if is_walk_in else dice.choices(standings, weights=weights)[0]
    came = standing == "attended"
    invited = min(row["first_on"] - timedelta(days=14), world.today - timedelta(days=2))
    return {
        "event_id": row["id"],
        "establishment_id": None,
        "jobseeker_id": None,
        "names": "",
        "is_walk_in": False,
        **known,
        "standing": standing,
        "invited_on": None if is_walk_in else invited,
        "replied_on": None if is_walk_in or standing == "invited" else invited + timedelta(days=1),
        "arrived_at": _at(row["first_on"], 13) if came else None,
        "received_by_id": row["recorded_by_id"] if came else None,
        "recorded_by_id": row["recorded_by_id"],
        "recorded_at": _at(row["first_on"] if is_walk_in else invited, 10),
    }


def _outcomes(world: World, guests: list[dict]):
    for guest in guests:
        if guest["standing"] != "attended" or world.dice.random() > 0.4:
            continue
        kind = "consultation" if guest["party"] == "employer" else world.dice.choice(("consultation", "information"))
        yield {
            "guest_id": guest["id"],
            "kind": kind,
            "establishment_id": None,
            "referral_id": None,
            "consultation_id": None,
            "note": "",
            "recorded_by_id": guest["recorded_by_id"],
            "recorded_at": _at(world.today, 9),
        }


def _at(day, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
