"""The pages of the law, as the roles use them."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.roles import Role
from postings.models import MinimumWage, SelfDeclaration
from tests.factories.postings import JobPostingFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
ANSWERS = dict.fromkeys(
    ("repeated_violation", "referred_and_published", "published", "organised_crime", "refuses_report"), "false"
)
DECLARED = ANSWERS | {"declared_on": "2026-11-20", "declarant_role": "人事課長"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_check_shows_each_requirement_with_reason_source_advice_and_the_letter():
    client, _ = logged_in(Role.COUNSELLOR)
    posting = JobPostingFactory(wage_kind="hourly", wage_from_yen=1000, received_on=date(2026, 11, 21))
    page = client.get(reverse("postings:law", args=[posting.pk])).content.decode()
    assert "違反のおそれ" in page
    assert "2026年1月1日からの熊本県最低賃金1,034円" in page
    assert "最低賃金法4条" in page
    assert "賃金は、最低賃金額以上にしていただく必要があります" in page
    assert "明示に不足" in page
    assert "御中" in page
    assert client.get(reverse("postings:advice", args=[posting.pk]))["Content-Type"] == "application/pdf"


def test_the_posting_and_the_employer_lead_to_the_check_and_the_declaration():
    client, _ = logged_in(Role.COUNSELLOR)
    posting = JobPostingFactory()
    assert reverse("postings:law", args=[posting.pk]) in client.get(posting.get_absolute_url()).content.decode()
    declare = reverse("postings:declare", args=[posting.establishment.corporation_id])
    assert declare in client.get(posting.establishment.get_absolute_url()).content.decode()


def test_a_declaration_is_recorded_from_the_posting_and_settles_the_grounds():
    client, user = logged_in(Role.COUNSELLOR)
    posting = JobPostingFactory()
    address = reverse("postings:declare", args=[posting.establishment.corporation_id]) + f"?posting={posting.pk}"
    answer = send(client, address, **DECLARED, paper=SimpleUploadedFile("申告書.pdf", b"%PDF-1.7 sample"))
    expect(answer, 302)
    assert answer.url == reverse("postings:law", args=[posting.pk])
    made = SelfDeclaration.objects.get()
    assert (made.recorded_by, made.valid_until, made.paper.name) == (user, date(2027, 5, 20), "申告書.pdf")
    assert "2026年11月20日の自己申告" in client.get(answer.url).content.decode()
    assert "いま使うもの" in client.get(address).content.decode()


def test_sent_five_times_it_is_one_declaration():
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("postings:declare", args=[JobPostingFactory().establishment.corporation_id])
    for _ in range(5):
        expect(send(client, address, key="5d4f3c6e-0b0a-4f3e-9a53-3f5a1f7c1a12", **DECLARED), 302)
    assert SelfDeclaration.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"published": ""}, "published"),
        ({"declared_on": "2026-11-22"}, "declared_on"),
        ({"declarant_role": ""}, "declarant_role"),
        ({"valid_until": "2026-01-01"}, "valid_until"),
        ({"paper": SimpleUploadedFile("申告書.exe", b"MZ sample")}, "paper"),
    ],
)
def test_an_incomplete_declaration_is_told_beside_the_field(typed, field):
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("postings:declare", args=[JobPostingFactory().establishment.corporation_id])
    answer = send(client, address, **(DECLARED | typed))
    expect(answer, 422)
    assert field in errors(answer)


def test_the_rates_show_days_and_certainty():
    client, _ = logged_in(Role.OFFICIAL)
    page = client.get(reverse("postings:minimum_wages")).content.decode()
    assert "1,092円" in page
    assert "二次資料（官報は未確認）" in page
    assert reverse("postings:announce_wage") not in page


def test_a_reviewer_announces_a_rate_and_sees_who_falls_below():
    client, _ = logged_in(Role.REVIEWER)
    JobPostingFactory(title="見本の検品", wage_kind="hourly", wage_from_yen=1149)
    address = reverse("postings:announce_wage")
    answer = send(
        client,
        address,
        series="regional:熊本県最低賃金",
        yen_per_hour="1150",
        effective_from="令和9年10月1日",
        certainty="found",
    )
    expect(answer, 302)
    made = MinimumWage.objects.latest("effective_from")
    assert (made.yen_per_hour, made.effective_from) == (1150, date(2027, 10, 1))
    assert "見本の検品" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"effective_from": "2026-12-01"}, "effective_from"),
        ({"yen_per_hour": "0"}, "yen_per_hour"),
        ({"series": "new"}, "name"),
        ({"series": "regional:ほかの県"}, "series"),
        ({"certainty": ""}, "certainty"),
    ],
)
def test_a_wrong_announcement_is_told_beside_the_field(typed, field):
    client, _ = logged_in(Role.REVIEWER)
    whole = {
        "series": "regional:熊本県最低賃金", "yen_per_hour": "1150", "effective_from": "2027-10-01",
        "certainty": "found",
    }  # fmt: skip
    answer = send(client, reverse("postings:announce_wage"), **(whole | typed))
    expect(answer, 422)
    assert field in errors(answer)


def test_a_counsellor_may_not_announce():
    client, _ = logged_in(Role.COUNSELLOR)
    assert client.get(reverse("postings:announce_wage")).status_code == 403


def test_the_page_of_a_rate_lists_who_falls_below_with_the_phone_and_apart_those_nobody_can_tell_of():
    client, _ = logged_in(Role.REVIEWER)
    low = JobPostingFactory(title="低い賃金の求人", wage_kind="hourly", wage_from_yen=1091)
    JobPostingFactory(title="時間の分からない求人", wage_kind="monthly", wage_from_yen=200_000)
    JobPostingFactory(title="足りる求人", wage_kind="hourly", wage_from_yen=1092)
    address = reverse("postings:minimum_wage", args=[MinimumWage.objects.get(yen_per_hour=1092).pk])
    page = client.get(address).content.decode()
    assert "低い賃金の求人" in page
    assert f"tel:{low.establishment.phone}" in page
    assert "2026年12月1日から" in page
    assert "時間の分からない求人" not in page
    assert "足りる求人" not in page
    other = client.get(address + "?show=unknown").content.decode()
    assert "時間の分からない求人" in other
    assert "年間の所定労働時間が分からないため要確認" in other.replace("固定残業代・最低賃金に入れない手当・", "")
    assert "低い賃金の求人" not in other


def test_the_pages_ask_the_same_number_of_questions_however_many_there_are():
    client, _ = logged_in(Role.REVIEWER)
    rate = reverse("postings:minimum_wage", args=[MinimumWage.objects.get(yen_per_hour=1092).pk])
    posting = JobPostingFactory(wage_kind="hourly", wage_from_yen=1034)
    pages = [reverse("postings:law", args=[posting.pk]), rate, reverse("postings:minimum_wages"), reverse("home")]
    for address in pages:
        client.get(address)
    for_one = [queries(client, address) for address in pages]
    for _ in range(5):
        JobPostingFactory(wage_kind="hourly", wage_from_yen=1034)
    assert [queries(client, address) for address in pages] == for_one
    assert for_one[0] <= 10
    assert for_one[1] <= 9
    assert for_one[2] <= 7
