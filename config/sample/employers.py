"""Sample employers: corporations, establishments, contacts, registrations and visits."""

from datetime import timedelta

from centre.bulk import copy, next_id
from centre.calendar import opening_days
from centre.tabular.names import address_key, name_key, phone_key
from config.sample import words
from config.sample.world import World
from employers.models import (
    Contact,
    Corporation,
    Establishment,
    PlannedVisit,
    Registration,
    Renewal,
    SchemeNotice,
    SchemeStanding,
    Visit,
)
from privacy.models import ConsentText

FORMS = (("株式会社{}", 60, "company"), ("{}株式会社", 12, "company"), ("有限会社{}", 14, "company"), ("合同会社{}", 7, "company"), ("{}", 7, "sole_proprietor"))  # fmt: skip
WELFARE = (("医療法人{}会", 5, "medical"), ("社会福祉法人{}会", 5, "social_welfare"))
BRANCHES = ("本社", "熊本支店", "八代工場", "菊池営業所", "天草営業所")


def corporate_number(serial: int) -> str:
    """A number with a right check digit in a range that no registry office uses."""
    base = f"99{serial:010d}"
    total = sum(int(digit) * (1 if place % 2 == 1 else 2) for place, digit in enumerate(reversed(base), start=1))
    return f"{9 - total % 9}{base}"


def make(world: World) -> list[dict]:
    """Write employers; answers what postings and consultations need to know of each establishment."""
    dice, first_corporation, first = world.dice, next_id(Corporation), next_id(Establishment)
    establishments, corporations = [], []
    for number in range(world.many(1200)):
        if number and dice.random() < 0.12:
            owner = corporations[-1]
        else:
            owner = _corporation(world, first_corporation + len(corporations))
            corporations.append(owner)
        establishments.append(_establishment(world, first + number, owner))
    copy(Corporation, ({key: value for key, value in row.items() if key[0] != "_"} for row in corporations))
    copy(Establishment, ({key: value for key, value in row.items() if key[0] != "_"} for row in establishments))
    copy(Contact, _contacts(world, establishments))
    registrations = list(_registrations(world, establishments))
    copy(Registration, registrations)
    copy(Renewal, _renewals(registrations))
    copy(Visit, _visits(world, establishments))
    notices = list(_notices(world, establishments))
    copy(SchemeNotice, notices)
    copy(SchemeStanding, _standings(notices))
    copy(PlannedVisit, _plans(world, establishments))
    return establishments


def _corporation(world: World, pk: int) -> dict:
    dice = world.dice
    code, kinds, size, wage = dice.choices(words.BUSINESSES, weights=words.INDUSTRY_WEIGHTS)[0]
    stem = f"{dice.choice(words.COMPANY_HEADS)}{dice.choice(kinds)}"
    forms = FORMS if code != "P" else WELFARE
    form, _, kind = dice.choices(forms, weights=[form[1] for form in forms])[0]
    # A running number keeps thousands of made-up names apart without pretending to be real ones.
    name = form.format(stem if pk <= 200 else f"{stem}{pk}")
    has_capital = kind == "company"
    large = has_capital and dice.random() < 0.03
    known = dice.random() < 0.8
    created = world.at(world.first_day)
    return {
        "id": pk,
        "corporate_number": None if kind == "sole_proprietor" else corporate_number(pk),
        "name": name,
        "name_key": name_key(name)[:120],
        "kind": kind,
        "capital_yen": (
            dice.choice((12, 35, 80)) * 10**8 if large else dice.choice((3, 5, 10, 20, 30, 50, 90)) * 10**6
        )
        if has_capital
        else None,
        "head_office_prefecture_id": dice.choices(("43", "40", "13"), weights=(92, 5, 3))[0] if known else None,
        "head_office_municipality": "",
        "shareholders_known": known and has_capital,
        "officers_total": dice.randint(2, 8) if known else None,
        "officers_from_large": 0 if known else None,
        "limited_work_location": None,
        "employment_insurance": True if known else None,
        "adult_entertainment": False if known else None,
        "antisocial": False if known else None,
        "facts_checked_on": world.day() if known else None,
        "created_at": created,
        "updated_at": created,
        "_industry": code,
        "_size": size,
        "_wage": wage,
    }


def _establishment(world: World, pk: int, owner: dict) -> dict:
    dice, place = world.dice, world.place()
    name = owner["name"] if dice.random() < 0.75 else f"{owner['name']} {dice.choice(BRANCHES)}"
    address = f"{place.county}{place.name}見本町{dice.randint(1, 9)}丁目{dice.randint(1, 30)}番{pk}号"
    phone = f"096-000-{pk % 10000:04d}"
    created = world.at(world.first_day)
    return {
        "id": pk,
        "corporation_id": owner["id"],
        "name": name,
        "name_key": name_key(name)[:120],
        "postal_code": f"86{dice.randint(0, 9)}-{dice.randint(0, 9999):04d}",
        "municipality_id": place.code,
        "address": address,
        "address_key": address_key(address)[:200],
        "phone": phone,
        "phone_key": phone_key(phone)[:20],
        "email": f"saiyo{pk}@example.jp",
        "industry_id": owner["_industry"],
        "employees": max(1, round(dice.lognormvariate(0, 0.9) * owner["_size"])),
        "last_confirmed_on": world.day() if dice.random() < 0.8 else None,
        "created_at": created,
        "updated_at": created,
        "_place": place,
        "_industry": owner["_industry"],
        "_wage": owner["_wage"],
        "_eligible": owner["employment_insurance"] is True
        and (owner["capital_yen"] or 0) < 10**9
        and owner["head_office_prefecture_id"] in ("43", "40"),
    }


def _contacts(world: World, establishments: list[dict]):
    for row in establishments:
        if world.dice.random() < 0.85:
            family, given = world.dice.choice(words.FAMILY_NAMES)[0], world.dice.choice(words.GIVEN_NAMES)[0]
            yield {
                "establishment_id": row["id"],
                "name": f"{family} {given}",
                "department": world.dice.choice(("総務部", "人事課", "代表", "工場長", "事務長")),
                "email": row["email"],
                "phone": row["phone"],
                "is_main": True,
            }


def _registrations(world: World, establishments: list[dict]):
    first = next_id(Registration)
    text = ConsentText.objects.filter(purpose=ConsentText.Purpose.REGISTRATION).order_by("-version").first()
    for row in establishments:
        if world.dice.random() > 0.72:
            continue
        old = world.dice.random() < 0.6
        day = world.first_day - timedelta(days=world.dice.randint(1, 700)) if old else world.day()
        renewed = world.day() if world.dice.random() < 0.35 else None
        ended = world.day() if world.dice.random() < 0.04 else None
        first += 1
        yield {
            "id": first - 1,
            "items": world.dice.choice((["name", "address", "phone"], ["name", "postings"], ["name"])),
            "establishment_id": row["id"],
            "source": world.dice.choice(("visit", "counter", "phone", "event", "handed_over")),
            "scope": world.dice.choices(("public", "jobseekers", "internal"), weights=(6, 3, 1))[0],
            "consent_text_id": text.pk,
            "registered_on": day,
            "renewed_on": renewed if renewed and renewed > day else None,
            "ended_on": ended if ended and ended > (renewed or day) and ended > day else None,
            "recorded_by_id": world.dice.choice(world.counsellors).pk,
            "recorded_at": world.at(max(day, world.first_day)),
        }


def _renewals(registrations: list[dict]):
    for row in registrations:
        if row["renewed_on"]:
            yield {
                "registration_id": row["id"],
                "renewed_on": row["renewed_on"],
                "scope": row["scope"],
                "items": row["items"],
                "consent_text_id": row["consent_text_id"],
                "recorded_by_id": row["recorded_by_id"],
                "recorded_at": row["recorded_at"],
            }


def _notices(world: World, establishments: list[dict]):
    dice, told = world.dice, set()
    for _ in range(world.many(500)):
        row, scheme = dice.choice(establishments), dice.choice(("travel", "scholarship", "relocation", "uij_course"))
        if (row["id"], scheme) in told:
            continue
        told.add((row["id"], scheme))
        state = dice.choices(("told", "considering", "joined", "not_eligible"), weights=(6, 3, 2, 1))[0]
        day = world.day()
        yield {
            "establishment_id": row["id"],
            "scheme_id": scheme,
            "noticed_on": day,
            "method": dice.choice(("visit", "phone", "counter", "mail")),
            "state": state,
            "leaflets": dice.randint(0, 3),
            "reaction": "社内で検討するとのこと" if state == "considering" else "",
            "handed_over_on": day if state == "joined" and dice.random() < 0.7 else None,
            "recorded_by_id": dice.choice(world.visitors).pk,
            "recorded_at": world.at(day),
        }


def _standings(notices: list[dict]):
    for row in notices:
        yield {
            "establishment_id": row["establishment_id"],
            "scheme_id": row["scheme_id"],
            "state": row["state"],
            "since": row["noticed_on"],
        }


def _plans(world: World, establishments: list[dict]):
    days = opening_days(world.today, world.today + timedelta(days=45))
    for row in world.dice.sample(establishments, min(len(establishments), world.many(24))):
        yield {
            "establishment_id": row["id"],
            "planned_on": world.dice.choice(days),
            "visitor_id": world.dice.choice(world.visitors).pk,
            "reason": "求人の相談",
            "state": "planned",
            "created_by_id": world.visitors[0].pk,
            "created_at": world.at(world.today),
        }


def _visits(world: World, establishments: list[dict]):
    for _ in range(world.many(600)):
        row, day = world.dice.choice(establishments), world.day()
        wishes = world.dice.random() < 0.7
        postings = world.dice.choice((0, 1, 1, 2)) if wishes else 0
        yield {
            "establishment_id": row["id"],
            "visited_on": day,
            "visited_by_id": world.dice.choice(world.visitors).pk,
            "met": world.dice.choice(("総務ご担当", "代表の方", "人事ご担当")),
            "wishes_uij": wishes,
            "expected_postings": postings,
            "expected_headcount": postings * world.dice.randint(1, 2),
            "leaflets": world.dice.randint(0, 3),
            "learnt": world.dice.choice(words.VISIT_NOTES),
            "next_step": "求人票の下書きを送る" if postings else "",
            "recorded_at": world.at(day),
        }
