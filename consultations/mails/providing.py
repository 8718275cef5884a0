"""The record of what a mail gives away: its documents, and the consent of whom they tell."""

from centre.errors import DomainError
from centre.registry import registry
from consultations.models import RecordMail
from jobseekers.models import Jobseeker
from privacy.models import Provision
from privacy.rights.guard import is_stopped
from privacy.sharing.providing import Terms, record_provision

STOPPED = "利用停止の請求をした方のことが書かれた書類です。送りませんでした。"
WITHDRAWN = "書類に書かれた方の同意が撤回されています。送りませんでした。"


def provide_documents(mail: RecordMail) -> Provision | None:
    """Record what goes with a mail; None when nothing does. A mail that is tried again keeps its first record.

    Raises DomainError when somebody of whom the documents tell does not consent any more or has the use stopped.
    """
    documents = [one.document for one in mail.attachments.select_related("document__file").order_by("pk")]
    if not documents or mail.provision_id:
        return mail.provision
    people = told_of(mail, documents)
    if any(is_stopped(person) for person in people):
        raise DomainError(STOPPED)
    return record_provision(
        _terms(mail, people),
        items=_kinds(documents),
        means=Provision.Means.MAIL,
        people=len(people),
        employers=1 if mail.establishment_id else 0,
        subject=mail.record._meta.label,
        subject_id=mail.record.pk,
        by=mail.released_by,
    )


def told_of(mail: RecordMail, documents) -> list[Jobseeker]:
    """The people of whom the documents tell: the recipient, or those whom a document names to an employer."""
    if mail.jobseeker:
        return [mail.jobseeker]
    kinds = {kind.kind: kind for kind in registry.documents if kind.subject == mail.record._meta.label}
    found = {}
    for document in documents:
        kind, _, key = document.kind.partition(":")
        if kind in kinds and kinds[kind].tells_of:
            person = kinds[kind].tells_of(mail.record, key)
            found[person.pk] = person
    return list(found.values())


def _terms(mail: RecordMail, people: list[Jobseeker]) -> Terms:
    is_own = mail.jobseeker_id is not None
    known = {
        "recipient_kind": Provision.Recipient.PERSON if is_own else Provision.Recipient.EMPLOYER,
        "recipient": f"本人（登録番号{mail.jobseeker_id}）" if is_own else mail.establishment.name,
        "purpose": "書類の送付",
    }
    if not people:
        return Terms(ground=Provision.Ground.NOBODY, **known)
    consents = [
        person.consents.filter(withdrawn_on__isnull=True).order_by("-given_on", "-pk").first() for person in people
    ]
    if None in consents:
        raise DomainError(WITHDRAWN)
    newest = max(consents, key=lambda consent: consent.text_id)
    return Terms(ground=Provision.Ground.CONSENT, consent_text=newest.text_id, **known)


def _kinds(documents) -> str:
    """The names of the files without what may name a person."""
    return "、".join(document.file.name.partition("_")[0].removesuffix(".pdf") for document in documents)
