import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from postings.management.commands.check_rules import Command
from tests.postings.rulebooks.people import PERSON
from tests.postings.rulebooks.samples import CORPORATION, LAW, POSTING


@pytest.fixture
def written(tmp_path):
    """A function that writes facts (or any text or bytes) to a file and returns its path."""

    def write(content) -> str:
        path = tmp_path / "facts.json"
        if not isinstance(content, bytes):
            content = (content if isinstance(content, str) else json.dumps(content)).encode()
        path.write_bytes(content)
        return str(path)

    return write


def run(*arguments: str) -> str:
    output = StringIO()
    call_command(Command(), *arguments, stdout=output)
    return output.getvalue()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert error.value.returncode == 2
    return str(error.value)


def test_the_json_gives_findings_and_verdict(written):
    result = json.loads(run("relocation_corporation", "--facts", written(CORPORATION), "--on", "2026-10-01", "--json"))
    assert (result["book"], result["version"], result["on"]) == ("relocation_corporation", "2019-04-01", "2026-10-01")
    assert [finding["key"] for finding in result["findings"]] == ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]
    assert all(finding.keys() == {"key", "outcome", "reason"} for finding in result["findings"])
    assert result["verdict"] == "eligible"


@time_machine.travel("2026-09-30T15:00:00Z", tick=False)
def test_without_a_day_it_is_judged_today_in_japan(written):
    result = json.loads(run("relocation_posting", "--facts", written(POSTING), "--json"))
    assert result["on"] == "2026-10-01"
    assert result["verdict"] == "eligible"


def test_the_table_is_for_people(written):
    output = run("relocation_posting", "--facts", written({}), "--on", "2026-10-01")
    assert "移住支援金の対象求人" in output
    assert "J1　要確認" in output
    assert output.rstrip().endswith("要件の確認結果（参考）：要確認")


def test_the_law_of_a_posting_has_words_of_its_own_on_the_table_and_the_same_verdicts_in_json(written):
    assert run("posting_law", "--facts", written(LAW), "--on", "2026-11-20").rstrip().endswith("（参考）：適法")
    short = written(LAW | {"wage_kind": "hourly", "wage_yen": 1091, "starts_on": "2026-12-01"})
    assert run("posting_law", "--facts", short, "--on", "2026-11-20").rstrip().endswith("（参考）：違反のおそれ")
    result = json.loads(run("posting_law", "--facts", short, "--on", "2026-11-20", "--json"))
    assert {found["key"]: found["outcome"] for found in result["findings"]} == {
        "L1": "met",
        "L2": "not_met",
        "L3": "met",
        "L4": "met",
    }
    assert result["verdict"] == "not_eligible"
    assert json.loads(run("posting_law", "--facts", written({}), "--json"))["verdict"] == "unknown"


def test_numbers_are_read_as_they_are_written(written):
    text = '{"shareholders": [{"share": 0.3333, "capital_yen": 1e9}, {"share": 0.3334, "capital_yen": 1000000000.0}]}'
    result = json.loads(run("relocation_corporation", "--facts", written(text), "--on", "2026-10-01", "--json"))
    outcomes = {finding["key"]: finding["outcome"] for finding in result["findings"]}
    assert outcomes["C3"] == "unknown"
    text = text.replace("]}", '], "governor_recommendation": false}')
    result = json.loads(run("relocation_corporation", "--facts", written(text), "--on", "2026-10-01", "--json"))
    assert result["verdict"] == "not_eligible"


def test_a_person_is_judged_by_the_version_of_the_day_of_moving_in(written):
    output = run(
        "relocation_person", "--facts", written(PERSON | {"moved_in_on": "2023-06-22"} | {"applied_on": None})
    )
    assert "2023-04-01 からの版" in output
    assert "P12　判定外" in output
    assert "参考。受給の可否は市町村が決めます。" in output
    assert "対象" not in output.splitlines()[-1]
    result = json.loads(run("relocation_person", "--facts", written(PERSON), "--json"))
    assert (result["version"], result["verdict"]) == ("2023-06-23", "eligible")
    assert [item["key"] for item in result["left_out"]] == ["P12"]


def test_what_is_left_out_is_said(written):
    output = run("relocation_corporation", "--facts", written(CORPORATION), "--on", "2026-10-01")
    assert "C8　判定外" in output
    assert output.rstrip().endswith("要件の確認結果（参考）：対象")


def test_a_byte_order_mark_is_no_obstacle(written):
    path = written(b"\xef\xbb\xbf" + json.dumps(POSTING).encode())
    assert "満たす" in run("relocation_posting", "--facts", path, "--on", "2026-11-01")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "JSON として読めません"),
        ("", "JSON として読めません"),
        ("[]", "JSON のオブジェクト"),
        ("null", "JSON のオブジェクト"),
        ('{"weekly_hours": NaN}', "NaN"),
        ('{"weekly_hours": 20, "weekly_hours": 10}', "2回"),
        ('{"weekly_hour": 20}', "「weekly_hour」という事実"),
        ('{"weekly_hours": "20"}', "weekly_hours"),
        ('{"weekly_hours": 1e99999}', "weekly_hours"),
        ('{"weekly_hours": ' + "9" * 5000 + "}", "数が大きすぎる"),
        ("[" * 100_000, "入れ子が深すぎ"),
        ('{"contract": "無期"}'.encode("cp932"), "UTF-8"),
        (b" " * (1024 * 1024 + 1), "1MB"),
    ],
)
def test_facts_that_cannot_be_read_are_refused_in_japanese(written, content, words):
    assert words in refused("relocation_posting", "--facts", written(content), "--on", "2026-10-01")


def test_arguments_that_are_wrong_are_refused_in_japanese(written, tmp_path):
    facts = written(POSTING)
    assert "という規則はありません" in refused("relocation", "--facts", facts)
    assert "有効な" in refused("relocation_posting", "--facts", facts, "--on", "2019-03-31")
    assert "基準日（--on）" in refused("relocation_posting", "--facts", facts, "--on", "2026-02-29")
    assert "基準日（--on）" in refused("relocation_posting", "--facts", facts, "--on", "R8.10.1")
    assert "--facts" in refused("relocation_posting")
    assert "開けません" in refused("relocation_posting", "--facts", str(tmp_path / "nothing.json"))
    assert "開けません" in refused("relocation_posting", "--facts", str(tmp_path))
