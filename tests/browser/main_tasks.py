"""The main tasks of the counter, done by a scripted browser: keys, taps, machine seconds.

`make bench-tasks` runs it. Seconds are those of the product and the browser alone; a person's thinking comes on top.
Each task asserts that it was really done.
"""

import sys
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from centre.calendar import opening_days
from centre.models import User
from centre.roles import Role
from consultations.models import FollowUp
from employers.models import Attempt, Establishment, PlannedVisit, Visit
from jobseekers.models import Jobseeker
from postings.models import JobPosting, PublicationEvent, Vetting
from postings.renewal import answering
from postings.renewal.asking import ask_about_expiring
from surveys.making import open_survey
from tests.factories.campaigns import started
from tests.factories.consultations import FollowUpFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.events import PersonGuestFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory
from tests.factories.renewal import asked, listing

pytestmark = pytest.mark.django_db(transaction=True)


class Hands:
    """A keyboard and a thumb that count."""

    def __init__(self, page):
        self.page, self.keys, self.taps = page, 0, 0
        self.begun = time.perf_counter()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.keys += len(key.split("+"))
        self.page.keyboard.press(key)

    def write(self, kanji: str, keys: str) -> None:
        """Kanji chosen with an input method: `keys` in Roman letters, a space to convert and Enter to choose."""
        self.keys += len(keys) + 2
        self.page.keyboard.insert_text(kanji)

    def tap(self, target) -> None:
        self.taps += 1
        target.click()

    def told(self, task: str) -> str:
        return f"{task:<42}{self.keys:>6}{self.taps:>6}{time.perf_counter() - self.begun:>8.1f}\n"


def test_the_main_tasks(page, signed_in, capsys):
    call_command("seed_demo", scale=1, seed=2026, verbosity=0)
    signed_in(User.objects.get(role=Role.FIELD_STAFF))
    lines = [_find(page), _visit(page), _call(page), _plan(page)]
    lines += [_answer(page), _renew(page, signed_in), _renew_by_phone(page)]
    lines += [_prepare(page, signed_in), _sign(page, signed_in)]
    lines += [_take_a_call(page, signed_in), _receive(page), _promise(page), _match(page), _hand_off(page)]
    lines += [_invite(page), _arrive(page), _paper(page), _mail(page)]
    with capsys.disabled():
        sys.stdout.write(f"\n{'task':<42}{'keys':>6}{'taps':>6}{'s':>8}\n{''.join(lines)}")


def _find(page) -> str:
    record = Establishment.objects.order_by("pk")[700]
    page.goto("/")
    hands = Hands(page)
    hands.press("/")
    hands.type(record.phone[-4:])
    hit = page.locator("#hits a", has_text=record.name).first
    hit.wait_for()
    hands.tap(hit)
    expect(page.locator("h1")).to_contain_text(record.name)
    return hands.told("find an employer by the end of its phone")


def _visit(page) -> str:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/employers/field/")
    hands = Hands(page)
    hands.type("ひばり新会社")
    new = page.get_by_role("link", name="新しい企業として登録")
    hands.tap(new)
    hands.tap(page.get_by_label("電話番号か法人番号"))
    hands.type("0960009876")
    hands.tap(page.get_by_role("button", name="登録して訪問票へ"))
    page.wait_for_url("**/employers/field/*/")
    hands.tap(page.get_by_label("会った人"))
    hands.type("代表")
    hands.tap(page.locator("label", has_text="はい").first)
    hands.tap(page.get_by_label("見込みの求人（件）"))
    hands.press("Control+A")
    hands.type("2")
    hands.tap(page.get_by_label("チラシ 交通費補助（枚）"))
    hands.press("Control+A")
    hands.type("1")
    hands.tap(page.get_by_label("次にすること"))
    hands.type("求人票の下書きを送る")
    hands.tap(page.get_by_role("button", name="記録する"))
    page.wait_for_url("**/employers/field/")
    visit = Visit.objects.get(establishment__name="ひばり新会社")
    assert (visit.expected_postings, visit.leaflets, visit.wishes_uij) == (2, 1, True)
    page.set_viewport_size({"width": 1280, "height": 800})
    return hands.told("car park: new employer and visit sheet")


def _call(page) -> str:
    campaign = started(query="municipality=43101", by=User.objects.get(role=Role.FIELD_STAFF))
    page.goto(campaign.get_absolute_url())
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="次の企業にかける"))
    for _ in range(3):
        page.wait_for_selector("form[data-campaign]")
        page.wait_for_load_state()
        before = page.url
        hands.press("2")
        page.wait_for_url(lambda address, before=before: address != before)
    assert Attempt.objects.count() == 3
    return hands.told("three calls of a campaign, outcome and next")


def _plan(page) -> str:
    today = timezone.localdate()
    day = opening_days(today + timedelta(days=7), today + timedelta(days=21))[0]
    before = PlannedVisit.objects.count()
    page.goto("/employers/suggestions/")
    hands = Hands(page)
    boxes = page.locator("input[name=picked]")
    for place in range(3):
        hands.tap(boxes.nth(place))
    hands.tap(page.get_by_label("訪問する日"))
    hands.type(f"{day:%Y-%m-%d}")
    hands.press("Control+Enter")
    page.wait_for_url("**/employers/plan/**")
    assert PlannedVisit.objects.count() == before + 3
    return hands.told("plan three visits from the suggestions")


def _answer(page) -> str:
    """The employer: one tap on the link in the mail, one on the page."""
    posting = listing(timezone.localdate() + timedelta(days=14), title="回答する求人")
    token, inquiry = asked(posting)
    hands = Hands(page)
    hands.taps += 1
    page.goto(f"/answer/{token}/?to={posting.pk}-continue")
    hands.tap(page.get_by_role("button", name="回答する"))
    expect(page.get_by_text("回答を受け取りました")).to_be_visible()
    inquiry.refresh_from_db()
    assert inquiry.answer == "continue"
    return hands.told("an employer answers by the link in the mail")


def _renew(page, signed_in) -> str:
    """The counter: every answer that waits is made true with one key."""
    signed_in(User.objects.filter(role=Role.SUPERVISOR).first())
    for days in (29, 30):
        posting = listing(timezone.localdate() + timedelta(days=days), title=f"あと{days}日の求人")
        answering.answer_by_link(asked(posting)[1].mail, {posting.pk: ("continue", "")})
    before = PublicationEvent.objects.filter(kind="extended").count()
    page.goto("/postings/renewals/answers/")
    hands = Hands(page)
    for renewed in (1, 2, 3):
        expect(page.locator("[data-confirm]").first).to_be_focused()
        hands.press("Enter")
        page.wait_for_function("left => document.querySelectorAll('[data-confirm]').length === left", arg=3 - renewed)
    assert PublicationEvent.objects.filter(kind="extended").count() == before + 3
    return hands.told("three answers recorded as extensions")


def _renew_by_phone(page) -> str:
    """An employer without a mail address: the call is made, its outcome is one tap, its record one key."""
    establishment = EstablishmentFactory(name="電話だけの企業", email="")
    asked_by_phone = listing(timezone.localdate() + timedelta(days=1), establishment)
    ask_about_expiring(timezone.localdate())
    page.goto("/postings/renewals/calls/")
    hands = Hands(page)
    row = page.locator("li.panel", has_text="電話だけの企業")
    hands.tap(row.get_by_role("button", name="継続"))
    hands.tap(page.get_by_role("link", name="回答の確認"))
    expect(page.locator("[data-confirm]").first).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_text("延長を記録しました")).to_be_visible()
    assert asked_by_phone.events.last().kind == "extended"
    return hands.told("a listing renewed after a call")


def _prepare(page, signed_in) -> str:
    """The counsellor: the judgement is there, what was looked at is typed for one requirement, the rest is offered."""
    signed_in(User.objects.filter(role=Role.COUNSELLOR).first())
    posting = JobPosting.objects.filter(vettings__isnull=True, listed_eligible=True).order_by("pk").first()
    page.goto(posting.get_absolute_url())
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="精査を作る"))
    page.get_by_text("いまの判定").wait_for()
    hands.tap(page.locator("[name='evidence-relocation_corporation-C2']"))
    hands.type("登記事項証明書")
    hands.press("Control+Enter")
    page.get_by_text("精査を作りました").wait_for()
    assert posting.vettings.get().state == "prepared"
    return hands.told("a vetting prepared, one document named")


def _sign(page, signed_in) -> str:
    """The reviewer: from the queue to the signature."""
    signed_in(User.objects.filter(role=Role.REVIEWER).first())
    before = Vetting.objects.filter(state="approved").count()
    page.goto("/postings/vettings/")
    hands = Hands(page)
    hands.tap(page.locator("main tbody a").first)
    page.locator("[name=decision]").first.wait_for()
    hands.tap(page.get_by_label("承認する"))
    hands.press("Control+Enter")
    page.get_by_text("判断を記録しました。").wait_for()
    assert Vetting.objects.filter(state="approved").count() == before + 1
    return hands.told("a vetting signed from the queue")


def _take_a_call(page, signed_in) -> str:
    """A known employer calls: found by the phone, about a posting."""
    signed_in(User.objects.filter(role=Role.COUNSELLOR).first())
    record = EstablishmentFactory(name="相談する見本商店", phone="096-999-7531")
    page.goto("/postings/")
    page.wait_for_load_state()
    hands = Hands(page)
    hands.press("n")
    page.wait_for_function("() => Boolean(document.activeElement.closest('#beside form'))")
    hands.type("7531")
    hands.press("Enter")
    expect(page.locator("#beside [name=topic]").first).to_be_focused()
    hands.press("2")
    hands.press("Control+Enter")
    expect(page.locator("#beside [data-taken]")).to_be_visible()
    assert record.consultations.get().topic == "posting"
    assert hands.keys <= 14
    assert hands.taps == 0
    return hands.told("a call of a known employer taken down")


def _receive(page) -> str:
    """Somebody new at the counter: name, consent to the wording shown, phone, how and what about."""
    page.goto("/postings/")
    page.wait_for_load_state()
    hands = Hands(page)
    hands.press("n")
    page.wait_for_function("() => Boolean(document.activeElement.closest('#beside form'))")
    hands.write("架空新子", "kakuushinko")
    for key in ("Enter", "2", "Enter"):
        hands.press(key)
    expect(page.locator("#beside [name=agreed]")).to_be_focused()
    hands.press("Space")
    hands.press("Enter")
    hands.type("09000009753")
    for key in ("Enter", "1", "Enter", "9", "Control+Enter"):
        hands.press(key)
    expect(page.locator("#beside [data-taken]")).to_be_visible()
    assert Jobseeker.objects.get(name="架空新子").consents.get().text.version == 1
    assert hands.keys <= 40
    assert hands.taps == 0
    return hands.told("a newcomer registered with consent, and advised")


def _promise(page) -> str:
    """The next promise of the work list is kept."""
    user = User.objects.filter(role=Role.COUNSELLOR).first()
    FollowUpFactory(assigned_to=user, due_on=timezone.localdate() - timedelta(days=400), what="計測の約束")
    page.goto("/")
    hands = Hands(page)
    hands.press("y")
    page.wait_for_url("**/consultations/promises/")
    row = page.locator("li", has_text="計測の約束")
    hands.tap(row.get_by_role("button", name="済み"))
    page.get_by_text("済みにしました").wait_for()
    assert FollowUp.objects.get(what="計測の約束").done_at
    return hands.told("a promise kept from the work list")


def _match(page) -> str:
    """From a person's page to the posting that fits best, told."""
    wishing = Jobseeker.objects.filter(closed_on__isnull=True, wished_municipalities__isnull=False)
    person = wishing.order_by("pk").first()
    before = person.referrals.count()
    page.goto(person.get_absolute_url())
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="合う求人"))
    hands.tap(page.get_by_role("link", name="情報提供を記録").first)
    page.locator("[name=informed_on]").wait_for()
    hands.press("Control+Enter")
    page.get_by_text("情報提供を記録しました").wait_for()
    assert person.referrals.count() == before + 1
    return hands.told("the best posting found and told")


def _hand_off(page) -> str:
    """A person is passed on to a partner with consent."""
    person = Jobseeker.objects.get(name="架空新子")
    page.goto(person.get_absolute_url())
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="関係機関へつなぐ"))
    agency = page.locator("[name=agency]")
    agency.focus()
    hands.press("ArrowDown")
    hands.tap(page.get_by_label("用件"))
    hands.write("住まいの相談", "sumainosoudan")
    hands.tap(page.get_by_label("本人・企業の同意の日"))
    hands.type(f"{timezone.localdate():%Y-%m-%d}")
    hands.press("Control+Enter")
    page.get_by_text("つなぎを記録しました").wait_for()
    assert person.handoffs.get().shared == ["name", "phone"]
    return hands.told("a person handed off with consent")


def _invite(page) -> str:
    """A person is put on the list of the next event."""
    person = Jobseeker.objects.get(name="架空新子")
    page.goto(person.get_absolute_url())
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="行事に招待"))
    page.locator("[name=event]").first.wait_for()
    hands.press("Control+Enter")
    page.get_by_text("名簿に入れました").wait_for()
    assert person.event_guests.get().standing == "invited"
    return hands.told("a person invited to an event")


def _arrive(page) -> str:
    """At the reception: found by the name, received with Enter."""
    with transaction.atomic():
        guest = PersonGuestFactory(jobseeker__name="架空来子", event__first_on=timezone.localdate())
    page.goto(f"{guest.event.get_absolute_url()}reception/")
    page.wait_for_function("document.activeElement.id === 'reception-q'")
    hands = Hands(page)
    hands.write("架空来子", "kakuukuruko")
    page.wait_for_selector("[data-found-for='架空来子']")
    hands.press("Enter")
    page.get_by_text("受付済").first.wait_for()
    guest.refresh_from_db()
    assert guest.standing == "attended"
    return hands.told("a guest received by name")


def _paper(page) -> str:
    """A paper sheet of a questionnaire with two questions."""
    user = User.objects.filter(role=Role.COUNSELLOR).first()
    day = timezone.localdate()
    asked = open_survey(title="計測のアンケート", audience="movers", opens_on=day, closes_on=day, by=user)
    page.goto(f"{asked.get_absolute_url()}answer/")
    page.wait_for_function("document.activeElement.name?.startsWith('q')")
    hands = Hands(page)
    for key in ("5", "Enter", "Enter"):
        hands.press(key)
    page.get_by_text("回答を1件保存しました").wait_for()
    assert asked.answers.count() == 1
    return hands.told("a paper answer typed in")


def _mail(page) -> str:
    """A mail to a person with a wording that is kept, looked at, and let go."""
    with transaction.atomic():
        person = MailedPersonFactory(name="架空便子")
    template = MailTemplateFactory(title="面談のお礼（計測）")
    page.goto(person.get_absolute_url())
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="メールを書く"))
    hands.tap(page.get_by_role("link", name=template.title))
    page.wait_for_url("**?template=*")
    hands.tap(page.get_by_role("button", name="用意して確かめる"))
    hands.tap(page.get_by_text("宛先を確かめました"))
    hands.tap(page.get_by_role("button", name="この1通を送る"))
    page.get_by_text("1分のあいだ、取り消せます").wait_for()
    assert person.mails.get().released_at
    return hands.told("a mail to a person, looked at and let go")
