"""The whole chain by keyboard: from the prefecture's list to the month's report (DESIGN §4)."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone
from pypdf import PdfReader

from centre.roles import Role
from consultations.models import Consultation, FollowUp
from employers.models import Corporation, Establishment
from postings.models import JobPosting, PublicationEvent, Vetting
from reports.models import Report
from tests.factories.centre import UserFactory

PASSWORD = "a long sentence for tests"
EMPLOYERS = (
    "事業所名,ふりがな,法人番号,郵便番号,所在地,電話番号,業種,従業員数,資本金（万円）,担当者\r\n"
    "株式会社髙見本製作所,たかみほんせいさくしょ,7000020430005,860－0806,熊本市中央区見本町１丁目２番３号,"
    "096‐000‐0001,製造業,１２０人,３０００,見本 太郎\r\n"
).encode("cp932")


@pytest.fixture
def people(transactional_db):
    """One person for each role the chain needs, with a password to type."""
    roles = (Role.COUNSELLOR, Role.REVIEWER, Role.SUPERVISOR, Role.OFFICIAL)
    found = {role: UserFactory(role=role, email=f"{role}@test.example") for role in roles}
    for user in found.values():
        user.set_password(PASSWORD)
        user.save()
    return found


def log_in(page, user) -> None:
    """Type address and password; Enter."""
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.locator("#id_login").focus()
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="今日の仕事", exact=True).wait_for()


def press(page, name: str, role: str = "link") -> None:
    """Reach a link or button by the keyboard and press Enter on it."""
    page.get_by_role(role, name=name, exact=True).first.focus()
    page.keyboard.press("Enter")


def fill(page, label: str, text: str) -> None:
    """Type into the field with a label."""
    field = page.get_by_label(re.compile(f"^{re.escape(label)}")).first
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def take_in_the_list(page) -> None:
    page.goto("/employers/import/")
    page.locator("#id_file").set_input_files({"name": "一覧.csv", "mimeType": "text/csv", "buffer": EMPLOYERS})
    press(page, "内容を確かめる", "button")
    page.get_by_text("Shift_JIS").first.wait_for()
    press(page, "この内容で取り込む", "button")
    page.get_by_role("heading", name="取り込みました").wait_for()
    establishment = Establishment.objects.get()
    assert (establishment.name, establishment.employees) == ("株式会社髙見本製作所", 120)
    assert establishment.corporation.capital_yen == 30_000_000


def learn_the_facts() -> None:
    """What the employer's papers show; typed on the page of facts by hand in daily work."""
    Corporation.objects.update(
        kind="company",
        head_office_prefecture="43",
        shareholders_known=True,
        officers_total=4,
        officers_from_large=0,
        employment_insurance=True,
        adult_entertainment=False,
        antisocial=False,
    )


def log_a_consultation(page) -> None:
    """A known employer calls: no mouse, Enter picks the suggestion, numbers choose, Ctrl+Enter saves."""
    page.goto("/consultations/add/")
    page.get_by_label("相手", exact=True).focus()
    page.keyboard.type("高見本")
    page.locator("#picks [data-pick]").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("[data-party-picked]").first.wait_for()
    page.locator("[name=method]").first.focus()
    page.keyboard.press("2")
    page.locator("[name=topic]").first.focus()
    page.keyboard.press("2")
    fill(page, "要点", "求人票の書き方を相談")
    fill(page, "次にすること", "求人票の案を送る")
    fill(page, "期日", "令和8年12月1日")
    page.keyboard.press("Control+Enter")
    page.get_by_text("相談を記録しました。").wait_for()
    consultation = Consultation.objects.get()
    assert (consultation.method, consultation.topic) == ("phone", "posting")
    assert consultation.establishment == Establishment.objects.get()
    assert FollowUp.objects.get().what == "求人票の案を送る"


def take_in_a_posting(page) -> None:
    page.goto(Establishment.objects.get().get_absolute_url())
    press(page, "求人を受け付ける")
    fill(page, "職種名・見出し", "製造オペレーター")
    page.get_by_label(re.compile("^契約の期間")).select_option("indefinite")
    page.get_by_label(re.compile("^就業場所の市町村")).select_option("43101")
    fill(page, "週の所定労働時間", "40")
    page.get_by_label(re.compile("^新規の雇用")).select_option("true")
    page.get_by_label(re.compile("^転勤・出向・研修")).select_option("false")
    page.keyboard.press("Control+Enter")
    page.get_by_text("求人を受け付けました。").wait_for()


def vet(page) -> None:
    press(page, "精査を作る")
    page.get_by_text("いまの判定：対象").wait_for()
    page.locator("[name='evidence-relocation_corporation-C2']").focus()
    page.keyboard.type("登記事項証明書")
    page.keyboard.press("Control+Enter")
    page.get_by_text("精査を作りました").wait_for()
    assert Vetting.objects.get().verdict == "eligible"


def approve(page) -> None:
    page.goto(Vetting.objects.get().get_absolute_url())
    page.locator("[name=decision]").first.focus()
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    page.get_by_text("判断を記録しました。").wait_for()
    assert Vetting.objects.get().state == "approved"


def publish(page) -> None:
    page.goto(JobPosting.objects.get().get_absolute_url())
    press(page, "掲載履歴に記録")
    fill(page, "掲載サイトの求人番号", "KM-1")
    page.keyboard.press("Control+Enter")
    page.get_by_text("掲載履歴に記録しました。").wait_for()
    event = PublicationEvent.objects.get()
    assert (event.kind, event.eligible, event.effective_on) == ("new", True, timezone.localdate())


def report_the_month(page) -> None:
    """Ask for this month's draft, wait for the real worker, open a figure down to its record."""
    page.goto("/reports/")
    today = timezone.localdate()
    page.get_by_label("月", exact=True).select_option(f"{today.year}-{today.month:02d}")
    page.get_by_role("button", name="下書きを作る").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="できたものを開く").wait_for(timeout=30_000)
    press(page, "できたものを開く")
    page.locator("#table-3").get_by_role("link", name="1").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("企業・電話・求人票・新規").wait_for()
    page.go_back()


def download(page, name: str) -> bytes:
    with page.expect_download() as waited:
        press(page, name)
    return waited.value.path().read_bytes()


def test_from_the_list_of_employers_to_the_report_by_keyboard(page, people, worker):
    log_in(page, people[Role.COUNSELLOR])
    take_in_the_list(page)
    learn_the_facts()
    log_a_consultation(page)
    take_in_a_posting(page)
    vet(page)
    log_in(page, people[Role.REVIEWER])
    approve(page)
    publish(page)
    log_in(page, people[Role.SUPERVISOR])
    report_the_month(page)
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(download(page, "PDF"))).pages)
    assert "月次報告書" in text
    book = openpyxl.load_workbook(io.BytesIO(download(page, "Excel")))
    assert any("相談件数" in name for name in book.sheetnames)
    assert Report.objects.get().figures.get(key__endswith="added_new.month").value == 1
    assert timezone.localdate() - timedelta(days=1) < PublicationEvent.objects.get().effective_on
