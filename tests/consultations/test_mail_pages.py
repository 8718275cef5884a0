"""Pages of mails to a record: written from its page, looked at as they leave, let go, called back."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from centre.roles import Role
from consultations.models import MailRound, MailTemplate, RecordMail
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory, waiting_mail
from tests.factories.postings import JobPostingFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return MailedPersonFactory(name="架空 花子", email="hanako@kakuu.example")


def test_a_mail_is_written_from_the_page_of_a_person_with_a_wording(person):
    client, user = logged_in(Role.COUNSELLOR)
    address = reverse("consultations:mail_to_person", args=[person.pk])
    assert address in client.get(person.get_absolute_url()).content.decode()
    template = MailTemplateFactory()
    form = client.get(f"{address}?template={template.pk}").context["form"]
    assert form["subject"].value() == "架空 花子さまへ"
    sent = {"to_address": person.email, "subject": form["subject"].value(), "body": form["body"].value()}
    expect(send(client, f"{address}?template={template.pk}", **sent), 302)
    mail = RecordMail.objects.get()
    assert (mail.prepared_by, mail.template, mail.released_at) == (user, template, None)


def test_a_mail_to_an_employer_is_written_from_its_page():
    employer = EstablishmentFactory(email="info@mihon.example")
    posting = JobPostingFactory(establishment=employer)
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("consultations:mail_to_employer", args=[employer.pk])
    assert address in client.get(employer.get_absolute_url()).content.decode()
    sent = {
        "to_address": employer.email,
        "subject": "求人票",
        "body": "お送りします",
        "documents": f"sheet:{posting.pk}",
    }
    page = client.get(send(client, address, **sent).url)
    file = RecordMail.objects.get().attachments.get().document.file
    link = reverse("consultations:mail_file", args=[RecordMail.objects.get().pk, file.pk])
    assert link in page.content.decode()
    assert b"".join(client.get(link).streaming_content)[:5] == b"%PDF-"


def test_a_typed_address_of_somebody_else_is_refused_and_the_text_stays(person):
    client, _ = logged_in(Role.COUNSELLOR)
    sent = {"to_address": "somebody@else.example", "subject": "件名", "body": "消えない本文"}
    answer = send(client, reverse("consultations:mail_to_person", args=[person.pk]), **sent)
    expect(answer, 422)
    assert "to_address" in errors(answer)
    assert "消えない本文" in answer.content.decode()


def test_a_file_of_another_mail_is_not_found(person):
    employer = EstablishmentFactory(email="info@mihon.example")
    posting = JobPostingFactory(establishment=employer)
    user = UserFactory()
    file = waiting_mail(employer, by=user, documents=[f"sheet:{posting.pk}"]).attachments.get().document.file_id
    other = waiting_mail(person, by=user)
    client, _ = logged_in(Role.COUNSELLOR)
    assert client.get(reverse("consultations:mail_file", args=[other.pk, file])).status_code == 404


def test_it_is_let_go_after_a_look_at_the_address_and_called_back(person):
    client, user = logged_in(Role.COUNSELLOR)
    mail = waiting_mail(person, by=user)
    refused = send(client, mail.get_absolute_url())
    expect(refused, 422)
    assert "has_looked" in errors(refused)
    expect(send(client, mail.get_absolute_url(), has_looked="on"), 302)
    mail.refresh_from_db()
    assert mail.released_by == user
    client.post(reverse("consultations:mail_recall", args=[mail.pk]))
    mail.refresh_from_db()
    assert mail.released_at is None
    client.post(reverse("consultations:mail_drop", args=[mail.pk]))
    mail.refresh_from_db()
    assert mail.dropped_at
    assert AccessLog.objects.filter(action="mail", subject="jobseekers.Jobseeker", subject_id=person.pk).count() == 3


def test_two_editors_of_one_mail_see_both_texts(person):
    client, user = logged_in(Role.COUNSELLOR)
    mail = waiting_mail(person, by=user)
    address = reverse("consultations:mail_edit", args=[mail.pk])
    assert "見本の本文" in client.get(address).content.decode()
    fields = {"to_address": person.email, "subject": "件名", "version": 1}
    expect(send(client, address, body="先の本文", **fields), 302)
    answer = send(client, address, body="後の本文", **fields)
    expect(answer, 409)
    assert all(text in answer.content.decode() for text in ("先の本文", "後の本文"))


def test_several_people_are_chosen_by_conditions_and_released_by_a_second_person():
    MailedPersonFactory(turn="U")
    MailedPersonFactory(turn="U")
    MailedPersonFactory(turn="I")
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("consultations:mail_several") + "?turn=U"
    assert client.get(address).context["reachable"] == 2
    expect(send(client, address, title="案内", template=MailTemplateFactory().pk), 302)
    made = MailRound.objects.get()
    assert made.mails.count() == 2
    page = client.get(made.get_absolute_url()).content.decode()
    assert all(mail.body.splitlines()[0] in page for mail in made.mails.all())
    release = reverse("consultations:mail_round_release", args=[made.pk])
    expect(send(client, release), 422)
    second, _ = logged_in(Role.SUPERVISOR)
    expect(send(second, release), 302)
    assert made.mails.filter(released_at__isnull=False).count() == 2
    second.post(reverse("consultations:mail_round_recall", args=[made.pk]))
    assert made.mails.prepared().count() == 2


def test_a_wording_is_added_once_and_a_second_editor_sees_both():
    client, _ = logged_in(Role.COUNSELLOR)
    fields = {"title": "御礼", "reader": "person", "subject": "{氏名}さまへ", "body": "本文", "place": 1}
    address = reverse("consultations:mail_template_add")
    expect(send(client, address, **fields), 302)
    twice = send(client, address, **fields)
    expect(twice, 422)
    assert "同じ名称の文面があります" in twice.content.decode()
    edit = reverse("consultations:mail_template_edit", args=[MailTemplate.objects.get().pk])
    expect(send(client, edit, **fields | {"body": "先の文", "version": 1}), 302)
    answer = send(client, edit, **fields | {"body": "後の文", "version": 1})
    expect(answer, 409)
    assert "先の文" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.FIELD_STAFF, Role.REVIEWER, Role.OFFICIAL, Role.ADMIN, Role.PRIVACY_MANAGER])
def test_other_roles_neither_see_nor_write_mails(role, person):
    mail = waiting_mail(person)
    client, _ = logged_in(role)
    for address in (
        reverse("consultations:mails"),
        mail.get_absolute_url(),
        reverse("consultations:mail_to_person", args=[person.pk]),
    ):
        assert client.get(address).status_code == 403


def test_the_list_asks_as_many_questions_for_thirty_mails_as_for_three(django_assert_num_queries):
    client, user = logged_in(Role.COUNSELLOR)
    for person in MailedPersonFactory.create_batch(3):
        waiting_mail(person, by=user)
    address = reverse("consultations:mails")
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
    for person in MailedPersonFactory.create_batch(27):
        waiting_mail(person, by=user)
    with django_assert_num_queries(10):
        client.get(address)


def test_the_sample_has_mails_in_every_state():
    call_command("seed_demo", scale=0.02, seed=3, verbosity=0)
    assert MailTemplate.objects.count() >= 4
    assert RecordMail.objects.filter(sent_at__isnull=False).exists()
    assert RecordMail.objects.prepared().exists()
    assert MailRound.objects.exists()
    assert RecordMail.objects.exclude(failure="").exists()
    assert all(mail.to_address.endswith("@example.jp") for mail in RecordMail.objects.all())
