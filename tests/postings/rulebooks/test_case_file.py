"""Many cases of a book in one CSV file."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from postings.management.commands.check_rules import Command

COLUMNS = (
    "wage_kind,wage_yen,fixed_overtime_yen,excluded_allowances_yen,annual_work_hours,daily_work_hours,intake_on,starts_on,"
    "age_min,age_max,age_reason,contract,retirement_age,experience_required,sex_limit,sex_reason"
)
EQUAL = "hourly,1034,,,,,2026-11-20,2026-11-30,,,none,indefinite,60,false,none,none"
BELOW = "monthly,200000,20000,10000,2040,,2026-11-20,2027-01-04,18,60,1,fixed,60,true,male,none"
OPEN = "monthly,210000,0,0,,,2026-11-20,,,,,,,,,"
JAPANESE = "時給,1092,,,,,2026-12-01,2027-01-04,,,なし,無期,,いいえ,なし,"


@pytest.fixture
def judged(tmp_path):
    """A function that judges lines under the columns of `posting_law`."""

    def judge(*lines: str, columns: str = COLUMNS, encoding: str = "utf-8-sig", book: str = "posting_law"):
        path = tmp_path / "cases.csv"
        path.write_bytes("\r\n".join([columns, *lines]).encode(encoding))
        output = StringIO()
        call_command(Command(), book, "--facts", str(path), "--on", "2026-11-20", "--json", stdout=output)
        return json.loads(output.getvalue())

    return judge


def outcomes(case: dict) -> dict[str, str]:
    return {finding["key"]: finding["outcome"] for finding in case["findings"]}


def test_each_line_is_a_case_with_a_column_per_fact(judged):
    equal, below, unsettled = judged(EQUAL, BELOW, OPEN)
    assert (equal["case"], equal["verdict"], set(outcomes(equal).values())) == ("2行目", "eligible", {"met"})
    assert below["verdict"] == "not_eligible"
    # (200,000 - 30,000) x 12 / 2,040 = 1,000 yen an hour.
    assert outcomes(below) == dict.fromkeys(("L1", "L2", "L3", "L4"), "not_met")
    assert "1,000円" in below["findings"][0]["reason"]
    assert (unsettled["verdict"], outcomes(unsettled)["L1"]) == ("unknown", "unknown")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_japanese_answers_and_both_encodings_are_read(judged, encoding):
    (case,) = judged(JAPANESE, encoding=encoding)
    assert case["verdict"] == "eligible"


def test_headings_may_be_japanese_and_a_case_may_have_a_name(judged):
    (case,) = judged(
        "介護職,40,無期,true,false,熊本県",
        columns="件名,週の所定労働時間,contract,new_hire,transfer,勤務地の都道府県",
        book="relocation_posting",
    )
    assert case["case"] == "介護職"
    assert [outcomes(case)[key] for key in ("J1", "J2", "J3")] == ["met", "met", "met"]


def test_blank_lines_are_no_cases(judged):
    assert len(judged(EQUAL, "", ",,,,", EQUAL)) == 2


def test_a_list_stands_in_a_cell_as_json(judged):
    (case,) = judged(
        """company,"[{""share"": ""1/2"", ""capital_yen"": 1000000000}]",false""",
        columns="kind,shareholders,governor_recommendation",
        book="relocation_corporation",
    )
    assert outcomes(case)["C3"] == "not_met"


@pytest.mark.parametrize(
    ("lines", "columns", "said"),
    [
        ([EQUAL.replace("1034", "千円")], COLUMNS, "2行目：賃金の額（wage_yen）の値が正しくありません"),
        ([EQUAL, EQUAL.replace("hourly", "weekly")], COLUMNS, "3行目：賃金の形"),
        ([EQUAL], COLUMNS.replace("wage_yen", "wage"), "「wage」という事実はこの規則にありません"),
        ([EQUAL], COLUMNS.replace("wage_yen", "wage_kind"), "同じ見出しが2つあります：wage_kind"),
        ([f"{EQUAL},1"], COLUMNS, "2行目の列が、見出しより多くあります"),
        ([], "", "1行目に、事実の名前の見出しを置いてください"),
    ],
)
def test_what_cannot_be_read_is_named(judged, lines, columns, said):
    with pytest.raises(CommandError) as error:
        judged(*lines, columns=columns)
    assert error.value.returncode == 2
    assert said in str(error.value)


def test_people_get_a_table_for_each_case(tmp_path):
    path = tmp_path / "cases.CSV"
    path.write_text(f"{COLUMNS}\n{EQUAL}\n{OPEN}\n", encoding="utf-8")
    output = StringIO()
    call_command(Command(), "posting_law", "--facts", str(path), "--on", "2026-11-20", stdout=output)
    assert output.getvalue().count("■ ") == 2
    assert "■ 3行目" in output.getvalue()
