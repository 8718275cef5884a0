"""The register of provisions: never rewritten, cancelled with a reason, filled in by hand, searched and printed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import Error, connection, transaction

from centre import jobs
from centre.errors import DomainError
from centre.models import Job, PartnerAgency
from centre.roles import Role
from privacy.models import AccessLog, Provision
from privacy.sharing.providing import Terms, cancel_provision, record_provision
from tests.factories.centre import UserFactory
from tests.factories.referrals import HandoffFactory
from tests.people_pages import errors, logged_in, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]
TODAY = date(2026, 11, 20)
LAW = Terms("other", "law", "見本の目的", recipient="見本の会", basis="見本の法律第1条")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-20 12:00+09:00", tick=False):
        yield


def provided(**known) -> Provision:
    fields = {"items": "事業所名", "means": "other", "employers": 1, "by": UserFactory()} | known
    return record_provision(fields.pop("terms", LAW), **fields)


def agency() -> PartnerAgency:
    return PartnerAgency.objects.filter(is_active=True).first()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE privacy_provision SET recipient = 'x'",
        "UPDATE privacy_provision SET ground = 'instruction'",
        "DELETE FROM privacy_provision",
        "TRUNCATE privacy_provision CASCADE",
    ],
)
def test_a_record_is_never_rewritten_or_taken_away(statement):
    provided()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_provision_that_did_not_happen_is_cancelled_once_with_a_reason():
    found, by = provided(), UserFactory(role=Role.SUPERVISOR)
    with pytest.raises(DomainError, match="5文字以上"):
        cancel_provision(found, reason="短い", by=by)
    cancel_provision(found, reason="渡す前に相手が辞退した", by=by)
    with pytest.raises(DomainError, match="すでに取り消されて"):
        cancel_provision(found, reason="渡す前に相手が辞退した", by=by)
    assert Provision.objects.get().cancelled_by == by


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"items": " "}, "渡す項目"),
        ({"provided_on": TODAY + timedelta(days=1)}, "先の日付"),
        ({"terms": Terms("other", "nobody", "見本", recipient="見本の会"), "people": 3}, "3人分"),
        ({"terms": Terms("agency", "law", "見本", basis="見本の法律第1条")}, "関係機関"),
        ({"terms": Terms("other", "consent", "見本", recipient="見本の会", consent_text=0)}, "どの文面"),
    ],
)
def test_a_record_without_its_parts_is_refused(known, message):
    with pytest.raises(DomainError, match=message):
        provided(**known)


def test_a_partnership_that_ended_is_given_nothing():
    old = agency()
    PartnerAgency.objects.filter(pk=old.pk).update(is_active=False, ended_on=TODAY)
    with pytest.raises(DomainError, match="連携は終わって"):
        provided(terms=Terms("agency", "law", "見本", agency=old.pk, basis="見本の法律第1条"))


FORM = {
    "provided_on": "2026-11-19", "recipient_kind": "other", "recipient": "見本の会", "means": "other",
    "items": "事業所名、所在地", "people": "0", "employers": "3", "purpose": "見本の説明会の案内",
    "ground": "instruction", "basis": "令和8年11月1日付け指示第9号",
}  # fmt: skip


def test_what_went_on_paper_is_written_down_by_hand():
    client, user = logged_in(Role.COUNSELLOR)
    answer = send(client, "/privacy/provisions/add/", **FORM)
    found = Provision.objects.get()
    assert answer["Location"] == f"/privacy/provisions/{found.pk}/"
    assert (found.provided_by, found.employers, str(found.provided_on)) == (user, 3, "2026-11-19")
    assert "見本の会" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"provided_on": "2026-11-21"}, "provided_on"),
        ({"provided_on": "きのう"}, "provided_on"),
        ({"recipient": ""}, "recipient"),
        ({"recipient_kind": ""}, "recipient_kind"),
        ({"recipient_kind": "agency"}, "agency"),
        ({"agency": "0"}, "agency"),
        ({"items": ""}, "items"),
        ({"people": "-1"}, "people"),
        ({"purpose": "短い"}, "purpose"),
        ({"ground": ""}, "ground"),
        ({"ground": "nobody", "people": "2"}, "ground"),
        ({"ground": "consent"}, "consent_text"),
        ({"basis": ""}, "basis"),
        ({"means": "handoff"}, "means"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(typed, field):
    client, _ = logged_in(Role.COUNSELLOR)
    answer = send(client, "/privacy/provisions/add/", **FORM | typed)
    assert answer.status_code == 422
    assert field in errors(answer)
    assert not Provision.objects.exists()


def test_the_register_is_searched_by_words_recipient_ground_and_days(django_assert_max_num_queries):
    client, _ = logged_in(Role.SUPERVISOR)
    provided(items="氏名の一覧", people=2, provided_on=date(2026, 10, 1))
    provided(terms=Terms("prefecture", "instruction", "見本の目的", basis="指示第3号です"), items="事業所名")
    HandoffFactory()

    def found(query: str) -> int:
        with django_assert_max_num_queries(14):
            return len(client.get(f"/privacy/provisions/?{query}").context["object_list"])

    assert found("") == 3
    assert (found("q=氏名の"), found("q=指示 第3号"), found("q=ない")) == (1, 1, 0)
    assert (found("recipient_kind=prefecture"), found("ground=consent"), found("means=handoff")) == (1, 1, 1)
    assert (found("until=2026-10-31"), found("since=令和8年11月20日")) == (1, 1)
    assert "条件を消す" in client.get("/privacy/provisions/?q=ない").content.decode()


def test_the_register_comes_as_a_paper_and_as_a_list():
    client, _ = logged_in(Role.SUPERVISOR, name="見本 花子")
    for number in range(20):
        provided(items=f"項目{number}")
    answer = client.get("/privacy/provisions/register.pdf?q=項目1")
    assert answer.content.startswith(b"%PDF")
    line = AccessLog.objects.get(action="print")
    assert "条件：さがす（相手・項目・目的・根拠）：項目1" in line.detail
    fields = {"format": "csv_utf8", "reason": "県の調査に備えるため", "use_items": "on", "whereto": "stays"}
    assert send(client, "/privacy/provisions/export/?q=項目1", **fields).status_code == 302
    job = Job.objects.get()
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert len(bytes(job.file.content).decode("utf-8-sig").splitlines()) == 12


# The inspector reads what the scope of an inspection opens (tests of the inspections).
COUNTER = [role for role in Role if role != Role.INSPECTOR]
READERS = {Role.COUNSELLOR, Role.REVIEWER, Role.SUPERVISOR, Role.PRIVACY_MANAGER}
HEADS = {Role.SUPERVISOR, Role.PRIVACY_MANAGER}


@pytest.mark.parametrize("role", COUNTER)
def test_each_role_sees_and_does_what_the_matrix_says(role):
    found, (client, _) = provided(), logged_in(role)
    pages = {
        "/privacy/provisions/": READERS,
        f"/privacy/provisions/{found.pk}/": READERS,
        "/privacy/provisions/add/": READERS,
        f"/privacy/provisions/{found.pk}/cancel/": HEADS,
        "/privacy/provisions/export/": HEADS,
        "/privacy/provisions/register.pdf": HEADS,
    }
    for page, roles in pages.items():
        assert client.get(page).status_code == (200 if role in roles else 403), page
    assert send(client, f"/privacy/provisions/{found.pk}/cancel/", reason="渡さなかったため").status_code == (
        302 if role in HEADS else 403
    )
