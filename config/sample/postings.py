"""Sample postings, their vettings and their lines in the publication ledger."""

from datetime import date, timedelta

from centre.bulk import copy, next_id
from config.sample import words
from config.sample.world import World
from postings.models import JobPosting, PublicationEvent

LISTING = 90


def make(world: World, establishments: list[dict]) -> None:
    """Write postings and a ledger that only holds possible sequences."""
    first = next_id(JobPosting)
    postings, events = [], []
    for number in range(world.many(1700)):
        row = posting_row(world, first + number, world.dice.choice(establishments))
        history = _history(world, row) if row["_listed"] else []
        row.update(_projection(history))
        postings.append(row)
        events.extend(history)
    copy(JobPosting, ({key: value for key, value in row.items() if key[0] != "_"} for row in postings))
    events.sort(key=lambda event: (event["recorded_at"], event["posting_id"]))
    copy(PublicationEvent, events)


def posting_row(world: World, pk: int, employer: dict) -> dict:
    """A posting of an employer, not yet listed."""
    dice, received = world.dice, world.first_day - timedelta(days=60) + timedelta(days=world.dice.randrange(425))
    received = min(received, world.today)
    occupation, title = dice.choice(words.JOBS[employer["_industry"]])
    indefinite = dice.random() < 0.9
    hours = dice.choices((40, 38.5, 35, 30, 18), weights=(70, 10, 8, 9, 3))[0]
    hourly = round(employer["_wage"] * dice.uniform(0.95, 1.3), -1)
    monthly = round(hourly * hours * 52 / 12, -3)
    eligible = employer["_eligible"] and indefinite and hours >= 20
    return {
        "id": pk,
        "establishment_id": employer["id"],
        "site_number": f"KM{pk:06d}",
        "hello_work_number": "",
        "title": title,
        "occupation_id": occupation,
        "source": dice.choices(("visit", "counter", "web", "hello_work"), weights=(45, 30, 10, 15))[0],
        "received_on": received,
        "headcount": dice.choices((1, 2, 3, 5), weights=(60, 25, 10, 5))[0],
        "duties": f"{title}の業務全般。経験のない方には先輩が付いて教えます。",
        "duties_scope": "会社の定める業務",
        "employment_type": "regular" if indefinite and hours >= 35 else "part_time",
        "is_dispatch": False,
        "contract": "indefinite" if indefinite else "fixed",
        "contract_from": None if indefinite else received + timedelta(days=60),
        "contract_until": None if indefinite else received + timedelta(days=60 + 364),
        "renewal_kind": "" if indefinite else "conditional",
        "contract_renewal": "" if indefinite else "勤務成績と業務量により判断する",
        "renewal_limit": "" if indefinite else "通算5年まで",
        "has_trial": True,
        "trial_period": "3か月（条件は同じ）",
        "work_prefecture_id": "43",
        "work_municipality_id": employer["_place"].code,
        "work_address": employer["address"],
        "work_place_scope": "県内の事業所",
        "weekly_hours": hours,
        "working_time_system": "fixed",
        "working_time": "8時30分〜17時30分" if hours >= 35 else "9時00分〜15時00分",
        "break_minutes": 60,
        "overtime": True,
        "overtime_hours": 10,
        "holidays": "土日・祝日、年末年始",
        "annual_days_off": 120,
        "paid_leave_days": 10,
        "annual_hours": hours * 52,
        "daily_hours": hours / 5,
        "wage_kind": "monthly",
        "wage_from_yen": int(monthly),
        "wage_to_yen": int(monthly * 1.25),
        "has_fixed_overtime": False,
        "excluded_allowances_yen": 0,
        "commuting_allowance": "実費（月2万円まで）",
        "employment_insurance": hours >= 20,
        "accident_insurance": True,
        "health_insurance": hours >= 20,
        "pension_insurance": hours >= 20,
        "smoking_measure": "no_smoking",
        "retirement_age": 65,
        "age_limited": False,
        "sex_limit": "none",
        "experience_required": False,
        "starts_on": received + timedelta(days=60),
        "new_hire": True,
        "transfer": False,
        "last_confirmed_on": received,
        "created_by_id": dice.choice(world.counsellors).pk,
        "created_at": world.at(max(received, world.first_day)),
        "updated_at": world.at(max(received, world.first_day)),
        "_eligible": eligible,
        "_listed": received + timedelta(days=3) <= world.today and dice.random() < 0.94,
    }


def _history(world: World, posting: dict) -> list[dict]:
    dice, day = world.dice, posting["received_on"] + timedelta(days=3)
    until = day + timedelta(days=LISTING - 1)
    lines = [_line(world, posting, "new", day, until)]
    for _ in range(4):
        step = dice.random()
        if step < 0.25:
            changed = day + timedelta(days=dice.randint(5, 60))
            if changed > min(until, world.today):
                break
            lines.append(_line(world, posting, "changed", changed, until))
            day = changed
        elif step < 0.62:
            extended = until - timedelta(days=dice.randint(0, 10))
            if extended > world.today or extended <= day:
                break
            day, until = extended, until + timedelta(days=LISTING)
            lines.append(_line(world, posting, "extended", day, until))
        elif step < 0.78:
            ended = day + timedelta(days=dice.randint(10, 70))
            if ended > min(until, world.today):
                break
            lines.append(_line(world, posting, "ended", ended, None))
            back = ended + timedelta(days=dice.randint(10, 60))
            if dice.random() < 0.7 or back > world.today:
                break
            day, until = back, back + timedelta(days=LISTING - 1)
            lines.append(_line(world, posting, "relisted", day, until))
        else:
            break
    return lines


def _line(world: World, posting: dict, kind: str, effective: date, until: date | None) -> dict:
    return {
        "posting_id": posting["id"],
        "kind": kind,
        "effective_on": effective,
        "listed_until": until,
        "eligible": posting["_eligible"],
        "site_number": posting["site_number"],
        "url": f"https://example.jp/joboffer/{posting['site_number']}",
        "recorded_by_id": world.dice.choice(world.counsellors).pk,
        "recorded_at": world.at(effective),
    }


def _projection(history: list[dict]) -> dict:
    """What the posting repeats of its last lines (see JobPosting)."""
    if not history:
        return {"listed_from": None, "listed_until": None, "ended_on": None, "listed_eligible": None}
    starts = [line for line in history if line["kind"] in ("new", "relisted")]
    listed = [line for line in history if line["kind"] != "ended"]
    last = history[-1]
    return {
        "listed_from": starts[-1]["effective_on"],
        "listed_until": listed[-1]["listed_until"],
        "ended_on": last["effective_on"] if last["kind"] == "ended" else None,
        "listed_eligible": last["eligible"],
    }
