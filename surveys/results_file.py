"""The result as an Excel workbook: the figures of the page, and no others."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from import_export.widgets import DecimalWidget, IntegerWidget

from centre.exporting.columns import Chosen, Column
from centre.exporting.workbook import write_workbook
from centre.exporting.written import Written
from centre.templatetags.display import day, moment
from surveys.models import Survey
from surveys.results import Result

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_SHOWN = "5件未満のため表示しません"
COLUMNS = (
    Column("番号", "number", IntegerWidget()),
    Column("質問", "question", width=48),
    Column("回答", "answer", width=28),
    Column("区分", "group", width=18),
    Column("件数", "count", IntegerWidget()),
    Column("割合（％）", "share", DecimalWidget()),
    Column("平均（5点満点）", "mean", DecimalWidget()),
    Column("備考", "note", width=32),
)


def write_results(survey: Survey, found: Result, by) -> bytes:
    """A workbook with one line for each figure; where a figure is not shown, the remark says so."""
    columns = [Chosen(column.attribute, column, column.column_name) for column in COLUMNS]

    def about(written: Written) -> list[tuple[str, str]]:
        return [
            ("アンケート", survey.title),
            ("対象", survey.get_audience_display()),
            ("期間", f"{day(survey.opens_on)}から{day(survey.closes_on)}まで"),
            ("回答", f"{found.answers:,}件"),
            ("行", f"{written.rows:,}行"),
            ("時点", moment(timezone.now())),
            ("作成者", f"{by.name}（{by.get_role_display()}）"),
            ("伏せた数", "5件未満の数と、そこから差し引きで分かる数は、載せていません。"),
        ]

    with TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        write_workbook(path, columns, lines(found), _silently, about, title=survey.title)
        return path.read_bytes()


def lines(found: Result) -> list[tuple]:
    """The rows of the workbook."""
    made: list[tuple] = []
    for number, one in enumerate(found.questions, 1):
        words = one.question.text_ja
        if not one.columns:
            note = "自由記述" if one.question.kind == one.question.Kind.TEXT else NOT_SHOWN
            made.append((number, words, "", "全体", None, None, None, note))
        for place, column in enumerate(one.columns):
            note = "" if column.people is not None else NOT_SHOWN
            made.append((number, words, "（回答した人）", column.label, column.people, None, column.mean, note))
            for answer, figures in one.rows:
                figure = figures[place]
                note = "" if figure.count is not None else NOT_SHOWN
                made.append((number, words, answer, column.label, figure.count, figure.share, None, note))
    return made


def _silently(done: int) -> None:
    """Nobody waits at a progress bar for a few hundred rows."""
