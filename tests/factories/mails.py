"""Makers of mails to a record: a person with an address, a wording, a mail that waits."""

import factory

from consultations.mails.writing import prepare
from consultations.models import MailTemplate, RecordMail
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory


class MailedPersonFactory(JobseekerFactory):
    """A person who can be written to."""

    email = factory.Sequence(lambda n: f"mihon{n}@kakuu.example")


class MailTemplateFactory(factory.django.DjangoModelFactory):
    """A wording for people."""

    class Meta:
        model = MailTemplate

    title = factory.Sequence(lambda n: f"面談の御礼{n}")
    reader = MailTemplate.Reader.PERSON
    subject = "{氏名}さまへ"
    body = "{氏名} さま\n担当の{職員名}です。"


def waiting_mail(record, address: str = "", **given) -> RecordMail:
    """A mail to a record that nobody has let go yet."""
    fields = {"subject": "見本の件名", "body": "見本の本文"} | given
    return prepare(record, to_address=address or record.email, by=fields.pop("by", None) or UserFactory(), **fields)
