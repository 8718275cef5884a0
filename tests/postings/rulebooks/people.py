"""A person who meets everything, to be changed one fact at a time."""

from datetime import date

from postings.rulebooks.book import Judgement, judge
from postings.rulebooks.library import choose_for

TODAY = date(2026, 11, 20)

PERSON = {
    "moved_in_on": "2025-05-01",
    "applied_on": "2025-08-01",
    "destination_prefecture": "熊本県",
    "destination_municipality": "八代市",
    "periods": [
        {
            "from": "2015-04-01",
            "to": "2025-04-30",
            "kind": "residence",
            "place_prefecture": "東京都",
            "place_municipality": "世田谷区",
        }
    ],
    "stays_five_years": True,
    "status": "japanese",
    "antisocial": False,
    "route": "employment",
    "relative_in_management": False,
    "works_five_years": True,
    "employed_since": "2025-05-07",
    "household": True,
    "children_under_18": 2,
}


def period(first: str | None, last: str | None, kind: str | None = "residence", **changed) -> dict:
    """A period of living in the wards, or of commuting or studying there from Kawaguchi's neighbour Saitama City."""
    place = {"place_prefecture": "東京都", "place_municipality": "世田谷区"}
    if kind != "residence":
        place = {"place_prefecture": "埼玉県", "place_municipality": "さいたま市"}
        place |= {"workplace_in_23_wards": True}
    if kind == "commute":
        place |= {"employee": True, "insured": True}
    if kind == "school":
        place |= {"employed_in_23_wards_after": True}
    return {"from": first, "to": last, "kind": kind} | place | changed


def ask_person(**changed) -> Judgement:
    """The judgement of the sample person with some facts changed."""
    facts = PERSON | changed
    return judge(choose_for("relocation_person", facts, TODAY), facts, on=TODAY)


def outcome(key: str, **changed) -> str:
    """The outcome of one requirement."""
    return found(key, **changed).outcome


def found(key: str, **changed):
    """The finding of one requirement."""
    return {finding.key: finding for finding in ask_person(**changed).findings}[key]


def origin(moved: str, *periods: dict) -> str:
    """The outcome of P3 for somebody who moved on a day after these periods."""
    return outcome("P3", moved_in_on=moved, applied_on=None, periods=list(periods))
