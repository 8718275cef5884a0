"""Every kind of mail of the product, on a real SMTP server: one recipient each, nobody else's address (T18)."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as product
from django.urls import reverse
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.models import User
from centre.roles import Role
from consultations.mails import sending, wording, writing
from consultations.models import RecordMail
from consultations.reminding import remind
from consultations.tasks import send_record_mails
from employers import mailing
from employers.models import CampaignMail, Contact, Corporation, Establishment
from employers.tasks import send_released_mails
from jobseekers.models import Jobseeker
from postings.models import JobPosting, RenewalMail
from postings.renewal import mailing as renewal
from postings.renewal.asking import ask_about_expiring
from postings.tasks import send_renewal_mails
from surveys.making import open_survey
from tests.factories.campaigns import started
from tests.factories.centre import UserFactory
from tests.factories.consultations import FollowUpFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory, waiting_mail
from tests.factories.renewal import listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]
MORNING = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
INTRUDER = "intruder@evil.example"
# What somebody may have typed or imported into a name: each tries to begin another header or another recipient.
INJECTIONS = (
    f"見本\r\nBcc: {INTRUDER}",
    f"見本\nCc: {INTRUDER}",
    f"見本\rTo: {INTRUDER}",
    f"見本\r\n\r\n本文のすりかえ {INTRUDER}"[:60],
    f"見本\u2028Bcc: {INTRUDER}",
    f"見本\x0bBcc: {INTRUDER}",
    f"見本\x85Bcc: {INTRUDER}",
    f"=?utf-8?B?DQpCY2M6?= {INTRUDER}",
    f"見本%0d%0aBcc: {INTRUDER}",
    f'見本" <{INTRUDER}>, "',
)
BAD_ADDRESSES = (
    f"a@kakuu.example,{INTRUDER}",
    f"a@kakuu.example;{INTRUDER}",
    f"a@kakuu.example\r\nBcc: {INTRUDER}",
    f"a@kakuu.example {INTRUDER}",
    f"<a@kakuu.example>, <{INTRUDER}>",
    f"a@kakuu.example>\r\nRCPT TO:<{INTRUDER}",
)


@pytest.fixture(autouse=True)
def morning(settings):
    settings.SITE_URL = "https://madoguchi.example"
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def staff():
    return UserFactory(name="用意 する人", role=Role.COUNSELLOR, email="staff@madoguchi.example")


@pytest.fixture
def second():
    return UserFactory(name="確かめる 人", role=Role.SUPERVISOR, email="second@madoguchi.example")


def pass_a_minute(clock) -> None:
    """Beat and worker, for all three kinds of mail that are released first."""
    clock.shift(timedelta(seconds=60))
    for task in (send_released_mails, send_renewal_mails, send_record_mails):
        task()
    for job in jobs.Job.objects.filter(state=jobs.Job.State.WAITING):
        jobs.carry(job.pk)


def known_addresses() -> set[str]:
    """Every address the counter knows."""
    sources = (Jobseeker, Establishment, Contact, User)
    return {address for model in sources for address in model.objects.values_list("email", flat=True) if address}


def assert_one_recipient_each(server, count: int) -> None:
    """Envelope by envelope: one RCPT, the same one address in the header, no other address anywhere."""
    known = known_addresses() | {INTRUDER}
    assert len(server.envelopes) == count
    for envelope in server.envelopes:
        (recipient,) = envelope.recipients
        message, whole = envelope.message, envelope.whole
        assert [one.addr_spec for one in message["To"].addresses] == [recipient]
        assert [len(message.get_all(name, [])) for name in ("To", "Subject", "From", "Cc", "Bcc")] == [1, 1, 1, 0, 0]
        assert message.defects == []
        assert {address for address in known - {recipient} if address in whole} == set()


# ---- each kind of mail


def test_a_campaign_of_mails(mail_server, staff, second, morning):
    for number in range(5):
        place = EstablishmentFactory(email=f"info{number}@mihon.example")
        Contact.objects.create(
            establishment=place, name="見本 太郎", email=f"taro{number}@mihon.example", is_main=True
        )
    campaign = started("mail", by=staff)
    mailing.prepare(campaign, by=staff)
    mailing.release(campaign, by=second)
    pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 5)
    assert CampaignMail.objects.filter(sent_at__isnull=False).count() == 5


def test_questions_about_listings_that_run_out(mail_server, second, morning):
    for number in range(5):
        place = EstablishmentFactory(email=f"info{number}@mihon.example")
        listing(timezone.localdate() + timedelta(days=14), place, title=f"見本の求人{number}")
    ask_about_expiring(timezone.localdate())
    renewal.release_all(by=second)
    pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 5)
    answers = {link for envelope in mail_server.envelopes for link in re.findall(r"/answer/[^\s/]+/", envelope.body)}
    assert len(answers) == 5


def test_the_mail_of_the_morning(mail_server):
    people = UserFactory.create_batch(4)
    for user in people:
        FollowUpFactory(assigned_to=user, due_on=timezone.localdate(), what="秘密の約束")
    assert remind(timezone.localdate()) == 4
    assert_one_recipient_each(mail_server, 4)
    assert all("秘密の約束" not in envelope.whole for envelope in mail_server.envelopes)


def test_single_mails_to_people_and_employers_with_a_document(mail_server, staff, morning):
    place = EstablishmentFactory(email="info@mihon.example", name="見本商店")
    posting = listing(timezone.localdate() + timedelta(days=60), place, title="見本の求人")
    people = MailedPersonFactory.create_batch(3)
    mails = [waiting_mail(person, by=staff, body=person.name) for person in people]
    mails.append(waiting_mail(place, by=staff, documents=[f"sheet:{posting.pk}"]))
    for mail in mails:
        sending.release(mail, has_looked=True, by=staff)
    pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 4)
    attached = [list(envelope.message.iter_attachments()) for envelope in mail_server.envelopes]
    assert [len(files) for files in attached] == [0, 0, 0, 1]
    assert attached[3][0].get_filename() == "求人票_見本の求人.pdf"
    assert attached[3][0].get_content()[:5] == b"%PDF-"
    for person, envelope in zip(people, mail_server.envelopes, strict=False):
        assert [one.name for one in people if one.name in envelope.whole] == [person.name]


def test_a_survey_goes_with_a_link_of_its_own_and_no_other(mail_server, staff, second, morning):
    day = timezone.localdate()
    survey = open_survey(title="声", audience="movers", opens_on=day, closes_on=day, languages=[], by=second)
    MailedPersonFactory.create_batch(5)
    template = MailTemplateFactory(body="{氏名}さま\n{アンケート}")
    made = writing.prepare_several(
        Jobseeker.objects.all(), template=template, link=f"survey:{survey.pk}", title="声", conditions="", by=staff
    )
    sending.release_round(made, by=second)
    pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 5)
    links = [re.findall(r"https?://\S+", envelope.body) for envelope in mail_server.envelopes]
    assert [len(found) for found in links] == [1] * 5
    assert len({link for (link,) in links}) == 5
    assert all("/survey/" in link for (link,) in links)


def test_the_mail_for_a_forgotten_password(mail_server, client, staff, second):
    client.post(reverse("account_reset_password"), {"email": staff.email})
    assert_one_recipient_each(mail_server, 1)
    assert mail_server.envelopes[0].recipients == [staff.email]
    assert "/account/password/reset/key/" in mail_server.envelopes[0].body


def test_a_forgotten_password_of_nobody_tells_no_address_of_the_register(mail_server, client, staff):
    client.post(reverse("account_reset_password"), {"email": "nobody@kakuu.example"})
    assert all(envelope.recipients == ["nobody@kakuu.example"] for envelope in mail_server.envelopes)
    assert all(staff.email not in envelope.whole for envelope in mail_server.envelopes)


def test_a_broadcast_to_three_hundred_people_is_three_hundred_envelopes(mail_server, staff, second, morning):
    MailedPersonFactory.create_batch(300)
    made = writing.prepare_several(
        Jobseeker.objects.all(), template=MailTemplateFactory(), title="300人", conditions="", by=staff
    )
    sending.release_round(made, by=second)
    pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 300)
    by_address = dict(Jobseeker.objects.values_list("email", "name"))
    for envelope in mail_server.envelopes:
        assert envelope.body.startswith(f"{by_address[envelope.recipients[0]]} さま")
    assert len({envelope.recipients[0] for envelope in mail_server.envelopes}) == 300


# ---- what a server says


def test_one_refused_address_holds_back_no_other(mail_server, staff, second, morning):
    people = MailedPersonFactory.create_batch(4)
    mail_server.refusals[people[1].email] = "550 no such user"
    made = writing.prepare_several(
        Jobseeker.objects.all(), template=MailTemplateFactory(), title="4人", conditions="", by=staff
    )
    sending.release_round(made, by=second)
    pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 3)
    assert [mail.jobseeker for mail in RecordMail.objects.failed(timezone.now())] == [people[1]]


def test_a_server_that_asks_to_come_back_gets_the_mail_once(mail_server, staff, morning):
    person = MailedPersonFactory()
    sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)
    mail_server.refusals[person.email] = "451 try again"
    pass_a_minute(morning)
    assert mail_server.envelopes == []
    mail_server.refusals.clear()
    for _ in range(6):
        pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 1)


# ---- injection


def poisoned(payload: str, number: int) -> tuple[Establishment, Jobseeker]:
    """An employer, its contact, its posting and a person whose every name carries the payload."""
    place = EstablishmentFactory(email=f"info{number}@mihon.example", name=payload)
    Corporation.objects.filter(pk=place.corporation_id).update(name=payload)
    Contact.objects.create(establishment=place, name=payload[:60], is_main=True)
    posting = listing(timezone.localdate() + timedelta(days=14), place)
    JobPosting.objects.filter(pk=posting.pk).update(title=payload)
    return place, MailedPersonFactory(name=payload)


def test_line_breaks_in_every_name_that_reaches_a_mail_change_no_envelope(mail_server, second, morning):
    author = UserFactory(name=INJECTIONS[0], email="author@madoguchi.example")
    for number, payload in enumerate(INJECTIONS):
        poisoned(payload, number)
    wordings = "{事業所名}{法人名}{担当者名}"
    campaign = started("mail", by=author, variants=[{"key": "A", "subject": wordings, "body": wordings}])
    mailing.prepare(campaign, by=author)
    mailing.release(campaign, by=second)
    ask_about_expiring(timezone.localdate())
    renewal.release_all(by=second)
    template = MailTemplateFactory(subject="{氏名}{職員名}", body="{氏名}{職員名}")
    made = writing.prepare_several(Jobseeker.objects.all(), template=template, title="r", conditions="", by=author)
    sending.release_round(made, by=second)
    pass_a_minute(morning)
    assert len(mail_server.envelopes) == 3 * len(INJECTIONS)
    for envelope in mail_server.envelopes:
        (recipient,) = envelope.recipients
        message = envelope.message
        assert INTRUDER not in recipient
        assert message.get_all("To") == [recipient]
        assert message.get_all("Cc") is message.get_all("Bcc") is None
        assert len(message.get_all("Subject")) == len(message.get_all("From")) == 1
        assert INTRUDER not in message["From"]


@pytest.mark.parametrize("payload", INJECTIONS[:7])
def test_a_typed_subject_of_more_than_one_line_is_refused(payload, staff):
    with pytest.raises(DomainError, match="改行や制御文字"):
        waiting_mail(MailedPersonFactory(), by=staff, subject=payload)
    with pytest.raises(DomainError, match="改行や制御文字"):
        wording.add_template(by=staff, title="t", reader="person", subject=payload, body="b", place=1)


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_holds_two_reaches_nobody(mail_server, staff, second, morning, address):
    place = EstablishmentFactory(email="info@mihon.example")
    listing(timezone.localdate() + timedelta(days=14), place)
    campaign = started("mail", by=staff)
    mailing.prepare(campaign, by=staff)
    ask_about_expiring(timezone.localdate())
    # As if it had come past every form: written into the row of the mail itself.
    CampaignMail.objects.update(to_address=address)
    RenewalMail.objects.update(to_address=address)
    mailing.release(campaign, by=second)
    renewal.release_all(by=second)
    pass_a_minute(morning)
    assert mail_server.envelopes == []
    assert CampaignMail.objects.get().failure
    assert RenewalMail.objects.get().failure


# ---- names as people write them

NAMES = (
    "Wolfeschlegelsteinhausenbergerdorff Maximilian Alexander Konstantin von und zu Hohenzollern-Sigmaringen",
    "María de los Ángeles Ramírez-Ávila O'Connor",
    "Suharto",
    "Nguyễn Thị Phương Thảo",
    "髙橋 﨑子",
    "𠮷野 𡈽屋",
    "ビョルン＝アウェ・クヌートセン",
    "محمد بن عبد الله",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_arrives_as_its_owner_writes_it(mail_server, staff, morning, name):
    person = MailedPersonFactory(name=name)
    template = MailTemplateFactory(subject="{氏名}さまへ", body="{氏名} さま")
    texts = {
        "subject": wording.written(template.subject, person, staff),
        "body": wording.written(template.body, person, staff),
    }
    sending.release(waiting_mail(person, by=staff, **texts), has_looked=True, by=staff)
    pass_a_minute(morning)
    assert_one_recipient_each(mail_server, 1)
    envelope = mail_server.envelopes[0]
    # A header folded at its very beginning keeps the blank of the fold.
    assert envelope.message["Subject"].strip() == f"{name}さまへ"
    assert envelope.body.strip() == f"{name} さま"


# ---- nothing else sends mail


def test_these_are_all_the_places_that_send_mail():
    """A new sender belongs into this file: its mails are to be looked at envelope by envelope."""
    rooms = ("centre", "privacy", "employers", "jobseekers", "postings", "consultations", "referrals", "surveys")
    root = Path(product.BASE_DIR)
    senders = {
        str(path.relative_to(root))
        for room in (*rooms, "reports", "config")
        for path in (root / room).rglob("*.py")
        if re.search(
            r"\b(EmailMessage|EmailMultiAlternatives|send_mail|send_mass_mail|mail_admins)\(", path.read_text()
        )
    }
    # The live checklist only puts a bad mail together, to see it refused; the others send.
    builders = {"privacy/checklists/settings_checks.py"}
    assert senders == {"employers/envelopes.py", "consultations/reminding.py"} | builders
