"""Headings as offices write them find their columns; rows become values with their errors."""

import pytest

from centre.tabular import values
from centre.tabular.columns import ColumnSpec, RowError, column_name, map_columns, parse_rows, require
from centre.tabular.reading import TabularError
from tests.centre.tabular.sample_files import read, workbook

SPECS = (
    ColumnSpec("name", "事業所名", ("事業所名称", "会社名", "企業名", "法人名"), values.line, required=True),
    ColumnSpec("corporation", "法人名", (), values.line),
    ColumnSpec("postal_code", "郵便番号", ("〒",), values.postal_code),
    ColumnSpec("address", "所在地", ("住所",), values.line, required=True),
    ColumnSpec("phone", "電話番号", ("TEL", "電話"), values.phone),
    ColumnSpec("employees", "従業員数", ("従業員",), values.headcount),
    ColumnSpec("capital", "資本金", ("資本金の額",), values.yen),
    ColumnSpec("email", "メール", ("メールアドレス", "E-mail"), values.email),
)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("事業所名", "name"),
        ("事業所 名称", "name"),
        ("会社名※", "name"),
        ("【企業名】", "name"),
        ("法人名", "corporation"),
        ("〒", "postal_code"),
        ("ＴＥＬ", "phone"),
        ("Tel.", "phone"),
        ("従業員数（人）", "employees"),
        ("資本金（千円）", "capital"),
        ("資本金\n（単位：万円）", "capital"),
        ("e-mail", "email"),
        ("Ｅｍａｉｌ", "email"),
        ("所在地（市町村から）", "address"),
    ],
)
def test_headings_are_found_in_their_usual_writings(heading, key):
    assert [column.spec.key for column in map_columns([heading], SPECS).columns] == [key]


def test_unknown_and_missing_columns_are_told():
    mapping = map_columns(["事業所名", "", "好きな色"], SPECS)
    assert mapping.unmatched == ("好きな色",)
    assert [spec.key for spec in mapping.missing] == ["address"]
    with pytest.raises(TabularError, match="「所在地」"):
        require(mapping, 1)


def test_two_headings_of_one_column_are_refused_unless_one_is_its_own_name():
    with pytest.raises(TabularError, match=r"「会社名」（A列）と「企業名」（B列）"):
        map_columns(["会社名", "企業名"], SPECS)
    mapping = map_columns(["会社名", "事業所名"], SPECS)
    assert ([column.heading for column in mapping.columns], mapping.unmatched) == (["事業所名"], ("会社名",))


def test_columns_told_apart_by_their_brackets_are_not_confused():
    mapping = map_columns(["従業員数（男）", "従業員数（女）", "従業員数"], SPECS)
    assert [column.position for column in mapping.columns] == [2]
    assert map_columns(["従業員数（男）", "従業員数（女）"], SPECS).columns == ()


def test_the_users_choice_goes_first():
    mapping = map_columns(["好きな色", "所在地", "住所"], SPECS, {"好きな色": "name", "所在地": None})
    assert {column.spec.key: column.heading for column in mapping.columns} == {"name": "好きな色", "address": "住所"}


def test_rows_become_values_and_every_problem_names_row_and_column():
    def more(book, sheet):
        sheet.write_formula("D4", "=A1", None, "#N/A")

    table = read(
        workbook(
            [
                ["事業所名", "所在地", "電話番号", "資本金（千円）"],
                ["㈱見本", "熊本市", 963831111, 10000],
                ["見本2", None, "096-1", "1億円"],
                ["見本3", "八代市"],
            ],
            more,
        )
    )
    good, bad, fault = parse_rows(table, map_columns(table.headers, SPECS))
    assert good.values == {"name": "㈱見本", "address": "熊本市", "phone": "096-383-1111", "capital": 10_000_000}
    assert [error.column for error in bad.errors] == ["所在地（B列）", "電話番号（C列）"]
    assert (bad.row_number, bad.values["capital"]) == (3, 100_000_000)
    assert fault.errors == [
        RowError(
            4, "資本金（千円）（D列）", "数式の結果がありません（#N/A）。Excelで数式を直し、保存し直してください。"
        )
    ]


def test_columns_beyond_z_have_two_letters():
    mapping = map_columns([*[f"列{number}" for number in range(27)], "事業所名"], SPECS)
    assert column_name(mapping.columns[0]) == "事業所名（AB列）"
