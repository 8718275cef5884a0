"""A prefecture's list is taken in whole or not at all, and taking it in twice changes nothing."""

import io
import json

import openpyxl
import pytest
from django.core.management import call_command

from centre.errors import DomainError
from centre.roles import Role
from employers.models import Corporation, Establishment, ImportRun
from tests.employers.lists import HEADINGS, import_employers, plan, sheet
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

pytestmark = pytest.mark.django_db

FIRST = (
    "株式会社髙見本製作所,たかみほん,7000020430005,〒860－0806,熊本市中央区見本町１丁目２番３号,０９６‐０００‐０００１,"
    "製造業,１２０人,３０００,見本 太郎,saiyo@example.jp,令和8年4月1日"
)
SECOND = "有限会社ひばり架空商店,,,869-0502,宇城市見本町5番,0964-00-0002,I,約15名,1億2千万円,,,"


def test_a_list_in_shift_jis_with_every_writing_of_numbers_is_taken_in():
    result = import_employers(sheet(FIRST, SECOND), "一覧.csv", by=UserFactory())
    assert (result.summary["new"], "Shift_JIS" in result.format) == (2, True)
    first = Establishment.objects.get(name="株式会社髙見本製作所")
    assert (first.employees, first.corporation.capital_yen, first.postal_code) == (120, 30_000_000, "860-0806")
    assert (first.municipality_id, first.industry_id) == ("43101", "E")
    assert first.contacts.get().name == "見本 太郎"
    assert first.registrations.get().registered_on.isoformat() == "2026-04-01"
    second = Establishment.objects.get(name="有限会社ひばり架空商店")
    assert (second.employees, second.corporation.capital_yen, second.municipality_id) == (15, 120_000_000, "43213")


def test_the_same_file_again_changes_nothing():
    import_employers(sheet(FIRST, SECOND), "一覧.csv", by=None)
    again = import_employers(sheet(FIRST, SECOND), "一覧.csv", by=None)
    assert (again.summary["unchanged"], again.summary["new"], again.summary["updated"]) == (2, 0, 0)
    assert Establishment.objects.count() == 2
    assert ImportRun.objects.count() == 2


def test_a_changed_cell_is_an_exact_difference_and_an_empty_one_erases_nothing():
    import_employers(sheet(FIRST), "一覧.csv", by=None)
    changed = FIRST.replace("１２０人", "135").replace("saiyo@example.jp", "")
    result = plan(sheet(changed), "一覧.csv")
    assert result.changes == [("従業員数（人）", "120", "135")]
    import_employers(sheet(changed), "一覧.csv", by=None)
    record = Establishment.objects.get()
    assert (record.employees, record.email) == (135, "saiyo@example.jp")


def test_a_preview_writes_nothing():
    assert plan(sheet(FIRST)).told["new"] == 1
    assert not Establishment.objects.exists()


def test_a_second_workplace_of_a_known_number_joins_its_corporation():
    branch = FIRST.replace("株式会社髙見本製作所", "株式会社髙見本製作所 八代工場").replace(
        "中央区見本町", "東区見本町"
    )
    import_employers(sheet(FIRST, branch), "一覧.csv", by=None)
    assert (Corporation.objects.count(), Establishment.objects.count()) == (1, 2)


def test_a_new_row_that_looks_like_a_known_one_is_suspected():
    EstablishmentFactory(name="ひばり架空商店㈲", phone="096-000-9999", address="八代市見本町1番")
    result = plan(sheet(SECOND), "一覧.csv")
    assert (result.told["new"], result.lines[0].state) == (1, "suspected")
    assert result.alike == [["ひばり架空商店㈲"]]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (FIRST.replace("7000020430005", "7000020430006"), "法人番号", "検査数字"),
        (FIRST.replace("令和8年4月1日", "平成40年1月1日"), "登録日", "平成"),
        (FIRST.replace("製造業", "宇宙産業"), "業種", "大分類"),
        (FIRST.replace("１２０人", "多数"), "従業員数", "数"),
        (FIRST.replace("０９６‐０００‐０００１", "12"), "電話番号", "電話番号"),
        (FIRST.replace("株式会社髙見本製作所,", ",", 1), "事業所名", "空"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_is_taken_in(row, column, words):
    result = plan(sheet(SECOND, row), "一覧.csv")
    assert [(at, column in where) for at, where, _ in result.errors] == [(3, True)]
    assert words in result.errors[0][2]
    with pytest.raises(DomainError, match="1行"):
        import_employers(sheet(SECOND, row), "一覧.csv", by=None)
    assert not Establishment.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "名前を付けて保存"),
        (b"%PDF-1.7\n...", "PDF"),
        ("住所,電話\r\n熊本市,096\r\n".encode("cp932"), "事業所名"),
        (HEADINGS.encode() + b"\r\n", "データの行がありません"),
        (b"x" * (50 * 1024 * 1024), "大きすぎ"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_advice(content, words):
    result = plan(content, "一覧.csv")
    assert words in result.errors[0][2]
    assert not Establishment.objects.exists()


def test_the_command_prints_its_figures_as_json_and_ends_with_2_on_errors(tmp_path, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(sheet(FIRST, SECOND))
    bad.write_bytes(sheet(FIRST.replace("7000020430005", "1")))
    call_command("import_employers", str(good), "--preview", "--json")
    preview = json.loads(capsys.readouterr().out)
    assert (preview["rows"], preview["new"], preview["updated"], preview["unchanged"]) == (2, 2, 0, 0)
    assert (preview["suspected_duplicates"], preview["errors"]) == ([], [])
    assert not Establishment.objects.exists()
    with pytest.raises(SystemExit) as ended:
        call_command("import_employers", str(bad), "--json")
    assert ended.value.code == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["row"] == 2
    call_command("import_employers", str(good), "--json")
    assert Establishment.objects.count() == 2


def test_a_workbook_with_a_title_above_the_headings_is_read():
    book = openpyxl.Workbook()
    book.active.append(["企業一覧 令和8年4月1日現在"])
    book.active.append([])
    book.active.append(["企業名", "住所", "従業員", "資本金（千円）"])
    book.active.append(["合同会社いずみ見本", "玉名市見本町1番", 12, 5000])
    buffer = io.BytesIO()
    book.save(buffer)
    import_employers(buffer.getvalue(), "一覧.xlsx", by=None)
    record = Establishment.objects.get()
    assert (record.employees, record.corporation.capital_yen, record.municipality_id) == (12, 5_000_000, "43206")


def test_in_the_browser_the_same_page_sent_twice_takes_the_list_in_once(client):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    chosen = client.get("/employers/import/")
    file = io.BytesIO(sheet(FIRST))
    file.name = "一覧.csv"
    answer = client.post("/employers/import/", {"file": file, "submission_key": chosen.context["submission_key"]})
    preview = client.get(answer["Location"])
    assert "Shift_JIS" in preview.content.decode()
    key = preview.context["submission_key"]
    first, second = (client.post(answer["Location"], {"submission_key": key}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert ImportRun.objects.count() == 1
    assert "取り込みました" in client.get(first["Location"]).content.decode()


def test_field_staff_may_take_in_a_list_and_officials_may_not(client):
    for role, status in ((Role.FIELD_STAFF, 200), (Role.OFFICIAL, 403), (Role.ADMIN, 403)):
        client.force_login(UserFactory(role=role))
        assert client.get("/employers/import/").status_code == status
