"""The prefecture's list of postings live on 1 April becomes postings with their first line in the ledger."""

import json

import pytest
import time_machine
from django.core.management import call_command

from postings.lists.importing import import_postings, plan
from postings.models import JobPosting, PublicationEvent
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import count_year
from tests.factories.employers import CorporationFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db

HEADINGS = (
    "求人番号,企業名,法人番号,職種,職業分類,雇用期間,週所定労働時間,賃金形態,賃金下限,就業場所,採用人数,掲載開始日,"
    "掲載期限,移住支援金対象,URL"
)
ROW = (
    "KM-1,㈱髙見本製作所,7000020430005,製造オペレーター,12,無期,週40時間,月給,２１万円,熊本市東区見本町1番,２人,"
    "令和8年2月1日,2026/6/30,○,https://example.jp/1"
)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def employer():
    corporation = CorporationFactory(name="株式会社髙見本製作所", corporate_number="7000020430005")
    return EstablishmentFactory(corporation=corporation)


def sheet(*rows: str) -> bytes:
    return "\r\n".join((HEADINGS, *rows, "")).encode("cp932")


def test_a_live_posting_comes_with_its_line_and_is_in_the_baseline(employer):
    import_postings(sheet(ROW), "4月1日現在.csv", by=None)
    posting = JobPosting.objects.get()
    assert (posting.establishment, posting.wage_from_yen, posting.headcount) == (employer, 210_000, 2)
    assert (posting.contract, posting.work_municipality_id, posting.occupation_id) == ("indefinite", "43102", "12")
    event = PublicationEvent.objects.get()
    assert (event.kind, event.eligible, event.note) == ("new", True, "県からの引継ぎ一覧")
    found = count_year(ledger_lines(), 2026)
    assert (found.baseline, found.count) == (1, 1)


def test_the_same_list_again_changes_nothing(employer):
    import_postings(sheet(ROW), "4月1日現在.csv", by=None)
    assert import_postings(sheet(ROW), "4月1日現在.csv", by=None).count("unchanged") == 1
    assert PublicationEvent.objects.count() == 1


def test_changed_terms_are_shown_and_taken_over(employer):
    import_postings(sheet(ROW), "4月1日現在.csv", by=None)
    result = import_postings(sheet(ROW.replace("２１万円", "２３万円")), "次.csv", by=None)
    assert [(change.old, change.new) for change in result.rows[0].changes] == [("210000", "230000")]
    assert JobPosting.objects.get().wage_from_yen == 230_000


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (ROW.replace("㈱髙見本製作所,7000020430005", "知らない会社,"), "事業所名", "先に企業を登録"),
        (ROW.replace("2026/6/30", "2026/1/30"), "掲載期限", "前"),
        (ROW.replace("○", ""), "移住支援金対象", "要ります"),
        (ROW.replace("令和8年2月1日", ""), "掲載開始日", "掲載開始日がありません"),
        (ROW.replace("令和8年2月1日", "令和9年2月1日").replace("2026/6/30", ""), "掲載開始日", "先の日付"),
        (ROW.replace("製造オペレーター,12", "製造オペレーター,99"), "職業分類", "大分類"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_nothing_is_taken_in(employer, row, column, words):
    second = ROW.replace("KM-1", "KM-2")
    result = plan(sheet(second, row), "求人.csv")
    assert [(error.row, error.column) for error in result.errors] == [(3, column)]
    assert words in result.errors[0].message
    assert not JobPosting.objects.exists()


def test_a_later_end_of_a_known_listing_is_recorded_as_an_extension_not_slipped_in(employer):
    import_postings(sheet(ROW), "4月1日現在.csv", by=None)
    result = plan(sheet(ROW.replace("2026/6/30", "2026/9/30")), "次.csv")
    assert "掲載履歴に記録" in result.errors[0].message


def test_the_command_prints_json(employer, tmp_path, capsys):
    file = tmp_path / "求人.csv"
    file.write_bytes(sheet(ROW))
    call_command("import_postings", str(file), "--json")
    assert json.loads(capsys.readouterr().out)["new"] == 1
