"""P3: where a person lived, worked and studied before moving (移住元), with whatever is not known.

Each period counts, does not count, or may count. What holds on the days that surely count is met; what fails even on
all days that may count is not met; between the two nobody can tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from postings.rulebooks.book import Answer, Terms, met, missing, not_met, unknown
from postings.rulebooks.logic import Truth, every, negated, some
from postings.rulebooks.periods import (
    DAY,
    EARLIEST,
    FIVE_YEARS,
    Stretch,
    ending_on,
    five_years_in_total,
    joined,
    months_later,
    within,
    years_later,
)
from postings.rulebooks.places import Standing, in_the_23_wards, standing

KINDS = {"residence": "居住", "commute": "通勤", "school": "通学"}
PERIODS = "移住前の居住・通勤・通学の期間"
WINDOW_YEARS, LAST_YEARS, BACKWARD_MONTHS = 10, 1, 3

MEMBERS = {
    "kind": "種類",
    "from": "始まりの日",
    "to": "終わりの日",
    "place_prefecture": "住んだ都道府県",
    "place_municipality": "住んだ市区町村",
    "workplace_in_23_wards": "勤め先・通学先が23区か",
    "employee": "雇われての通勤か",
    "insured": "雇用保険の被保険者か",
    "employed_in_23_wards_after": "23区の企業への就職",
}


@dataclass(frozen=True)
class Days:
    """Days that count: all of them, and those on which commuting itself counted, each stretch apart."""

    all: tuple[Stretch, ...]
    commuting: tuple[Stretch, ...]


def judge_origin(facts: Mapping[str, object], terms: Terms) -> Answer:
    """P3: five years in the 23 wards or commuting to them, by the rule of the day of moving in."""
    moved, periods = facts["moved_in_on"], facts["periods"]
    if lacking := [name for name, value in (("転入日", moved), (PERIODS, periods)) if value is None]:
        return missing(lacking)
    surely, possibly = _days(periods, moved, terms, at_best=False), _days(periods, moved, terms, at_best=True)
    holds, may_hold = _long_enough(surely, moved, terms), _long_enough(possibly, moved, terms)
    if holds:
        return met(f"{_rule(terms)}を満たす期間がある{_doubt(terms)}")
    if may_hold is False:
        return not_met(f"{_rule(terms)}を満たす期間がない{_doubt(terms)}")
    return _open(periods, surely, possibly, terms)


def _days(periods: tuple[dict, ...], moved: date, terms: Terms, *, at_best: bool) -> Days:
    """The days before the move that count in the ten years; `at_best` takes in those that only may."""
    wanted = (True, None) if at_best else (True,)
    first, last = years_later(moved, -WINDOW_YEARS), moved - DAY
    extent = _longest if at_best else _shortest
    counting = [extent(one) for one in periods if _counts(one, moved, terms) in wanted]
    commuting = [
        extent(one)
        for one in periods
        if _commutes(one, moved) in wanted and one["kind"] in {"commute", *_open_kind(at_best)}
    ]
    return Days(
        joined(within((one for one in counting if one), first, last)),
        within((one for one in commuting if one), first, last),
    )


def _open_kind(at_best: bool) -> tuple[None, ...]:
    return (None,) if at_best else ()


def _longest(period: dict) -> Stretch:
    return Stretch(period["from"] or EARLIEST, period["to"] or date.max - DAY)


def _shortest(period: dict) -> Stretch | None:
    """The days that surely belong to a period; a known end is one of them."""
    if period["from"] is None and period["to"] is None:
        return None
    return Stretch(period["from"] or period["to"], period["to"] or period["from"])


def _counts(period: dict, moved: date, terms: Terms) -> Truth:
    """Whether the days of a period count, whichever of the three kinds it is when the kind is not known."""
    kinds = KINDS if period["kind"] is None else (period["kind"],)
    answers = {_counts_as(kind, period, moved, terms) for kind in kinds}
    return answers.pop() if len(answers) == 1 else None


def _counts_as(kind: str, period: dict, moved: date, terms: Terms) -> Truth:
    # Living in the wards counts by itself, whatever one did there.
    lived = in_the_23_wards(period["place_prefecture"], period["place_municipality"])
    if kind == "commute":
        return some(lived, _commutes(period, moved))
    if kind == "school":
        return some(lived, _studied(period, moved, terms))
    return lived


def _commutes(period: dict, moved: date) -> Truth:
    insured = some(negated(period["employee"]), period["insured"])
    return every(_from_the_area(period, moved), period["workplace_in_23_wards"], insured)


def _studied(period: dict, moved: date, terms: Terms) -> Truth:
    if terms.parameters["school_counts"] != "yes":
        return False
    place = standing(period["place_prefecture"], period["place_municipality"], moved)
    # Whether the disadvantaged areas are excepted here too is not said in what was read.
    in_area = {Standing.OUTSIDE: False, Standing.CENTRAL: True}.get(place)
    return every(in_area, period["workplace_in_23_wards"], period["employed_in_23_wards_after"])


def _from_the_area(period: dict, moved: date) -> Truth:
    """Whether somebody lived in the Tokyo area outside its disadvantaged areas, by the list of the day of moving."""
    place = standing(period["place_prefecture"], period["place_municipality"], moved)
    return {Standing.CENTRAL: True, Standing.OUTSIDE: False, Standing.DISADVANTAGED: False}.get(place)


def _long_enough(days: Days, moved: date, terms: Terms) -> Truth:
    """Whether days suffice by the rule in force; None where the rule itself leaves it open."""
    relaxed = every(five_years_in_total(days.all), _lasts(days, moved, LAST_YEARS, backward=True))
    if terms.parameters["origin"] == "five_of_ten_years":
        return relaxed
    if _lasts(days, moved, FIVE_YEARS, backward=False):
        return True
    # Saitama changed to the later rule on 9 March 2020; Kumamoto's own day is not known.
    doubtful = moved >= date.fromisoformat(terms.parameters["origin_doubt_from"]) and relaxed is not False
    return None if doubtful or _lasts(days, moved, FIVE_YEARS, backward=True) else False


def _lasts(days: Days, moved: date, years: int, *, backward: bool) -> bool:
    """Whether days without a break up to the move last so long; commuting may have ended up to three months before."""
    ends = {moved - DAY}
    if backward:
        ends |= {one.last for one in days.commuting if one.last + DAY >= months_later(moved, -BACKWARD_MONTHS)}
    found = (ending_on(days.all, end) for end in ends)
    return any(stretch.holds_years(years) for stretch in found if stretch)


def _rule(terms: Terms) -> str:
    if terms.parameters["origin"] == "five_of_ten_years":
        return "直前10年のうち通算5年以上・直近連続1年以上"
    return "直前に連続5年以上"


def _doubt(terms: Terms) -> str:
    return "" if terms.parameters["origin"] == "five_of_ten_years" else "（通算5年への切替日は熊本県では未確認）"


def _open(periods: tuple[dict, ...], surely: Days, possibly: Days, terms: Terms) -> Answer:
    lacking = [
        f"{number}番目の期間の{'・'.join(names)}"
        for number, period in enumerate(periods, start=1)
        if (names := [label for key, label in MEMBERS.items() if period[key] is None and _matters(key, period)])
    ]
    if surely == possibly:
        return unknown(f"{_rule(terms)}を満たすか、数え方か切替日によって変わるため要確認")
    if not lacking:
        return unknown("住んだ所が東京圏の条件不利地域に当たるか一覧で確かめられないため要確認")
    return missing(["、".join(lacking)[:300]])


def _matters(key: str, period: dict) -> bool:
    """Whether a member says something about a period of its kind."""
    of_kind = {
        "workplace_in_23_wards": {"commute", "school", None},
        "employee": {"commute", None},
        "insured": {"commute", None} if period["employee"] is not False else set(),
        "employed_in_23_wards_after": {"school", None},
    }
    return period["kind"] in of_kind.get(key, {period["kind"]})
