"""Sample backgrounds of people: origin, household, work so far, permits, and what some told about their move.

Chosen by the number of the registration, so that the dice of the other samples fall as before.
"""

from datetime import date, timedelta

from django.utils import timezone

from centre.bulk import copy
from centre.models import Occupation
from jobseekers.models import Circumstances, WorkExperience
from postings.models import RelocationFacts

ORIGINS = ("43", "43", "43", "40", "46", "27", "13")
CITIES = ("見本市", "架空町", "")
EDUCATION = ("university", "high", "vocational", "junior_college")
PERMITS = ("RS26", "RS18", "RS28")


def residence(pk: int, today: date) -> dict:
    """The permit of one person in seventeen."""
    if pk % 17:
        return {"residence_status_id": None, "residence_until": None}
    return {
        "residence_status_id": PERMITS[pk % len(PERMITS)],
        "residence_until": today + timedelta(days=40 + pk % 400),
    }


def make(people: list[dict]) -> None:
    """Write what is known around two of three people, and what one in eleven told about the move."""
    trades = list(Occupation.objects.values_list("pk", flat=True))
    known = [person for person in people if person["id"] % 3]
    copy(Circumstances, (_circumstances(person) for person in known))
    copy(
        WorkExperience,
        (
            {
                "jobseeker_id": person["id"],
                "place": 1,
                "occupation_id": trades[person["id"] % len(trades)],
                "years": 1 + person["id"] % 15,
                "what": "",
            }
            for person in known
        ),
    )
    movers = [person for person in people if person["id"] % 11 == 0] or people[:1]
    RelocationFacts.objects.bulk_create(_told(person) for person in movers)


def _circumstances(person: dict) -> dict:
    number = person["id"]
    size = 1 + number % 4
    return {
        "jobseeker_id": number,
        "origin_prefecture_id": ORIGINS[number % len(ORIGINS)],
        "origin_city": CITIES[number % len(CITIES)],
        "household_size": size,
        "children_under_18": max(size - 2, 0),
        "education": EDUCATION[number % len(EDUCATION)],
        "is_student": False,
        "studied": "",
        "residence_checked_on": None,
        "work_permission_note": "",
        "updated_by_id": person["registered_by_id"],
        "updated_at": timezone.now(),
        "version": 1,
    }


def _told(person: dict) -> RelocationFacts:
    moved = person["registered_on"] + timedelta(days=120)
    home = {
        "kind": "residence",
        "from": (moved - timedelta(days=365 * 7)).isoformat(),
        "to": (moved - timedelta(days=1)).isoformat(),
        "place_prefecture": "13",
        "place_municipality": "世田谷区",
    }
    facts = {
        "moved_in_on": moved.isoformat(),
        "destination_prefecture": "43",
        "route": "employment",
        "stays_five_years": True,
        "periods": [home],
    }
    return RelocationFacts(jobseeker_id=person["id"], facts=facts, noted_by_id=person["registered_by_id"])
