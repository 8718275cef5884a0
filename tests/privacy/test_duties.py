"""Who handles personal data is reported, told of the penalties and, where the profile asks, trained: before all."""

import io
import uuid
from datetime import date

import openpyxl
import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.models import Attendance, Contract
from centre.roles import Role
from privacy.duties import gate
from privacy.duties.profiles import PROFILES
from privacy.models import AccessLog, Designation, NoticeAcknowledgement, NoticeText, RegisterEntry, Workplace
from privacy.registers.moving import take_step
from tests.factories.centre import UserFactory, ready_for_work
from tests.factories.registers import entry_of
from tests.factories.roster import TrainingFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
GATE = "/privacy/before-work/"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def manager(client):
    user = UserFactory(role=Role.PRIVACY_MANAGER)
    client.force_login(user)
    return user


def designate(user, **more) -> Designation:
    """A handler reported in October, in force from 1 November."""
    terms = {
        "duty": "handler",
        "belongs_to": "窓口",
        "reported_on": date(2026, 10, 20),
        "starts_on": date(2026, 11, 1),
    }
    return Designation.objects.create(user=user, **terms | more)


def pledge_of(user) -> RegisterEntry:
    """A pledge that was signed and collected today."""
    by = UserFactory(role=Role.PRIVACY_MANAGER)
    return take_step(entry_of("pledge", person=user, by=by), 1, "close", on=TODAY, words="署名を確認", by=by)


def missing(user, day: date = TODAY) -> list[str]:
    """The keys of what is missing."""
    return [one.key for one in gate.missing_for(user, day)]


def profile(key: str) -> None:
    """The contract asks for the duties of another specification."""
    Contract.objects.filter(fiscal_year=2026).update(privacy_profile=key)


def test_somebody_new_goes_nowhere_but_to_the_gate(client):
    client.force_login(UserFactory(is_ready=False))
    for address in ("/", "/employers/", reverse("jobseekers:list"), reverse("search"), reverse("centre:roster")):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, GATE), address
    page = client.get(GATE).content.decode()
    assert "特記事項 第4" in page
    assert "第176条・第180条" in page
    assert client.get(reverse("account_logout")).status_code == 200


def test_reading_and_promising_opens_the_product_at_once(client):
    user = UserFactory(is_ready=False)
    designate(user)
    client.force_login(user)
    assert client.post(GATE, {}).status_code == 422
    assert client.get("/").status_code == 302
    assert client.post(GATE, {"agrees": "on"})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert NoticeAcknowledgement.objects.get(user=user).text == NoticeText.objects.first()
    assert client.post(GATE, {"agrees": "on"}).status_code == 302
    assert NoticeAcknowledgement.objects.filter(user=user).count() == 1


def test_a_new_version_of_the_notice_is_acknowledged_anew_from_its_day(client, manager, november):
    typed = {"body": "改めた文", "articles": "第176条・第180条", "valid_from": "2026-11-21"}
    address = reverse("privacy:notice_revise")
    assert client.post(address, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    assert client.get("/").status_code == 200
    november.move_to("2026-11-21T09:00:00+09:00")
    client.force_login(manager)
    assert client.get("/")["Location"] == GATE
    assert "改めた文" in client.get(GATE).content.decode()
    early = client.post(GATE, {"agrees": "on"}) and typed | {"valid_from": "2026-04-01"}
    assert client.post(address, early | {"submission_key": uuid.uuid4()}).status_code == 422
    assert "改めた文" in client.get(reverse("privacy:notices")).content.decode()


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, []),
        ({"reported_on": None}, ["designation"]),
        ({"starts_on": date(2026, 11, 21)}, ["designation"]),
        ({"starts_on": date(2026, 11, 20)}, []),
        ({"ends_on": date(2026, 11, 19)}, ["designation"]),
        ({"ends_on": date(2026, 11, 20)}, []),
    ],
)
def test_an_account_opens_from_the_effective_day_of_a_reported_designation(terms, expected):
    user = UserFactory(is_ready=False)
    NoticeAcknowledgement.objects.create(user=user, text=NoticeText.objects.first())
    designate(user, **terms)
    assert missing(user) == expected


def test_the_official_and_the_administrator_handle_no_personal_data():
    assert missing(UserFactory(is_ready=False, role=Role.OFFICIAL)) == []
    assert missing(UserFactory(is_ready=False, role=Role.ADMIN)) == []
    assert missing(UserFactory(is_ready=False, role=Role.PRIVACY_MANAGER)) == ["designation", "notice"]


def test_only_the_strict_profile_asks_for_training_and_it_can_be_met(client):
    supervisor = UserFactory(role=Role.SUPERVISOR)
    profile("004")
    pledge_of(supervisor)
    assert [key for key, one in PROFILES.items() if one.asks("training")] == ["004"]
    for key in PROFILES:
        profile(key)
        assert missing(supervisor) == (["training"] if key == "004" else []), key
    client.force_login(supervisor)
    assert client.get("/")["Location"] == GATE
    assert client.get(reverse("centre:trainings")).status_code == 200
    assert client.get("/employers/").status_code == 302
    Attendance.objects.create(training=TrainingFactory(), user=supervisor)
    assert client.get(GATE)["Location"] == "/"
    assert client.get("/employers/").status_code == 200


def test_nobody_works_without_a_collected_pledge_where_the_profile_asks_for_it(client):
    counsellor = UserFactory()
    Attendance.objects.create(training=TrainingFactory(), user=counsellor)
    assert [key for key, one in PROFILES.items() if one.asks("pledge")] == ["004"]
    for key in PROFILES:
        profile(key)
        assert missing(counsellor) == (["pledge"] if key == "004" else []), key
    handed_out = entry_of("pledge", person=counsellor)
    client.force_login(counsellor)
    for address in ("/", "/employers/", reverse("jobseekers:list")):
        assert client.get(address).url == GATE, address
    page = client.get(GATE).content.decode()
    assert "署名した誓約書を個人情報保護責任者に渡してください" in page
    assert "自分の誓約書を記録" not in page
    take_step(handed_out, 1, "close", on=TODAY, words="署名した紙を受け取った", by=handed_out.asked_by)
    assert client.get(GATE)["Location"] == "/"
    assert client.get("/employers/").status_code == 200


def test_a_pledge_taken_back_or_of_a_day_to_come_opens_nothing():
    profile("004")
    counsellor, by = UserFactory(), UserFactory(role=Role.PRIVACY_MANAGER)
    take_step(entry_of("pledge", person=counsellor, by=by), 1, "void", on=TODAY, words="人違い", by=by)
    assert "pledge" in missing(counsellor)
    pledge_of(counsellor)
    assert "pledge" not in missing(counsellor)
    assert "pledge" in missing(counsellor, date(2026, 11, 19))


def test_the_first_pledge_is_recorded_by_its_manager_and_no_other_register_before(client, manager):
    profile("004")
    Attendance.objects.create(training=TrainingFactory(), user=manager)
    carried = entry_of("carry", due_on=date(2026, 12, 1))
    client.force_login(manager)
    for address in (
        "/",
        carried.get_absolute_url(),
        reverse("privacy:entries"),
        reverse("privacy:entry_pdf", args=[carried.pk]),
        reverse("privacy:entry_add", args=["carry"]),
        reverse("privacy:entry", args=[2**70]),
    ):
        assert client.get(address).url == GATE, address
    add = reverse("privacy:entry_add", args=["pledge"])
    assert add in client.get(GATE).content.decode()
    typed = {"person": manager.pk, "asked_on": "2026-11-20", "responsible": manager.pk}
    assert client.post(add, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    handed_out = RegisterEntry.objects.get(kind="pledge")
    assert client.get("/").url == GATE
    assert handed_out.get_absolute_url() in client.get(GATE).content.decode()
    assert client.get(reverse("privacy:entry_pdf", args=[handed_out.pk])).content.startswith(b"%PDF")
    step = reverse("privacy:entry_step", args=[handed_out.pk, "close"])
    collected = {"on": "2026-11-20", "words": "署名した紙を受け取った", "version": 1}
    assert client.post(step, collected | {"submission_key": uuid.uuid4()}).url == handed_out.get_absolute_url()
    assert client.get(GATE)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_the_page_of_the_duties_names_what_each_lacks_at_the_same_cost_for_many(client, manager):
    profile("004")
    pledge_of(UserFactory())
    address = reverse("privacy:duties")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    UserFactory.create_batch(5, is_ready=False)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()
    assert len(many) == len(few)
    assert "指定、研修、誓約書、周知文の確認" in page


def test_the_strict_profile_wants_a_manager_approved():
    user = UserFactory(is_ready=False, role=Role.PRIVACY_MANAGER)
    named = designate(user, duty="manager", contact="0120-827-867")
    assert "designation" not in missing(user)
    profile("004")
    assert "designation" in missing(user)
    Designation.objects.filter(pk=named.pk).update(approved_on=date(2026, 10, 25))
    assert "designation" not in missing(user)


def test_the_first_manager_enters_their_own_designation_and_no_record_before(client):
    manager = UserFactory(is_ready=False, role=Role.PRIVACY_MANAGER)
    client.force_login(manager)
    assert client.get("/")["Location"] == GATE
    typed = {
        "user": manager.pk,
        "duty": "manager",
        "belongs_to": "見本の窓口 所長",
        "starts_on": "2026-11-20",
        "reported_on": "2026-11-20",
    }
    address = reverse("privacy:designation_add")
    unreachable = client.post(address, typed | {"submission_key": uuid.uuid4()})
    assert "連絡先が要ります" in unreachable.content.decode()
    typed["contact"] = "0120-827-867"
    assert client.post(address, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    assert client.get(reverse("privacy:access_log"))["Location"] == GATE
    assert client.post(GATE, {"agrees": "on"})["Location"] == "/"


def test_a_change_is_reported_before_it_takes_effect(client, manager):
    other = UserFactory(is_ready=False, name="従事者 見本")
    typed = {"user": other.pk, "duty": "handler", "belongs_to": "窓口", "starts_on": "2026-11-20"}
    address = reverse("privacy:designation_add")
    late = client.post(address, typed | {"reported_on": "2026-11-21", "submission_key": uuid.uuid4()})
    assert "あらかじめ県に報告します" in late.content.decode()
    assert client.post(address, typed | {"submission_key": uuid.uuid4()}).status_code == 302
    assert "まだ報告していません" in client.get(reverse("privacy:duties")).content.decode()
    named = Designation.objects.get(user=other)
    change = {key: value for key, value in typed.items() if key != "user"} | {
        "reported_on": "2026-11-20",
        "version": 1,
    }
    edit = reverse("privacy:designation_edit", args=[named.pk])
    assert client.post(edit, change | {"submission_key": uuid.uuid4()}).status_code == 302
    assert client.post(edit, change | {"belongs_to": "別", "submission_key": uuid.uuid4()}).status_code == 409
    again = client.post(address, typed | {"submission_key": uuid.uuid4()})
    assert "同じ指定" in again.content.decode()


def test_one_manager_at_a_time_and_no_term_before_its_report_in_the_database_too():
    designate(UserFactory(is_ready=False), duty="manager", contact="x")
    for wrong in (
        {"duty": "manager", "contact": "x"},
        {"duty": "manager", "starts_on": date(2020, 1, 1), "reported_on": None, "ends_on": date(2020, 2, 1)},
        {"reported_on": date(2026, 11, 2)},
        {"ends_on": date(2026, 10, 31)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            designate(UserFactory(is_ready=False), **wrong)


def test_notices_and_acknowledgements_never_change():
    ready_for_work(user := UserFactory(is_ready=False))
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        NoticeText.objects.update(body="別の文")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        NoticeAcknowledgement.objects.filter(user=user).delete()


def test_the_form_names_manager_handlers_and_workplaces_as_of_a_day(client, manager):
    Designation.objects.filter(user=manager).delete()
    designate(manager, duty="manager", contact="0120-827-867", belongs_to="見本の窓口 所長")
    handler = designate(UserFactory(is_ready=False, name="従事者 髙﨑"), starts_on=date(2026, 12, 1)).user
    workplace = {"place": "見本ビル2階", "starts_on": "2026-11-20", "reported_on": "2026-11-20"}
    added = client.post(reverse("privacy:workplace_add"), workplace | {"submission_key": uuid.uuid4()})
    assert added.status_code == 302
    edit = reverse("privacy:workplace_edit", args=[Workplace.objects.get().pk])
    approved = workplace | {"approved_on": "2026-11-20", "version": 1, "submission_key": uuid.uuid4()}
    assert client.post(edit, approved).status_code == 302
    excel, paper = reverse("privacy:duties_excel"), reverse("privacy:duties_pdf")

    def texts(day: str) -> str:
        sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{excel}?on={day}").content)).active
        return "|".join(str(cell.value) for row in sheet for cell in row if cell.value)

    assert "参考様式 第4及び第7関係" in texts("2026-11-20")
    assert "個人情報取扱特記事項 第4及び第7" in texts("2026-11-20")
    assert "0120-827-867" in texts("2026-11-20")
    assert "見本ビル2階" in texts("2026-11-20")
    assert handler.name not in texts("2026-11-20")
    assert handler.name in texts("2026-12-01")
    assert client.get(paper).content == client.get(f"{paper}?on=x").content
    assert client.get(paper).content.startswith(b"%PDF")
    assert AccessLog.objects.filter(action="print", subject="privacy.Designation").exists()


def test_the_supervisor_reads_the_register_and_changes_nothing(client):
    client.force_login(UserFactory(role=Role.SUPERVISOR))
    page = client.get(reverse("privacy:duties")).content.decode()
    assert reverse("privacy:designation_add") not in page
    assert client.get(reverse("privacy:designation_add")).status_code == 403
    assert client.get(reverse("privacy:notice_revise")).status_code == 403
    client.force_login(UserFactory())
    assert client.get(reverse("privacy:duties")).status_code == 403


def test_after_the_log_in_a_page_asks_nothing_more_about_duties(client):
    client.force_login(UserFactory())
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("centre:keep_alive"))
    assert not [query for query in asked.captured_queries if "privacy_" in query["sql"]]
