"""With a licence in force there are letters and registers; without one they do not exist (DOMAIN 4)."""

import io
import threading
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from centre.addresses import URLS
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.gates import LOGGED_IN, PUBLIC
from centre.models import Contract
from centre.roles import Role, may, needs_reason
from employers.models import Contact
from privacy.models import AccessLog
from referrals.hiring import correct_day, step, tell_contract
from referrals.letters import issue, make_void, write_pdf
from referrals.models import Letter, Referral
from referrals.registers import REGISTERS, lines_of, records_of, year_figures
from referrals.retention import check_retention
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import ListedPostingFactory, ReferralFactory
from tests.people_pages import errors, expect, logged_in, send
from tests.test_roles_on_pages import address_of

pytestmark = pytest.mark.django_db
TODAY, YEAR = date(2026, 11, 20), FiscalYear(2026)
WORDS = ("紹介", "管理簿")
# The name that Hello Work's own sheet gives to a day of a posting; it says nothing of what the counter does.
OF_HELLO_WORK = "ハローワークの紹介期限日"
# Where the mode itself is chosen.
MODE_IS_CHOSEN = {"centre:contract_add", "centre:contract_edit"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


@pytest.fixture
def licence():
    """Mode B with a licence that is good to the last day of the year."""
    Contract.objects.filter(fiscal_year=2026).update(
        placement_mode="B", licence_number="43-ム-000000", licence_valid_until=date(2026, 12, 31), contractor="見本"
    )


def placed(on=date(2026, 11, 20), *, is_indefinite=True, **given) -> Referral:
    """Somebody placed by a letter today who joins today."""
    referral, by = ReferralFactory(**given), UserFactory()
    issue(referral, by=by)
    for version, stage in enumerate(("applied", "offered"), start=1):
        step(referral, version, stage, on=on, by=by)
    return step(referral, 3, "joined", on=on, is_indefinite=is_indefinite, by=by)


PAGES = (
    "/referrals/registers/postings/",
    "/referrals/registers/people/",
    "/referrals/registers/postings/export/",
    "/referrals/placements/",
)


@pytest.mark.parametrize("mode", ["A", "expired", "this year only"])
def test_without_a_licence_in_force_no_page_of_it_exists(mode, licence):
    referral = ReferralFactory()
    letter = issue(referral, by=UserFactory())
    if mode == "A":
        Contract.objects.update(placement_mode="A")
    elif mode == "expired":
        Contract.objects.update(licence_valid_until=date(2026, 11, 19))
    else:
        Contract.objects.update(fiscal_year=2031)
    client, _ = logged_in(Role.SUPERVISOR)
    of_letter = (
        f"/referrals/{referral.pk}/letter/",
        f"/referrals/letters/{letter.pk}/pdf/",
        f"/referrals/letters/{letter.pk}/void/",
    )
    assert {client.get(page).status_code for page in (*PAGES, *of_letter)} == {404}
    assert not any(word in client.get(referral.get_absolute_url()).content.decode() for word in WORDS)
    with pytest.raises(DomainError, match="有効な許可がない"):
        issue(ReferralFactory(), by=UserFactory())


def test_on_the_last_day_of_the_licence_the_pages_are_there(licence):
    Contract.objects.update(licence_valid_until=TODAY)
    client, _ = logged_in(Role.SUPERVISOR)
    assert {client.get(page).status_code for page in PAGES} == {200}


def test_in_mode_a_no_page_of_the_product_speaks_of_placement():
    call_command("seed_demo", scale=0.02, seed=3, until=TODAY, verbosity=0)
    speaking, tried = [], 0
    for role in (Role.SUPERVISOR, Role.COUNSELLOR, Role.ADMIN):
        client, user = logged_in(role)
        for name, gate in URLS.items():
            address = None if name in MODE_IS_CHOSEN else address_of(name)
            if address is None or (
                gate not in (PUBLIC, LOGGED_IN) and (not may(user, gate) or needs_reason(user, gate))
            ):
                continue
            response = client.get(address)
            if response.status_code == 200 and "html" in response["Content-Type"]:
                tried += 1
                text = response.content.decode().replace(OF_HELLO_WORK, "")
                speaking += [(name, word) for word in WORDS if word in text]
    assert tried > 100
    assert speaking == []


def test_a_letter_is_numbered_within_the_year_without_gaps(licence):
    by = UserFactory()
    numbers = [issue(ReferralFactory(), by=by).number for _ in range(2)]
    person = JobseekerFactory()
    person.consents.update(withdrawn_on=TODAY)
    with pytest.raises(DomainError, match="同意が撤回"):
        issue(ReferralFactory(jobseeker=person), by=by)
    numbers.append(issue(ReferralFactory(), by=by).number)
    assert numbers == ["紹2026-0001", "紹2026-0002", "紹2026-0003"]


@pytest.mark.django_db(transaction=True)
def test_letters_issued_at_the_same_moment_get_different_numbers_in_a_row(licence):
    with transaction.atomic():
        referrals, by = ReferralFactory.create_batch(4), UserFactory()

    def write(referral):
        try:
            issue(referral, by=by)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[referral]) for referral in referrals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


def test_one_letter_is_in_force_and_a_void_one_keeps_its_number(licence):
    referral, by = ReferralFactory(), UserFactory()
    letter = issue(referral, by=by)
    with pytest.raises(DomainError, match="すでに紹介状"):
        issue(referral, by=by)
    make_void(letter, reason="宛先の誤り", by=by)
    with pytest.raises(DomainError, match="すでに取り消され"):
        make_void(letter, reason="もう一度", by=by)
    assert issue(referral, by=by).serial == 2


def test_a_letter_never_changes_and_prints_the_same_bytes(licence):
    letter = issue(ReferralFactory(), by=UserFactory())
    first = write_pdf(letter)
    letter.referral.jobseeker.name = "架空 改名"
    letter.referral.jobseeker.save()
    assert write_pdf(Letter.objects.get(pk=letter.pk)) == first
    pages = PdfReader(io.BytesIO(first)).pages
    assert len(pages) == 1
    assert "43-ム-000000" in pages[0].extract_text()
    for attempt in (lambda: Letter.objects.update(content={}), lambda: Letter.objects.all().delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            attempt()


def test_a_letter_is_issued_once_however_often_the_form_is_sent(licence):
    client, _ = logged_in(Role.COUNSELLOR)
    referral, key = ReferralFactory(), "3f1b6f0e-6a4e-4a55-9c59-0f3f5bb1a001"
    for _ in range(2):
        expect(send(client, f"/referrals/{referral.pk}/letter/", key), 302)
    page = client.get(referral.get_absolute_url()).content.decode()
    assert "紹2026-0001（PDF）" in page
    assert client.get(f"/referrals/letters/{Letter.objects.get().pk}/pdf/")["Content-Type"] == "application/pdf"
    assert AccessLog.objects.filter(action=AccessLog.Action.PRINT).count() == 1


def test_the_registers_have_exactly_the_columns_of_the_law_in_order():
    assert REGISTERS["postings"].headings == [
        "求人者の氏名または名称", "求人者の所在地", "連絡先", "求人受付年月日", "求人の有効期間", "求人数",
        "求人に係る職種", "就業の場所", "雇用期間", "賃金", "紹介した求職者の氏名", "紹介年月日", "採否", "採用年月日",
        "無期か", "転職勧奨の禁止期間", "6か月以内の離職の状況",
    ]  # fmt: skip
    assert REGISTERS["people"].headings == [
        "求職者の氏名", "住所", "生年月日", "希望職種", "求職受付年月日", "求職の有効期間", "紹介した時期",
        "求人者の名称", "採用・不採用の別", "採用年月日", "転職勧奨の禁止期間", "6か月以内の離職の有無",
    ]  # fmt: skip


def test_a_placement_stands_in_both_registers(licence):
    course = placed()
    place = course.posting.establishment
    Contact.objects.create(establishment=place, name="見本 担当", phone="096-000-0000", is_main=True)
    user = UserFactory(role=Role.SUPERVISOR)
    for key in REGISTERS:
        register = REGISTERS[key]
        (line,) = lines_of(register, records_of(register, YEAR), user, TODAY)
        told = dict(zip(register.headings, line, strict=True))
        assert told["採用年月日"] == "2026年11月20日"
        assert told["転職勧奨の禁止期間"] == "2026年11月20日から2028年11月20日まで"
        if key == "postings":
            assert told["紹介した求職者の氏名"] == course.jobseeker.name
            assert told["連絡先"] == "見本 担当　096-000-0000"
            assert (told["採否"], told["無期か"]) == ("採用", "無期")


def test_what_is_not_placed_has_an_empty_line_and_a_void_letter_does_not_count(licence):
    by = UserFactory()
    make_void(issue(ReferralFactory(), by=by), reason="誤り", by=by)
    for register in REGISTERS.values():
        (line,) = lines_of(register, records_of(register, YEAR), by, TODAY)
        assert len(line) == len(register.headings)
        assert line[register.headings.index("採用年月日")] == ""


def test_the_contact_is_masked_for_a_role_that_may_not_read_it(licence):
    posting = ListedPostingFactory()
    Contact.objects.create(establishment=posting.establishment, name="見本 担当", phone="090-0000-0000", is_main=True)
    register = REGISTERS["postings"]
    (line,) = lines_of(register, records_of(register, YEAR), UserFactory(role=Role.PRIVACY_MANAGER), TODAY)
    assert "見＊＊" in line[2]
    assert "090-0000-0000" not in line[2]


def test_the_workbook_has_the_same_columns_and_why_it_was_taken_is_kept(licence):
    placed()
    client, _ = logged_in(Role.SUPERVISOR)
    page = "/referrals/registers/postings/export/?year=2026"
    assert set(errors(send(client, page, reason=""))) == {"reason"}
    response = send(client, page, reason="労働局の調査")
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    heads = [sheet.cell(2, at).value or sheet.cell(1, at).value for at in range(1, sheet.max_column + 1)]
    assert heads == REGISTERS["postings"].headings
    assert sheet.max_row == 3
    assert "労働局の調査" in AccessLog.objects.get(action=AccessLog.Action.EXPORT).detail


@pytest.mark.parametrize("key", ["postings", "people"])
def test_a_register_costs_the_same_for_one_and_for_many(key, licence, django_assert_max_num_queries):
    client, _ = logged_in(Role.SUPERVISOR)
    for _ in range(6):
        placed()
    client.get(f"/referrals/registers/{key}/")
    with django_assert_max_num_queries(16):
        assert client.get(f"/referrals/registers/{key}/").status_code == 200


def test_a_placement_is_kept_for_two_years_from_its_completion(licence):
    ended = ReferralFactory()
    issue(ended, by=UserFactory())
    step(ended, 1, "withdrawn", on=TODAY, reason="terms", by=UserFactory())
    hired = placed()
    assert hired.keep_until is None
    with time_machine.travel("2027-05-20 10:00+09:00", tick=False):
        check_retention(hired.checks.get(months=6), 1, result="employed", by=UserFactory())
    kept = {course.pk: course.keep_until for course in Referral.objects.all()}
    assert kept == {ended.pk: date(2028, 11, 20), hired.pk: date(2029, 5, 20)}
    assert set(Referral.objects.kept_for_registers(date(2028, 11, 20))) == {ended, hired}
    assert set(Referral.objects.kept_for_registers(date(2028, 11, 21))) == {hired}


def test_the_figures_of_the_year_name_what_is_not_known_apart(licence):
    left, unknown, waiting, _ = placed(), placed(), placed(), placed(is_indefinite=False)
    with time_machine.travel("2027-05-21 10:00+09:00", tick=False):
        check_retention(left.checks.get(months=6), 1, result="left", left_on=date(2027, 5, 20), by=UserFactory())
        check_retention(unknown.checks.get(months=6), 1, result="unknown", by=UserFactory())
    found = year_figures(YEAR)
    assert (found.placed, found.indefinite, found.left, found.unknown, found.waiting) == (4, 3, 1, 1, 1)
    assert found.indefinite == found.left + found.unknown + found.waiting + found.stayed + found.dismissed
    assert year_figures(FiscalYear(2025)).placed == 0
    assert waiting.checks.get(months=6).result == ""


def test_without_a_placement_nobody_is_bound_for_two_years():
    referral, by = ReferralFactory(), UserFactory()
    for version, stage in enumerate(("applied", "offered", "joined"), start=1):
        referral = step(
            referral, version, stage, on=TODAY, by=by, **({"is_indefinite": True} if stage == "joined" else {})
        )
    assert (referral.is_indefinite, referral.no_poaching_until) == (True, None)


def test_a_corrected_day_leaves_the_two_years_of_a_finished_placement(licence):
    hired = placed()
    with time_machine.travel("2027-05-20 10:00+09:00", tick=False):
        check_retention(hired.checks.get(months=6), 1, result="employed", by=UserFactory())
        hired.refresh_from_db()
        correct_day(hired, hired.version, "informed", on=date(2026, 11, 2), note="本人に確認", by=UserFactory())
    assert Referral.objects.get(pk=hired.pk).keep_until == date(2029, 5, 20)


def test_a_course_whose_only_letter_is_void_stands_in_no_register_and_is_not_kept_for_it(licence):
    referral, by = ReferralFactory(), UserFactory()
    make_void(issue(referral, by=by), reason="宛先の誤り", by=by)
    assert not Referral.objects.placed().exists()
    assert not Referral.objects.kept_for_registers(TODAY).exists()


def test_two_years_without_poaching_begin_when_the_contract_is_known_to_have_no_term(licence):
    hired = placed(is_indefinite=None)
    assert hired.no_poaching_until is None
    told = tell_contract(hired, hired.version, is_indefinite=True, by=UserFactory())
    assert told.no_poaching_until == date(2028, 11, 20)
    assert year_figures(YEAR).indefinite == 1
    back = tell_contract(told, told.version, is_indefinite=False, note="契約書で確認", by=UserFactory())
    assert back.no_poaching_until is None
