"""Mails to one record: its address, its documents, one kind of link; two or more released by a second person."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError, EditConflict
from centre.registry import open_items, timeline
from centre.roles import Role
from consultations.mails import documents, sending, wording, writing
from consultations.mails.addresses import addresses_of, warnings
from consultations.models import MailAttachment, MailTemplate, RecordDocument, RecordMail
from consultations.tasks import send_record_mails
from employers.envelopes import HANDED_OVER, NotHandedOver
from employers.models import Contact
from jobseekers.models import Jobseeker
from jobseekers.registration import withdraw_consent
from privacy.models import AccessLog
from surveys.making import open_survey
from surveys.models import Invitation, InvitationBatch
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory, waiting_mail
from tests.factories.postings import JobPostingFactory

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
def person():
    return MailedPersonFactory(name="架空 花子", email="hanako@kakuu.example")


@pytest.fixture
def survey(second):
    day = timezone.localdate()
    return open_survey(title="移住者の声", audience="movers", opens_on=day, closes_on=day, languages=[], by=second)


def pass_a_minute(clock) -> None:
    """The minute of recall goes by; beat and worker do their work."""
    clock.shift(timedelta(seconds=60))
    send_record_mails()
    for job in jobs.Job.objects.filter(state=jobs.Job.State.WAITING):
        jobs.carry(job.pk)


def sent_to() -> list[list[str]]:
    return [envelope.recipients() for envelope in outbox.outbox]


# ---- wordings


def test_a_wording_is_filled_in_for_a_person_and_for_an_employer(person, staff):
    assert wording.written("{氏名} 様\n{職員名}", person, staff) == "架空 花子 様\n用意 する人"
    employer = EstablishmentFactory(name="見本商店")
    Contact.objects.create(establishment=employer, name="見本 太郎", is_main=True)
    assert wording.written("{事業所名} {担当者名}", employer, staff) == "見本商店 見本 太郎"


@pytest.mark.parametrize("subject", ["{氏名}さま　面談のお礼", "髙﨑 \ue000さまへ", "〆切 ①"])
def test_a_full_width_space_and_rare_characters_stand_in_a_subject(person, staff, subject):
    template = wording.add_template(title="見本", reader="person", subject=subject, body="本文", place=1, by=staff)
    written = wording.written(template.subject, person, staff)
    assert writing.prepare(person, to_address=person.email, subject=written, body="本文", by=staff).subject == written


@pytest.mark.parametrize("subject", ["一\n二", "一\r二", "一\u2028二", "一\x00二", "一\u202e二", "一\u200b二"])
def test_breaks_and_unseen_characters_do_not(person, staff, subject):
    with pytest.raises(DomainError, match="改行や制御文字"):
        wording.add_template(title="見本", reader="person", subject=subject, body="本文", place=1, by=staff)
    with pytest.raises(DomainError, match="改行や制御文字"):
        writing.prepare(person, to_address=person.email, subject=subject, body="本文", by=staff)


def test_a_field_nobody_knows_is_refused_beside_the_field():
    fields = {"title": "見本", "reader": "person", "subject": "件名", "body": "{事業所名}", "place": 1}
    with pytest.raises(DomainError, match="差込み項目") as refused:
        wording.add_template(by=None, **fields)
    assert refused.value.field == "body"


def test_a_changed_wording_keeps_its_earlier_words_and_the_second_editor_sees_both():
    template = MailTemplateFactory(body="前の文")
    fields = {"title": template.title, "reader": "person", "subject": "件名", "body": "新しい文", "place": 1}
    wording.change_template(template, 1, by=None, **fields)
    assert "前の文" in template.revisions.values_list("body", flat=True)
    with pytest.raises(EditConflict):
        wording.change_template(template, 1, by=None, **fields)


# ---- addresses


def test_only_the_records_own_addresses_are_offered(person):
    assert addresses_of(person) == [("hanako@kakuu.example", "本人")]
    employer = EstablishmentFactory(email="info@mihon.example")
    Contact.objects.create(establishment=employer, name="見本 太郎", email="taro@mihon.example")
    assert [address for address, _ in addresses_of(employer)] == ["info@mihon.example", "taro@mihon.example"]


def test_another_persons_address_is_refused_by_the_act_and_by_the_database(person, staff):
    other = MailedPersonFactory()
    with pytest.raises(DomainError, match="登録されたアドレス"):
        writing.prepare(person, to_address=other.email, subject="件名", body="本文", by=staff)
    with pytest.raises(IntegrityError, match="own record"), transaction.atomic():
        RecordMail.objects.create(
            jobseeker=person, to_address=other.email, subject="件名", body="本文", prepared_by=staff
        )


@pytest.mark.parametrize(
    "address",
    ["a@kakuu.example,b@kakuu.example", "a@kakuu.example;b@kakuu.example", "a@kakuu.example b@kakuu.example"],
)
def test_a_row_has_no_room_for_a_second_recipient(person, staff, address):
    Jobseeker.objects.filter(pk=person.pk).update(email=address)
    with pytest.raises(IntegrityError, match="one_address"), transaction.atomic():
        RecordMail.objects.create(jobseeker=person, to_address=address, subject="件", body="本文", prepared_by=staff)


def test_a_mail_belongs_to_one_record_alone(person, staff):
    employer = EstablishmentFactory(email=person.email)
    with pytest.raises(IntegrityError, match="one_record"), transaction.atomic():
        RecordMail.objects.create(
            jobseeker=person,
            establishment=employer,
            to_address=person.email,
            subject="件",
            body="文",
            prepared_by=staff,
        )


def test_the_first_mail_twins_namesakes_and_likely_slips_are_warned_about(person):
    assert len(warnings(person, person.email)) == 1
    Jobseeker.objects.filter(pk=person.pk).update(email="hanako@gmial.com", name_key="架空花子")
    person.refresh_from_db()
    MailedPersonFactory(name="架空 花子", name_key="架空花子", email="HANAKO@gmial.com")
    found = "".join(warnings(person, person.email))
    assert all(words in found for words in ("初めて", "ほかの1件", "同じ氏名", "gmail.com"))


def test_a_warned_mail_leaves_only_after_somebody_looked(person, staff):
    mail = waiting_mail(person, by=staff)
    with pytest.raises(DomainError, match="宛先を確かめて"):
        sending.release(mail, by=staff)
    assert sending.release(mail, has_looked=True, by=staff)


# ---- documents (the accident of a wrong workbook)


def test_only_the_employers_own_sheets_are_offered_and_attached(staff):
    employer = EstablishmentFactory(email="info@mihon.example")
    own, foreign = JobPostingFactory(establishment=employer, title="自社の求人"), JobPostingFactory(title="他社の求人")
    assert documents.offered(employer, staff) == [(f"sheet:{own.pk}", "求人票：自社の求人")]
    mail = waiting_mail(employer, by=staff, documents=[f"sheet:{own.pk}"])
    kept = mail.attachments.get().document
    assert (kept.establishment, bytes(kept.file.content)[:5]) == (employer, b"%PDF-")
    with pytest.raises(DomainError, match="この相手の書類ではありません"):
        waiting_mail(employer, by=staff, documents=[f"sheet:{foreign.pk}"])


def test_the_database_refuses_another_records_document(person, staff):
    employer = EstablishmentFactory(email="info@mihon.example")
    posting = JobPostingFactory(establishment=employer)
    foreign = waiting_mail(employer, by=staff, documents=[f"sheet:{posting.pk}"]).attachments.get().document
    mail = waiting_mail(person, by=staff)
    with pytest.raises(IntegrityError, match="its own record"), transaction.atomic():
        MailAttachment.objects.create(mail=mail, document=foreign)
    with pytest.raises(IntegrityError, match="stays with its record"), transaction.atomic():
        RecordDocument.objects.filter(pk=foreign.pk).update(jobseeker=person, establishment=None)


def test_nothing_is_attached_after_the_release(person, staff):
    employer = EstablishmentFactory(email="info@mihon.example")
    posting = JobPostingFactory(establishment=employer)
    document = waiting_mail(employer, by=staff, documents=[f"sheet:{posting.pk}"]).attachments.get().document
    mail = waiting_mail(employer, by=staff)
    sending.release(mail, has_looked=True, by=staff)
    with pytest.raises(IntegrityError, match="its own record"), transaction.atomic():
        MailAttachment.objects.create(mail=mail, document=document)


# ---- links (the accident of a wrong address)


def test_a_mail_about_a_survey_carries_that_link_alone(person, staff, survey, noon, settings):
    settings.SITE_URL = "https://madoguchi.example"
    link = f"survey:{survey.pk}"
    with pytest.raises(DomainError, match="ほかのアドレス"):
        waiting_mail(person, link=link, body="【アンケートのページ】https://madoguchi.example/jobseekers/")
    mail = waiting_mail(person, link=link, body="お答えください。\n【アンケートのページ】", by=staff)
    sending.release(mail, has_looked=True, by=staff)
    pass_a_minute(noon)
    body = outbox.outbox[0].body
    assert body.count("https://") == 1
    assert "https://madoguchi.example/survey/" in body
    assert "survey/" not in RecordMail.objects.get().body
    assert (InvitationBatch.objects.get().by_mail, Invitation.objects.count()) == (True, 1)


def test_the_database_refuses_a_second_link_and_a_mark_without_a_survey(person, staff, survey):
    given = {"jobseeker": person, "to_address": person.email, "subject": "件名", "prepared_by": staff}
    for fields in (
        {"body": "【アンケートのページ】"},
        {"body": "【アンケートのページ】https://x.example", "link_kind": "survey", "link_value": str(survey.pk)},
        {"body": "リンクなし", "link_kind": "survey", "link_value": str(survey.pk)},
    ):
        with pytest.raises(IntegrityError, match="one_kind_of_link"), transaction.atomic():
            RecordMail.objects.create(**given, **fields)


def test_a_link_that_leads_elsewhere_is_never_sent(person, staff, survey, noon, monkeypatch):
    mail = waiting_mail(person, link=f"survey:{survey.pk}", body="【アンケートのページ】", by=staff)
    sending.release(mail, has_looked=True, by=staff)
    kind = sending.registry.mail_links["survey"]
    wrong = type(kind)("survey", kind.view_name, kind.choices, lambda value, by: "https://x.example/jobseekers/1/")
    monkeypatch.setitem(sending.registry.mail_links, "survey", wrong)
    pass_a_minute(noon)
    assert outbox.outbox == []
    assert "アンケートではない" in RecordMail.objects.get().failure


def test_addresses_of_the_counters_own_pages_are_refused_and_others_are_not(person, settings):
    settings.SITE_URL = "https://madoguchi.example"
    with pytest.raises(DomainError, match="窓口の中の画面"):
        waiting_mail(person, body="https://madoguchi.example/jobseekers/?q=a")
    assert waiting_mail(person, body="https://madoguchi.example/jobs/1/ https://www.example/")


def test_a_survey_that_has_ended_is_not_sent(person, staff, survey, noon):
    mail = waiting_mail(person, link=f"survey:{survey.pk}", body="【アンケートのページ】", by=staff)
    sending.release(mail, has_looked=True, by=staff)
    noon.shift(timedelta(days=1))
    pass_a_minute(noon)
    assert outbox.outbox == []
    assert "期間が終わった" in RecordMail.objects.get().failure


# ---- leaving


@pytest.mark.parametrize(("seconds", "leaves"), [(0, 0), (59, 0), (60, 1)])
def test_a_mail_leaves_after_a_minute_in_its_own_envelope(person, staff, noon, seconds, leaves):
    sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)
    noon.shift(timedelta(seconds=seconds - 60))
    pass_a_minute(noon)
    assert sent_to() == [["hanako@kakuu.example"]] * leaves


def test_a_recalled_mail_stays_and_can_be_changed(person, staff, noon):
    mail = sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)
    assert sending.recall(RecordMail.objects.filter(pk=mail.pk), by=staff) == 1
    pass_a_minute(noon)
    assert outbox.outbox == []
    changed = writing.revise(mail, 1, to_address=person.email, subject="直した件名", body="直した本文", by=staff)
    assert changed.subject == "直した件名"


def test_a_released_mail_is_never_rewritten(person, staff):
    mail = sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)
    with pytest.raises(DomainError, match="取り消してから"):
        writing.revise(mail, 1, to_address=person.email, subject="件", body="文", by=staff)
    with pytest.raises(IntegrityError, match="as it was released"), transaction.atomic():
        RecordMail.objects.filter(pk=mail.pk).update(body="すりかえ")


def test_it_stands_in_the_story_and_in_the_access_log(person, staff, noon):
    sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)
    pass_a_minute(noon)
    assert "見本の件名（送信）" in [entry.title for entry in timeline(person, staff)]
    lines = AccessLog.objects.filter(action="mail", subject="jobseekers.Jobseeker", subject_id=person.pk)
    assert lines.count() == 3


def test_a_mail_in_doubt_becomes_an_open_item_and_is_not_sent_again(person, staff, noon, monkeypatch):
    sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)

    def die(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "hand_over", die)
    noon.shift(timedelta(seconds=60))
    with pytest.raises(KeyboardInterrupt):
        sending.send_one(RecordMail.objects.get().pk, None)
    assert open_items(person, staff, timezone.localdate()) == []
    noon.shift(timedelta(minutes=11))
    pass_a_minute(noon)
    assert outbox.outbox == []
    mail = RecordMail.objects.get()
    assert mail.failure == HANDED_OVER
    assert [item.urgent for item in open_items(person, staff, timezone.localdate())] == [True]
    sending.settle(mail, by=staff)
    assert open_items(person, staff, timezone.localdate()) == []


def test_a_server_that_is_away_costs_nothing(person, staff, noon, monkeypatch):
    sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)

    def away(*given):
        raise NotHandedOver from OSError()

    with monkeypatch.context() as broken:
        broken.setattr(sending, "hand_over", away)
        pass_a_minute(noon)
    assert RecordMail.objects.get().failure == ""
    noon.shift(timedelta(minutes=6))
    pass_a_minute(noon)
    assert len(outbox.outbox) == 1


# ---- consent


def test_nobody_without_a_consent_is_written_to(person, staff, noon):
    released = sending.release(waiting_mail(person, by=staff), has_looked=True, by=staff)
    waiting_mail(person, by=staff)
    consent = person.consents.get()
    withdraw_consent(consent, withdrawn_on=timezone.localdate(), by=staff)
    pass_a_minute(noon)
    assert outbox.outbox == []
    assert not RecordMail.objects.unsent().exists()
    assert RecordMail.objects.get(pk=released.pk).dropped_at
    with pytest.raises(DomainError, match="同意"):
        waiting_mail(person, by=staff)


# ---- several people


def test_each_person_with_consent_and_address_gets_an_own_mail_and_a_second_person_releases(staff, second, noon):
    people = MailedPersonFactory.create_batch(3)
    MailedPersonFactory(email="")
    withdrawn = MailedPersonFactory()
    withdraw_consent(withdrawn.consents.get(), withdrawn_on=timezone.localdate(), by=staff)
    made = writing.prepare_several(
        Jobseeker.objects.all(), template=MailTemplateFactory(), title="案内", conditions="", by=staff
    )
    assert made.mails.count() == 3
    with pytest.raises(DomainError, match="用意した人"):
        sending.release_round(made, by=staff)
    with pytest.raises(DomainError, match="まとめて"):
        sending.release(made.mails.first(), has_looked=True, by=second)
    with pytest.raises(IntegrityError, match="released_by_another"), transaction.atomic():
        made.mails.update(released_by=staff, released_at=timezone.now())
    assert sending.release_round(made, by=second) == 3
    pass_a_minute(noon)
    assert sorted(sent_to()) == sorted([[person.email] for person in people])
    assert all(person.name in envelope.body for person, envelope in zip(people, outbox.outbox, strict=True))


def test_a_list_of_nobody_and_one_of_too_many_are_refused(staff, monkeypatch):
    given = {"template": MailTemplateFactory(), "title": "案内", "conditions": "", "by": staff}
    with pytest.raises(DomainError, match="方はいません"):
        writing.prepare_several(Jobseeker.objects.all(), **given)
    MailedPersonFactory.create_batch(3)
    monkeypatch.setattr(writing, "MOST", 2)
    with pytest.raises(DomainError, match="2通まで"):
        writing.prepare_several(Jobseeker.objects.all(), **given)


def test_wordings_for_employers_are_not_for_people():
    assert wording.reader_of(EstablishmentFactory.build()) == MailTemplate.Reader.EMPLOYER
