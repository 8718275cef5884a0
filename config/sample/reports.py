"""The reports of the sample: one that the prefecture has received and asked about, and the draft of the month after."""

import io

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from centre.fiscal_year import Month
from centre.models import User
from centre.roles import Role
from reports.commenting import comment, note_of
from reports.discussing import say
from reports.form_filling import map_cells, take_form
from reports.lifecycle import confirm, draft_monthly, submit
from reports.models import Report

FORM = "県の様式（見本）"
# (name of the cell, words beside it, what goes into it)
CELLS = (
    ("period", "対象の月", "期間"),
    ("employers", "企業の相談（件）", "employer_consultations/当月"),
    ("people", "就職・移住の相談（件）", "person_consultations/当月"),
    ("visits", "企業訪問（件）", "visits/当月"),
    ("target", "目標に対する累計（件）", "target_count/当月"),
)


def make(today) -> list[Report]:
    """Draft, confirm, hand over and discuss the report of the month before last, and draft that of the last month."""
    people = {user.role: user for user in User.objects.filter(is_active=True).order_by("-pk")}
    supervisor, official = people[Role.SUPERVISOR], people[Role.OFFICIAL]
    last = Month.of(today).previous()
    form = take_form(name=FORM, content=_form(), by=supervisor)
    map_cells(form, form.version, cells={name: wanted for name, _, wanted in CELLS}, by=supervisor)
    earlier = _drafted(
        last.previous(), supervisor, "県外の窓口と合同の相談会を開いた（見本）。", "企業訪問を週3回行う（見本）。"
    )
    earlier = submit(confirm(earlier, by=supervisor), to=official)
    say(earlier, text="企業訪問が前の月より増えた理由を教えてください（見本）。", by=official)
    say(earlier, text="掘り起こしの訪問を集中して行った月でした（見本）。", by=supervisor)
    return [earlier, _drafted(last, supervisor, "", "合同面談会の準備をする（見本）。")]


def _drafted(month: Month, supervisor: User, remarks: str, plans: str) -> Report:
    report = draft_monthly(month, by=supervisor)
    note = note_of(month)
    comment(note, note.version, remarks=remarks, plans=plans, by=supervisor)
    report.refresh_from_db()
    return report


def _form() -> bytes:
    """A form as the prefecture might hand out, with named cells."""
    book = Workbook()
    sheet = book.active
    sheet.title = "月次報告"
    sheet["A1"] = "委託業務 月次報告（見本の様式）"
    for row, (name, words, _) in enumerate(CELLS, start=3):
        sheet.cell(row, 1, words)
        book.defined_names[name] = DefinedName(name, attr_text=f"'月次報告'!$B${row}")
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 24
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
