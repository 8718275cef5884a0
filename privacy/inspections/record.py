"""The record of an inspection: its terms, every page that was opened, the papers handed over."""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet
from reportlab.platypus import Flowable

from centre.documents import one_page
from centre.templatetags.display import day, moment
from privacy.inspections.scopes import words_of as scope_in_words
from privacy.models import AccessLog, Inspection
from privacy.processing import model_name

TITLE = "検査の記録"
LINES_ON_A_SHEET = 45


def lines_of(inspection: Inspection) -> QuerySet[AccessLog]:
    """Everything this account left in the log while the inspection ran, the newest first."""
    return AccessLog.objects.filter(
        user=inspection.inspector_id, at__gte=inspection.starts_at, at__lte=inspection.over_at
    ).order_by("-at", "-pk")


def words_of(line: AccessLog) -> str:
    """A line as a person reads it: a page by its address, personal data by kind and number."""
    if line.subject == Inspection._meta.label and line.action == AccessLog.Action.READ:
        return f"画面 {line.detail}"
    number = f" {line.subject_id}" if line.subject_id else ""
    return f"{line.get_action_display()} {model_name(line.subject)}{number} {line.detail}".strip()


def write_pdf(inspection: Inspection) -> bytes:
    """The record on as many sheets as it needs; the lines are taken from the database sheet by sheet."""
    return one_page.write_sheets(TITLE, _sheets(inspection), subject=str(inspection), foot=(str(inspection), TITLE))


def _sheets(inspection: Inspection) -> Iterator[Callable[[float], list[Flowable]]]:
    def first(size: float) -> list[Flowable]:
        papers = [(one.title, f"{one.copies}部", day(one.handed_on), one.by.name) for one in inspection.papers.all()]
        return [
            one_page.heading(f"{TITLE}（検査 {inspection.pk}）", size),
            one_page.facts(_terms(inspection), size),
            one_page.section("渡した資料", size),
            one_page.table(
                ["資料", "部数", "渡した日", "渡した人"],
                papers or [("ありません", "", "", "")],
                [0.5, 0.1, 0.2, 0.2],
                size,
            ),
        ]

    yield first
    lines = lines_of(inspection).order_by("at", "pk")
    for start in range(0, lines.count(), LINES_ON_A_SHEET):
        shown = lines[start : start + LINES_ON_A_SHEET]
        rows = [(moment(line.at), words_of(line), str(line.address or "")) for line in shown]
        yield lambda size, rows=rows: [
            one_page.section("見たもの", size),
            one_page.table(["日時", "内容", "接続元"], rows, [0.22, 0.6, 0.18], size),
        ]


def _terms(inspection: Inspection) -> list[tuple[str, str]]:
    closed = f"（{moment(inspection.closed_at)}に{inspection.closed_by.name}が終えた）" if inspection.closed_by else ""
    return [
        ("県の検査員", inspection.officials),
        ("目的", inspection.purpose),
        ("期間", f"{moment(inspection.starts_at)} から {moment(inspection.ends_at)} まで{closed}"),
        ("見てよい記録", scope_in_words(inspection.scope)),
        ("個人情報", "含む" if inspection.with_personal else "含まない"),
        ("開いた人", f"{inspection.opened_by.name}　{moment(inspection.opened_at)}"),
        ("アカウント", inspection.inspector.name),
    ]
