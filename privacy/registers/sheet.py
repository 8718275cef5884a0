"""A register of a fiscal year as a list: A4 pages and a workbook."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer
from xlsxwriter import Workbook

from centre.documents import one_page
from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.tabular.row_heights import grow_rows
from centre.templatetags.display import day as in_words
from privacy.duties.paper import A4, PLAIN_TEXT
from privacy.models import RegisterEntry
from privacy.registers.details import shown
from privacy.registers.kinds import Kind

ROWS_A_PAGE = 16


@dataclass(frozen=True)
class Heading:
    """A column of the list: its name, what it says of an entry, and its part of the width."""

    label: str
    words: Callable[[RegisterEntry], str]
    share: float
    is_day: bool = False

    def printed(self, entry: RegisterEntry) -> str:
        """The words on paper, where a narrow column would break a day anywhere: the year stands above the day."""
        return self.words(entry).replace("年", "年\n") if self.is_day else self.words(entry)


def entries_of(kind: Kind, year: FiscalYear) -> list[RegisterEntry]:
    """The entries of a register in a year by number: what one counter writes in a year."""
    found = RegisterEntry.objects.filter(kind=kind.key, fiscal_year=year.year)
    return list(found.with_people().order_by("number"))


def write_pdf(kind: Kind, year: FiscalYear, entries: Sequence[RegisterEntry]) -> bytes:
    """The list on as many pages as it needs."""
    pages = [entries[start : start + ROWS_A_PAGE] for start in range(0, len(entries), ROWS_A_PAGE)] or [[]]
    columns = _headings(kind)
    total = sum(one.share for one in columns)

    def page(number: int, rows: Sequence[RegisterEntry]) -> Callable[[float], list[Flowable]]:
        def body(size: float) -> list[Flowable]:
            lines = [[one.printed(entry) for one in columns] for entry in rows]
            return [
                one_page.heading(f"{kind.title}　{year.label}", size * 0.8),
                one_page.words(f"{_contractor(year)}　{number} / {len(pages)}", size * 0.9, quiet=True),
                Spacer(1, 3 * mm),
                one_page.table(
                    [one.label for one in columns],
                    lines or [[""] * len(columns)],
                    [one.share / total for one in columns],
                    size * 0.85,
                ),
            ]

        return body

    bodies = (page(number, rows) for number, rows in enumerate(pages, start=1))
    return one_page.write_sheets(f"{kind.title} {year.label}", bodies, subject=kind.title)


def write_excel(kind: Kind, year: FiscalYear, entries: Sequence[RegisterEntry]) -> bytes:
    """The list as a workbook; the fields of the kind have columns of their own."""
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    book.set_properties({"title": kind.title, "created": datetime.combine(year.start, datetime.min.time(), UTC)})
    sheet = book.add_worksheet(kind.title.replace("/", "・")[:31])
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#e8f1fe", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, f"{kind.title}　{year.label}", book.add_format({"bold": True, "font_size": 13}))
    columns = [*_headings(kind), *_of_kind(kind)]
    for place, one in enumerate(columns):
        sheet.set_column(place, place, 10 + 40 * one.share)
        sheet.write_string(2, place, one.label, head)
        for row, entry in enumerate(entries, start=3):
            sheet.write_string(row, place, one.words(entry), cell)
    sheet.freeze_panes(3, 1)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def _headings(kind: Kind) -> list[Heading]:
    found = [Heading("番号", lambda entry: f"第{entry.number}号", 0.09)]
    found.append(_day(kind, "asked_on"))
    shares = {"subject": 0.24, "counterpart": 0.17, "person": 0.13}
    found += [Heading(kind.label(name), _text(name), share) for name, share in shares.items() if name in kind.columns]
    if "quantity" in kind.columns:
        found.append(
            Heading(kind.label("quantity"), lambda one: f"{one.quantity:,}{one.unit}" if one.quantity else "", 0.1)
        )
    found += [_day(kind, name) for name in ("permitted_on", "carried_on", "due_on", "answered_on") if kind.label(name)]
    found += [Heading("状態", lambda entry: entry.state_word, 0.1), _day(kind, "closed_on")]
    return found


def _of_kind(kind: Kind) -> Iterator[Heading]:
    for one in kind.fields:
        yield Heading(one.label, lambda entry, label=one.label: dict(shown(kind, entry.details)).get(label, ""), 0.3)
    for label, name in (
        ("県の文書の番号", "consent_number"),
        ("回答・条件", "answer"),
        ("結果", "result"),
        ("備考", "remark"),
    ):
        yield Heading(label, _text(name), 0.3)
    yield Heading("担当者", _text("responsible"), 0.15)


def _day(kind: Kind, name: str) -> Heading:
    return Heading(kind.label(name), lambda entry: in_words(getattr(entry, name)), 0.14, is_day=True)


def _text(name: str) -> Callable[[RegisterEntry], str]:
    return lambda entry: str(getattr(entry, name) or "")


def _contractor(year: FiscalYear) -> str:
    return Contract.objects.filter(fiscal_year=year.year).values_list("contractor", flat=True).first() or ""
