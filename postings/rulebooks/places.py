"""The Tokyo area and its disadvantaged areas, by dated lists (the full lists of FY2025 and 2026 are unverified)."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from postings.rulebooks.facts import FactError, text

DATA = Path(__file__).parent / "data"
TOKYO = "13"


class Standing(StrEnum):
    """How a place stands to the rule “not in the Tokyo area, except its disadvantaged areas”."""

    OUTSIDE = "outside"
    DISADVANTAGED = "disadvantaged"
    CENTRAL = "central"
    UNVERIFIED = "unverified"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Area:
    """A line of the list of disadvantaged areas; only the status `found` is proof."""

    prefecture: str
    code: str
    name: str
    status: str
    listed_from: date | None
    listed_to: date | None

    def proven_on(self, on: date) -> bool:
        """Whether the list proves the area to be disadvantaged on a day."""
        return (
            self.status == "found"
            and self.listed_from is not None
            and self.listed_from <= on
            and (self.listed_to is None or on <= self.listed_to)
        )


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a file in `data/`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def prefecture_names() -> dict[str, str]:
    """The 47 prefectures, two-digit code to name."""
    return {row["code"]: row["name"] for row in rows("prefectures.csv")}


@cache
def tokyo_area() -> frozenset[str]:
    """The codes of the four prefectures of the Tokyo area."""
    return frozenset(row["code"] for row in rows("prefectures.csv") if row["in_tokyo_area"] == "1")


@cache
def disadvantaged_areas() -> tuple[Area, ...]:
    """The list of disadvantaged areas in the Tokyo area."""
    return tuple(
        Area(
            prefecture=row["prefecture"],
            code=row["code"],
            name=row["name"],
            status=row["status"],
            listed_from=date.fromisoformat(row["listed_from"]) if row["listed_from"] else None,
            listed_to=date.fromisoformat(row["listed_to"]) if row["listed_to"] else None,
        )
        for row in rows("disadvantaged_areas.csv")
    )


def prefecture(value: object) -> str:
    """A reader of a prefecture, giving its two-digit code: a name (都府県 may be left out) or a code."""
    code = _writings_of_prefectures().get(text(value))
    if code is None:
        raise ValueError("47都道府県の名前か団体コードにしてください")
    return code


def municipality(value: object) -> str:
    """A reader of a municipality: a code becomes its five digits, a name stays (may begin with its prefecture)."""
    given = text(value)
    if not re.fullmatch(r"[0-9]+", given):
        return given
    code = given[:5]
    if len(given) not in {5, 6} or code[:2] not in prefecture_names() or code.endswith("000"):
        raise ValueError("市区町村の名前か、5桁または6桁の団体コードにしてください")
    if len(given) == 6 and given != _with_check_digit(code):
        raise ValueError("団体コードの検査数字（6桁目）が合いません")
    return code


def settle(facts: Mapping[str, object], prefecture_key: str, municipality_key: str) -> dict[str, object]:
    """The facts with the prefecture filled in where the municipality tells it. Raises FactError when they disagree."""
    code, place = facts[prefecture_key], facts[municipality_key]
    if place is None:
        return dict(facts)
    told, rest = _prefecture_told_by(place)
    if told and code and told != code:
        raise FactError(
            f"都道府県（{prefecture_key}）と市区町村（{municipality_key}）が合いません：{label(code, place)}",
            municipality_key,
        )
    return {**facts, prefecture_key: code or told, municipality_key: rest}


def standing(code: str | None, place: str | None, on: date) -> Standing:
    """How a place stands on a day; what the lists do not prove is unverified, never central."""
    if code is None:
        return Standing.NOT_KNOWN
    if code not in tokyo_area():
        return Standing.OUTSIDE
    if place is None:
        return Standing.NOT_KNOWN
    name = without_county(place)
    if _is_ward(code, place) or _is_designated_city(code, place):
        return Standing.CENTRAL
    proven = (area.proven_on(on) for area in disadvantaged_areas() if _is(area, code, place, name))
    return Standing.DISADVANTAGED if any(proven) else Standing.UNVERIFIED


def in_the_23_wards(code: str | None, place: str | None) -> bool | None:
    """Whether a place is in the 23 wards of Tokyo; None where it is not known."""
    if code is not None and code != TOKYO:
        return False
    if code is None or place is None:
        return None
    return _is_ward(code, place)


def label(code: str | None, place: str | None) -> str:
    """A place as a sentence names it, such as 東京都檜原村."""
    named = {area.code: area.name for area in disadvantaged_areas()}
    named |= {row["code"]: row["name"] for row in rows("tokyo_wards.csv")}
    return f"{prefecture_names().get(code, '')}{named.get(place, place) or ''}"


@cache
def _writings_of_prefectures() -> dict[str, str]:
    """Every way to write a prefecture, to its two-digit code; only Hokkaido has no short form."""
    writings = {}
    for code, name in prefecture_names().items():
        writings |= dict.fromkeys(
            (name, code, _with_check_digit(f"{code}000"), name if code == "01" else name[:-1]), code
        )
    return writings


def _prefecture_told_by(place: str) -> tuple[str | None, str | None]:
    if place.isdigit():
        return place[:2], place
    for code, name in prefecture_names().items():
        if place.startswith(name):
            return code, place.removeprefix(name) or None
    return None, place


def _is(area: Area, code: str, place: str, name: str) -> bool:
    return area.prefecture == code and (place == area.code or area.name in {place, name})


def without_county(place: str) -> str:
    """檜原村 for 西多摩郡檜原村, 三宅村 for 三宅島三宅村."""
    return re.sub(r"^.+?[郡島](?=.+[町村]$)", "", place)


def _is_ward(code: str, place: str) -> bool:
    return code == TOKYO and any(place in {row["code"], row["name"]} for row in rows("tokyo_wards.csv"))


def _is_designated_city(code: str, place: str) -> bool:
    """A designated city or a ward of one: outside Tokyo proper no other municipality has wards."""
    if code != TOKYO and place.endswith("区"):
        return True
    return any(
        row["prefecture"] == code
        and (place.startswith(row["name"]) or (place.isdigit() and row["code_from"] <= place <= row["code_to"]))
        for row in rows("designated_cities.csv")
    )


def _with_check_digit(code: str) -> str:
    """The six-digit code: the five digits weighted 6 to 2, their sum modulo 11 taken from 11, its last digit."""
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return f"{code}{(11 - total % 11) % 10}"
