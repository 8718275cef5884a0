"""Sample people: jobseekers, consultations, promises and hand-offs; the staff that serves them."""

from datetime import timedelta

from centre.bulk import copy, next_id
from centre.models import PartnerAgency
from centre.tabular.names import name_key, phone_key
from config.sample import backgrounds, partners, staff, words
from config.sample.world import World
from consultations.models import Consultation, FollowUp
from jobseekers.models import Consent, Jobseeker, WishedOccupation
from privacy.models import ConsentText

EMPLOYER_TOPICS = (
    "hiring",
    "posting",
    "relocation_subsidy",
    "transport",
    "scholarship",
    "retention",
    "foreign",
    "other",
)
PERSON_TOPICS = ("job_hunting", "moving", "relocation_subsidy", "scholarship", "other")
METHODS = ("counter", "phone", "mail", "online", "visit", "event")


def make(world: World, establishments: list[dict]) -> None:
    """Write people and what was done with and for them."""
    people = enter(world, world.many(900))
    consultations = _consultations(world, establishments, people)
    copy(Consultation, consultations)
    copy(FollowUp, _promises(world, consultations))
    partners.make(world, consultations)
    staff.make(world)


def enter(world: World, count: int) -> list[dict]:
    """Write so many people with their consents and wishes."""
    first = next_id(Jobseeker)
    people = [_jobseeker(world, first + number) for number in range(count)]
    copy(Jobseeker, people)
    backgrounds.make(people)
    text = ConsentText.objects.filter(purpose=ConsentText.Purpose.JOBSEEKER).order_by("-version").first()
    copy(
        Consent,
        (
            {
                "jobseeker_id": person["id"],
                "text_id": text.pk,
                "given_on": person["registered_on"],
                "method": world.dice.choice(("paper", "oral", "web")),
                "recorded_by_id": person["registered_by_id"],
                "recorded_at": person["created_at"],
            }
            for person in people
        ),
    )
    _wishes(world, people)
    return people


def _jobseeker(world: World, pk: int) -> dict:
    dice, day, origin = world.dice, world.day(), world.origin()
    family, family_kana = dice.choice(words.FAMILY_NAMES)
    given, given_kana, gender = dice.choice(words.GIVEN_NAMES)
    name, phone = f"{family} {given}", f"090-0000-{pk % 10000:04d}"
    at = world.at(day)
    return {
        "id": pk,
        "name": name,
        "kana": f"{family_kana} {given_kana}",
        "name_key": name_key(name)[:80],
        "gender": gender if dice.random() < 0.9 else "not_answered",
        "birth_date": day - timedelta(days=round(365.25 * dice.triangular(19, 66, 31)))
        if dice.random() < 0.95
        else None,
        "phone": phone,
        "phone_key": phone_key(phone)[:20],
        "email": f"person{pk}@example.jp",
        "prefecture_id": origin.code,
        **backgrounds.residence(pk, world.today),
        "turn": dice.choices(("U", "I", "J", ""), weights=(60, 22, 8, 10))[0],
        "wished_timing": dice.choice(("soon", "half_year", "year", "later", "undecided")),
        **_conditions(dice, day),
        "wishes": dice.choice(("土日休みを希望", "年収を今と同じくらいに", "実家の近く", "在宅勤務も可")),
        "registered_on": day,
        "closed_on": min(day + timedelta(days=150), world.today) if dice.random() < 0.15 else None,
        "registered_by_id": dice.choice(world.counsellors).pk,
        "created_at": at,
        "updated_at": at,
    }


def _conditions(dice, day) -> dict:
    """What somebody wishes for in the work; many have not been asked everything."""
    kind, yen = dice.choice(
        (("monthly", dice.randrange(180, 321, 10) * 1000), ("hourly", dice.randrange(1100, 1601, 50)))
    )
    asked = dice.random() < 0.7
    first, last = dice.choice(((35, 40), (35, 40), (35, 40), (20, 30)))
    return {
        "wished_areas": [],
        "least_wage_kind": kind if asked else "",
        "least_wage_yen": yen if asked else None,
        "weekly_hours_from": first if dice.random() < 0.6 else None,
        "weekly_hours_to": last if dice.random() < 0.6 else None,
        "wishes_indefinite": dice.choice((True, True, False, None)),
        "wishes_car_commute": dice.choice((True, True, False, None)),
        "licences": dice.choice(("", "", "普通自動車免許", "普通自動車免許、介護職員初任者研修")),
        "starts_from": day + timedelta(days=dice.choice((30, 60, 90, 180))) if dice.random() < 0.5 else None,
    }


def _wishes(world: World, people: list[dict]) -> None:
    places = Jobseeker.wished_municipalities.through
    copy(
        WishedOccupation,
        (
            {"jobseeker_id": person["id"], "occupation_id": code, "place": place}
            for person in people
            for place, code in enumerate(world.dice.sample(world.occupations, world.dice.choice((1, 1, 2))), start=1)
        ),
    )
    copy(
        places,
        (
            {"jobseeker_id": person["id"], "municipality_id": code}
            for person in people
            for code in {world.place().code for _ in range(world.dice.choice((1, 2)))}
        ),
    )


def _consultations(world: World, establishments: list[dict], people: list[dict]) -> list[dict]:
    dice, first, seen, rows = world.dice, next_id(Consultation), set(), []
    agencies = list(PartnerAgency.objects.values_list("pk", flat=True))
    for number in range(world.many(3000)):
        party = dice.choices(
            ("employer", "jobseeker", "returnee", "guardian", "partner", "anonymous"), weights=(52, 32, 5, 4, 2, 5)
        )[0]
        employer = dice.choice(establishments) if party == "employer" else None
        person = dice.choice(people) if party in ("jobseeker", "returnee") else None
        day = world.day()
        if person and day < person["registered_on"]:
            day = person["registered_on"]
        subject = (party, (employer or person or {}).get("id"))
        topics = EMPLOYER_TOPICS if party in ("employer", "partner") else PERSON_TOPICS
        rows.append(
            {
                "id": first + number,
                "party": party,
                "establishment_id": employer["id"] if employer else None,
                "jobseeker_id": person["id"] if person else None,
                "agency_id": dice.choice(agencies) if party == "partner" else None,
                "caller": "",
                "method": dice.choices(METHODS, weights=(22, 42, 16, 8, 9, 3))[0],
                "held_at": world.at(day),
                "minutes": dice.choice((5, 10, 15, 20, 30, 45)),
                "is_continuing": subject[1] is not None and subject in seen,
                "topic": dice.choice(topics),
                "summary": dice.choice(words.EMPLOYER_NOTES if employer else words.PERSON_NOTES)[:40],
                "note": dice.choice(words.EMPLOYER_NOTES if employer else words.PERSON_NOTES),
                "people": 1,
                "counsellor_id": dice.choice(world.counsellors).pk,
                "recorded_at": world.at(day),
            }
        )
        seen.add(subject)
    return rows


def _promises(world: World, consultations: list[dict]):
    for row in consultations:
        if row["party"] in ("anonymous", "partner") or world.dice.random() > 0.3:
            continue
        due = row["held_at"].date() + timedelta(days=world.dice.randint(1, 21))
        kept = due < world.today and world.dice.random() < 0.97
        yield {
            "consultation_id": row["id"],
            "establishment_id": row["establishment_id"],
            "jobseeker_id": row["jobseeker_id"],
            "what": world.dice.choice(words.PROMISES),
            "due_on": due,
            "assigned_to_id": row["counsellor_id"],
            "done_at": world.at(due) if kept else None,
            "done_by_id": row["counsellor_id"] if kept else None,
            "outcome": "連絡がついた" if kept else "",
            "created_at": row["held_at"],
        }
