"""The wordings that are used again, the fields they may carry, and what is filled in for one recipient."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from consultations.models import MailTemplate
from consultations.models.mails import LINK_ADDRESS
from employers.merge_fields import check, check_one_line, check_subject, main_contact, put_in
from jobseekers.models import Jobseeker

LINK = "アンケート"
BY = "職員名"
FIELDS = {
    MailTemplate.Reader.PERSON: ("氏名", BY, LINK),
    MailTemplate.Reader.EMPLOYER: ("事業所名", "法人名", "担当者名", BY, LINK),
}
# Pages of the product that anybody may open and that show nobody's data.
OPEN_PAGES = ("/jobs/",)
ADDRESSES = re.compile(r"(?:https?:)?//[^\s<>「」（）]+", re.IGNORECASE)


def add_template(*, by: User, **fields) -> MailTemplate:
    """Keep a wording; raises DomainError for a title that is there already and for a field nobody knows."""
    _check(fields)
    try:
        with transaction.atomic():
            return MailTemplate.objects.create(**fields)
    except IntegrityError as error:
        raise DomainError("同じ名称の文面があります。", "title") from error


def change_template(template: MailTemplate, version: int, *, by: User, **fields) -> MailTemplate:
    """Change a wording; mails that were written with it stay as they are. Raises EditConflict and DomainError."""
    _check(fields)
    try:
        with transaction.atomic():
            record = lock_for_edit(MailTemplate, template.pk, version)
            for name, value in fields.items():
                setattr(record, name, value)
            record.save()
    except IntegrityError as error:
        raise DomainError("同じ名称の文面があります。", "title") from error
    return record


def reader_of(record) -> str:
    """Which wordings fit a record."""
    return MailTemplate.Reader.PERSON if isinstance(record, Jobseeker) else MailTemplate.Reader.EMPLOYER


def written(text: str, record, by: User) -> str:
    """A wording for one person or employer; a link stays a mark until the mail leaves."""
    if isinstance(record, Jobseeker):
        known = {"氏名": record.name}
    else:
        contact = main_contact(record)
        known = {
            "事業所名": record.name,
            "法人名": record.corporation.name,
            "担当者名": contact.name if contact else "ご担当者",
        }
    return put_in(text, (known | {BY: by.name, LINK: LINK_ADDRESS}).__getitem__)


def check_text(subject: str, body: str, *, has_link: bool) -> None:
    """Raises DomainError for a subject that is more than one line and for addresses that have no place in the mail.

    A mail with a link to a questionnaire carries that link alone; no mail carries an address of the counter's own
    pages, except of the public list of postings.
    """
    check_one_line(subject, "subject")
    if ADDRESSES.search(subject):
        raise DomainError("件名にアドレスは入れられません。", "subject")
    own = urlsplit(settings.SITE_URL).netloc
    for address in ADDRESSES.findall(body):
        if has_link:
            raise DomainError(
                f"アンケートを案内するメールに、ほかのアドレス（{address}）は入れられません。別のメールにしてください。",
                "body",
            )
        parts = urlsplit(address)
        if own and parts.netloc.lower() == own.lower() and not parts.path.startswith(OPEN_PAGES):
            raise DomainError(f"窓口の中の画面のアドレス（{address}）は送れません。消してください。", "body")
    if has_link and body.count(LINK_ADDRESS) != 1:
        raise DomainError(f"アンケートを選んだときは、本文に「{LINK_ADDRESS}」を1か所入れてください。", "body")
    if not has_link and LINK_ADDRESS in body:
        raise DomainError(f"本文に「{LINK_ADDRESS}」があります。どのアンケートかを選んでください。", "link")


def _check(fields: dict) -> None:
    known = FIELDS[fields["reader"]]
    check_subject(fields["subject"], "subject", known)
    check(fields["body"], "body", known)
