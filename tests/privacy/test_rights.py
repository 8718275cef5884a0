"""Requests of people about their own data: received, handed on, decided by the prefecture, carried out, answered."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.db import Error, transaction
from django.utils import timezone
from pypdf import PdfReader

from centre.errors import DomainError, EditConflict
from centre.registry import panels
from centre.roles import Role
from consultations.models import Consultation
from privacy.models import AccessLog, RightsCorrection, RightsRequest
from privacy.rights import carrying_out, receiving
from privacy.rights.kept import kept_about
from privacy.rights.offered import deadlines
from tests.factories.centre import UserFactory, contract_2026
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.mails import MailedPersonFactory
from tests.factories.referrals import HandoffFactory
from tests.factories.rights import TODAY, asked, decided
from tests.people_pages import errors, logged_in, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-20 12:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def boss():
    return UserFactory(role=Role.SUPERVISOR)


@pytest.fixture
def person():
    return MailedPersonFactory(name="架空 花子", phone="090-0000-1234")


# ---- the course


def test_a_request_goes_from_its_receipt_to_its_end(person, boss):
    request = decided(asked(person), boss)
    assert request.state == "県の決定のとおりに行う"
    request = receiving.finish(request, request.version, finished_on=TODAY, outcome="記録を渡した", by=boss)
    assert (request.state, request.is_open, request.identity_by) == ("完了", False, boss)


def test_deadlines_come_from_the_contract_and_are_not_invented(person):
    request = asked(person)
    assert (request.forward_by, request.answer_by) == (TODAY + timedelta(days=5), None)
    contract = contract_2026()
    contract.rights_answer_days = 30
    contract.save()
    assert asked(person).answer_by == TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "先の日付"),
        ({"requester_name": " "}, "氏名"),
        ({"what": ""}, "請求の内容"),
        ({"kind": "third_party"}, "第三者"),
        ({"requester": "other"}, "第三者"),
    ],
)
def test_a_request_without_its_parts_is_refused(person, known, message):
    with pytest.raises(DomainError, match=message):
        asked(person, **known)


def test_the_prefecture_decides_and_nothing_is_carried_out_before(person, boss):
    request = asked(person, kind="correction")
    with pytest.raises(DomainError, match="決めるのは県"):
        receiving.decide(request, request.version, decision="granted", decided_on=TODAY, instruction="", by=boss)
    with pytest.raises(DomainError, match="県の決定を記録"):
        receiving.finish(request, request.version, finished_on=TODAY, outcome="した", by=boss)
    with pytest.raises(DomainError, match="県が応じると決めて"):
        carrying_out.correct(request, field="phone", value="090-0000-9999", by=boss)
    with pytest.raises(Error, match="rights_request_decided_by_the_prefecture_first"), transaction.atomic():
        RightsRequest.objects.filter(pk=request.pk).update(decision="granted", decided_on=TODAY)


def test_without_the_identity_looked_at_it_does_not_end(person, boss):
    request = decided(asked(person), boss, identity=False)
    with pytest.raises(DomainError, match="本人確認"):
        receiving.finish(request, request.version, finished_on=TODAY, outcome="した", by=boss)
    refused = decided(asked(person), boss, decision="refused", identity=False)
    assert receiving.finish(refused, refused.version, finished_on=TODAY, outcome="お断りした", by=boss).finished_on


def test_the_second_of_two_colleagues_sees_that_the_first_was_faster(person, boss):
    request = asked(person)
    receiving.forward(request, request.version, forwarded_on=TODAY, forwarded_to="見本課", by=boss)
    with pytest.raises(EditConflict):
        receiving.withdraw(request, request.version, withdrawn_on=TODAY, by=boss)


def test_what_is_over_stays_and_is_never_deleted(person, boss):
    request = receiving.withdraw(asked(person), 1, withdrawn_on=TODAY, by=boss)
    with pytest.raises(DomainError, match="すでに終わって"):
        receiving.forward(request, request.version, forwarded_on=TODAY, forwarded_to="見本課", by=boss)
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        request.delete()


# ---- disclosure


def test_the_sheet_tells_everything_about_the_person_and_nothing_about_others(client, person, boss):
    other = JobseekerFactory(name="ほかの 太郎", phone="090-9999-0000")
    Consultation.objects.create(
        party="jobseeker", jobseeker=person, method="phone", held_at=timezone.now(), topic="job",
        summary="花子さんの要点", counsellor=boss,
    )  # fmt: skip
    HandoffFactory(jobseeker=person, message="花子さんのつなぎ", shared=["message"])
    HandoffFactory(jobseeker=other, message="太郎さんのつなぎ", shared=["message"])
    request = asked(person)
    client.force_login(boss)
    answer = client.get(f"/privacy/requests/{request.pk}/disclosure.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert all(words in text for words in ("架空 花子", "090-0000-1234", "花子さんの要点", "花子さんのつなぎ"))
    assert not any(words in text for words in ("ほかの 太郎", "090-9999-0000", "太郎さんのつなぎ"))
    assert f"取扱注意　{boss.name}" in text.replace("\n", "")
    line = AccessLog.objects.filter(action="print").get()
    assert (line.subject, line.subject_id) == ("jobseekers.Jobseeker", person.pk)


def test_the_persons_own_row_comes_first_and_keys_for_searching_are_not_told(person):
    tables = kept_about(person)
    assert tables[0].title == "UIJターン就職希望者"
    assert dict(tables[0].rows[0])["氏名"] == "架空 花子"
    assert not any("key" in label for table in tables for row in table.rows for label, _ in row)


# ---- correction


def test_a_correction_keeps_before_and_after_and_the_search_finds_the_new_value(person, boss):
    request = decided(asked(person, kind="correction"), boss)
    carrying_out.correct(request, field="phone", value="090-0000-9999", by=boss)
    person.refresh_from_db()
    kept = RightsCorrection.objects.get()
    assert (kept.before, kept.after, kept.label) == ("090-0000-1234", "090-0000-9999", "電話番号")
    assert (person.phone, person.phone_key) == ("090-0000-9999", "09000009999")
    with pytest.raises(Error), transaction.atomic():
        RightsCorrection.objects.update(after="x")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("registered_by", "1", "項目を選んで"),
        ("birth_date", "きのう", "有効な日付|形式"),
        ("name", "", "空|必須"),
        ("email", "宛先", "有効なメールアドレス"),
        ("phone", "090-0000-1234", "いまの内容と同じ"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(person, boss, field, value, message):
    request = decided(asked(person, kind="correction"), boss)
    with pytest.raises(DomainError, match=message):
        carrying_out.correct(request, field=field, value=value, by=boss)
    assert not RightsCorrection.objects.exists()


# ---- pages

FORM = {
    "kind": "stop", "requester": "self", "requester_name": "架空 花子", "what": "求人の案内を止めたい",
    "received_on": "2026-11-20", "way": "phone",
}  # fmt: skip


def test_a_request_is_received_from_the_page_of_the_person(person):
    client, user = logged_in(Role.COUNSELLOR)
    page = client.get(person.get_absolute_url()).content.decode()
    address = f"/privacy/requests/add/?subject=jobseekers.Jobseeker&subject_id={person.pk}"
    assert address.replace("&", "&amp;") in page
    answer = send(client, address, **FORM)
    request = RightsRequest.objects.get()
    assert (answer["Location"], request.subject_id, request.received_by) == (
        f"/privacy/requests/{request.pk}/",
        person.pk,
        user,
    )
    assert "本人からの請求" in [card.title for card in panels(person, user, TODAY)]
    assert "県に引き継ぎます" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "query",
    ["subject=jobseekers.Jobseeker&subject_id=x", "subject=centre.User&subject_id=1", "subject=a&subject_id=1"],
)
def test_an_address_that_names_nobody_is_not_there(query):
    client, _ = logged_in(Role.COUNSELLOR)
    assert client.get(f"/privacy/requests/add/?{query}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"requester_name": ""}, "requester_name"),
        ({"what": ""}, "what"),
        ({"what": "宗教のことを消してほしい"}, "what"),
        ({"received_on": "2026-11-21"}, "received_on"),
        ({"way": "dream"}, "way"),
        ({"requester": "other"}, "requester"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(typed, field):
    client, _ = logged_in(Role.COUNSELLOR)
    answer = send(client, "/privacy/requests/add/", **FORM | typed)
    assert answer.status_code == 422
    assert field in errors(answer)


def test_every_step_has_its_page(person, boss):
    client, _ = logged_in(Role.SUPERVISOR)
    request = asked(person, kind="correction")
    base = f"/privacy/requests/{request.pk}"
    steps = [
        ("identity", {"identity_paper": "licence", "identity_on": "2026-11-20", "version": 1}),
        ("forward", {"forwarded_on": "2026-11-20", "forwarded_to": "見本課", "version": 2}),
        ("decide", {"decision": "granted", "decided_on": "2026-11-20", "instruction": "", "version": 3}),
        ("correct", {"field": "phone", "value": "090-0000-9999"}),
        ("finish", {"finished_on": "2026-11-20", "outcome": "電話番号を直した", "version": 4}),
    ]
    for step, fields in steps:
        assert client.get(f"{base}/{step}/").status_code == 200, step
        assert send(client, f"{base}/{step}/", **fields).status_code == 302, step
    page = client.get(f"{base}/").content.decode()
    assert all(words in page for words in ("完了", "090-0000-1234", "090-0000-9999", "写しは取っていません"))
    letter = client.get(f"{base}/letter.pdf").content
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(letter)).pages)
    assert "熊本県が決定し" in text.replace("\n", "")
    assert "電話番号を直した" in text


def test_the_register_is_filtered_and_costs_the_same_for_many(person, django_assert_max_num_queries):
    client, _ = logged_in(Role.SUPERVISOR)
    for kind in ("disclosure", "stop", "stop"):
        asked(person, kind=kind)
    receiving.withdraw(asked(person), 1, withdrawn_on=TODAY, by=UserFactory())

    def found(query: str) -> int:
        with django_assert_max_num_queries(12):
            return len(client.get(f"/privacy/requests/?{query}").context["object_list"])

    assert (found(""), found("kind=stop"), found("state=open"), found("state=over")) == (4, 2, 3, 1)
    assert (found("q=花子"), found("q=ない"), found("until=2026-11-01")) == (4, 0, 0)


def test_the_home_page_says_what_is_late_without_a_name(person, noon):
    user = UserFactory()
    asked(person)
    noon.shift(timedelta(days=6))
    card = deadlines(user, timezone.localdate())
    assert (card.figure, card.items[0].urgent) == ("1", True)
    assert "花子" not in str(card)


DESK = {Role.COUNSELLOR, Role.SUPERVISOR, Role.PRIVACY_MANAGER}
HEADS = {Role.SUPERVISOR, Role.PRIVACY_MANAGER}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_the_matrix_says(person, role):
    request, (client, _) = asked(person), logged_in(role)
    base = f"/privacy/requests/{request.pk}"
    for page in ("/privacy/requests/", f"{base}/", f"{base}/identity/", f"{base}/forward/", f"{base}/letter.pdf"):
        assert client.get(page).status_code == (200 if role in DESK else 403), page
    for page in ("decide", "finish", "correct", "stop", "lift", "disclosure.pdf"):
        address = f"{base}/{page}" if page.endswith("pdf") else f"{base}/{page}/"
        assert client.get(address).status_code == (200 if role in HEADS else 403), page
