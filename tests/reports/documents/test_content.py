"""The content of a report survives the database and keeps its hash."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reports.documents.content import Block, Cell, Definition, Group, ReportDocument, Row
from reports.documents.json_file import write_json
from tests.reports.documents.documents import report, table


def test_a_report_read_back_from_json_is_the_same_report():
    document = report(
        status="確定", confirmed_by="架空 花子", confirmed_at="2026-11-02T00:30:00+00:00", subtitle="試し"
    )
    again = ReportDocument.from_json(document.to_json())
    assert again == document
    assert again.sha256() == document.sha256()


def test_a_decimal_and_a_text_that_looks_like_it_stay_apart():
    for value in (Decimal("95.40"), "95.40", 95):
        row = Row("満足度", (Cell(value),), "％")
        document = report(tables=(table(1, "表", Block("塊", "項目", ("当月",), (row,))),))
        (cell,) = ReportDocument.from_json(document.to_json()).tables[0].blocks[0].rows[0].cells
        assert (cell.value, type(cell.value)) == (value, type(value))


def test_what_is_at_its_default_is_not_written_so_that_later_fields_leave_old_hashes_alone():
    written = report(charts=(), remarks=(), facts={}).to_json()
    assert {"charts", "remarks", "facts", "subtitle", "confirmed_at"}.isdisjoint(written)


def test_every_change_of_content_changes_the_hash():
    assert len({report().sha256(), report(revision=3).sha256(), report(remarks=()).sha256()}) == 3


def test_the_order_of_keys_does_not_change_the_hash():
    data = report().to_json()
    turned = ReportDocument.from_json(dict(reversed(list(data.items()))))
    assert turned.sha256() == report().sha256()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(1234567), "1,234,567"),
        (Cell(0), "0"),
        (Cell(), "—"),
        (Cell(masked=True), "1〜4"),
        (Cell(Decimal("1234.5")), "1,234.5"),
        (Cell("該当なし"), "該当なし"),
    ],
)
def test_a_cell_is_read_as_people_write_numbers(cell, text):
    assert cell.text == text


def test_a_masked_cell_cannot_carry_the_number_it_hides():
    with pytest.raises(ValueError, match="masked"):
        Cell(3, masked=True)


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="cells"):
        Block("塊", "項目", ("当月", "累計"), (Row("相談", (Cell(1),)),))


def test_groups_that_do_not_cover_the_columns_are_refused():
    with pytest.raises(ValueError, match="groups"):
        Block("塊", "項目", ("新規", "継続"), (), (Group("企業", 3),))


def test_instants_are_shown_in_tokyo_time():
    document = report().confirmed(by="架空 花子", at=datetime(2026, 11, 1, 15, 30, tzinfo=UTC))
    assert document.as_of_label == "令和8年（2026年）11月1日 03:00 時点"
    assert document.confirmed_label == "令和8年（2026年）11月2日 00:30　架空 花子"
    assert document.issued_label == "令和8年11月2日"


def test_hidden_numbers_are_explained_only_where_there_are_some():
    assert any("1〜4" in note for note in report().reading_notes)
    assert not any("1〜4" in note for note in report(tables=()).reading_notes)


def test_a_definition_is_found_by_its_key():
    assert isinstance(report().definition("metric_3"), Definition)
    assert report().definition("nowhere") is None


def test_the_json_file_is_readable_sorted_and_ends_with_a_line_end():
    text = write_json(report()).decode()
    assert text.endswith("}\n")
    assert "髙﨑 𠮷男" in text
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert f'"sha256": "{report().sha256()}"' in text
