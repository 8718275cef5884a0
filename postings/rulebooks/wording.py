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
