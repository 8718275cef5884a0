"""The fiscal year: 1 April to 31 March, named by the year in which it begins (FY2026 = 令和8年度)."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month; `start` and `end` are its first and last day."""

    year: int
    month: int

    @property
    def start(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        return self.next().start - timedelta(days=1)

    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> "Month":
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def label(self) -> str:
        """令和8年10月（2026年10月）"""
        return f"{era_year(self.start)}{self.month}月（{self.year}年{self.month}月）"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2026-10`. Raises ValueError for anything else, and for a year far from ours."""
        year, _, month = text.partition("-")
        if not (len(year) == 4 and year.isdecimal() and len(month) <= 2 and month.isdecimal()):
            raise ValueError(text)
        if not (1 <= int(month) <= 12 and 1900 <= int(year) <= 2200):
            raise ValueError(text)
        return cls(int(year), int(month))

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A Japanese fiscal year named by its first calendar year."""

    year: int

    @property
    def start(self) -> date:
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        return date(self.year + 1, 3, 31)

    @property
    def months(self) -> list[Month]:
        return [Month(self.year, month) for month in range(4, 13)] + [
            Month(self.year + 1, month) for month in range(1, 4)
        ]

    @property
    def label(self) -> str:
        """令和8年度（2026年度）, the way the prefecture writes it."""
        return f"{era_year(self.start)}度（{self.year}年度）"

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        return cls(day.year - (day.month < 4))


_ERAS = ((date(2019, 5, 1), "令和", 2018), (date(1989, 1, 8), "平成", 1988), (date(1926, 12, 25), "昭和", 1925))


def era_year(day: date) -> str:
    """The year of a day in the Japanese calendar, e.g. 令和8年; the first year is written 元年."""
    for begins, name, offset in _ERAS:
        if day >= begins:
            number = day.year - offset
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"
