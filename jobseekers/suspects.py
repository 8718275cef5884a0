"""People who may be registered already: candidates with the reasons (PEERS 1.2, live warning)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower

from centre.tabular.names import phone_key
from jobseekers.models import Jobseeker
from jobseekers.person_names import person_key

SHOWN = 5
# The sorting by reasons is done over so many; whoever shares a phone or an address of mail is among the first.
LOOKED_AT = 50


@dataclass(frozen=True)
class Suspect:
    """A registration that may be of the same person, and why, in words for the screen."""

    person: Jobseeker
    reasons: tuple[str, ...]


def suspects(*, name: str = "", phone: str = "", email: str = "", birth_date: date | None = None) -> list[Suspect]:
    """Up to SHOWN registrations, of ended support too, that share the name, the phone or the mail; the surest first.

    Names are compared as `person_key` writes them, so that 髙﨑 and 高崎 are one. A day of birth alone is no reason.
    """
    keys = {"name_key": person_key(name), "phone_key": phone_key(phone), "mail": email.strip().lower()}
    same = [Q(**{field: key}) for field, key in keys.items() if key]
    if not same:
        return []
    any_of = same[0]
    for condition in same[1:]:
        any_of |= condition
    reached = Q(phone_key=keys["phone_key"]) if keys["phone_key"] else Q(pk__in=[])
    reached |= Q(mail=keys["mail"]) if keys["mail"] else Q(pk__in=[])
    found = (
        Jobseeker.objects.alias(mail=Lower("email"))
        .filter(any_of)
        .select_related("prefecture")
        .order_by(Case(When(reached, then=Value(0)), default=Value(1)), "-pk")[:LOOKED_AT]
    )
    listed = [Suspect(person, _reasons(person, keys, birth_date)) for person in found]
    return sorted(listed, key=lambda suspect: -len(suspect.reasons))[:SHOWN]


def _reasons(person: Jobseeker, keys: dict[str, str], birth_date: date | None) -> tuple[str, ...]:
    tests = (
        ("名前が同じ", bool(keys["name_key"]) and person.name_key == keys["name_key"]),
        ("電話番号が同じ", bool(keys["phone_key"]) and person.phone_key == keys["phone_key"]),
        ("メールが同じ", bool(keys["mail"]) and person.email.lower() == keys["mail"]),
        ("生年月日が同じ", birth_date is not None and person.birth_date == birth_date),
    )
    return tuple(reason for reason, holds in tests if holds)
