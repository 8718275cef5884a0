"""Mails of a campaign: one envelope per employer, released by a second person, never sent twice."""

import smtplib
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail.backends import locmem
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre import jobs
from centre.errors import DomainError
from centre.models import Job
from centre.roles import Role
from employers import calling, campaigning, mailing
from employers.models import Attempt, CampaignMail, Contact, Establishment
from employers.tasks import send_released_mails
from privacy.models import AccessLog
from tests.factories.campaigns import MAIL, started
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]
NOON = datetime(2026, 11, 2, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def staff():
    return UserFactory(name="用意 する人")


@pytest.fixture
def second():
    return UserFactory(name="確かめる 人", role=Role.SUPERVISOR)


@pytest.fixture
def campaign(staff):
    """A campaign of three employers, the first with a contact."""
    employers = [EstablishmentFactory(email=f"info{n}@mihon.example") for n in range(3)]
    Contact.objects.create(establishment=employers[0], name="見本 花子", is_main=True)
    return started("mail", by=staff)


@pytest.fixture
def released(campaign, staff, second):
    """The same with its mails prepared and released at noon."""
    mailing.prepare(campaign, by=staff)
    mailing.release(campaign, by=second)
    return campaign


def carry_all() -> list[Job]:
    """What beat and worker do: ask for what is due, and carry it."""
    made = mailing.ask_for_due()
    for job in made:
        jobs.carry(job.pk)
        job.refresh_from_db()
    return made


def addresses() -> list[list[str]]:
    """The recipients of each envelope."""
    return [envelope.recipients() for envelope in outbox.outbox]


# ---- preparing


def test_each_employer_gets_its_own_text(campaign, staff):
    assert mailing.prepare(campaign, by=staff) == 3
    first, second, _ = CampaignMail.objects.order_by("case__establishment")
    employer = first.case.establishment
    assert first.subject == f"{employer.name}さまへのご案内"
    assert first.body == f"見本 花子 様\n{employer.corporation.name}のみなさまへ"
    assert second.body.startswith("ご担当者 様")
    assert outbox.outbox == []


def test_a_line_break_in_a_name_never_begins_another_header(staff):
    EstablishmentFactory(name="見本\r\nBcc: all@mihon.example", email="info@mihon.example")
    campaign = started("mail", variants=[MAIL | {"body": "{事業所名}"}])
    mailing.prepare(campaign, by=staff)
    prepared = CampaignMail.objects.get()
    assert prepared.subject == "見本 Bcc: all@mihon.exampleさまへのご案内"
    assert "\n" not in prepared.body


def test_braces_in_a_name_are_text_and_not_a_field(staff):
    EstablishmentFactory(name="見本{法人名}", email="info@mihon.example")
    campaign = started("mail", variants=[MAIL | {"subject": "{事業所名}"}])
    mailing.prepare(campaign, by=staff)
    assert CampaignMail.objects.get().subject == "見本{法人名}"


def test_a_very_long_name_fits_into_the_subject(staff):
    EstablishmentFactory(name="長" * 120, email="info@mihon.example")
    campaign = started("mail", variants=[MAIL | {"subject": "{事業所名}{事業所名}"}])
    mailing.prepare(campaign, by=staff)
    assert len(CampaignMail.objects.get().subject) == 200


def test_preparing_twice_makes_no_second_mail(campaign, staff):
    mailing.prepare(campaign, by=staff)
    with pytest.raises(DomainError, match="新しく用意するメール"):
        mailing.prepare(campaign, by=staff)
    assert CampaignMail.objects.count() == 3


def test_an_address_that_has_gone_in_between_is_left_out(campaign, staff):
    gone = campaign.cases.first().establishment
    Establishment.objects.filter(pk=gone.pk).update(email="")
    assert mailing.prepare(campaign, by=staff) == 2


def test_a_campaign_of_calls_has_no_mails(staff):
    EstablishmentFactory(email="info@mihon.example")
    with pytest.raises(DomainError, match="メールを送れません"):
        mailing.prepare(started("call"), by=staff)


# ---- releasing


def test_the_one_who_prepared_cannot_release_not_even_a_single_mail(staff):
    EstablishmentFactory(email="info@mihon.example")
    campaign = started("mail")
    mailing.prepare(campaign, by=staff)
    with pytest.raises(DomainError, match="用意した人"):
        mailing.release(campaign, by=staff)
    assert CampaignMail.objects.get().released_at is None


def test_the_database_refuses_it_too(campaign, staff):
    mailing.prepare(campaign, by=staff)
    with pytest.raises(IntegrityError, match="released_by_another"), transaction.atomic():
        CampaignMail.objects.update(released_by=staff, released_at=NOON)


def test_releasing_leaves_a_line_and_nothing_is_released_twice(released, second):
    line = AccessLog.objects.get(action="mail")
    assert (line.user, line.subject, line.subject_id) == (second, "employers.Campaign", released.pk)
    assert "3通" in line.detail
    with pytest.raises(DomainError, match="待っているメールはありません"):
        mailing.release(released, by=second)


def test_nothing_is_released_for_a_campaign_that_has_ended(campaign, staff, second):
    mailing.prepare(campaign, by=staff)
    campaigning.close(campaign, campaign.version, by=staff)
    with pytest.raises(DomainError, match="送れません"):
        mailing.release(campaign, by=second)


# ---- the minute of recall


@pytest.mark.parametrize(("seconds", "leaves"), [(0, 0), (59, 0), (60, 3), (3600, 3)])
def test_mails_leave_after_a_minute(released, noon, seconds, leaves):
    noon.move_to(NOON + timedelta(seconds=seconds))
    carry_all()
    assert len(outbox.outbox) == leaves


def test_what_is_recalled_does_not_leave_until_it_is_released_again(released, staff, second, noon):
    assert mailing.recall(released, by=staff) == 3
    noon.move_to(NOON + timedelta(hours=1))
    assert carry_all() == []
    mailing.release(released, by=second)
    noon.move_to(NOON + timedelta(hours=1, seconds=60))
    carry_all()
    assert len(outbox.outbox) == 3
    assert mailing.recall(released, by=staff) == 0


def test_a_recall_in_the_middle_stops_the_rest(released, noon):
    noon.move_to(NOON + timedelta(seconds=60))
    first, *rest = CampaignMail.objects.order_by("pk").values_list("pk", flat=True)
    assert mailing.send_one(first, None) == "sent"
    assert mailing.recall(released, by=UserFactory()) == 2
    assert [mailing.send_one(pk, None) for pk in rest] == ["", ""]
    assert len(outbox.outbox) == 1


# ---- sending


def test_each_envelope_has_exactly_one_recipient(released, second, noon):
    noon.move_to(NOON + timedelta(seconds=60))
    (job,) = carry_all()
    assert sorted(addresses()) == [[f"info{n}@mihon.example"] for n in range(3)]
    for envelope in outbox.outbox:
        assert (envelope.cc, envelope.bcc) == ([], [])
        assert envelope.message()["To"] == envelope.to[0]
    assert (job.state, job.message, job.result) == ("done", "3通を送りました。", {"sent": 3, "failed": 0})
    assert set(Attempt.objects.values_list("outcome", "made_by")) == {("sent", second.pk)}
    assert not CampaignMail.objects.exclude(sent_at=NOON + timedelta(seconds=60), failure="").exists()
    lines = AccessLog.objects.filter(action="mail", subject="employers.Establishment")
    assert set(lines.values_list("subject_id", flat=True)) == set(Establishment.objects.values_list("pk", flat=True))


def test_nothing_leaves_twice_however_often_it_is_asked_for(released, noon):
    noon.move_to(NOON + timedelta(seconds=60))
    (job,) = mailing.ask_for_due()
    send_released_mails()
    assert Job.objects.get() == job
    for _delivered_again in range(3):
        jobs.carry(job.pk)
    assert carry_all() == []
    assert len(outbox.outbox) == 3


def test_a_worker_that_dies_in_the_middle_leaves_words_and_sends_nothing_again(released, noon, monkeypatch):
    noon.move_to(NOON + timedelta(seconds=60))

    def dies(*_, **__):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "_mark", dies)
        with pytest.raises(SystemExit):
            mailing.send_one(CampaignMail.objects.order_by("pk")[0].pk, None)
    carry_all()
    assert sorted(addresses()) == [[f"info{n}@mihon.example"] for n in range(3)]
    interrupted = CampaignMail.objects.get(sent_at__isnull=True)
    assert "相手に確かめて" in interrupted.failure


def test_an_answer_that_came_first_keeps_the_mail_back(released, staff, noon):
    calling.record_attempt(released.cases.first(), outcome="declined", by=staff)
    noon.move_to(NOON + timedelta(seconds=60))
    carry_all()
    assert len(outbox.outbox) == 2


class Refusing(locmem.EmailBackend):
    """A mail server that answers one recipient with an error."""

    error: Exception
    refused = "info1@mihon.example"

    def send_messages(self, messages):
        if self.refused in messages[0].to:
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def refusing(settings, noon):
    """Mails go to a server that refuses one recipient; it is one minute past noon."""

    def with_error(error: Exception):
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        Refusing.error = error
        noon.move_to(NOON + timedelta(seconds=60))

    return with_error


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"info1@mihon.example": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"rejected"),
        ValueError("bad header"),
    ],
)
def test_a_refused_address_is_written_down_and_the_others_go_on(released, refusing, error):
    refusing(error)
    (job,) = carry_all()
    assert job.result == {"sent": 2, "failed": 1}
    returned = CampaignMail.objects.get(sent_at__isnull=True)
    assert "受け付けませんでした" in returned.failure
    assert returned.case.state == "wrong_number"
    assert returned.case.attempts.get().outcome == "returned"
    assert carry_all() == []


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"info1@mihon.example": (451, b"greylisted")}),
        smtplib.SMTPDataError(452, b"mailbox full"),
    ],
)
def test_a_server_that_asks_to_come_back_later_is_asked_again(released, refusing, noon, settings, error):
    refusing(error)
    (job,) = carry_all()
    assert (job.state, len(outbox.outbox)) == ("failed", 2)
    assert "後にするよう" in job.message
    noon.shift(timedelta(seconds=20))
    assert mailing.ask_for_due() == []
    noon.shift(timedelta(minutes=5))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    (job,) = carry_all()
    assert (job.state, len(outbox.outbox)) == ("done", 3)


@pytest.mark.parametrize(
    "error", [smtplib.SMTPSenderRefused(550, b"who are you", "x"), smtplib.SMTPNotSupportedError()]
)
def test_trouble_with_the_server_is_nobodys_wrong_address(released, refusing, error):
    refusing(error)
    (job,) = carry_all()
    assert job.state == "failed"
    assert len(outbox.outbox) == Attempt.objects.filter(outcome="sent").count() < 3
    assert "メールサーバー" in job.message
    assert not CampaignMail.objects.exclude(failure="").exists()
    assert not Attempt.objects.filter(outcome="returned").exists()


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError()])
def test_a_line_that_breaks_in_the_middle_leaves_that_one_to_people(released, refusing, noon, error):
    refusing(error)
    (job,) = carry_all()
    assert job.state == "failed"
    noon.shift(timedelta(minutes=6))
    carry_all()
    assert sorted(addresses()) == [["info0@mihon.example"], ["info2@mihon.example"]]
    assert "確かめて" in CampaignMail.objects.get(sent_at__isnull=True).failure


# ---- pages


def test_two_people_take_a_mail_through_the_pages(campaign, noon):
    client, _ = logged_in(Role.COUNSELLOR)
    other, _ = logged_in(Role.SUPERVISOR)
    prepare, release = (reverse(f"employers:campaign_{name}", args=[campaign.pk]) for name in ("prepare", "release"))
    key = str(uuid.uuid4())
    for _double_click in range(2):
        expect(send(client, prepare, key=key), 302)
    mails = reverse("employers:campaign_mails", args=[campaign.pk])
    assert "見本 花子 様" in client.get(mails).content.decode()
    refused = send(client, release)
    expect(refused, 422)
    assert "用意した人" in str(errors(refused))
    expect(send(other, release), 302)
    page = client.get(mails).content.decode()
    assert "12:01から" in page
    assert "送信を取り消す" in page
    recalled = client.post(reverse("employers:campaign_recall", args=[campaign.pk]), follow=True)
    assert "3通の送信を取り消しました" in recalled.content.decode()
    expect(send(other, release), 302)
    noon.shift(timedelta(seconds=60))
    carry_all()
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "送信" in page
    assert len(outbox.outbox) == 3


def test_an_answer_to_a_mail_is_recorded_with_the_employer(released, noon):
    noon.move_to(NOON + timedelta(seconds=60))
    carry_all()
    case = released.cases.first()
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("employers:campaign_case", args=[case.pk])
    page = client.get(address).content.decode()
    assert "不達" in page
    assert "留守電" not in page
    expect(send(client, address, outcome="reached", updated_record="on"), 302)
    case.refresh_from_db()
    assert case.state == "done"
    assert Establishment.objects.get(pk=case.establishment_id).last_confirmed_on == NOON.date()


def test_the_previews_ask_the_same_number_of_questions_however_many(
    campaign, staff, client, django_assert_num_queries
):

    mailing.prepare(campaign, by=staff)
    client.force_login(staff)
    address = reverse("employers:campaign_mails", args=[campaign.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as for_three:
        client.get(address)
    CampaignMail.objects.filter(pk__gt=CampaignMail.objects.order_by("pk")[0].pk).delete()
    with django_assert_num_queries(len(for_three)):
        client.get(address)
