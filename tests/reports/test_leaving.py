"""What leaves the centre: its layout, hidden small numbers, the evidence, the prefecture's own form."""

import io
import itertools
import random
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from centre.errors import DomainError
from centre.fiscal_year import Month
from centre.roles import Role
from reports.documents.content import Block, Cell, ReportDocument, Row, Table
from reports.documents.excel import write_excel
from reports.evidence import evidence_of, with_evidence
from reports.files import excel_of
from reports.form_filling import fill, map_cells, take_form
from reports.laying_out import outgoing, set_layout, settings_of_files
from reports.lifecycle import confirm, draft_monthly
from reports.masking import masked
from reports.models import ExcelForm
from tests.factories.centre import UserFactory
from tests.reports.random_year import fill as fill_year

ABOUT = frozenset({"people"})


def document(*blocks: Block) -> ReportDocument:
    return ReportDocument(
        "熊本窓口 月次報告書", "契約", "熊本県知事 様", "見本", "令和8年10月", "令和8年度",
        "2026-11-05T12:00:00+09:00", 1,
        (Table(4, "相談", "8(5)", blocks),), (),
    )  # fmt: skip


def divided(title: str, counts: dict[str, int], metric: str = "people") -> Block:
    rows = [Row(name, (Cell(value, f"t4.b1.{metric}.{name}"),), "件") for name, value in counts.items()]
    rows.append(Row("計", (Cell(sum(counts.values()), f"t4.b1.{metric}.計"),), "件", total=True))
    return Block(title, title, ("計",), tuple(rows))


def shown(made: ReportDocument, at: int = 0) -> list[str]:
    return [row.cells[-1].text for row in made.tables[0].blocks[at].rows]


def test_small_numbers_are_hidden_and_one_alone_takes_another_with_it():
    assert shown(masked(document(divided("年代", {"20代": 9, "30代": 3, "40代": 2, "50代": 8})), ABOUT)) == [
        "9", "1〜4", "1〜4", "8", "22",
    ]  # fmt: skip
    assert shown(masked(document(divided("年代", {"20代": 9, "30代": 3, "40代": 0, "50代": 8})), ABOUT)) == [
        "9", "＊", "0", "＊", "20",
    ]  # fmt: skip


def test_what_tells_of_nobody_is_left_as_it_is():
    made = document(divided("産業", {"製造": 1, "建設": 30}, metric="employers"))
    assert masked(made, ABOUT) == made


@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_number_of_a_division_follows_from_what_is_shown(seed):
    """Every way of filling the hidden cells that fits what is shown is tried: each hidden number has two at least."""
    chance = random.Random(seed)
    counts = {f"{n}0代": chance.choice((0, 0, 1, 2, 3, 4, 5, 6, 12)) for n in range(1, 5)}
    found = masked(document(divided("年代", counts)), ABOUT).tables[0].blocks[0]
    cells = {row.label: row.cells[0].text for row in found.rows[:-1]}
    assert not [name for name, text in cells.items() if text.isdecimal() and 0 < int(text) < 5]
    hidden = [name for name, text in cells.items() if not text.isdecimal()]
    rest = sum(counts.values()) - sum(counts[name] for name in cells if name not in hidden)
    may = {"1〜4": range(1, 5), "＊": range(rest + 1)}
    ways = [way for way in itertools.product(*(may[cells[name]] for name in hidden)) if sum(way) == rest]
    for place, name in enumerate(hidden):
        if counts[name]:
            assert len({way[place] for way in ways}) > 1, (counts, cells)


def test_masked_pages_carry_the_hash_of_the_report_and_no_hidden_figure():
    made = document(divided("年代", {"20代": 9, "30代": 3, "40代": 2}))
    hidden = masked(made, ABOUT)
    assert hidden.sha256() == made.sha256()
    assert not hidden.charts
    assert "t4.b1.people.30代" not in str(hidden.to_json())


@pytest.fixture
def report(db):
    with time_machine.travel("2026-11-05T12:00:00+09:00", tick=False):
        fill_year(4, date(2026, 8, 20), date(2026, 10, 31), size=60)
        yield draft_monthly(Month(2026, 10), by=None)


def settle(**changes):
    settings = settings_of_files()
    numbers = [1, 2, 3, 4, 5, 6, 7, 8, 10]
    return set_layout(
        settings, settings.version, by=UserFactory(role=Role.SUPERVISOR),
        **{"order": {number: number for number in numbers}, "hidden": set(), "titles": {}, "masks": False} | changes,
    )  # fmt: skip


def test_no_small_number_about_people_stands_in_a_masked_report(report):
    settle(masks=True)
    made = outgoing(ReportDocument.from_json(draft_monthly(Month(2026, 10), by=None).document))
    of_people = [
        cell
        for table in made.tables
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
        if cell.figure.count(".") > 2
        and cell.figure.split(".")[2] in ("person_consultations", "referrals_hired")
        and not cell.figure.endswith((".month", ".before", ".last_year", ".year"))
        and not row.total
    ]
    assert len(of_people) > 20
    assert not [cell for cell in of_people if cell.is_number and 0 < cell.value < 5]


def test_the_layout_is_of_the_next_draft_and_a_confirmed_report_keeps_its_own(report):
    supervisor = UserFactory(role=Role.SUPERVISOR)
    first = confirm(report, by=supervisor)
    settle(order={8: 1, 4: 2, 1: 3}, hidden={10}, titles={8: "紹介と就職"})
    later = draft_monthly(Month(2026, 10), by=supervisor)
    tables = [(table["number"], table["title"]) for table in later.document["tables"]]
    assert [number for number, _ in tables][:3] == [8, 4, 1]
    assert tables[0][1] == "紹介と就職"
    assert 10 not in dict(tables)
    first.refresh_from_db()
    assert next(table["number"] for table in first.document["tables"]) == 1
    with pytest.raises(DomainError, match="1つ以上"):
        settle(order={1: 1}, hidden={1})


def test_the_evidence_names_records_by_number_only_and_every_shown_figure_has_its_line(report):
    made = ReportDocument.from_json(report.document)
    evidence = evidence_of(report, made)
    assert {item.figure for item in evidence} == set(report.figures.values_list("key", flat=True))
    book = load_workbook(io.BytesIO(write_excel(with_evidence(made, report))))
    sheet = book["根拠の一覧"]
    assert sheet.max_row == len(evidence) + 1
    assert sheet.freeze_panes == "C2"
    words = {str(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row}
    assert not [word for word in words if "架空" in word or "見本製作所" in word]
    assert write_excel(with_evidence(made, report)) == write_excel(with_evidence(made, report))


def blank_form() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "様式"
    sheet["A1"], sheet["A2"] = "月報", "相談"
    for name, cell in (("相談_企業", "$B$2"), ("対象月", "$B$1"), ("空き", "$B$3")):
        book.defined_names[name] = DefinedName(name, attr_text=f"様式!{cell}")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_the_prefectures_form_is_filled_with_numbers_and_the_same_bytes_again(report):
    supervisor = UserFactory(role=Role.SUPERVISOR)
    confirmed = confirm(report, by=supervisor)
    form = take_form(name="県の月報", content=blank_form(), by=supervisor)
    assert sorted(form.cells) == ["対象月", "相談_企業", "空き"]
    cells = {"相談_企業": "employer_consultations/当月", "対象月": "期間"}
    form = map_cells(form, form.version, cells=cells, by=supervisor)
    first, second = fill(form, confirmed), fill(form, confirmed)
    assert first == second
    sheet = load_workbook(io.BytesIO(first))["様式"]
    expected = confirmed.figures.get(key="t3.b1.employer_consultations.month").value
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B3"].value) == ("相談", expected, None)
    assert "令和8年10月" in sheet["B1"].value


@pytest.mark.django_db
def test_what_is_no_form_is_refused_with_words():
    by = UserFactory(role=Role.SUPERVISOR)
    with pytest.raises(DomainError, match="読めません"):
        take_form(name="だめ", content=b"%PDF-1.4", by=by)
    book = io.BytesIO()
    Workbook().save(book)
    with pytest.raises(DomainError, match="名前の付いたセル"):
        take_form(name="名なし", content=book.getvalue(), by=by)
    take_form(name="同じ", content=blank_form(), by=by)
    with pytest.raises(DomainError, match="同じ名"):
        take_form(name="同じ", content=blank_form(), by=by)


def test_settings_and_form_are_kept_on_their_pages(report, client):
    supervisor = UserFactory(role=Role.SUPERVISOR)
    confirm(report, by=supervisor)
    client.force_login(supervisor)
    page = client.get(reverse("reports:layout_edit")).context
    sent = {name: field.initial for name, field in page["form"].fields.items() if field.initial is not False}
    sent |= {"masks": "on", "title_8": "就職", "submission_key": page["submission_key"], "version": page["version"]}
    assert client.post(reverse("reports:layout_edit"), sent).status_code == 302
    assert (settings_of_files().masks, settings_of_files().titles) == (True, {"8": "就職"})
    key = client.get(reverse("reports:take_form")).context["submission_key"]
    file = SimpleUploadedFile("様式.xlsx", blank_form())
    answer = client.post(reverse("reports:take_form"), {"submission_key": key, "name": "県の月報", "file": file})
    page = client.get(answer["Location"]).context
    sent = {"submission_key": page["submission_key"], "version": page["version"], "cell_1": "ないもの"}
    assert client.post(answer["Location"], sent).status_code == 422
    sent["cell_1"] = "employer_consultations/当月"
    assert client.post(answer["Location"], sent).status_code == 302
    form = ExcelForm.objects.get()
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get(reverse("reports:filled_form", args=[report.pk, form.pk])).status_code == 200
    assert client.get(reverse("reports:layout")).status_code == 403


def test_an_official_sees_no_hidden_figure_on_the_page_either(report, client):
    settle(masks=True)
    confirmed = confirm(draft_monthly(Month(2026, 10), by=None), by=UserFactory(role=Role.SUPERVISOR))
    made = outgoing(ReportDocument.from_json(confirmed.document))
    shown_keys = {c.figure for t in made.tables for b in t.blocks for r in b.rows for c in r.cells if c.figure}
    hidden = confirmed.figures.exclude(key__in=shown_keys).filter(value__gt=0).first()
    client.force_login(UserFactory(role=Role.OFFICIAL))
    assert client.get(f"/reports/{confirmed.pk}/figures/{hidden.key}/").status_code == 404
    assert f"/figures/{hidden.key}/" not in client.get(confirmed.get_absolute_url()).content.decode()
    assert confirmed.sha256 in str(
        [
            c.value
            for row in load_workbook(io.BytesIO(bytes(excel_of(confirmed).content)))["表紙"].iter_rows()
            for c in row
        ]
    )
