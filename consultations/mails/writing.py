"""Writing mails: to one record with its documents, or to several people, each an envelope of their own."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.registry import registry
from consultations.mails.addresses import addresses_of
from consultations.mails.documents import attach
from consultations.mails.querysets import whose
from consultations.mails.wording import check_text, written
from consultations.models import MailRound, MailTemplate, RecordMail
from employers.models import Establishment
from jobseekers.models import Consent, Jobseeker
from privacy.access import write_line
from privacy.models import AccessLog
from privacy.rights.guard import check_use

MOST = 500
LONGEST_SUBJECT = 200


def prepare(
    record: Jobseeker | Establishment,
    *,
    to_address: str,
    subject: str,
    body: str,
    link: str = "",
    documents: list[str] | None = None,
    template: MailTemplate | None = None,
    by: User,
) -> RecordMail:
    """Write one mail to one record; nothing leaves yet.

    Raises DomainError for an address, a document or a link that is not this record's, and without a consent.
    """
    kind, value = _link(record, link)
    check_text(subject, body, has_link=bool(kind))
    _check_record(record)
    with transaction.atomic():
        mail = RecordMail.objects.create(
            to_address=_own_address(record, to_address),
            subject=subject,
            body=body,
            link_kind=kind,
            link_value=value,
            template=template,
            prepared_by=by,
            **{whose(record): record},
        )
        attach(mail, documents or [], by=by)
        _log(mail, by, "メールを用意した")
    return mail


def revise(
    mail: RecordMail,
    version: int,
    *,
    to_address: str,
    subject: str,
    body: str,
    link: str = "",
    documents: list[str] | None = None,
    by: User,
) -> RecordMail:
    """Change a mail that nobody has let go; only who wrote it may. Raises EditConflict and DomainError."""
    record = mail.record
    kind, value = _link(record, link)
    check_text(subject, body, has_link=bool(kind))
    with transaction.atomic():
        found = lock_for_edit(RecordMail, mail.pk, version)
        if found.released_at or found.dropped_at:
            raise DomainError("送信を認めたメールは直せません。取り消してから直してください。")
        if found.prepared_by_id != by.pk:
            raise DomainError("用意した人だけが直せます。")
        found.to_address, found.subject, found.body = _own_address(record, to_address), subject, body
        found.link_kind, found.link_value = kind, value
        found.save()
        attach(found, documents or [], by=by)
    return found


def prepare_several(
    people: QuerySet[Jobseeker], *, template: MailTemplate, link: str = "", title: str, conditions: str, by: User
) -> MailRound:
    """Write one mail for each usable person of a list who has an address and a consent in force.

    Raises DomainError when there is none, and for more than MOST.
    """
    agreed = Consent.objects.filter(jobseeker=OuterRef("pk"), withdrawn_on__isnull=True)
    reachable = people.usable().filter(Exists(agreed)).exclude(email="")
    found = list(reachable.order_by("pk")[: MOST + 1])
    if not found:
        raise DomainError("条件に合い、同意とメールアドレスのある方はいません。")
    if len(found) > MOST:
        raise DomainError(f"一度に用意できるのは{MOST}通までです。条件をしぼってください。")
    kind, value = _link(found[0], link)
    with transaction.atomic():
        made = MailRound.objects.create(title=title, conditions=conditions, prepared_by=by)
        mails = []
        for person in found:
            subject = " ".join(written(template.subject, person, by).split())[:LONGEST_SUBJECT]
            body = written(template.body, person, by)
            check_text(subject, body, has_link=bool(kind))
            mails.append(
                RecordMail(
                    round=made, jobseeker=person, to_address=person.email, subject=subject, body=body,
                    link_kind=kind, link_value=value, template=template, prepared_by=by,
                )
            )  # fmt: skip
        RecordMail.objects.bulk_create(mails, batch_size=MOST)
        write_line(
            by, AccessLog.Action.MAIL, MailRound._meta.label, subject_id=made.pk, detail=f"{len(mails)}通を用意した"
        )
    return made


def drop(mail: RecordMail, *, by: User) -> None:
    """Give a mail up before it is let go. Raises DomainError when it was."""
    if not RecordMail.objects.prepared().filter(pk=mail.pk).update(dropped_at=timezone.now()):
        raise DomainError("送信を認めたメールは、取り消してから取りやめてください。")
    _log(mail, by, "メールを取りやめた")


def drop_for_withdrawal(person: Jobseeker, day, by: User) -> None:
    """Mails that wait are given up when the person withdraws the consent."""
    RecordMail.objects.of(person).unsent().update(dropped_at=timezone.now())


def drop_for_stop(person, by: User) -> None:
    """Mails that wait are given up when the use of the person's data is stopped."""
    RecordMail.objects.of(person).unsent().update(dropped_at=timezone.now())


def links_for(record) -> list[tuple[str, str]]:
    """(kind:value, label) of the links that may stand in a mail to a record."""
    return [
        (f"{kind.kind}:{value}", label)
        for kind in registry.mail_links.values()
        for value, label in kind.choices(record)
    ]


def _link(record, link: str) -> tuple[str, str]:
    if not link:
        return "", ""
    if link not in dict(links_for(record)):
        raise DomainError("このアンケートは選べません。選び直してください。", "link")
    kind, _, value = link.partition(":")
    return kind, value


def _own_address(record, address: str) -> str:
    known = {one.lower(): one for one, _ in addresses_of(record)}
    if address.lower() not in known:
        raise DomainError("この相手に登録されたアドレスから選んでください。", "to_address")
    return known[address.lower()]


def _check_record(record) -> None:
    check_use(record)
    if isinstance(record, Jobseeker) and not record.consents.filter(withdrawn_on__isnull=True).exists():
        raise DomainError("本人の同意が撤回されています。メールは送れません。")


def _log(mail: RecordMail, by: User, detail: str) -> None:
    record = mail.record
    write_line(by, AccessLog.Action.MAIL, record._meta.label, subject_id=record.pk, detail=detail)
