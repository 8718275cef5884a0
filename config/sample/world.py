"""The dice and the calendar of the sample: everything follows from the seed, the scale and the last day."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from centre.calendar import opening_days
from centre.models import Municipality, Occupation, Prefecture, User
from centre.roles import Role

YEAR = 365
# Share of the year's work by calendar month: the fiscal year's turn, Obon and New Year bring people home.
SEASON = {1: 9, 2: 8, 3: 10, 4: 9, 5: 7, 6: 8, 7: 9, 8: 11, 9: 8, 10: 8, 11: 7, 12: 9}
POPULOUS = {"熊本市中央区": 14, "熊本市東区": 10, "熊本市南区": 7, "熊本市北区": 7, "熊本市西区": 6, "八代市": 7, "菊陽町": 7, "大津町": 6,
            "合志市": 6, "玉名市": 4, "宇城市": 4, "天草市": 4, "山鹿市": 3, "菊池市": 3, "荒尾市": 3}  # fmt: skip


@dataclass
class World:
    """What all sample makers share."""

    dice: random.Random
    scale: float
    today: date
    staff: dict[str, User]

    def __post_init__(self):
        self.first_day = self.today - timedelta(days=YEAR - 1)
        self.days = opening_days(self.first_day, self.today)
        self.day_weights = _cumulated(SEASON[day.month] for day in self.days)
        self.municipalities = list(Municipality.objects.exclude(code="43100"))
        self.place_weights = _cumulated(POPULOUS.get(place.name, 1) for place in self.municipalities)
        self.prefectures = list(Prefecture.objects.all())
        weights = {
            "東京都": 22,
            "福岡県": 16,
            "神奈川県": 9,
            "大阪府": 9,
            "埼玉県": 6,
            "千葉県": 6,
            "愛知県": 5,
            "熊本県": 8,
        }
        self.origin_weights = _cumulated(weights.get(prefecture.name, 0.5) for prefecture in self.prefectures)
        self.occupations = list(Occupation.objects.values_list("code", flat=True))
        self.counsellors = [self.staff[key] for key in (Role.COUNSELLOR, "counsellor2", Role.SUPERVISOR)]
        self.visitors = [self.staff[Role.FIELD_STAFF], self.staff[Role.COUNSELLOR]]

    def many(self, at_scale_one: int) -> int:
        """How many rows this scale asks for."""
        return max(1, round(at_scale_one * self.scale))

    def day(self) -> date:
        """A working day of the year, more often in busy months."""
        return self.dice.choices(self.days, cum_weights=self.day_weights)[0]

    def place(self) -> Municipality:
        """A municipality of Kumamoto, populous ones more often."""
        return self.dice.choices(self.municipalities, cum_weights=self.place_weights)[0]

    def origin(self) -> Prefecture:
        """Where a mover lives now."""
        return self.dice.choices(self.prefectures, cum_weights=self.origin_weights)[0]

    def at(self, day: date) -> datetime:
        """A moment within opening hours, never later than noon of the last day."""
        minute = self.dice.randrange(8 * 60 + 30, 17 * 60 + 30, 5)
        if day >= self.today:
            minute = min(minute, 9 * 60)
        return timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60)))


def _cumulated(weights) -> list[float]:
    total, sums = 0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums
