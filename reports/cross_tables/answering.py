"""Answering a question: the table with its totals, the chart, and the definitions of what was counted."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from centre.fiscal_year import FiscalYear
from reports.compiling import cut_off
from reports.cross_tables.choices import EACH_MONTH
from reports.cross_tables.masking import SMALL, hidden_cells
from reports.cross_tables.question import Question, months_of
from reports.documents.content import Block, Cell, Chart, Definition, ReportDocument, Row, Series, Table
from reports.metrics.definition import Metric, Period, values_by
from reports.monthly import parties

TOTAL = "計"
# Parts beyond so many are shown only where something is in them.
MANY_PARTS = 20
MOST_SERIES, MOST_BARS = 5, 30
BESIDE = "＊"
NOT_ADDED = "実数（同じ人・同じ企業は1回だけ数える）なので、区分の数を足しても計と同じになるとは限りません。"
NOT_OVER_TIME = "月末など、ある日の数は、月の数を足しても計になりません。計は期間の全体で数えた数です。"
MASKED = f"「{BESIDE}」は、伏せた小さい数が引き算で分かるのを防ぐために伏せた数です。"


@dataclass(frozen=True)
class Answer:
    """The table as it is shown, with the chart when there is something to compare."""

    block: Block
    chart: Chart | None
    definitions: tuple[Definition, ...]

    def document(self, question: Question, *, masked: bool) -> ReportDocument:
        """The answer as a document of its own, for the Excel file."""
        notes = (self.block.note,) if self.block.note else ()
        return ReportDocument(
            title="集計表",
            subtitle=self.block.title,
            period=question.period.label,
            fiscal_year=FiscalYear.of(question.period.last).label,
            as_of=timezone.localtime(cut_off()).isoformat(),
            revision=1,
            status="窓口の外に出せる形" if masked else "窓口の中だけで使う",
            tables=(Table(1, "集計表", "8(1)⑤", (self.block,)),),
            definitions=self.definitions,
            charts=(self.chart,) if self.chart else (),
            remarks=(question.conditions(), *notes),
            **parties(FiscalYear.of(question.period.last)),
        )


def answer(question: Question, *, masked: bool) -> Answer:
    """Count what is asked; with `masked` the small numbers and what gives them away are hidden."""
    metrics, first = question.metrics, question.metrics[0]
    keys = tuple(filter(None, (question.rows, question.columns)))
    counted = [_Counted(question, metric, keys) for metric in metrics]
    row_names = _names(question, question.rows, {names[0] for one in counted for names in one.parts}) if keys else []
    columns: list[tuple[_Counted, str | None]] = [(one, None) for one in counted]
    if question.columns:
        found = {names[1] for names in counted[0].parts}
        columns = [*((counted[0], name) for name in _names(question, question.columns, found)), *columns]
    rows = [*row_names, None]
    grid = [[one.value(row, column) for one, column in columns] for row in rows]
    hidden = hidden_cells(grid, bool(question.rows), bool(question.columns)) if masked else {}
    cells = [
        [
            _cell(value, hidden.get((r, c)), one.query(rows[r], column))
            for c, (value, (one, column)) in enumerate(zip(line, columns, strict=True))
        ]
        for r, line in enumerate(grid)
    ]
    unit = first.unit if len(metrics) == 1 else ""
    block = Block(
        "、".join(metric.label for metric in metrics),
        question.label_of(question.rows) if question.rows else "項目",
        tuple(name or (TOTAL if question.columns else _heading(one.metric)) for one, name in columns),
        tuple(
            Row(name or TOTAL, tuple(line), unit, total=name is None) for name, line in zip(rows, cells, strict=True)
        ),
        note=_notes(question, hidden),
    )
    return Answer(block, _chart(question, block), tuple(_definition(metric) for metric in metrics))


class _Counted:
    """One figure counted in all the ways that its columns need."""

    def __init__(self, question: Question, metric: Metric, keys: tuple[str, ...]):
        self.question, self.metric, self.keys = question, metric, keys
        self.parts = self._by(keys)
        self.months = {month.label: month for month in months_of(question.period)}
        self.margins: dict[tuple[str, ...], dict] = {keys: self.parts}

    def value(self, row: str | None, column: str | None) -> Decimal:
        """A cell, or a total where a name is absent."""
        asked = {key: name for key, name in zip(self.keys, (row, column), strict=False) if name is not None}
        keys = tuple(asked)
        if keys not in self.margins:
            source = next((known for known in reversed(self.margins) if self._adds_up(known, keys)), None)
            self.margins[keys] = self._by(keys) if source is None else self._summed(source, keys)
        return self.margins[keys].get(tuple(asked.values()), Decimal(0))

    def query(self, row: str | None, column: str | None) -> str:
        """Where the records behind a cell are."""
        asked = {key: name for key, name in zip(self.keys, (row, column), strict=False) if name is not None}
        month = asked.pop(EACH_MONTH, None)
        period = self.months[month] if month else self.question.period
        return self.question.records_query(self.metric, period, asked)

    def _adds_up(self, known: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
        """Whether what is wanted is the sum of what is known."""
        dropped = set(known) - set(wanted)
        return set(wanted) < set(known) and all(_adds_up(self.metric, key) for key in dropped)

    def _summed(self, known: tuple[str, ...], wanted: tuple[str, ...]) -> dict[tuple[str, ...], Decimal]:
        places = [known.index(key) for key in wanted]
        sums: dict[tuple[str, ...], Decimal] = {}
        for names, value in self.margins[known].items():
            kept = tuple(names[place] for place in places)
            sums[kept] = sums.get(kept, Decimal(0)) + value
        return sums

    def _by(self, keys: tuple[str, ...]) -> dict[tuple[str, ...], Decimal]:
        if EACH_MONTH not in keys:
            return self._of(self.question.period, keys)
        place = keys.index(EACH_MONTH)
        others = keys[:place] + keys[place + 1 :]
        return {
            (*names[:place], month.label, *names[place:]): value
            for month in months_of(self.question.period)
            for names, value in self._of(month, others).items()
        }

    def _of(self, period: Period, keys: tuple[str, ...]) -> dict[tuple[str, ...], Decimal]:
        found = values_by(self.metric, period, *keys, within=self.question.within)
        first = self.question.metrics[0]
        if self.metric is first or not keys:
            return found
        # The part of all others may have another name in another figure: here it has the one of the first.
        rests = [(self.metric.dimension(key).rest, first.dimension(key).rest) for key in keys]
        return {
            tuple(ours if name == theirs else name for name, (theirs, ours) in zip(names, rests, strict=True)): value
            for names, value in found.items()
        }


def _adds_up(metric: Metric, key: str) -> bool:
    """Whether the parts of a figure add up to its total: not the real numbers, and not over months what is a state."""
    return bool(key) and key != EACH_MONTH and not metric.compute and not metric.counts.startswith("distinct")


def _names(question: Question, key: str, found: set[str]) -> list[str]:
    if key == EACH_MONTH:
        return [month.label for month in months_of(question.period)]
    dimension = question.metrics[0].dimension(key)
    names = [name for _, name in dimension.parts()]
    if dimension.sparse or len(names) > MANY_PARTS:
        names = [name for name in names if name in found]
    return names + ([dimension.rest] if dimension.rest in found else [])


def _cell(value: Decimal, hidden: str | None, query: str) -> Cell:
    if hidden:
        return Cell(masked=True) if hidden == SMALL else Cell(BESIDE)
    return Cell(int(value) if value % 1 == 0 else value, query)


def _heading(metric: Metric) -> str:
    return f"{metric.label}（{metric.unit}）"


def _notes(question: Question, hidden: dict) -> str:
    notes = []
    if any(metric.counts.startswith("distinct") for metric in question.metrics):
        notes.append(NOT_ADDED)
    if EACH_MONTH in (question.rows, question.columns):
        notes.append(NOT_OVER_TIME)
    if any(reason != SMALL for reason in hidden.values()):
        notes.append(MASKED)
    return "".join(notes)


def _definition(metric: Metric) -> Definition:
    return Definition(
        metric.key, metric.label, metric.unit, metric.version, metric.definition, since=metric.since.isoformat()
    )


def _chart(question: Question, block: Block) -> Chart | None:
    """Lines over months, bars over anything else; figures of several units are not drawn into one picture."""
    rows = [row for row in block.rows if not row.total]
    if not rows or len(rows) > MOST_BARS or len({metric.unit for metric in question.metrics}) > 1:
        return None
    places = list(range(len(block.columns)))
    if question.columns:
        places = places[:-1] if len(places) - 1 <= MOST_SERIES else places[-1:]
    over_time = question.rows == EACH_MONTH
    series = tuple(
        Series(block.columns[place], "line" if over_time else "bar", tuple(_drawn(row.cells[place]) for row in rows))
        for place in places
    )
    labels = tuple(row.label.replace("年", "/").removesuffix("月") if over_time else row.label for row in rows)
    return Chart(
        block.title,
        question.metrics[0].unit,
        labels,
        series,
        _in_words(question, block, rows),
        not over_time,
        block.head,
    )


def _drawn(cell: Cell) -> int | float | None:
    if not cell.is_number:
        return None
    return cell.value if isinstance(cell.value, int) else float(cell.value)


def _in_words(question: Question, block: Block, rows: list[Row]) -> str:
    unit, total = question.metrics[0].unit, block.rows[-1].cells[-1]
    shown = [row for row in rows if row.cells[-1].is_number and row.cells[-1].value]
    words = (
        f"{block.columns[-1]}の計は{total.text}{unit}です。"
        if len(question.metrics) > 1
        else f"計は{total.text}{unit}です。"
    )
    if shown:
        most = max(shown, key=lambda row: row.cells[-1].value)
        words += f"最も多いのは{most.label}の{most.cells[-1].text}{unit}です。"
    return words
