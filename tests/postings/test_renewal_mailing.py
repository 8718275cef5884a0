"""Mails about listings that run out: let go by a person, one envelope each, never lost and never doubled."""

import re
import smtplib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail.backends import locmem
from django.db import IntegrityError, transaction

from centre import jobs
from centre.errors import DomainError
from centre.models import Job
from centre.roles import Role
from employers.models import Establishment
from postings.models import RenewalInquiry, RenewalMail
from postings.renewal import asking, mailing
from postings.tasks import send_renewal_mails
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.renewal import listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]
NOON = datetime(2026, 11, 2, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
TODAY = NOON.date()
STATE = RenewalInquiry.State


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://madoguchi.example"


@pytest.fixture
def counsellor():
    return UserFactory(role=Role.COUNSELLOR)


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def three():
    """Three employers with one listing each that runs out in thirty days, asked about this morning."""
    employers = [EstablishmentFactory(email=f"info{n}@mihon.example") for n in range(3)]
    postings = [listing(TODAY + timedelta(days=30), employer) for employer in employers]
    asking.ask_about_expiring(TODAY)
    return postings


def carry_all(clock, seconds: int = 60) -> list[Job]:
    """What beat and worker do once some seconds have passed."""
    clock.move_to(datetime.now(NOON.tzinfo) + timedelta(seconds=seconds))
    send_renewal_mails()
    made = list(Job.objects.filter(kind=mailing.JOB, state=Job.State.WAITING))
    for job in made:
        jobs.carry(job.pk)
        job.refresh_from_db()
    return made


def recipients() -> list[list[str]]:
    return sorted(envelope.recipients() for envelope in outbox.outbox)


EVERYBODY = [[f"info{n}@mihon.example"] for n in range(3)]


def test_nothing_leaves_before_somebody_lets_it_go(three, noon):
    assert carry_all(noon, 3600) == []
    assert outbox.outbox == []


def test_a_counsellor_lets_a_single_mail_go(three, counsellor, noon):
    first = RenewalMail.objects.first()
    mailing.release(first, by=counsellor)
    assert carry_all(noon, 59) == []
    carry_all(noon, 1)
    assert recipients() == [[first.to_address]]


def test_two_or_more_need_somebody_entitled_to_it(three, counsellor, reviewer, noon):
    with pytest.raises(DomainError, match="精査担当者か統括責任者"):
        mailing.release_all(by=counsellor)
    assert mailing.release_all(by=reviewer) == 3
    (job,) = carry_all(noon)
    assert recipients() == EVERYBODY
    assert (job.state, job.result) == ("done", {"sent": 3, "failed": 0})
    lines = AccessLog.objects.filter(action="mail", subject="employers.Establishment")
    assert set(lines.values_list("subject_id", flat=True)) == set(Establishment.objects.values_list("pk", flat=True))


def test_the_only_mail_may_be_let_go_by_a_counsellor(counsellor):
    listing(TODAY + timedelta(days=7))
    asking.ask_about_expiring(TODAY)
    assert mailing.release_all(by=counsellor) == 1
    with pytest.raises(DomainError, match="待っているメールはありません"):
        mailing.release_all(by=counsellor)


def test_a_release_without_a_name_is_refused_by_the_database(three):
    with pytest.raises(IntegrityError, match="released_with_name"), transaction.atomic():
        RenewalMail.objects.update(released_at=NOON)


def test_without_the_address_of_the_answer_page_nothing_is_let_go(three, reviewer, settings):
    settings.SITE_URL = ""
    with pytest.raises(DomainError, match="SITE_URL"):
        mailing.release_all(by=reviewer)


def test_within_a_minute_it_is_recalled(three, reviewer, noon):
    mailing.release_all(by=reviewer)
    assert mailing.recall(by=reviewer) == 3
    assert carry_all(noon, 3600) == []
    assert outbox.outbox == []


def test_the_mail_carries_an_address_that_the_database_does_not_know(three, reviewer, noon, client):
    mailing.release_all(by=reviewer)
    carry_all(noon)
    tokens = set()
    for envelope in outbox.outbox:
        (token,) = set(re.findall(r"https://madoguchi\.example/answer/([^/]+)/", envelope.body))
        tokens.add(token)
        assert asking.ANSWER_ADDRESS not in envelope.body
        assert client.get(f"/answer/{token}/").status_code == 200
    assert len(tokens) == 3
    kept = " ".join(f"{mail.body}{mail.token_hash}" for mail in RenewalMail.objects.all())
    for token in tokens:
        assert token not in kept
        assert token.split(".")[0] not in kept


def test_nothing_leaves_twice_however_often_it_is_asked_for(three, reviewer, noon):
    mailing.release_all(by=reviewer)
    (job,) = carry_all(noon)
    for _delivered_again in range(3):
        jobs.carry(job.pk)
    for mail in RenewalMail.objects.all():
        assert mailing.send_one(mail.pk, None) == ""
    assert carry_all(noon) == []
    assert recipients() == EVERYBODY


@pytest.mark.parametrize("moment", ["before the server", "after the server"])
def test_a_worker_killed_between_claim_and_mark_doubles_nothing_and_loses_nothing(
    three, reviewer, noon, monkeypatch, moment
):
    """The mail whose fate nobody knows is never sent again; after ten minutes its employer is called instead."""
    mailing.release_all(by=reviewer)
    noon.move_to(NOON + timedelta(seconds=60))
    first = RenewalMail.objects.first()

    def dies(*_, **__):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "hand_over" if moment == "before the server" else "_mark", dies)
        with pytest.raises(SystemExit):
            mailing.send_one(first.pk, None)
    carry_all(noon)
    went = 2 if moment == "before the server" else 3
    assert len(outbox.outbox) == went
    assert not RenewalInquiry.objects.to_call(TODAY).exists()
    for _ in range(3):
        carry_all(noon, 601)
    assert len(outbox.outbox) == went
    call = RenewalInquiry.objects.to_call(TODAY).get()
    assert call.mail == first
    assert "相手に確かめて" in call.mail.failure


def test_a_round_killed_in_the_middle_is_finished_by_the_next_worker(three, reviewer, noon, monkeypatch):
    mailing.release_all(by=reviewer)
    noon.move_to(NOON + timedelta(seconds=60))
    job = mailing.ask_for_due()
    send_one, seen = mailing.send_one, []

    def dies_at_the_second(pk, server):
        seen.append(pk)
        if len(seen) == 2:
            raise SystemExit
        return send_one(pk, server)

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "send_one", dies_at_the_second)
        with pytest.raises(SystemExit):
            jobs.carry(job.pk)
    assert mailing.ask_for_due() == job
    noon.move_to(NOON + timedelta(seconds=120))
    jobs.carry(job.pk)
    assert recipients() == EVERYBODY


class Refusing(locmem.EmailBackend):
    """A mail server that answers one recipient with an error."""

    error: Exception

    def send_messages(self, messages):
        if "info1@mihon.example" in messages[0].to:
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    return Refusing


def refused_with(code: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"info1@mihon.example": (code, b"no")})


def test_an_address_that_is_refused_becomes_a_call(three, reviewer, noon, refusing):
    refusing.error = refused_with(550)
    mailing.release_all(by=reviewer)
    (job,) = carry_all(noon)
    assert job.message == "2通を送りました。1通は届かず、電話に回しました。"
    inquiry = RenewalInquiry.objects.to_call(TODAY).get()
    assert (inquiry.state, inquiry.mail.to_address) == (STATE.UNDELIVERABLE, "info1@mihon.example")


def test_a_server_that_asks_to_come_back_later_gets_it_later(three, reviewer, noon, refusing, settings):
    refusing.error = refused_with(451)
    mailing.release_all(by=reviewer)
    (job,) = carry_all(noon)
    assert job.state == Job.State.FAILED
    assert len(outbox.outbox) == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert carry_all(noon, 60) == []
    carry_all(noon, 300)
    assert recipients() == EVERYBODY


def test_what_was_settled_meanwhile_keeps_its_mail_back(three, reviewer, noon):
    mailing.release_all(by=reviewer)
    three[0].inquiries.update(state=STATE.SETTLED)
    carry_all(noon)
    assert len(outbox.outbox) == 2
