"""The certificate of an erasure: frozen, hashed, signed with a key outside the database (参考様式 第13関係)."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from centre.models import Contract, User
from centre.templatetags.display import moment
from privacy.models import Erasure, ErasureCertificate

TITLE = "個人情報が記録された電子情報の消去等について"


def certify(erasure: Erasure, *, by: User) -> ErasureCertificate:
    """Issue the certificate of a finished erasure; the caller holds the transaction."""
    content = content_of(erasure)
    digest = hash_of(content)
    number = (ErasureCertificate.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    return ErasureCertificate.objects.create(
        erasure=erasure,
        number=number,
        content=content,
        sha256=digest,
        mark=_mark(digest),
        issued_on=timezone.localdate(),
        issued_by=by,
    )


def is_genuine(certificate: ErasureCertificate) -> bool:
    """Whether the content is what was signed, and the erasure says the same still."""
    digest = hash_of(certificate.content)
    return (
        hmac.compare_digest(digest, certificate.sha256)
        and hmac.compare_digest(certificate.mark, _mark(digest))
        and certificate.content == content_of(certificate.erasure)
    )


def content_of(erasure: Erasure) -> dict:
    """What the certificate says, as plain values and without names of those who were erased."""
    year = erasure.fiscal_year or erasure.requested_at.year
    contract = Contract.objects.filter(fiscal_year=year).first()
    return {
        "subject": str(erasure),
        "recipient": f"{contract.principal if contract else '熊本県'}知事　様",
        "sender": [contract.contractor, contract.contractor_representative] if contract else [],
        "words": f"{contract.title if contract else ''}委託契約「個人情報取扱特記事項 第13」に基づき、"
        "個人情報が記録された電子情報については、適正に消去及び廃棄したことを報告します。",
        "ground": erasure.ground,
        "decision": erasure.decision,
        "asked": [erasure.requested_by.name, moment(erasure.requested_at)],
        "approved": [erasure.decided_by.name, moment(erasure.decided_at)],
        "done": [erasure.executed_by.name, moment(erasure.erased_at)],
        "finished": moment(erasure.finished_at),
        "package": erasure.package.sha256 if erasure.package else "",
        "items": [[line["title"], line["rows"], line["method"]] for line in erasure.counts],
        "exceptions": [[one["title"], one["rows"], one["ground"], one["until"]] for one in erasure.exceptions],
        "figures": erasure.figures.get("compared", 0),
        "scan": erasure.scan,
    }


def hash_of(content: dict) -> str:
    """The SHA-256 of the content, written in one way."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _mark(digest: str) -> str:
    return hmac.new(settings.LOG_SEAL_KEY.encode(), f"erasure:{digest}".encode(), hashlib.sha256).hexdigest()
