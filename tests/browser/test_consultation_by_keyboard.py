"""A counsellor takes down a call without the mouse: in the browser, key by key."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from centre.models import Draft, User
from centre.roles import Role
from consultations.models import Consultation, FollowUp, Phrase
from jobseekers.models import Consent, Jobseeker
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.employers import EstablishmentFactory

ONE = re.compile(r"/consultations/\d+/$")
CALLER, TOPIC = "#beside [name=caller]", "#beside [name=topic]"
MOST_KEYS_FOR_A_KNOWN_EMPLOYER = 14
MOST_KEYS_FOR_A_NEWCOMER = 40

pytestmark = pytest.mark.django_db(transaction=True)


class Hands:
    """A keyboard that counts every key that goes down, the two of Ctrl+Enter too."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, *names: str) -> None:
        for name in names:
            self.keys += len(name.split("+"))
            self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def write(self, kanji: str, keys: str) -> None:
        """Kanji chosen with an input method: `keys` in Roman letters, a space to convert and Enter to choose."""
        self.keys += len(keys) + 2
        self.page.keyboard.insert_text(kanji)


@pytest.fixture
def desk(page, signed_in):
    """A tab of a counsellor at a list, with the scripts of the page at work."""
    signed_in(UserFactory(role=Role.COUNSELLOR))
    page.goto("/employers/")
    page.wait_for_load_state()
    return page


@pytest.fixture
def hands(desk):
    return Hands(desk)


def opened(desk, hands) -> None:
    """The entry beside the page, with the first question in focus."""
    hands.press("n")
    expect(desk.locator(CALLER)).to_be_visible()
    desk.wait_for_function("() => Boolean(document.activeElement.closest('#beside form'))")


def saved(desk) -> Consultation:
    """The consultation that was taken down, once the panel says so."""
    expect(desk.locator("#beside [data-taken]")).to_be_visible()
    return Consultation.objects.latest("pk")


def test_a_call_of_a_known_employer_takes_few_keys_and_no_mouse(desk, hands):
    EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321")
    EstablishmentFactory(name="ほたる見本商店", phone="096-000-9999")
    opened(desk, hands)
    hands.type("4321")
    desk.wait_for_selector("#picks [data-pick]")
    hands.press("Enter")
    expect(desk.locator(TOPIC).first).to_be_focused()
    hands.press("2", "Control+Enter")
    taken = saved(desk)
    assert (taken.establishment.name, taken.topic, taken.method) == ("みなも見本製作所", "posting", "phone")
    assert taken.minutes == 1
    assert hands.keys <= MOST_KEYS_FOR_A_KNOWN_EMPLOYER
    assert desk.url.endswith("/employers/")


def test_a_newcomer_at_the_counter_is_registered_with_the_wording_shown(desk, hands):
    opened(desk, hands)
    hands.write("架空花子", "kakuuhanako")
    hands.press("Enter")
    expect(desk.locator("#beside [name=party]").first).to_be_focused()
    hands.press("2", "Enter")
    expect(desk.locator("#beside [name=agreed]")).to_be_focused()
    assert "第1版" in desk.locator("[data-newcomer]").inner_text()
    hands.press("Space", "Enter")
    hands.type("09000004321")
    hands.press("Enter", "1", "Enter", "9", "Control+Enter")
    taken = saved(desk)
    person, consent = Jobseeker.objects.get(), Consent.objects.get()
    assert (person.name, person.phone, taken.jobseeker) == ("架空花子", "090-0000-4321", person)
    assert (consent.text.version, consent.method, consent.given_on) == (1, "oral", person.registered_on)
    assert (taken.method, taken.topic, taken.party) == ("counter", "job_hunting", "jobseeker")
    assert hands.keys <= MOST_KEYS_FOR_A_NEWCOMER


def test_somebody_new_is_not_kept_without_a_consent(desk, hands):
    opened(desk, hands)
    hands.write("架空花子", "kakuuhanako")
    hands.press("Enter", "2", "Enter")
    expect(desk.locator("#beside [name=agreed]")).to_be_focused()
    desk.locator(TOPIC).first.check()
    hands.press("Control+Enter")
    expect(desk.locator("#beside .notice.error")).to_contain_text("同意がない")
    assert desk.locator(CALLER).input_value() == "架空花子"
    assert not Jobseeker.objects.exists()
    assert not Consultation.objects.exists()


def test_what_a_quick_hand_types_ahead_is_not_lost(desk, hands):
    EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321")
    opened(desk, hands)
    hands.type("4321")
    hands.press("Enter", "3")
    expect(desk.locator(f"{TOPIC}:checked")).to_have_value("relocation_subsidy")
    hands.press("Control+Enter")
    taken = saved(desk)
    assert (taken.establishment.name, taken.topic) == ("みなも見本製作所", "relocation_subsidy")


def test_what_is_typed_in_the_instant_in_which_the_entry_appears_is_asked_for(desk, hands):
    """The text stands in the field before anything listens to it: once, Enter waited there for ever."""
    EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321")
    desk.evaluate("""() => new MutationObserver((_, watch) => {
        const caller = document.querySelector("#beside [name=caller]");
        if (!caller) return;
        watch.disconnect();
        caller.value = "4321";
        caller.dispatchEvent(new InputEvent("input", { bubbles: true }));
        caller.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    }).observe(document.getElementById("beside"), { childList: true, subtree: true })""")
    hands.press("n")
    expect(desk.locator(TOPIC).first).to_be_focused()
    hands.press("2", "Control+Enter")
    assert saved(desk).establishment.name == "みなも見本製作所"


def test_enter_picks_nobody_from_suggestions_for_an_earlier_text(desk, hands):
    EstablishmentFactory(name="ほたる見本商店", phone="096-000-0043")
    EstablishmentFactory(name="みなも見本製作所", phone="096-000-4321")
    held = []
    desk.route("**/suggestions/?caller=43", lambda route: held.append(route))
    opened(desk, hands)
    with desk.expect_request("**/suggestions/?caller=43"):
        hands.type("43")
    # The rest and Enter are there, and the answer to the beginning comes before the rest is asked for.
    desk.evaluate("""() => {
        const caller = document.querySelector("#beside [name=caller]");
        caller.value = "4321";
        caller.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    }""")
    with desk.expect_response("**/suggestions/?caller=43"):
        held.pop().continue_()
    desk.wait_for_function("() => document.querySelector('#picks [data-pick], [data-party-picked]')")
    desk.locator(CALLER).dispatch_event("input")
    expect(desk.locator(TOPIC).first).to_be_focused()
    hands.press("2", "Control+Enter")
    assert saved(desk).establishment.name == "みなも見本製作所"


def test_an_anonymous_visitor_takes_one_key(desk, hands):
    opened(desk, hands)
    hands.press("Enter")
    expect(desk.locator(TOPIC).first).to_be_focused()
    hands.press("9", "Control+Enter")
    assert saved(desk).party == "anonymous"


def test_an_employer_who_is_not_registered_is_kept_by_the_name_given(desk, hands):
    opened(desk, hands)
    hands.write("かささぎ架空商会", "kasasagikakuushoukai")
    hands.press("Enter")
    expect(desk.locator("#beside [name=party]").first).to_be_focused()
    hands.press("1", "Enter", "1", "Control+Enter")
    taken = saved(desk)
    assert (taken.party, taken.caller) == ("employer", "かささぎ架空商会")


def test_on_the_page_of_an_employer_the_entry_knows_whom_and_what_about(desk, hands):
    earlier = ConsultationFactory(topic="scholarship", summary="前回の要点")
    desk.goto(earlier.establishment.get_absolute_url())
    desk.wait_for_load_state()
    opened(desk, hands)
    expect(desk.locator("#beside [data-party-picked]")).to_contain_text("前回の要点")
    expect(desk.locator(f"{TOPIC}:checked")).to_be_focused()
    assert "1 奨学金" in desk.locator("#beside #topics").inner_text()
    hands.press("Control+Enter")
    taken = saved(desk)
    assert (taken.establishment, taken.topic, taken.is_continuing) == (earlier.establishment, "scholarship", True)


@pytest.mark.parametrize("sign", ["isComposing: true", "keyCode: 229"])
@pytest.mark.parametrize("name", ["caller", "next_action", "summary"])
def test_enter_that_chooses_kanji_neither_picks_nor_sends(desk, hands, name, sign):
    opened(desk, hands)
    desk.locator(f"#beside [name={name}]").evaluate(
        f"""box => {{ box.focus();
            box.dispatchEvent(new CompositionEvent('compositionstart', {{bubbles: true}}));
            box.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', {sign}, bubbles: true, cancelable: true}}));
            box.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', ctrlKey: true, {sign}, bubbles: true}}));
            box.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Escape', {sign}, bubbles: true}}));
            box.dispatchEvent(new CompositionEvent('compositionend', {{bubbles: true}})); }}"""
    )
    assert desk.locator("#beside [name=party]:checked").count() == 0
    expect(desk.locator(f"#beside [name={name}]")).to_be_focused()
    expect(desk.locator("#beside")).to_be_visible()
    assert not Consultation.objects.exists()


def test_enter_in_the_summary_makes_a_line_and_does_not_send(desk, hands):
    opened(desk, hands)
    desk.locator("#beside [name=summary]").fill("1行目")
    desk.locator("#beside [name=summary]").press("Enter")
    assert desk.locator("#beside [name=summary]").input_value() == "1行目\n"
    assert not Consultation.objects.exists()


def test_a_key_of_one_character_does_nothing_while_typing_and_when_switched_off(desk, hands):
    desk.locator("#q-all").focus()
    desk.keyboard.press("n")
    expect(desk.locator("#beside")).to_be_hidden()
    User.objects.update(uses_single_keys=False)
    desk.goto("/employers/")
    desk.wait_for_load_state()
    desk.keyboard.press("n")
    expect(desk.locator("#beside")).to_be_hidden()
    desk.get_by_role("link", name="相談を記録").first.click()
    expect(desk.locator(CALLER)).to_be_focused()


def test_the_draft_walks_along_to_another_page_with_whom_it_is_about(desk, hands):
    establishment = EstablishmentFactory(name="みなも見本製作所")
    desk.goto(establishment.get_absolute_url())
    desk.wait_for_load_state()
    opened(desk, hands)
    desk.locator("#beside [name=summary]").fill("打ちかけの要点")
    desk.goto("/postings/")
    expect(desk.locator("#beside [data-party-picked]")).to_contain_text("みなも見本製作所")
    expect(desk.locator("#beside [name=summary]")).to_have_value("打ちかけの要点")
    desk.locator(TOPIC).first.check()
    desk.keyboard.press("Control+Enter")
    assert saved(desk).establishment == establishment
    desk.goto("/employers/")
    expect(desk.locator("#beside")).to_be_hidden()
    assert not Draft.objects.exists()


def test_what_is_saved_is_said_only_when_the_server_has_it(desk, hands):
    opened(desk, hands)
    desk.locator("#beside [name=summary]").fill("打ちかけの要点")
    expect(desk.locator("#beside [data-saved]")).to_contain_text(re.compile(r"保存済 \d\d:\d\d"))
    assert Draft.objects.get().data["summary"] == "打ちかけの要点"


def test_while_the_line_is_down_it_says_so_and_nothing_is_lost(desk, hands):
    opened(desk, hands)
    hands.press("Enter", "1")
    desk.context.set_offline(True)
    desk.locator("#beside [name=summary]").fill("切れている間の要点")
    expect(desk.locator("#beside [data-saved]")).to_contain_text("保存できていません")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#beside [data-saved]")).to_contain_text("保存できていません")
    assert not Consultation.objects.exists()
    desk.context.set_offline(False)
    expect(desk.locator("#beside [data-saved]")).to_contain_text("保存済", timeout=10_000)
    desk.keyboard.press("Control+Enter")
    assert saved(desk).summary == "切れている間の要点"


def test_a_session_that_ended_keeps_the_text_and_a_new_one_saves_it(desk, hands, live_server):
    opened(desk, hands)
    hands.press("Enter", "1")
    user = User.objects.get()
    desk.context.clear_cookies(name="sessionid")
    desk.locator("#beside [name=summary]").fill("期限切れのあいだの要点")
    expect(desk.get_by_role("heading", name="ログインの期限が切れました")).to_be_visible()
    expect(desk.locator("#beside [data-saved]")).to_contain_text("保存できていません")
    desk.get_by_role("button", name="閉じる", exact=True).click()
    # The other tab: a new session, and with it a new token against forged requests.
    desk.context.clear_cookies(name="csrftoken")
    client = Client()
    client.force_login(user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    desk.context.add_cookies([session])
    tab = desk.context.new_page()
    tab.goto("/consultations/add/")
    tab.close()
    desk.locator("#beside [name=summary]").focus()
    desk.keyboard.press("Control+Enter")
    assert saved(desk).summary == "期限切れのあいだの要点"


def test_ctrl_enter_twice_makes_one_record(desk, hands):
    opened(desk, hands)
    hands.press("Enter", "1", "Control+Enter", "Control+Enter")
    saved(desk)
    assert Consultation.objects.count() == 1


def test_a_day_in_words_is_confirmed_before_it_is_a_promise(desk, hands):
    opened(desk, hands)
    hands.press("Enter", "1")
    desk.locator("#beside [name=next_action]").fill("2099年12月3日に電話")
    desk.locator("#beside [name=next_action]").press("Enter")
    expect(desk.locator("#beside [name=next_on]")).to_have_value("")
    desk.locator("#beside [name=next_action]").fill("10営業日後に電話")
    expect(desk.locator("#promised")).to_contain_text("電話")
    desk.locator("#beside [name=next_action]").press("Enter")
    expect(desk.locator("#promised")).to_contain_text("確かめました")
    day = desk.locator("#beside [name=next_on]").input_value()
    desk.keyboard.press("Control+Enter")
    saved(desk)
    promised = FollowUp.objects.get()
    assert (promised.what, promised.due_on.isoformat()) == ("電話", day)


def test_what_the_server_asks_beside_the_page_is_answered_by_the_same_keys(desk, hands):
    opened(desk, hands)
    hands.press("Enter", "1")
    desk.locator("#beside [name=next_action]").fill("10営業日後に電話")
    hands.press("Control+Enter")
    expect(desk.locator("#beside .notice.error")).to_be_focused()
    hands.press("Control+Enter")
    saved(desk)
    assert FollowUp.objects.get().what == "電話"


def test_tab_goes_from_blank_to_blank_of_a_phrase(desk, hands):
    Phrase.objects.create(owner=User.objects.get(), text="＿月＿日に資料を送る")
    opened(desk, hands)
    hands.press("Enter", "1")
    desk.locator("#beside [name=note]").focus()
    desk.keyboard.press("Alt+1")
    desk.keyboard.type("12")
    desk.keyboard.press("Tab")
    desk.keyboard.type("3")
    expect(desk.locator("#beside [name=note]")).to_have_value("12月3日に資料を送る")
    desk.keyboard.press("Tab")
    expect(desk.locator("#beside [name=note]")).not_to_be_focused()
    desk.keyboard.press("Control+Enter")
    assert saved(desk).note == "12月3日に資料を送る"


def test_on_the_page_of_its_own_the_entry_is_the_same(desk, hands):
    desk.goto("/consultations/add/")
    desk.wait_for_load_state()
    desk.locator("[name=caller]").focus()
    hands.press("Enter", "1")
    desk.locator("[name=next_action]").fill("資料を送る")
    desk.locator("[data-day]").first.press("Enter")
    desk.locator("[name=next_on]").press("Control+Enter")
    desk.wait_for_url(ONE)
    assert FollowUp.objects.get().what == "資料を送る"


@pytest.mark.parametrize("width", [1280, 375])
def test_the_open_panel_has_no_accessibility_fault(desk, hands, axe, width):
    Phrase.objects.create(owner=User.objects.get(), text="＿を送る")
    desk.set_viewport_size({"width": width, "height": 800})
    earlier = ConsultationFactory()
    desk.goto(earlier.establishment.get_absolute_url())
    desk.wait_for_load_state()
    opened(desk, hands)
    desk.locator("#beside [name=next_action]").fill("10営業日後に電話")
    expect(desk.locator("#promised")).to_contain_text("電話")
    assert axe() == []
    assert not desk.evaluate("document.documentElement.scrollWidth > innerWidth")
