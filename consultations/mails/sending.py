"""Letting mails to a record go, calling them back within a minute, handing them over one by one (DESIGN 4.6)."""

from urllib.parse import urlsplit

from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.models import Job, User
from centre.registry import registry
from consultations.mails.addresses import warnings
from consultations.mails.other_people import Found, others_in
from consultations.mails.providing import provide_documents
from consultations.models import MailRound, RecordMail
from consultations.models.mails import LINK_ADDRESS
from employers.envelopes import (
    HANDED_OVER,
    NOT_TAKEN,
    POSTPONED,
    REFUSED,
    SENT,
    NotHandedOver,
    hand_over,
    resting,
    send_each,
)
from privacy.access import write_line
from privacy.models import AccessLog
from privacy.sharing.providing import cancel_provision

JOB, KEY = "send_record_mails", "record mails"


def release(mail: RecordMail, *, has_looked: bool = False, names_others: bool = False, by: User) -> RecordMail:
    """Let one mail go, after a minute in which it can be recalled.

    Raises DomainError when it waits no more, when it is one of several, when there is something about its address to
    look at and nobody says to have looked, and when it holds data of other people and nobody says that it may
    (`names_others`); that it may is kept in the log with what was found, covered.
    """
    if mail.round_id:
        raise DomainError("まとめて用意したメールは、ほかの職員がまとめて認めます。")
    if not has_looked and warnings(mail.record, mail.to_address):
        raise DomainError("宛先を確かめて、印を付けてください。", "has_looked")
    with transaction.atomic():
        # Under the row's lock: what is looked through is what leaves.
        whole = RecordMail.objects.prepared().select_related("jobseeker", "establishment")
        waiting = whole.select_for_update(of=("self",)).filter(pk=mail.pk).first()
        if waiting is None:
            raise DomainError("送信を待っているメールではありません。")
        others = _checked(others_in(waiting), names_others)
        RecordMail.objects.filter(pk=mail.pk).update(released_by=by, released_at=timezone.now())
        _log(mail, by, f"送信を認めた{others}")
    return mail


def release_round(record: MailRound, *, names_others: bool = False, by: User) -> int:
    """Let the mails of a round go; answers how many.

    Raises DomainError for who prepared them, when none waits, and when the wording holds data of other people and
    nobody says that it may.
    """
    if record.prepared_by_id == by.pk:
        raise DomainError("メールを用意した人は、送信を認められません。ほかの職員が確かめて認めてください。")
    others = _checked(others_in_round(record), names_others)
    with transaction.atomic():
        count = record.mails.prepared().update(released_by=by, released_at=timezone.now())
        if not count:
            raise DomainError("送信を待っているメールはありません。")
        write_line(
            by,
            AccessLog.Action.MAIL,
            MailRound._meta.label,
            subject_id=record.pk,
            detail=f"{count}通の送信を認めた{others}"[:300],
        )
    return count


def others_in_round(record: MailRound) -> list[Found]:
    """What the mails of a round say of other people: all have one wording, so the first tells of all that nobody
    changed by hand."""
    waiting = record.mails.prepared().select_related("jobseeker", "establishment").order_by("pk")
    mails = {mail.pk: mail for mail in (*waiting[:1], *waiting.filter(version__gt=1))}
    return list(dict.fromkeys(found for mail in mails.values() for found in others_in(mail)))


def _checked(found: list[Found], names_others: bool) -> str:
    """What the log says of other people's data in a mail. Raises DomainError when nobody says that it may be there."""
    if found and not names_others:
        raise DomainError("ほかの方の情報が入っています。確かめて、印を付けてください。", "names_others")
    return f"（ほかの方の情報を確かめた：{'、'.join(map(str, found))}）" if found else ""


def recall(mails, *, by: User) -> int:
    """Hold back those of some mails that were let go and have not left; answers how many."""
    with transaction.atomic():
        count = mails.recallable().update(released_by=None, released_at=None)
        if count:
            write_line(by, AccessLog.Action.MAIL, RecordMail._meta.label, detail=f"{count}通の送信を取り消した")
    return count


def settle(mail: RecordMail, *, by: User) -> None:
    """Say that somebody has seen to a mail that did not arrive."""
    if not RecordMail.objects.failed(timezone.now()).filter(pk=mail.pk).update(settled_at=timezone.now()):
        raise DomainError("このメールは、対応を待っていません。")
    _log(mail, by, "届かなかったメールに対応した")


def ask_for_due() -> Job | None:
    """Ask for the sending of what is due; after a failed try it is asked for again after five minutes."""
    now = timezone.now()
    if resting(JOB, now).exists() or not RecordMail.objects.due(now).exists():
        return None
    return jobs.ask(JOB, KEY, {}, None)


def carry(job: Job, progress) -> dict:
    """Send the due mails, each in its own envelope to one recipient.

    Raises DomainError when the mail server cannot be used or asks to come back later.
    """
    due = list(RecordMail.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True))
    became = send_each(due, send_one, progress)
    sent, refused = became[SENT], became[REFUSED]
    return {
        "message": f"{sent}通を送りました。" + (f"{refused}通は送れませんでした。" if refused else ""),
        "result": {"sent": sent, "failed": refused},
        "result_url": reverse("consultations:mails"),
    }


def send_one(pk: int, server) -> str:
    """Send one mail if it is still due: claim the row, hand it over, mark it.

    Answers what became of it, "" when it is not due any more. When the server leaves open whether the mail went, the
    row keeps the claim and becomes an open item of its record after ten minutes.
    """
    try:
        mail = _claim(pk)
    except DomainError as error:
        mail = RecordMail.objects.select_related("jobseeker", "establishment", "released_by").get(pk=pk)
        return _mark(mail, REFUSED, error.message[:200])
    if mail is None:
        return ""
    try:
        body = _with_link(mail)
    except DomainError as error:
        return _mark(mail, REFUSED, error.message[:200])
    try:
        became = hand_over(mail.subject, body, mail.to_address, server, _attached(mail))
    except NotHandedOver:
        _take_back(pk)
        raise
    if became == POSTPONED:
        _take_back(pk)
        return POSTPONED
    return _mark(mail, became, "" if became == SENT else NOT_TAKEN)


@transaction.atomic
def _claim(pk: int) -> RecordMail | None:
    """Take a mail for sending, with the record of the provision of its documents; None when it is not due any more.

    Raises DomainError when somebody in the documents does not consent any more.
    """
    now = timezone.now()
    whole = RecordMail.objects.due(now).select_related("jobseeker", "establishment", "released_by")
    mail = whole.select_for_update(of=("self",)).filter(pk=pk).first()
    if mail is None:
        return None
    provision = provide_documents(mail)
    RecordMail.objects.filter(pk=pk).update(failure=HANDED_OVER, handed_over_at=now, provision=provision)
    mail.provision = provision
    return mail


def _with_link(mail: RecordMail) -> str:
    """The text with the address of its one link; raises DomainError when that leads to another kind of page."""
    if not mail.link_kind:
        return mail.body
    kind = registry.mail_links[mail.link_kind]
    address = kind.make(mail.link_value, mail.released_by)
    try:
        leads_to = resolve(urlsplit(address).path).view_name
    except Resolver404:
        leads_to = ""
    if leads_to != kind.view_name:
        raise DomainError("リンクの先がアンケートではないため、送りませんでした。システム管理者に知らせてください。")
    return mail.body.replace(LINK_ADDRESS, address)


def _attached(mail: RecordMail) -> list[tuple[str, bytes, str]]:
    files = (one.document.file for one in mail.attachments.select_related("document__file"))
    return [(file.name, bytes(file.content), file.content_type) for file in files]


def _take_back(pk: int) -> None:
    RecordMail.objects.filter(pk=pk).update(failure="", handed_over_at=None)


def _mark(mail: RecordMail, became: str, failure: str) -> str:
    sent_at = timezone.now() if became == SENT else None
    with transaction.atomic():
        RecordMail.objects.filter(pk=mail.pk).update(failure=failure, sent_at=sent_at)
        if became == REFUSED and mail.provision:
            cancel_provision(mail.provision, reason=f"メールを送れなかった（{failure}）", by=mail.released_by)
        _log(mail, mail.released_by, f"個別のメール：{'送信' if became == SENT else '不達'}")
    return became


def _log(mail: RecordMail, by: User, detail: str) -> None:
    record = mail.record
    write_line(by, AccessLog.Action.MAIL, record._meta.label, subject_id=record.pk, detail=detail[:300])
