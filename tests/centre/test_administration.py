"""The administrator keeps contract, calendar and people; everybody else reads."""

from datetime import date

import pytest

from centre import administration
from centre.calendar import opening_days
from centre.errors import DomainError, EditConflict
from centre.fiscal_year import FiscalYear
from centre.models import Closure, Contract, Municipality, PartnerAgency, Prefecture
from centre.roles import Role
from tests.factories.centre import UserFactory, contract_2026

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


def test_the_contract_of_2026_is_there_with_its_target_and_phone():
    contract = contract_2026()
    assert (contract.target_postings, contract.phone, contract.ends_on) == (2200, "0120-827-867", date(2027, 3, 31))
    assert (contract.opens_at.isoformat(), contract.closes_at.isoformat()) == ("08:30:00", "17:30:00")


def test_master_data_is_there():
    assert Municipality.objects.filter(kind__in=["市", "町", "村"]).count() == 45
    assert Municipality.objects.filter(city="43100").count() == 5
    assert Prefecture.objects.count() == 47
    assert PartnerAgency.objects.filter(kind="hello_work", key__startswith="HW").count() == 10


def test_2026_has_239_opening_days_with_the_default_closures():
    assert len(opening_days(YEAR.start, YEAR.end)) == 239


def test_a_placement_mode_without_licence_is_refused(admin):
    contract = contract_2026()
    with pytest.raises(DomainError, match="許可番号"):
        administration.change_contract(contract, contract.version, placement_mode="B", by=admin)


def test_two_administrators_do_not_overwrite_each_other(admin):
    contract = contract_2026()
    administration.change_contract(contract, contract.version, target_postings=2300, by=admin)
    with pytest.raises(EditConflict):
        administration.change_contract(contract, contract.version, target_postings=2100, by=admin)
    assert Contract.objects.get(fiscal_year=2026).target_postings == 2300


def test_a_temporary_closure_needs_the_time_of_the_consultation(admin):
    with pytest.raises(DomainError, match="県に相談"):
        administration.close_day(day=date(2026, 9, 1), kind="temporary", name="台風", by=admin)
    assert not Closure.objects.filter(kind="temporary").exists()


def test_the_last_administrator_stays_one(admin):
    with pytest.raises(DomainError, match="一人もいなくなる"):
        administration.change_account(
            admin, name=admin.name, role=Role.COUNSELLOR, organisation="", is_active=True, by=admin
        )


def test_an_edit_conflict_on_the_page_shows_both_texts_and_loses_nothing(client, admin):
    contract = contract_2026()
    client.force_login(admin)
    address = f"/centre/contract/{contract.pk}/edit/"
    page = client.get(address)
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    form |= {"version": contract.version, "opens_at": "8:30", "closes_at": "17:30"}
    administration.change_contract(contract, contract.version, workplace="先に保存した住所", by=admin)
    answer = client.post(
        address, form | {"workplace": "あとから入れた住所", "submission_key": page.context["submission_key"]}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "先に保存した住所" in text
    assert "あとから入れた住所" in text
    again = client.post(
        address,
        form
        | {
            "workplace": "あとから入れた住所",
            "version": answer.context["version"],
            "submission_key": answer.context["submission_key"],
        },
    )
    assert again.status_code == 302
    assert Contract.objects.get(fiscal_year=2026).workplace == "あとから入れた住所"


def test_the_next_year_is_added_once(client, admin):
    client.force_login(admin)
    page = client.get("/centre/contract/add/")
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    form |= {"fiscal_year": "2027", "title": "令和9年度の委託", "ends_on": "令和10年3月31日"}
    form |= {"opens_at": "8:30", "closes_at": "17:30", "submission_key": page.context["submission_key"]}
    assert client.post("/centre/contract/add/", form).status_code == 302
    assert Contract.objects.get(fiscal_year=2027).ends_on == date(2028, 3, 31)
    with pytest.raises(DomainError, match="すでにある"):
        administration.open_contract(fiscal_year=2027, title="もう一つ", ends_on=date(2028, 3, 31), by=admin)
