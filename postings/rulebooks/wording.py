"""How reasons write amounts and days."""

from datetime import date
from fractions import Fraction


def yen(amount: int) -> str:
    """An amount the way people read it, exactly: 10億円, 9億9,999万9,999円."""
    oku, rest = divmod(amount, 10**8)
    man, ones = divmod(rest, 10**4)
    parts = [f"{value:,}{unit}" for value, unit in ((oku, "億"), (man, "万"), (ones, "")) if value]
    return f"{''.join(parts) or '0'}円"


def japanese_day(value: date) -> str:
    """A day as 2026年11月20日."""
    return f"{value.year}年{value.month}月{value.day}日"


def hours(value: Fraction) -> str:
    """Hours without needless zeros: 20時間, 19.5時間."""
    return f"{float(value):g}時間"


def rate_of_pay(value: Fraction) -> str:
    """What an hour earns, cut (never rounded) to two decimals: 1,092円, 1,091.5円, 約1,090.90円."""
    if value < 0:
        return "0円に満たない額"
    whole, cents = divmod(value * 100 // 1, 100)
    if value * 100 != whole * 100 + cents:
        return f"約{whole:,}.{cents:02d}円"
    return f"{whole:,}" + (f".{cents:02d}".rstrip("0") if cents else "") + "円"
