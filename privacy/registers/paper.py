"""An entry as a form of one page: to the governor, or for the file; as PDF and as Excel."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer
from xlsxwriter import Workbook

from centre.documents import one_page, styles
from centre.documents.fonts import markup
from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.tabular.row_heights import grow_rows
from centre.templatetags.display import day as in_words
from centre.templatetags.display import era
from privacy.duties import gate
from privacy.duties.paper import A4, PLAIN_TEXT
from privacy.models import RegisterEntry
from privacy.registers import details as content
from privacy.registers.catalogue import ABOUT_STAFF
from privacy.registers.deadlines import TYPED

NOTE = "※ 県が様式を定めたときは、その様式に写して提出します。"
STEP_DAYS = ("permitted_on", "carried_on", "answered_on", "closed_on")


@dataclass(frozen=True)
class EntryPaper:
    """What the form of an entry says."""

    label: str
    day: date
    title: str
    recipient: str
    sender: str
    words: str
    facts: tuple[tuple[str, str], ...]
    signed: bool


def paper_of(entry: RegisterEntry) -> EntryPaper:
    """The form of an entry, dated with the day of the answer where it is one, else with the day it was asked.

    What a member of staff signs goes from that person to the contractor; all else is written by the contractor.
    """
    kind = entry.declaration
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(entry.asked_on).year).first()
    clause = kind.sources.get(gate.profile_key_on(entry.asked_on), "")
    title = f"{contract.title}委託契約" if contract else "委託契約"
    parties = filter(None, (contract.contractor, contract.contractor_representative)) if contract else ()
    contractor = "\n".join(parties) or "（名称及び代表者氏名）"
    governor = f"{contract.principal if contract else '熊本県'}知事　様" if kind.paper.to_prefecture else ""
    signed = kind.key in ABOUT_STAFF
    return EntryPaper(
        label=entry.label,
        day=entry.answered_on or entry.asked_on,
        title=kind.paper.title,
        recipient=f"{contractor}　様" if signed else governor,
        sender="" if signed else contractor,
        words=kind.paper.words.format(title=title, clause=clause or "この契約の定め"),
        facts=facts_of(entry),
        signed=signed,
    )


def facts_of(entry: RegisterEntry) -> tuple[tuple[str, str], ...]:
    """(label, words) of everything an entry says, in the order of its form; empty ones are left out."""
    kind = entry.declaration
    rows = [(named.label, _column(entry, name)) for name, named in kind.columns.items() if name != "unit"]
    rows += content.shown(kind, entry.details)
    rows += [(kind.label(name, entry.state), in_words(getattr(entry, name))) for name in STEP_DAYS]
    rows += [
        ("期限の根拠", entry.due_source if entry.due_source != TYPED else ""),
        ("県の文書の番号", entry.consent_number),
        ("決めた県担当者", entry.decided_by.name if entry.decided_by else ""),
        ("県の条件・理由" if kind.asks_prefecture else "回答・報告の内容", entry.answer),
        ("確認した周知文", str(entry.notice or "")),
        ("結果", entry.result),
        ("備考", entry.remark),
    ]
    return tuple((label, words) for label, words in rows if words)


def write_pdf(paper: EntryPaper) -> bytes:
    """The form on one page."""

    def body(size: float) -> list[Flowable]:
        right = styles.style(f"register-right-{size}", size, leading=size * 1.5, alignment=2)
        top = [one_page.words(paper.label, size, quiet=True), Paragraph(markup(era(paper.day)), right)]
        if paper.recipient:
            top.append(one_page.words(paper.recipient, size * 1.1))
        below = [Spacer(1, 8 * mm), one_page.facts([("署名", ""), ("署名した日", "")], size)] if paper.signed else []
        return [
            *top,
            Spacer(1, 3 * mm),
            *([Paragraph(markup(paper.sender), right), Spacer(1, 5 * mm)] if paper.sender else []),
            one_page.heading(paper.title, size * 0.85),
            Spacer(1, 4 * mm),
            one_page.words(paper.words, size),
            Spacer(1, 3 * mm),
            one_page.facts(paper.facts, size),
            *below,
            Spacer(1, 3 * mm),
            one_page.words(NOTE, size * 0.9, quiet=True),
        ]

    return one_page.write_one_page(paper.title, body, subject=paper.label, foot=(paper.label, ""))


def write_excel(paper: EntryPaper) -> bytes:
    """The form as a workbook that an office goes on working with."""
    buffer = io.BytesIO()
    book = Workbook(buffer, PLAIN_TEXT)
    book.set_properties({"title": paper.title, "created": datetime.combine(paper.day, datetime.min.time(), UTC)})
    sheet = book.add_worksheet(paper.label[:31])
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 64)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    right = book.add_format({"align": "right", "text_wrap": True})
    name = book.add_format({"bold": True, "border": 1, "bg_color": "#e8f1fe", "text_wrap": True, "valign": "top"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, paper.label)
    sheet.write_string(0, 1, era(paper.day), right)
    sheet.write_string(1, 0, paper.recipient, wrap)
    sheet.write_string(2, 1, paper.sender, right)
    sheet.merge_range(4, 0, 4, 1, paper.title, book.add_format({"bold": True, "align": "center", "font_size": 13}))
    sheet.merge_range(5, 0, 5, 1, paper.words, wrap)
    row = 7
    for row, (label, words) in enumerate(
        (*paper.facts, *((("署名", ""), ("署名した日", "")) if paper.signed else ())), start=7
    ):
        sheet.write_string(row, 0, label, name)
        sheet.write_string(row, 1, words, cell)
    sheet.merge_range(row + 2, 0, row + 2, 1, NOTE, wrap)
    sheet.print_area(0, 0, row + 2, 1)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def _column(entry: RegisterEntry, name: str) -> str:
    if name == "quantity":
        return f"{entry.quantity:,}{entry.unit}" if entry.quantity else ""
    value = getattr(entry, name)
    if name.endswith("_on"):
        return in_words(value)
    return str(value) if value else ""
