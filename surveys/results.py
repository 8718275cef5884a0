"""What the answers say: counts, shares and means, of all and by group; small figures are not shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count

from centre.charts import Shape, chart_shapes
from surveys import wording
from surveys.models import AnswerItem, Question, Survey
from surveys.suppression import SMALLEST_GROUP, TOTAL, Group, Hidden, Table, hidden_in, small_groups

CHART = (720, 260)
LETTER = 9
UNKNOWN = "不明"
# {question id: {group: {score or choice id: how many}}}
Counted = Mapping[int, Mapping[str, Mapping[int, int]]]


@dataclass(frozen=True)
class Figure:
    """A count and its share of the people of its column, in percent; both None when they are not shown."""

    count: int | None
    share: Decimal | None


@dataclass(frozen=True)
class Column:
    """All people or one group: how many answered, and their mean when the answers have one."""

    label: str
    people: int | None
    mean: Decimal | None


@dataclass(frozen=True)
class QuestionResult:
    """The result of a question; `columns` is empty when fewer than five answered, or for free words."""

    question: Question
    answered: int
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, tuple[Figure, ...]], ...] = ()
    shapes: tuple[Shape, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered."""
        return self.answered >= SMALLEST_GROUP

    @property
    def lines(self) -> list[tuple[str, list[tuple[Column, Figure]]]]:
        """The rows with each figure beside its column."""
        return [(label, list(zip(self.columns, figures, strict=True))) for label, figures in self.rows]

    @property
    def has_gaps(self) -> bool:
        """Whether a figure among those shown is left out."""
        return any(figure.count is None for _, figures in self.rows for figure in figures)

    @property
    def has_mean(self) -> bool:
        return self.question.kind in Question.SCALES


@dataclass(frozen=True)
class Result:
    """The result of a survey: sheets, sheets by group (None when not shown), and question by question."""

    answers: int
    groups: tuple[tuple[str, int | None], ...]
    questions: tuple[QuestionResult, ...]


def result(survey: Survey) -> Result:
    """The result of a survey, in five queries whatever its size."""
    sheets = dict(survey.answers.order_by().values_list("group").annotate(Count("pk")))
    names = survey.groups
    of_groups = {group: sheets[group] for group in (*names, "") if sheets.get(group)} if names else {}
    hidden = small_groups(of_groups)
    people, counted = _people(survey), _counted(survey)
    questions = survey.questions.order_by("position").prefetch_related("choices")
    return Result(
        answers=sum(sheets.values()),
        groups=tuple(
            (names.get(group, UNKNOWN), None if group in hidden else count) for group, count in of_groups.items()
        ),
        questions=tuple(
            _of_question(one, people[one.pk], counted[one.pk], of_groups, names, hidden) for one in questions
        ),
    )


def _people(survey: Survey) -> dict[int, dict[str, int]]:
    """{question id: {group: how many answered it}}"""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = AnswerItem.objects.filter(answer__survey=survey).order_by().values_list("question", "answer__group")
    for question, group, people in rows.annotate(Count("answer", distinct=True)):
        found[question][group] = people
    return found


def _counted(survey: Survey) -> Counted:
    found: dict = defaultdict(lambda: defaultdict(dict))
    rows = AnswerItem.objects.filter(answer__survey=survey, text="").order_by()
    for question, group, score, choice, count in rows.values_list(
        "question", "answer__group", "score", "choice"
    ).annotate(Count("pk")):
        found[question][group][choice if score is None else score] = count
    return found


def rows_of(question: Question) -> list[tuple[int, str]]:
    """(score or choice id, words) of every answer a question offers, in the order shown."""
    if question.kind in Question.SCALES:
        return wording.scale(question.kind, "ja")
    if question.kind == Question.Kind.YES_NO:
        return wording.yes_no("ja")
    return [(choice.pk, choice.text_ja) for choice in question.choices.all()]


def _of_question(question: Question, people, counted, of_groups, names, hidden_groups) -> QuestionResult:
    answered = sum(people.values())
    if question.kind == Question.Kind.TEXT or answered < SMALLEST_GROUP:
        return QuestionResult(question, answered)
    rows = rows_of(question)
    if of_groups:
        table = _table(question, rows, {group: people[group] for group in of_groups if people.get(group)}, counted)
    else:
        together: dict[int, int] = defaultdict(int)
        for counts in counted.values():
            for key, count in counts.items():
                together[key] += count
        table = _table(question, rows, {"": answered}, {"": together})
    hidden = hidden_in(table, hidden_groups)
    by_group = len(table.people) > 1 and not hidden.groups >= set(table.people)
    columns: list[Group] = [TOTAL, *(table.people if by_group else ())]
    return QuestionResult(
        question,
        answered,
        tuple(_column(table, hidden, group, names) for group in columns),
        tuple(
            (words, tuple(_figure(table, hidden, group, row) for group in columns))
            for row, (_, words) in enumerate(rows)
        ),
        _chart([words for _, words in rows], [_figure(table, hidden, TOTAL, row).count for row in table.rows]),
    )


def _table(question: Question, rows, people: Mapping[str, int], counted: Mapping[str, Mapping[int, int]]) -> Table:
    return Table(
        people,
        {group: tuple(counted.get(group, {}).get(key, 0) for key, _ in rows) for group in people},
        tuple(key for key, _ in rows) if question.kind in Question.SCALES else (),
    )


def _column(table: Table, hidden: Hidden, group: Group, names: Mapping[str, str]) -> Column:
    label = "全体" if group is TOTAL else names.get(group, UNKNOWN)
    if group in hidden.groups:
        return Column(label, None, None)
    people = table.all_people if group is TOTAL else table.people[group]
    if not table.scores or hidden.hides_mean(group):
        return Column(label, people, None)
    points = sum(score * table.count(group, row) for row, score in enumerate(table.scores))
    return Column(label, people, _rounded(Decimal(points) / people, "0.01"))


def _figure(table: Table, hidden: Hidden, group: Group, row: int) -> Figure:
    if hidden.hides(group, row):
        return Figure(None, None)
    people = table.all_people if group is TOTAL else table.people[group]
    count = table.count(group, row)
    return Figure(count, _rounded(Decimal(100 * count) / people, "0.1"))


def _rounded(value: Decimal, step: str) -> Decimal:
    return value.quantize(Decimal(step), ROUND_HALF_UP)


def _chart(labels: Iterable[str], counts: list[int | None]) -> tuple[Shape, ...]:
    """The counts of all people as bars, none when all are hidden; long words are numbered as in the table beside."""
    if not any(counts):
        return ()
    words = list(labels)
    width, height = CHART
    if max(len(word) for word in words) * LETTER * len(words) > width:
        words = [f"{number}" for number in range(1, len(words) + 1)]
    return tuple(chart_shapes(words, [("回答（件）", "bar", counts)], width, height))
