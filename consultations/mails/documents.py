"""Documents of a record that go with a mail to it: made by the product, kept as they left, tied to their record."""

from centre.errors import DomainError
from centre.files import store
from centre.models import User
from centre.registry import RecordDocument as DocumentKind
from centre.registry import registry
from centre.roles import may
from consultations.mails.querysets import whose
from consultations.models import MailAttachment, RecordDocument, RecordMail

MOST_BYTES = 5 * 1024 * 1024


def offered(record, user: User) -> list[tuple[str, str]]:
    """(key, label) of the documents of a record that a user may send."""
    return [
        (f"{kind.kind}:{key}", label) for kind in _kinds(record, user) for key, label in kind.offered(record, user)
    ]


def attach(mail: RecordMail, chosen: list[str], *, by: User) -> list[MailAttachment]:
    """Make the chosen documents of the mail's own record and put them to it, in place of those before.

    Raises DomainError for one that is not offered for this record, and when they are too large together.
    """
    record = mail.record
    allowed = dict(offered(record, by))
    if unknown := [key for key in chosen if key not in allowed]:
        raise DomainError(f"この相手の書類ではありません（{unknown[0]}）。選び直してください。", "documents")
    kinds = {kind.kind: kind for kind in _kinds(record, by)}
    mail.attachments.all().delete()
    made, size = [], 0
    for one in dict.fromkeys(chosen):
        kind, _, key = one.partition(":")
        name, content_type, content = kinds[kind].write(record, key)
        size += len(content)
        if size > MOST_BYTES:
            raise DomainError("添付が大きすぎます（合わせて5MBまで）。分けて送ってください。", "documents")
        document = RecordDocument.objects.create(
            file=store(name.replace("/", "／"), content_type, content),
            kind=one[:30],
            made_by=by,
            **{whose(record): record},
        )
        made.append(MailAttachment.objects.create(mail=mail, document=document))
    return made


def _kinds(record, user: User) -> list[DocumentKind]:
    return [kind for kind in registry.documents if kind.subject == record._meta.label and may(user, kind.ability)]
