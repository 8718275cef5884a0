"""Nothing leaves the counter without a record of to whom, what and on what ground (8(1)④, 別記 第8)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centre import jobs
from centre.errors import DomainError
from centre.models import PartnerAgency
from centre.registry import registry
from centre.roles import Role
from consultations.mails import sending
from consultations.mails.providing import provide_documents
from consultations.tasks import send_record_mails
from employers.export_columns import EMPLOYERS
from employers.models import Contact
from privacy.exporting import ask_export
from privacy.models import ConsentText, ExportedFile, Provision
from privacy.sharing.handing_out import count_saving
from privacy.sharing.providing import Terms
from referrals.handing_off import hand_off
from referrals.partners.partner_file import PARTNER_FILE
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.mails import MailedPersonFactory, waiting_mail
from tests.factories.postings import JobPostingFactory
from tests.factories.referrals import HandoffFactory, ListedPostingFactory, ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-20 12:00+09:00", tick=False) as clock:
        yield clock


def agency() -> PartnerAgency:
    return PartnerAgency.objects.filter(is_active=True).first()


# ---- hand-offs


def test_a_hand_off_writes_its_record_by_itself_in_the_same_transaction():
    staff, person = UserFactory(), JobseekerFactory()
    handoff = hand_off(
        agency=agency(), purpose="移住の相談", handed_on=TODAY, consented_on=TODAY, shared=["name", "phone"],
        jobseeker=person, by=staff,
    )  # fmt: skip
    found = Provision.objects.get()
    assert handoff.provision == found
    assert (found.agency, found.recipient, found.items, found.people) == (
        handoff.agency,
        handoff.agency.name,
        "氏名、電話番号",
        1,
    )
    assert (found.ground, found.consent_text, found.means) == ("consent", handoff.consent_text, "handoff")
    assert (found.subject, found.subject_id, found.provided_by) == ("referrals.Handoff", handoff.pk, staff)
    assert person.name not in str(list(Provision.objects.values()))


def test_a_refused_hand_off_leaves_no_record():
    person = JobseekerFactory()
    person.consents.update(withdrawn_on=TODAY, withdrawn_by=person.registered_by)
    with pytest.raises(DomainError, match="同意が撤回"):
        hand_off(
            agency=agency(), purpose="移住の相談", handed_on=TODAY, consented_on=TODAY, shared=["name"],
            jobseeker=person, by=UserFactory(),
        )  # fmt: skip
    assert not Provision.objects.exists()


def test_the_database_refuses_a_hand_off_that_tells_something_without_a_record():
    with pytest.raises(Error, match="handoff_tells_nothing_without_a_provision"), transaction.atomic():
        HandoffFactory(provision=None)
    assert HandoffFactory(provision=None, shared=[])
    assert HandoffFactory(provision=None, direction="in")


# ---- files


def test_the_file_for_a_partner_writes_its_record_from_the_consents_of_its_people():
    by, first = UserFactory(role=Role.SUPERVISOR), HandoffFactory()
    HandoffFactory(agency=first.agency)
    known = {"columns": [{"key": "name"}, {"key": "phone"}], "file_format": "xlsx", "reason": "見本の名簿を渡すため"}
    job = ask_export(PARTNER_FILE, query=f"agency={first.agency_id}", address=None, by=by, **known)
    jobs.carry(job.pk)
    job.refresh_from_db()
    found = job.exported.provision
    assert (job.exported.leaves, job.exported.is_encrypted) == (True, True)
    assert (found.agency, found.people, found.items) == (first.agency, 2, "氏名、電話番号")
    assert (found.means, found.ground, found.consent_text) == ("partner_file", "consent", first.consent_text)
    assert found.basis == f"第{first.consent_text.version}版 2件"


way_of_asking = st.fixed_dictionaries(
    {
        "is_of_people": st.booleans(),
        "leaves": st.booleans(),
        "encrypts": st.booleans(),
        "recipient_kind": st.sampled_from(["agency", "prefecture", "other", "", "nobody we know"]),
        "agency": st.sampled_from([None, 0, "one"]),
        "recipient": st.sampled_from(["", " ", "見本の会"]),
        "ground": st.sampled_from(["consent", "instruction", "law", "nobody", ""]),
        "consent_text": st.sampled_from([None, 0, "registration", "handoff"]),
        "basis": st.sampled_from(["", "短い", "見本の法律第1条"]),
        "ends_meanwhile": st.booleans(),
    }
)


def terms_of(way: dict) -> Terms:
    texts = {text.purpose: text.pk for text in ConsentText.objects.order_by("version")}
    return Terms(
        way["recipient_kind"],
        way["ground"],
        "見本の目的",
        agency().pk if way["agency"] == "one" else way["agency"],
        way["recipient"],
        texts.get(way["consent_text"], way["consent_text"]),
        way["basis"],
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way_of_asking)
def test_however_it_is_asked_no_file_leaves_without_its_record_and_no_people_without_a_password(way):
    with transaction.atomic():
        by = UserFactory()
        Contact.objects.create(establishment=EstablishmentFactory(), name="見本 次郎", is_main=True)
        columns = [{"key": "name"}, *([{"key": "contact_name"}] if way["is_of_people"] else [])]
        known = {"query": "", "columns": columns, "file_format": "csv_utf8", "reason": "見本の目的", "address": None}
        try:
            job = ask_export(
                EMPLOYERS,
                by=by,
                encrypts=way["encrypts"],
                leaving=terms_of(way) if way["leaves"] else None,
                **known,
            )
        except DomainError:
            job = None
        if job:
            if way["ends_meanwhile"]:
                PartnerAgency.objects.update(is_active=False, ended_on=TODAY)
            jobs.carry(job.pk)
            job.refresh_from_db()
        for exported in ExportedFile.objects.filter(job__file__isnull=False).select_related("provision"):
            assert exported.leaves == way["leaves"] == (exported.provision is not None)
            if exported.provision:
                found = exported.provision
                assert found.recipient.strip()
                assert found.people == int(way["is_of_people"])
                assert found.consent_text or len(found.basis) >= 5 or found.people == 0
                assert exported.is_encrypted or found.people == 0
                assert found.recipient_kind != "agency" or not way["ends_meanwhile"]
        assert Provision.objects.count() == ExportedFile.objects.filter(provision__isnull=False).count()
        transaction.set_rollback(True)


def test_every_list_is_handed_out_by_the_same_gate():
    lists = [kind for kind in registry.jobs.values() if kind.key.startswith("export_")]
    assert {kind.key for kind in lists if kind.carry.args[0].leaves} == {"export_partner_people"}
    assert all(kind.hand_out is count_saving for kind in lists)


# ---- mails with documents (Tottori 2025-12: the wrong workbook went to 1,495 people)


def leave(mail, staff, clock) -> None:
    sending.release(mail, has_looked=True, by=staff)
    clock.shift(timedelta(seconds=61))
    send_record_mails()
    jobs.carry(sending.Job.objects.order_by("-pk").first().pk)
    mail.refresh_from_db()


def test_a_mail_with_a_document_writes_its_record_when_it_leaves(noon):
    staff = UserFactory()
    employer = EstablishmentFactory(email="a@kakuu.example")
    posting = JobPostingFactory(establishment=employer)
    mail = waiting_mail(employer, by=staff, documents=[f"sheet:{posting.pk}"])
    assert not Provision.objects.exists()
    leave(mail, staff, noon)
    found = mail.provision
    assert mail.sent_at
    assert (found.recipient_kind, found.recipient, found.people, found.employers) == ("employer", employer.name, 0, 1)
    assert (found.ground, found.items, found.means) == ("nobody", "求人票", "mail")


def test_a_mail_without_a_document_needs_none(noon):
    staff = UserFactory()
    mail = waiting_mail(MailedPersonFactory(), by=staff)
    leave(mail, staff, noon)
    assert mail.sent_at
    assert not Provision.objects.exists()


def told_person(staff):
    person = MailedPersonFactory()
    posting = ListedPostingFactory()
    ReferralFactory(jobseeker=person, posting=posting)
    return person, waiting_mail(person, by=staff, documents=[f"told-sheet:{posting.pk}"])


def test_documents_to_the_person_name_nobody_in_the_record(noon):
    staff = UserFactory()
    person, mail = told_person(staff)
    leave(mail, staff, noon)
    assert (mail.provision.recipient, mail.provision.people) == (f"本人（登録番号{person.pk}）", 1)
    assert mail.provision.consent_text == person.consents.get().text


def test_after_a_withdrawal_nothing_goes_out(noon):
    staff = UserFactory()
    person, mail = told_person(staff)
    sending.release(mail, has_looked=True, by=staff)
    person.consents.update(withdrawn_on=TODAY, withdrawn_by=staff)
    noon.shift(timedelta(seconds=61))
    assert sending.send_one(mail.pk, None) == ""
    with pytest.raises(DomainError, match="撤回されています"):
        provide_documents(mail)
    mail.refresh_from_db()
    assert (mail.sent_at, Provision.objects.count()) == (None, 0)


def test_the_database_lets_no_document_out_without_a_record(noon):
    staff = UserFactory()
    _, mail = told_person(staff)
    sending.release(mail, has_looked=True, by=staff)
    with pytest.raises(Error, match="documents leave only with a record"), transaction.atomic():
        type(mail).objects.filter(pk=mail.pk).update(handed_over_at=timezone.now())
