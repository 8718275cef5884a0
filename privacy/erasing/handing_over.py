"""The handover set (仕様書12(3)): what is open and whoever comes next must know, as a workbook and on paper."""

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from django.utils import timezone
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate
from xlsxwriter import Workbook

from centre import jobs
from centre.documents import styles
from centre.documents.fonts import BOLD, markup, register
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import Contract, Job, User
from centre.packaging.archive import member
from centre.registry import HandoverList, registry
from centre.tabular.row_heights import grow_rows
from centre.tabular.safety import guard_cell
from privacy.duties.paper import PLAIN_TEXT
from privacy.erasing.keeping import keep
from privacy.models import ReturnPackage

JOB = "handover"
TITLE = "業務の引継ぎ"
SIZE = 8.0
PAGE = landscape(A4)
MARGIN = 12 * mm


def ask_for_handover(year: FiscalYear, *, by: User) -> Job:
    """Ask for the handover set of a contract. Raises DomainError for a year without one."""
    if not Contract.objects.filter(fiscal_year=year.year).exists():
        raise DomainError("この年度の契約がありません。")
    return jobs.ask(JOB, str(year.year), {"year": year.year}, by)


def carry_handover(job: Job, progress) -> dict:
    """Make the set of the year that the job names."""
    progress(0, 1, "開いている件を集めています")
    made = make_handover(FiscalYear(job.params["year"]), by=job.requested_by)
    told = "、".join(f"{title} {rows}件" for title, rows in made.rows.items())
    return {
        "message": f"引継ぎ一式ができました（{told}）。「返還と消去」でパスワードを控え、保存します。",
        "result": {"package": made.pk},
    }


def make_handover(year: FiscalYear, *, by: User) -> ReturnPackage:
    """Make and keep the set as of today."""
    today = timezone.localdate()
    lists = [(one, [tuple(map(str, row)) for row in one.rows(today)]) for one in registry.handovers]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "handover.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member("handover.xlsx"), _workbook(lists))
            archive.writestr(member("handover.pdf"), _paper(lists, today))
        rows = {one.title: len(found) for one, found in lists}
        told_of = sum(len(found) for one, found in lists if one.names_people)
        return keep(path, ReturnPackage.Kind.HANDOVER, year, rows, told_of, by)


Lists = list[tuple[HandoverList, list[tuple[str, ...]]]]


def _workbook(lists: Lists) -> bytes:
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#e8f1fe"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for one, rows in lists:
        sheet = book.add_worksheet(one.title[:31])
        sheet.write_row(0, 0, one.headings, head)
        sheet.set_column(0, len(one.headings) - 1, 24)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, guard_cell(text), cell)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def _paper(lists: Lists, today: date) -> bytes:
    register()
    buffer = io.BytesIO()
    title = styles.style("handover-title", SIZE * 1.6, fontName=BOLD, spaceAfter=4)
    bold = styles.style("handover-head", SIZE, fontName=BOLD, leading=SIZE * 1.4)
    plain = styles.style("handover", SIZE, leading=SIZE * 1.4)
    content = []
    for one, rows in lists:
        content.append(Paragraph(markup(f"{one.title}　{len(rows)}件（{today:%Y年%-m月%-d日}現在）", BOLD), title))
        lines = [[Paragraph(markup(text, BOLD), bold) for text in one.headings]]
        lines += [[Paragraph(markup(text), plain) for text in row] for row in rows]
        width = (PAGE[0] - 2 * MARGIN) / len(one.headings)
        grid = LongTable(lines, colWidths=[width] * len(one.headings), repeatRows=1)
        grid.setStyle(
            [("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE), ("BOX", (0, 0), (-1, -1), 0.6, styles.QUIET)]
        )
        content += [grid, PageBreak()]
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    SimpleDocTemplate(buffer, pagesize=PAGE, title=TITLE, invariant=1, lang="ja-JP", **margins).build(content)
    return buffer.getvalue()
