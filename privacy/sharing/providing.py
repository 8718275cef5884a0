"""The record of a provision: to whom, which items, on what ground; without it nothing leaves (8(1)④, 別記 第8)."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.contracts import contract_of
from centre.errors import DomainError
from centre.models import PartnerAgency, User
from privacy.forms import MINIMUM
from privacy.models import ConsentText, Provision

Ground, Recipient, Means = Provision.Ground, Provision.Recipient, Provision.Means


@dataclass(frozen=True)
class Terms:
    """To whom something is given, on what ground and what for; the keys of records, so that a job can keep it."""

    recipient_kind: str
    ground: str
    purpose: str
    agency: int | None = None
    recipient: str = ""
    consent_text: int | None = None
    basis: str = ""

    def kept(self) -> dict:
        """The terms as JSON."""
        return asdict(self)


def settled(terms: Terms, *, people: int) -> Terms:
    """The terms with the recipient's name, when they suffice for as many people.

    Raises DomainError without a recipient, without a ground, and for an agency whose partnership has ended.
    """
    if not terms.purpose.strip():
        raise DomainError("何のために渡すかを書いてください。", "purpose")
    if terms.ground == Ground.CONSENT:
        if not ConsentText.objects.filter(pk=terms.consent_text).exists():
            raise DomainError("どの文面の同意によるかを選んでください。", "consent_text")
    elif terms.ground in (Ground.INSTRUCTION, Ground.LAW):
        if len(terms.basis.strip()) < MINIMUM:
            raise DomainError("県の指示の日付・番号か、法令の条文を書いてください。", "basis")
    elif terms.ground == Ground.NOBODY:
        if people:
            raise DomainError(
                f"個人の情報が{people:,}人分あります。根拠（本人の同意・県の指示・法令）を選んでください。", "ground"
            )
    else:
        raise DomainError("渡してよい根拠を選んでください。根拠のない提供はできません（特記事項 第8）。", "ground")
    return replace(terms, **_recipient(terms))


@transaction.atomic
def record_provision(
    terms: Terms,
    *,
    items: str,
    means: str,
    by: User,
    people: int = 0,
    employers: int = 0,
    provided_on: date | None = None,
    subject: str = "",
    subject_id: int | None = None,
) -> Provision:
    """Keep that something is given to somebody; called within the transaction that lets it go.

    `items` names what is given, never the data itself. Raises DomainError as `settled`, without an item, and for a
    day to come.
    """
    today = timezone.localdate()
    if not items.strip():
        raise DomainError("渡す項目を書いてください。", "items")
    if provided_on and provided_on > today:
        raise DomainError("提供した日に先の日付は入れられません。", "provided_on")
    known = settled(terms, people=people)
    return Provision.objects.create(
        provided_on=provided_on or today,
        recipient_kind=known.recipient_kind,
        agency_id=known.agency,
        recipient=known.recipient,
        items=items.strip()[:600],
        people=people,
        employers=employers,
        ground=known.ground,
        consent_text_id=known.consent_text if known.ground == Ground.CONSENT else None,
        basis=known.basis.strip(),
        means=means,
        purpose=known.purpose.strip()[:200],
        subject=subject,
        subject_id=subject_id,
        provided_by=by,
    )


def name_record(provision: Provision, record) -> None:
    """Say which record a provision belongs to, once that record is there; called within the same transaction."""
    Provision.objects.filter(pk=provision.pk).update(subject_id=record.pk)


@transaction.atomic
def cancel_provision(provision: Provision, *, reason: str, by: User) -> Provision:
    """Note that something was not given after all; the record stays. Raises DomainError without a reason, or twice."""
    found = Provision.objects.select_for_update().get(pk=provision.pk)
    if found.cancelled_at:
        raise DomainError("この提供の記録は、すでに取り消されています。")
    if len(reason.strip()) < MINIMUM:
        raise DomainError(f"提供しなかった理由を{MINIMUM}文字以上で書いてください。", "reason")
    found.cancelled_at, found.cancelled_by, found.cancelled_reason = timezone.now(), by, reason.strip()[:200]
    found.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    return found


def _recipient(terms: Terms) -> dict:
    if terms.recipient_kind == Recipient.AGENCY:
        agency = PartnerAgency.objects.filter(pk=terms.agency).first()
        if agency is None:
            raise DomainError("関係機関を選んでください。", "agency")
        if not agency.is_active:
            raise DomainError("この機関との連携は終わっています。ほかの機関を選んでください。", "agency")
        return {"recipient": agency.name}
    if terms.recipient_kind not in Recipient:
        raise DomainError("渡す相手を選んでください。", "recipient_kind")
    name = terms.recipient.strip()
    if not name and terms.recipient_kind == Recipient.PREFECTURE:
        name = contract_of(timezone.localdate()).principal
    if not name:
        raise DomainError("渡す相手の名前を書いてください。", "recipient")
    return {"recipient": name[:160], "agency": None}
