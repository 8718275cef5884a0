"""U, I or J: what the product suggests, from where somebody comes from, lives and wants to live. Pure.

The contract names U, I and J but does not define them; this is the usual reading (U: back to the prefecture one comes
from; J: from a neighbouring prefecture, through a far city, to Kumamoto; I: from elsewhere). The counter may always
decide otherwise. What is not known is never guessed.
"""

from dataclasses import dataclass

KUMAMOTO = "43"
# The prefectures that border on Kumamoto.
NEIGHBOURS = {"40": "福岡県", "44": "大分県", "45": "宮崎県", "46": "鹿児島県"}


@dataclass(frozen=True)
class Suggestion:
    """`turn` is U, I, J, or empty when nobody can tell; `because` says from what, or what to ask."""

    turn: str
    because: str


def suggest_turn(
    origin: str | None, residence: str | None, origin_city: str = "", wished: tuple[str, ...] = ()
) -> Suggestion:
    """Suggest U, I or J from two-digit prefecture codes; `wished` are the names of municipalities wished for."""
    if origin is None:
        return Suggestion("", "出身地が未確認です。出身地を伺うと、区分の案を出せます。")
    if residence == KUMAMOTO:
        return Suggestion("", "すでに熊本県にお住まいです。移ってきた時期を伺って選んでください。")
    if origin == KUMAMOTO:
        return Suggestion("U", _why_u(origin_city, wished))
    if residence is None:
        return Suggestion("", "現住所が未確認です。いまの都道府県を伺うと、区分の案を出せます。")
    if origin in NEIGHBOURS and residence not in NEIGHBOURS:
        return Suggestion("J", f"隣の{NEIGHBOURS[origin]}の出身で、離れた所から出身地に近い熊本へ移るため。")
    return Suggestion("I", "熊本県の出身でなく、出身地から離れて熊本へ移るため。")


def _why_u(origin_city: str, wished: tuple[str, ...]) -> str:
    """At the prefecture's scale it is U; another municipality than one's own is told, for some call it J."""
    if not origin_city or not wished:
        return "熊本県の出身で、熊本へ戻るため。"
    if origin_city in wished:
        return f"出身の{origin_city}へ戻ることを希望しているため。"
    return f"熊本県の出身で、熊本へ戻るため（希望する地域は、出身の{origin_city}とは別の市町村です）。"
