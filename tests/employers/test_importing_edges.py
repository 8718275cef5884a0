"""Lists as they really come: names beyond any field, the same workplace written twice, numbers that clash."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.errors import DomainError
from config.sample.employers import corporate_number
from employers.importing.taking_in import take_in
from employers.models import Contact, Corporation, Establishment, ImportRun, Registration
from employers.registration import end
from tests.employers.lists import batch_of, import_employers, listed, plan
from tests.factories.centre import UserFactory
from tests.factories.employers import CorporationFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db

ONE, OTHER = corporate_number(5_100_001), corporate_number(5_100_002)


def taken_in_twice(content: bytes):
    """Take a list in, and answer what the same file would change then."""
    import_employers(content, "一覧.csv", by=None)
    return plan(content, "一覧.csv")


@pytest.mark.parametrize(
    ("heading", "cell", "column"),
    [
        ("ふりがな", "み" * 161, "ふりがな"),
        ("所在地", "熊本市中央区" + "見" * 200, "所在地"),
        ("担当者", "架" * 61, "担当者"),
        ("担当部署", "部" * 81, "担当部署"),
        ("法人名称", "社" * 121, "法人名"),
        ("従業員数", "99999999999", "従業員数"),
        ("従業員数", "-5", "従業員数"),
        ("メール", "a" * 250 + "@example.jp", "メール"),
        ("ホームページ", "https://example.jp/" + "a" * 300, "ホームページ"),
        ("電話番号", "096-000-0001 内線" + "1" * 30, "電話番号"),
    ],
)
def test_what_no_field_can_hold_is_named_by_row_and_column(heading, cell, column):
    result = plan(listed(f"事業所名,{heading}", "見本商店,", f"見本商会,{cell}"), "一覧.csv")
    assert [(at, column in where) for at, where, _ in result.errors] == [(3, True)]


def test_a_name_longer_than_its_field_is_named():
    result = plan(listed("事業所名,所在地", f"{'見' * 121},熊本市"), "一覧.csv")
    assert [(at, "事業所名" in where) for at, where, _ in result.errors] == [(2, True)]


def test_a_contact_who_is_not_the_main_one_becomes_it_and_then_nothing_changes():
    record = EstablishmentFactory(name="見本商店", address="熊本市中央区見本町1番")
    Contact.objects.create(establishment=record, name="架空 一郎")
    Contact.objects.create(establishment=record, name="架空 二郎", is_main=True)
    again = taken_in_twice(listed("事業所名,所在地,担当者", "見本商店,熊本市中央区見本町1番,架空 一郎"))
    assert again.told["unchanged"] == 1
    assert record.contacts.get(is_main=True).name == "架空 一郎"


def test_a_new_department_of_the_contact_is_a_difference():
    first = listed("事業所名,所在地,担当者,部署", "見本商店,熊本市1番,架空 一郎,総務課")
    import_employers(first, "一覧.csv", by=None)
    changed = first.replace("総務課".encode(), "人事課".encode())
    assert plan(changed).changes == [("担当部署", "総務課", "人事課")]
    assert taken_in_twice(changed).told["unchanged"] == 1
    assert Contact.objects.get().department == "人事課"


def test_two_workplaces_of_one_corporation_told_with_different_capital_are_refused():
    content = listed(
        "事業所名,法人番号,所在地,資本金",
        f"見本本店,{ONE},熊本市中央区1番,1000万円",
        f"見本支店,{ONE},八代市2番,2000万円",
    )
    result = plan(content, "一覧.csv")
    assert [error[:2] for error in result.errors] == [(3, "資本金")]


def test_the_capital_that_only_the_second_workplace_tells_is_kept():
    content = listed(
        "事業所名,法人番号,所在地,資本金", f"見本本店,{ONE},熊本市中央区1番,", f"見本支店,{ONE},八代市2番,2000万円"
    )
    assert taken_in_twice(content).told["unchanged"] == 2
    assert Corporation.objects.get().capital_yen == 20_000_000


def test_workplaces_of_one_name_and_one_phone_at_two_addresses_stay_two():
    content = listed(
        "事業所名,法人番号,所在地,電話番号",
        f"株式会社見本,{ONE},熊本市中央区1番,096-000-0001",
        f"株式会社見本,{ONE},八代市2番,096-000-0001",
    )
    again = taken_in_twice(content)
    assert (again.told["unchanged"], Establishment.objects.count()) == (2, 2)


def test_a_branch_that_shares_the_phone_of_a_known_one_does_not_overwrite_it():
    known = EstablishmentFactory(name="株式会社見本", address="熊本市中央区1番", phone="096-000-0001")
    content = listed(
        "事業所名,所在地,電話番号",
        "株式会社見本,八代市2番,096-000-0001",
        "株式会社見本,熊本市中央区1番,096-000-0001",
    )
    result = plan(content, "一覧.csv")
    assert [line.state for line in result.lines] == ["suspected", "same"]
    assert result.alike == [["株式会社見本"]]
    known.refresh_from_db()
    assert known.address == "熊本市中央区1番"


def test_two_rows_that_mean_one_workplace_are_refused():
    EstablishmentFactory(name="見本商店", address="熊本市中央区1番", phone="096-000-0001")
    content = listed(
        "事業所名,所在地,電話番号", "見本商店,熊本市中央区1番,", "(有)見本商店,熊本市中央区1番,096-000-0002"
    )
    assert [row for row, _, _ in plan(content).errors] == [3]


def test_rows_of_one_file_that_look_alike_are_suspected():
    content = listed("事業所名,所在地,電話番号", "見本商店,熊本市1番,096-000-0001", "㈲見本商店,八代市2番,")
    suspected = plan(content).told["suspected_duplicates"]
    assert [(item["row"], item["similar_to"]) for item in suspected] == [(3, ["見本商店（2行目）"])]


def test_a_number_that_belongs_to_another_corporation_is_named():
    CorporationFactory(corporate_number=ONE, name="株式会社別の会社")
    EstablishmentFactory(
        corporation=CorporationFactory(corporate_number=None), name="見本商店", address="熊本市中央区1番"
    )
    content = listed("事業所名,法人番号,所在地", f"見本商店,{ONE},熊本市中央区1番")
    result = plan(content, "一覧.csv")
    assert [error[:2] for error in result.errors] == [(2, "法人番号")]
    assert "株式会社別の会社" in result.errors[0][2]


def test_an_ended_registration_is_not_opened_again_by_the_old_list():
    content = listed("事業所名,所在地,登録日", "見本商店,熊本市1番,2026-04-01")
    import_employers(content, "一覧.csv", by=None)
    end(Registration.objects.get(), ended_on=date(2026, 9, 30), by=UserFactory())
    assert taken_in_twice(content).told["unchanged"] == 1
    assert Registration.objects.count() == 1


def test_a_renamed_workplace_at_the_address_of_its_corporation_is_suspected():
    corporation = CorporationFactory(corporate_number=ONE)
    EstablishmentFactory(corporation=corporation, name="見本商店", address="熊本市中央区1番")
    result = plan(listed("事業所名,法人番号,所在地", f"ひばり商店,{ONE},熊本市中央区１番"), "一覧.csv")
    assert (result.lines[0].state, result.alike) == ("suspected", [["見本商店"]])


def test_a_list_that_contradicts_the_database_is_refused_as_a_whole():
    known = EstablishmentFactory(name="見本商店", address="熊本市1番", phone="096-000-0001")
    EstablishmentFactory(corporation=known.corporation, name="見本商店", address="八代市2番", phone="096-000-0002")
    content = listed("事業所名,所在地,電話番号", "架空商会,八代市2番,", "見本商店,八代市2番,096-000-0001")
    batch = batch_of(content)
    batch.lines.filter(row_number=3).update(
        state="changed", establishment_id=known.pk, establishment_version=known.version
    )
    with pytest.raises(DomainError, match="何も変わっていません"):
        take_in(batch, by=None)
    assert not Establishment.objects.filter(name="架空商会").exists()
    assert not ImportRun.objects.exists()


def test_the_queries_of_a_plan_do_not_grow_with_its_rows():
    few = listed("事業所名,所在地", *(f"見本商店{n},熊本市{n}番" for n in range(3)))
    many = listed("事業所名,所在地", *(f"見本商店{n},熊本市{n}番" for n in range(300)))
    import_employers(few)
    with CaptureQueriesContext(connection) as for_few:
        batch_of(few)
    with CaptureQueriesContext(connection) as for_many:
        batch_of(many)
    assert len(for_few) == len(for_many) <= 20
