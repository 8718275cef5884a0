"""C3: whether a corporation counts as large through its owners or officers (みなし大企業, C3a to C3c and C3x).

Every fact pushes the answer one way only (more share, more capital, more shared officers towards large; more officers,
a recommendation away from it). So what holds both with every unknown fact at its best and at its worst holds for all
values in between, and what differs between the two cannot be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from postings.rulebooks.book import Answer, Terms, met, missing, not_met
from postings.rulebooks.wording import yen

HALF = Fraction(1, 2)
TWO_THIRDS = Fraction(2, 3)
# More capital than any corporation has: what an unknown amount may be at worst.
BOUNDLESS = 10**18
# Kinds that have no shares or contributions to own, and that have no officers: for them silence means “none”. What
# is stated all the same is judged as stated.
WITHOUT_SHARES = frozenset({"sole_proprietor", "social_welfare", "npo", "school"})
WITHOUT_OFFICERS = frozenset({"sole_proprietor"})

SHAREHOLDERS = "株主・出資者の構成"
SHAREHOLDER_CAPITAL = "株主・出資者の資本金"
SHARE = "持株の割合"
OFFICERS_TOTAL = "役員の総数"
OFFICERS_FROM_LARGE = "資本金の大きい法人の役員・職員を兼ねる役員の数"
RECOMMENDATION = "市町村長の推薦・知事の認定"


@dataclass(frozen=True)
class Holder:
    """A shareholder in a possible world: its share of the whole and its capital in yen."""

    share: Fraction
    capital: int


@dataclass(frozen=True)
class World:
    """One way the facts may be, with nothing unknown."""

    holders: tuple[Holder, ...]
    officers_total: int
    officers_from_large: int
    recommended: bool


def judge_large_by_ownership(facts: Mapping[str, object], terms: Terms) -> Answer:
    """C3: met when none of C3a to C3c applies, or only ones the exception C3x lifts."""
    unknown = _unknown(facts)
    best, worst = _world(facts, frozenset()), _world(facts, unknown)
    if reasons := _counts_as_large(best, terms):
        return not_met("、".join(reasons))
    if not _counts_as_large(worst, terms):
        return met(_why_met(worst, terms))
    return missing(_deciding(facts, unknown, terms))


def _why_met(world: World, terms: Terms) -> str:
    if _counts_as_large(
        World(world.holders, world.officers_total, world.officers_from_large, recommended=False), terms
    ):
        limit = yen(terms.parameters["exempt_below_yen"])
        return f"親法人の資本金が{limit}未満で市町村長の推薦・知事の認定があるため、みなし大企業の例外に当たる（C3x）"
    return "株主・出資者と役員の構成は、みなし大企業の3つの基準（C3a・C3b・C3c）のどれにも当たらない"


def _counts_as_large(world: World, terms: Terms) -> list[str]:
    """A clause for each criterion that applies in a world without unknowns; empty when none does."""
    large_yen, exempt_yen = terms.parameters["large_capital_yen"], terms.parameters["exempt_below_yen"]
    large = [holder for holder in world.holders if holder.capital >= large_yen and holder.share > 0]
    # C3x: with the recommendation, parents under the higher limit do not count.
    beyond = [holder for holder in large if not world.recommended or holder.capital >= exempt_yen]
    reasons = []
    if any(holder.share >= HALF for holder in beyond):
        reasons.append(f"持株の割合の1/2以上を資本金{yen(large_yen)}以上の同じ法人が持っている（C3a）")
    if beyond and sum(holder.share for holder in large) >= TWO_THIRDS:
        reasons.append(f"持株の割合の2/3以上を資本金{yen(large_yen)}以上の法人が持っている（C3b）")
    if world.officers_from_large > 0 and 2 * world.officers_from_large >= world.officers_total:
        reasons.append(
            f"役員の総数の1/2以上（{world.officers_from_large}人）が"
            f"資本金{yen(large_yen)}以上の法人の役員・職員を兼ねている（C3c）"
        )
    return reasons


def _unknown(facts: Mapping[str, object]) -> frozenset[str]:
    """The labels of the facts that are not known and may matter for this kind of corporation."""
    holders = facts["shareholders"]
    may_have_officers = facts["kind"] not in WITHOUT_OFFICERS
    labels = {
        SHAREHOLDERS: holders is None and facts["kind"] not in WITHOUT_SHARES,
        SHAREHOLDER_CAPITAL: any(holder["capital_yen"] is None for holder in holders or ()),
        SHARE: any(holder["share"] is None for holder in holders or ()),
        OFFICERS_TOTAL: facts["officers_total"] is None and (may_have_officers or bool(facts["officers_from_large"])),
        OFFICERS_FROM_LARGE: facts["officers_from_large"] is None and may_have_officers,
        RECOMMENDATION: facts["governor_recommendation"] is None,
    }
    return frozenset(label for label, applies in labels.items() if applies)


def _world(facts: Mapping[str, object], at_worst: frozenset[str]) -> World:
    """The facts with the unknown ones named in `at_worst` at their worst and the other unknown ones at their best."""
    known_total, known_from_large = facts["officers_total"], facts["officers_from_large"]
    from_large = known_from_large
    if from_large is None:
        from_large = (known_total or 1) if OFFICERS_FROM_LARGE in at_worst else 0
    total = known_total
    if total is None:
        total = from_large if OFFICERS_TOTAL in at_worst else 2 * from_large + 1
    recommended = facts["governor_recommendation"]
    if recommended is None:
        recommended = RECOMMENDATION not in at_worst
    return World(_holders(facts["shareholders"], at_worst), total, from_large, recommended)


def _holders(given: tuple[dict, ...] | None, at_worst: frozenset[str]) -> tuple[Holder, ...]:
    if given is None:
        return (Holder(Fraction(1), BOUNDLESS),) if SHAREHOLDERS in at_worst else ()
    unknown_capital = BOUNDLESS if SHAREHOLDER_CAPITAL in at_worst else 0
    holders = [
        (entry["share"], unknown_capital if entry["capital_yen"] is None else entry["capital_yen"]) for entry in given
    ]
    rest = 1 - sum(share for share, _ in holders if share is not None)
    open_shares = [index for index, (share, _) in enumerate(holders) if share is None]
    # At worst the whole rest belongs to the largest of those whose share is not known.
    taker = max(open_shares, key=lambda index: holders[index][1]) if open_shares and SHARE in at_worst else None
    return tuple(
        Holder(share if share is not None else (rest if index == taker else Fraction(0)), capital)
        for index, (share, capital) in enumerate(holders)
    )


def _deciding(facts: Mapping[str, object], unknown: frozenset[str], terms: Terms) -> list[str]:
    """The unknown facts that can decide alone, or all of them where only several together can; in a fixed order."""
    alone = {
        label
        for label in unknown
        if _counts_as_large(_world(facts, frozenset({label})), terms)
        or not _counts_as_large(_world(facts, unknown - {label}), terms)
    }
    order = (SHAREHOLDERS, SHAREHOLDER_CAPITAL, SHARE, OFFICERS_TOTAL, OFFICERS_FROM_LARGE, RECOMMENDATION)
    return [label for label in order if label in (alone or unknown)]
