"""Employers that may be in the register already: candidates with the reasons (PEERS 1.2, live warning)."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from centre.tabular.names import address_key, name_key, phone_key
from employers.merging import stands_for
from employers.models import Corporation, Establishment

NAME_SIMILARITY = 0.6


@dataclass(frozen=True)
class Suspect:
    """An establishment that may be the same, and why, in words for the screen."""

    establishment: Establishment
    reasons: tuple[str, ...]


def suspects(
    *, corporate_number: str = "", name: str = "", phone: str = "", address: str = "", limit: int = 5
) -> list[Suspect]:
    """Establishments that share a number or a phone, or whose name is alike, the surest first."""
    keys = {"name": name_key(name), "phone": phone_key(phone), "address": address_key(address)}
    condition = Q(pk__in=[])
    if corporate_number:
        # Asked apart: across a join the database would read every row instead of its indexes.
        owners = Corporation.objects.filter(corporate_number=corporate_number).values_list("pk", flat=True)
        condition |= Q(corporation__in=list(owners))
    if keys["phone"]:
        condition |= Q(phone_key=keys["phone"])
    if len(keys["name"]) >= 2:
        condition |= Q(name_key=keys["name"]) | Q(name_key__trigram_similar=keys["name"])
    found = (
        Establishment.everything.filter(condition)
        .select_related("corporation", "municipality", "merged_into__municipality")
        .annotate(alike=TrigramSimilarity("name_key", keys["name"]))
        .order_by("-alike", "pk")[:50]
    )
    # A record that was merged still tells what its employer was called and where it answered the phone.
    ranked: dict[int, Suspect] = {}
    for record in found:
        reasons, stands = _reasons(record, corporate_number, keys), stands_for(record)
        if reasons and len(reasons) > len(ranked[stands.pk].reasons if stands.pk in ranked else ()):
            ranked[stands.pk] = Suspect(stands, reasons)
    return sorted(ranked.values(), key=lambda suspect: -len(suspect.reasons))[:limit]


def _reasons(establishment: Establishment, corporate_number: str, keys: dict[str, str]) -> tuple[str, ...]:
    tests = (
        ("法人番号が同じ", bool(corporate_number) and establishment.corporation.corporate_number == corporate_number),
        ("電話番号が同じ", bool(keys["phone"]) and establishment.phone_key == keys["phone"]),
        ("名前が同じ", bool(keys["name"]) and establishment.name_key == keys["name"]),
        (
            "名前が似ている",
            establishment.name_key != keys["name"] and (establishment.alike or 0) >= NAME_SIMILARITY,
        ),
        ("所在地が同じ", bool(keys["address"]) and establishment.address_key == keys["address"]),
    )
    return tuple(reason for reason, holds in tests if holds)
