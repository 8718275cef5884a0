"""The notice of completion 業務完了届 (contract 10(1)①): our form, or the prefecture's own in Excel.

The words of the form come from DOMAIN 7.4; the original 別紙様式1 is not public, so the form can be replaced: an
uploaded .xlsx whose cells carry the names of `FIELDS` is filled and given back.
"""

import io
import re
import zipfile
from datetime import UTC, date, datetime

from django.db import transaction
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from reportlab.lib.units import mm
from reportlab.platypus import Spacer
from xlsxwriter import Workbook

from centre.documents import one_page
from centre.documents.given_form import read_given_form
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.fiscal_year import FiscalYear, era_year
from centre.models import Contract, User
from centre.tabular.row_heights import grow_rows
from reports.models import CompletionNotice

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENTENCE = "下記のとおり委託業務が完了したので届け出ます。"
FIELDS = (
    "提出日",
    "宛先",
    "受託者住所",
    "受託者名称",
    "代表者職氏名",
    "委託業務名",
    "契約年月日",
    "委託料",
    "履行期間",
    "完了年月日",
    "添付書類",
)
# The first day that a ZIP can name: the same notice gives the same bytes.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"<dcterms:modified.*?</dcterms:modified>")


def notice_of(year: FiscalYear) -> CompletionNotice:
    """The notice of a year; an empty one that is not kept when nobody wrote it yet."""
    found = CompletionNotice.objects.select_related("form").filter(fiscal_year=year.year).first()
    return found or CompletionNotice(fiscal_year=year.year)


def notice_to_write(year: FiscalYear) -> CompletionNotice:
    """The notice of a year, kept from now on."""
    notice, _ = CompletionNotice.objects.get_or_create(fiscal_year=year.year)
    return notice


def write_notice(
    notice: CompletionNotice, version: int, *, form=None, drop_form: bool = False, by: User, **fields
) -> CompletionNotice:
    """Keep what stands in the notice and, when given, the prefecture's form. Raises EditConflict or DomainError."""
    with transaction.atomic():
        record = lock_for_edit(CompletionNotice, notice.pk, version)
        submitted, completed = fields["submitted_on"], fields["completed_on"]
        if submitted and completed and submitted < completed:
            raise DomainError("提出日は、完了年月日より前にできません。", "submitted_on")
        for name, value in fields.items():
            setattr(record, name, value)
        if form:
            content = form.read()
            check_form(content)
            record.form = store(form.name, XLSX, content)
        elif drop_form:
            record.form = None
        record.save()
    return record


def values_of(notice: CompletionNotice) -> dict[str, str]:
    """What stands in each field; empty where it is not known yet, to be filled by hand."""
    contract = Contract.objects.filter(fiscal_year=notice.fiscal_year).first() or Contract()
    begins = _day(contract.contracted_on) or "契約締結日"
    period = f"{begins}から{_day(contract.ends_on)}まで" if contract.ends_on else ""
    return dict(
        zip(
            FIELDS,
            (
                _day(notice.submitted_on),
                f"{contract.principal}知事　様",
                contract.contractor_address,
                contract.contractor,
                contract.contractor_representative,
                contract.title,
                _day(contract.contracted_on),
                f"{notice.fee:,}円（税込）" if notice.fee else "",
                period,
                _day(notice.completed_on),
                notice.attachments,
            ),
            strict=True,
        )
    )


def missing_in(notice: CompletionNotice) -> list[str]:
    """The fields that are still empty."""
    values = values_of(notice)
    return [name for name in FIELDS if not values[name]]


def notice_pdf(notice: CompletionNotice) -> bytes:
    """The notice on one page of A4."""
    values = values_of(notice)

    def body(size: float) -> list:
        size = min(size * 1.15, 11)
        sender = (("住所", "受託者住所"), ("名称", "受託者名称"), ("代表者の職氏名", "代表者職氏名"))
        return [
            one_page.words("別紙様式1", size, quiet=True),
            Spacer(1, 4 * mm),
            one_page.words(f"提出日　{values['提出日'] or '　　年　　月　　日'}", size),
            Spacer(1, 6 * mm),
            one_page.words(values["宛先"], size * 1.2),
            Spacer(1, 6 * mm),
            one_page.words("受託者", size, bold=True),
            one_page.facts([(label, values[name]) for label, name in sender], size),
            Spacer(1, 12 * mm),
            one_page.heading("業務完了届", size),
            Spacer(1, 8 * mm),
            one_page.words(SENTENCE, size),
            Spacer(1, 6 * mm),
            one_page.facts(_rows(values), size),
        ]

    foot = (values["委託業務名"], "業務完了届")
    return one_page.write_one_page("業務完了届", body, subject=values["委託業務名"], foot=foot)


def notice_excel(notice: CompletionNotice) -> bytes:
    """The notice as .xlsx: the prefecture's form filled, or ours, whose cells carry the names of `FIELDS`."""
    values = values_of(notice)
    if notice.form_id:
        return fill_form(bytes(notice.form.content), values)
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "業務完了届", "created": datetime(notice.fiscal_year + 1, 3, 31, tzinfo=UTC)})
    base = {"font_name": "BIZ UDPゴシック", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
    text, title = book.add_format(base), book.add_format({**base, "font_size": 16, "bold": True, "align": "center"})
    boxed, head = book.add_format({**base, "border": 1}), book.add_format({**base, "border": 1, "bold": True})
    sheet = book.add_worksheet("業務完了届")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 62)
    sheet.write_string(0, 0, "別紙様式1", text)
    for row, name in ((1, "提出日"), (3, "宛先"), (5, "受託者住所"), (6, "受託者名称"), (7, "代表者職氏名")):
        sheet.write_string(row, 0, "" if name == "宛先" else name, text)
        _name(book, sheet, row, name, values[name], text)
    sheet.merge_range(9, 0, 9, 1, "業務完了届", title)
    sheet.merge_range(11, 0, 11, 1, SENTENCE, text)
    for row, (label, value) in enumerate(_rows(values), start=13):
        sheet.write_string(row, 0, label, head)
        _name(book, sheet, row, label.partition(" ")[2].partition("（")[0], value, boxed)
    sheet.print_area(0, 0, 18, 1)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


def check_form(content: bytes) -> list[str]:
    """The names of `FIELDS` that an uploaded form has. Raises DomainError for an unsafe file or one without any."""
    book = read_given_form(content, "form")
    found = [name for name in FIELDS if name in book.defined_names]
    if not found:
        raise DomainError(
            "名前の付いたセルがありません。書き込むセルを選び、Excelの名前ボックスに「委託業務名」などの名前を入れてください。",
            "form",
        )
    return found


def fill_form(content: bytes, values: dict[str, str]) -> bytes:
    """A form with the values in its named cells, as texts and never as formulas; the same bytes each time."""
    book = load_workbook(io.BytesIO(content))
    for name, value in values.items():
        if name not in book.defined_names:
            continue
        for sheet, place in book.defined_names[name].destinations:
            corner = place.replace("$", "").partition(":")[0]
            cell = book[sheet][corner]
            if isinstance(cell, MergedCell):
                continue
            cell.value = value
            cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_dates(buffer.getvalue())


def _without_dates(content: bytes) -> bytes:
    """The same archive without the moment of its making."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(b"", part)
            target.writestr(zipfile.ZipInfo(name, _NO_DATE), part, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _rows(values: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("1 委託業務名", values["委託業務名"]),
        ("2 契約年月日", values["契約年月日"]),
        ("3 委託料（税込）", values["委託料"]),
        ("4 履行期間", values["履行期間"]),
        ("5 完了年月日", values["完了年月日"]),
        ("6 添付書類", values["添付書類"]),
    ]


def _name(book: Workbook, sheet, row: int, name: str, value: str, form) -> None:
    """A value in the second column, its cell under its own name, so that our form shows how names are given."""
    sheet.write_string(row, 1, value, form)
    book.define_name(name, f"='{sheet.name}'!$B${row + 1}")


def _day(value: date | None) -> str:
    return f"{era_year(value)}{value.month}月{value.day}日" if value else ""
