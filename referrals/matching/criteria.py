"""By what a person and a posting are held against each other: criteria as data, with their weights.

Age, sex, nationality, residence status and family are no criteria and cannot become one: the rows that are ranked do
not hold them (`jobseekers.models.WishSummary`). What is unknown on either side counts half: it neither lifts nor
lowers anybody, and it is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FIRST, OTHER = "first", "other"
SAME, NEAR, FAR = "same", "near", "far"
MET, REACHED, UNKNOWN, MISSED = "met", "reached", "unknown", "missed"
HALF = 50


@dataclass(frozen=True)
class Grade:
    """How well a criterion is met: its share of the weight in percent, and what it means in words."""

    share: int
    words: str


@dataclass(frozen=True)
class Criterion:
    """One criterion; `weight` is its part of 100 points, `how` says how it is judged.

    Raises ValueError when a share of the weight is no whole number of points, or two grades have the same points.
    """

    key: str
    label: str
    weight: int
    how: str
    grades: Mapping[str, Grade]

    def __post_init__(self):
        exact = [self.weight * grade.share for grade in self.grades.values()]
        if any(value % 100 for value in exact) or len(set(exact)) < len(exact):
            raise ValueError(f"{self.key}: the grades need whole and different points")

    def points(self, grade: str) -> int:
        """The points of a grade."""
        return self.weight * self.grades[grade].share // 100

    def grade(self, points: int) -> str:
        """The grade that has these points. Raises StopIteration when none has."""
        return next(grade for grade in self.grades if self.points(grade) == points)


def _yes_or_no(met: str, missed: str) -> dict[str, Grade]:
    return {MET: Grade(100, met), UNKNOWN: Grade(HALF, "要確認"), MISSED: Grade(0, missed)}


OCCUPATION = Criterion(
    "occupation",
    "職種",
    30,
    "求人の職業分類（大分類）が、本人の希望の何番目かを見ます。",
    {
        FIRST: Grade(100, "希望の職種（1番目）"),
        OTHER: Grade(80, "希望の職種（2番目から）"),
        UNKNOWN: Grade(HALF, "要確認"),
        MISSED: Grade(0, "希望の職種ではない"),
    },
)
PLACE = Criterion(
    "place",
    "就業場所",
    20,
    "希望の市町村（または広域を丸ごと希望）、同じ広域、県内のほかの場所の順です。",
    {
        SAME: Grade(100, "希望の地域"),
        NEAR: Grade(60, "希望の市町村と同じ広域"),
        UNKNOWN: Grade(HALF, "要確認"),
        FAR: Grade(20, "県内だが希望の地域の外"),
        MISSED: Grade(0, "県外"),
    },
)
WAGE = Criterion(
    "wage",
    "賃金",
    20,
    "求人の下限・上限を、本人の希望の形（時給・月給など）に直して比べます。"
    "直すのに要る労働時間が分からないときは要確認です。",
    {
        MET: Grade(100, "賃金は希望以上"),
        REACHED: Grade(60, "賃金は上限で希望に届く"),
        UNKNOWN: Grade(HALF, "要確認"),
        MISSED: Grade(0, "賃金は希望より低い"),
    },
)
CONTRACT = Criterion(
    "contract",
    "無期雇用",
    6,
    "無期雇用を希望する方に、無期の求人か。",
    _yes_or_no("契約の期間は希望どおり", "有期雇用"),
)
HOURS = Criterion(
    "hours",
    "週の時間",
    4,
    "週の所定労働時間が、本人の希望の間にあるか。",
    _yes_or_no("週の時間は希望どおり", "週の時間が希望と違う"),
)
INDUSTRY = Criterion(
    "industry", "業種", 4, "事業所の産業大分類が、本人の希望にあるか。", _yes_or_no("希望の業種", "希望の業種ではない")
)
LICENCES = Criterion(
    "licences",
    "免許・資格",
    4,
    "求人が求める免許・資格を、本人がすべて持っているか。自由に書かれた文なので、合わないとは決めません。",
    {MET: Grade(100, "求める免許・資格を持っている"), UNKNOWN: Grade(HALF, "要確認")},
)
START = Criterion(
    "start",
    "働き始め",
    4,
    "就業開始の予定日が、本人の働き始められる日以後か。",
    _yes_or_no("働き始めの時期が合う", "働き始めの時期が合わない"),
)
CAR = Criterion(
    "car",
    "車通勤",
    4,
    "マイカー通勤を希望する方に、認める求人か。",
    _yes_or_no("車通勤は希望どおり", "車通勤はできない"),
)
SUBSIDY = Criterion(
    "subsidy",
    "移住支援金",
    4,
    "県外から来る方に、移住支援金の対象として掲載された求人か。本人が受けられるかは移住先の市町村が決めます。",
    _yes_or_no("移住支援金の点で不利がない", "移住支援金の対象として掲載されていない"),
)
CRITERIA = (OCCUPATION, PLACE, WAGE, CONTRACT, HOURS, INDUSTRY, LICENCES, START, CAR, SUBSIDY)
# What weighs most and costs least to compare: a ranking looks at these first.
LEADING = (OCCUPATION, PLACE)
FULL = sum(criterion.weight for criterion in CRITERIA)
