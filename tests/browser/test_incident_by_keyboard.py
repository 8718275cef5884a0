"""An incident without the mouse: pressed, its affected confirmed, told, closed; what the official reads of it."""

import io
import re
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.db import transaction
from playwright.sync_api import expect

from centre.roles import Role
from privacy.access import write_line
from privacy.models import Incident
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory

pytestmark = pytest.mark.django_db(transaction=True)
EVIDENCE = {"name": "控え.txt", "mimeType": "text/plain", "buffer": b"sample"}


class Hands:
    """The keyboard alone: an element is reached by focus and used by a key."""

    def __init__(self, page):
        self.page = page

    def press(self, role: str, name: str | re.Pattern) -> None:
        found = self.page.get_by_role(role, name=name).first
        found.focus()
        expect(found).to_be_focused()
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).first.focus()
        self.page.keyboard.press("Space")

    def save(self, arrives: str) -> None:
        self.page.keyboard.press("ControlOrMeta+Enter")
        self.page.wait_for_url(re.compile(arrives))


def saved(page, hands, name: re.Pattern) -> bytes:
    with page.expect_download() as download:
        hands.press("link", name)
    return Path(download.value.path()).read_bytes()


def test_from_the_press_to_the_close_and_what_the_official_reads_of_it(page, signed_in, axe):
    manager = UserFactory(role=Role.PRIVACY_MANAGER, name="見本 髙﨑𠮷郎")
    with transaction.atomic():
        people = [JobseekerFactory() for _ in range(3)]
    for person in people:
        write_line(manager, "read", "jobseekers.Jobseeker", subject_id=person.pk)
    signed_in(manager)
    hands = Hands(page)
    page.goto("/")
    hands.press("button", "事故に気付いた")
    page.wait_for_url(re.compile("begin"))
    hands.write("何が起きましたか", "別の方の書類を関係機関に送った。")
    hands.save(r"/incidents/\d+/$")
    incident = Incident.objects.get()
    one = rf"/incidents/{incident.pk}/$"
    expect(page.get_by_text("直ちに県に報告します")).to_be_visible()

    hands.press("link", "証拠を加える")
    hands.write("何を示すか", "送ったメールの控え")
    page.get_by_label("ファイル").set_input_files(EVIDENCE)
    hands.save(one)

    hands.press("link", "影響を受けた方")
    hands.press("button", "閲覧記録をさがす")
    page.wait_for_url(re.compile("since="))
    hands.tick("下の3件すべて")
    hands.save("affected/$")
    expect(page.get_by_text("UIJターン就職希望者 3人")).to_be_visible()
    page.goto(incident.get_absolute_url())
    expect(page.get_by_text("3人：100人を超えない")).to_be_visible()

    hands.press("link", "分かっていることを書く")
    hands.write("本人の数（人）", "1001")
    hands.write("発生場所", "見本の窓口")
    hands.save(one)
    expect(page.get_by_text("1,001人：1,000人を超える")).to_be_visible()

    hands.press("button", re.compile("確定する.*事故報告書"))
    expect(page.get_by_text("事故報告書（特記事項 第17） 第1版を確定しました。")).to_be_visible()
    hands.press("button", re.compile("確定する.*速報"))
    expect(page.get_by_text("速報の下書き 第1版を確定しました。")).to_be_visible()

    hands.press("link", "県への報告を記録")
    hands.write("県の相手", "見本課")
    hands.tick("電話")
    hands.save(one)

    hands.press("link", "措置を決める")
    hands.tick("被害拡大の防止")
    hands.write("措置", "相手に電話し、消してもらう。")
    page.get_by_label("担当").select_option(label=str(manager))
    hands.write("期限", f"{incident.pressed_at:%Y-%m-%d}")
    hands.save(one)
    hands.press("link", "直す・済ませる")
    hands.write("済んだ日", f"{incident.pressed_at:%Y-%m-%d}")
    hands.write("結果", "消したと聞いた。")
    hands.save(one)

    hands.press("link", "終了する")
    hands.write("結び", "県の了承を得た。")
    hands.save(one)
    assert axe() == []
    assert Incident.objects.get().state == "終了"

    signed_in(UserFactory(role=Role.OFFICIAL))
    page.goto("/privacy/incidents/reported/")
    paper = saved(page, hands, re.compile("PDF.*事故"))
    text = pypdf.PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert "確定 第1版" in text
    book = openpyxl.load_workbook(io.BytesIO(saved(page, hands, re.compile("Excel.*事故"))))
    assert any("1,001人" in str(cell.value) for row in book.active for cell in row)
