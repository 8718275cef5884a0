"""Certifying on which days a posting was listed as eligible, and saying later whether that still holds (J4, J5)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import Contract, User
from centre.models.lists import new_token
from employers.models import Corporation
from postings.models import CertificateRevocation, JobPosting, ListingCertificate
from postings.site.intervals import Interval, ListedDays, covers, listed_days
from postings.site.ledger import ledger_lines
from postings.site.listing_evidence import evidence_hashes

# Any number that no other lock of the product has: numbers of certificates are given one after the other.
NUMBERING = 20_260_401
COUNTER = "くまもと移住定住・UIJターン就職支援センター　熊本（就職・マッチング支援）窓口"
HIDDEN = {True: "個人事業主", False: "（法人か個人事業主かを確認していないため、表示していません）"}


def certify(posting: JobPosting, *, by: User) -> ListingCertificate:
    """Issue a certificate of what the ledger says up to today.

    Raises DomainError for a posting that was never listed, and when a kept copy of the page is not what it was.
    """
    today = timezone.localdate()
    with transaction.atomic():
        record = JobPosting.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=posting.pk)
        content = content_of(record, today)
        if not content["listed"]:
            raise DomainError("この求人には掲載された日がありません。先に掲載履歴に記録してください。")
        year = FiscalYear.of(today).year
        token = new_token()
        return ListingCertificate.objects.create(
            posting=record,
            year=year,
            serial=_next_serial(year),
            token=token,
            address=f"{settings.SITE_URL}{reverse('verify', args=[token])}",
            content=content,
            content_hash=hash_of(content),
            issued_on=today,
            issued_by=by,
            issued_at=timezone.now(),
        )


def revoke(certificate: ListingCertificate, *, reason: str, by: User) -> CertificateRevocation:
    """Take a certificate back; it stays as it was and its public page says so. Raises DomainError the second time."""
    if not reason.strip():
        raise DomainError("取り消す理由を書いてください。", "reason")
    try:
        with transaction.atomic():
            return CertificateRevocation.objects.create(certificate=certificate, reason=reason.strip(), revoked_by=by)
    except IntegrityError as error:
        raise DomainError("この掲載証明はすでに取り消されています。") from error


def content_of(posting: JobPosting, today: date) -> dict:
    """What a certificate of today would say, as plain values that JSON can hold."""
    lines = [line for line in ledger_lines([posting.pk]) if line.effective_on <= today]
    days = listed_days(lines, today)
    events = posting.events.order_by("-effective_on", "-pk")
    last = events.first()
    return {
        "title": posting.title,
        "employer": posting.establishment.name,
        "issuer": _issuer(today),
        "site": last.site if last else "",
        "site_number": posting.site_number or "",
        "url": events.last_url(),
        "as_of": today.isoformat(),
        "listed": _plain(days.listed),
        "eligible": _plain(days.eligible),
        "listed_until": _until(days, today),
        "lines": [line.number for line in lines],
        "evidence": evidence_hashes(posting),
    }


def hash_of(content: dict) -> str:
    """SHA-256 of the canonical text of a content: JSON with sorted keys, no blanks, in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Standing:
    """Whether a certificate holds: `state` is valid, changed or revoked; `label` and `explanation` say so in words."""

    state: str
    label: str
    explanation: str


def standing(certificate: ListingCertificate) -> Standing:
    """Whether a certificate holds, given its revocation and the ledger as it is now."""
    revocation = CertificateRevocation.objects.filter(certificate=certificate).first()
    if revocation is not None:
        on = timezone.localdate(revocation.revoked_at)
        return Standing("revoked", "取り消されました", f"{on:%Y年%-m月%-d日}に発行者が取り消しました。")
    if hash_of(certificate.content) != certificate.content_hash:
        return Standing("changed", "内容が照合値と合いません", "発行者に問い合わせてください。")
    lines = list(ledger_lines([certificate.posting_id]))
    now = listed_days(lines, certificate.issued_on)
    content = certificate.content
    if (_plain(now.listed), _plain(now.eligible)) != (content["listed"], content["eligible"]):
        return Standing(
            "changed",
            "発行後に記録が変わりました",
            "証明した期間の記録が、発行のあとに加わった記録で変わりました。新しい掲載証明を求めてください。",
        )
    if len(lines) > len(content["lines"]):
        return Standing(
            "valid", "有効です", "証明した期間は変わっていません。発行のあとに新しい掲載の記録があります。"
        )
    return Standing("valid", "有効です", "発行のときの記録のとおりです。")


def was_eligible_on(certificate: ListingCertificate, day: date) -> bool:
    """Whether the ledger, as it is now, shows the posting listed as eligible on a day that has come.

    Raises DomainError for a day to come, which nobody knows yet.
    """
    today = timezone.localdate()
    if day > today:
        raise DomainError("先の日のことは、まだ分かりません。応募した日を入れてください。", "day")
    return covers(listed_days(ledger_lines([certificate.posting_id]), today).eligible, day)


def public_employer(certificate: ListingCertificate) -> str:
    """The employer as anybody may see it: the name of a legal entity, never of a person."""
    corporation = Corporation.objects.get(establishments__postings=certificate.posting_id)
    if corporation.kind == Corporation.Kind.SOLE_PROPRIETOR:
        return HIDDEN[True]
    # Only legal entities have a corporate number; without kind and number nobody knows.
    if corporation.kind or corporation.corporate_number:
        return certificate.content["employer"]
    return HIDDEN[False]


def intervals_in(content: dict, key: str) -> list[Interval]:
    """The intervals of a frozen content as days; `key` is listed or eligible."""
    return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in content[key]]


def _issuer(today: date) -> str:
    """Who runs the counter, by the contract of the year."""
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(today).year).first()
    return f"{contract.contractor}　{COUNTER}" if contract and contract.contractor else COUNTER


def _plain(intervals: tuple[Interval, ...]) -> list[list[str]]:
    return [[first.isoformat(), last.isoformat()] for first, last in intervals]


def _until(days: ListedDays, today: date) -> str | None:
    """The last day to be listed as known today; empty when open-ended, None when no longer listed."""
    if not covers(days.listed, today):
        return None
    return days.listing.until.isoformat() if days.listing.until else ""


def _next_serial(year: int) -> int:
    """The next number of a fiscal year; whoever comes second waits until the first is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERING])
    newest = ListingCertificate.objects.filter(year=year).order_by("-serial").values_list("serial", flat=True).first()
    return (newest or 0) + 1
