"""What the answers say: the average and how many gave each score; small groups are not shown."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count

from centre.charts import Shape, chart_shapes
from surveys.models import Survey

SMALLEST_GROUP = 5
SCORES = (1, 2, 3, 4, 5)
SCORE_LABELS = {1: "1 不満", 2: "2 やや不満", 3: "3 どちらとも", 4: "4 やや満足", 5: "5 満足"}


@dataclass(frozen=True)
class Result:
    """The result of a survey; `average`, `rows` and `shapes` are empty for a group under SMALLEST_GROUP."""

    answers: int
    average: Decimal | None
    rows: tuple[tuple[str, int], ...]
    shapes: tuple[Shape, ...]

    @property
    def is_shown(self) -> bool:
        return self.average is not None


def result(survey: Survey) -> Result:
    """The result of a survey; fewer than five answers could tell who said what, so nothing is shown."""
    counted = dict(survey.answers.order_by().values_list("satisfaction").annotate(Count("pk")))
    answers = sum(counted.values())
    if answers < SMALLEST_GROUP:
        return Result(answers, None, (), ())
    average = Decimal(survey.answers.aggregate(Avg("satisfaction"))["satisfaction__avg"])
    counts = [counted.get(score, 0) for score in SCORES]
    labels = [SCORE_LABELS[score] for score in SCORES]
    return Result(
        answers,
        average.quantize(Decimal("0.01"), ROUND_HALF_UP),
        tuple(zip(labels, counts, strict=True)),
        tuple(chart_shapes(labels, [("回答（件）", "bar", counts)], 720, 260)),
    )
