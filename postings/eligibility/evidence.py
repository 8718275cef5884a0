"""What proves a requirement: a document, its page, who checked it and until when that may be relied on."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from centre.errors import DomainError
from centre.models import StoredFile, User
from postings.models import Finding, Vetting
from postings.rulebooks.library import choose
from postings.rulebooks.periods import years_later

# The facts of a corporation change: what proves them is looked at again after a year.
VALID_YEARS = {"relocation_corporation": 1}


@dataclass(frozen=True)
class Evidence:
    """What somebody looked at for one requirement. Without words and file nothing was checked."""

    words: str = ""
    file: StoredFile | None = None
    page: str = ""
    checked_by: User | None = None
    checked_on: date | None = None
    valid_until: date | None = None

    @property
    def is_there(self) -> bool:
        return bool(self.words or self.file)


def default_valid_until(book: str, checked_on: date) -> date | None:
    """Until when evidence for a requirement of a book holds; None for what does not change by itself."""
    years = VALID_YEARS.get(book)
    return years_later(checked_on, years) - timedelta(days=1) if years else None


def checked(book: str, given: Evidence, *, by: User, on: date) -> Evidence:
    """Evidence with the person, the day and the validity filled in where they are not given.

    Raises DomainError for a page or a validity without evidence, and for one that has run out already.
    """
    if not given.is_there:
        if given.page or given.valid_until:
            raise DomainError("頁や有効期限を入れた要件には、確かめた資料の名前か書類も入れてください。")
        return Evidence()
    checked_by, checked_on = given.checked_by or by, given.checked_on or on
    until = given.valid_until or default_valid_until(book, checked_on)
    if until is not None and until < on:
        raise DomainError(f"根拠の有効期限（{until:%Y年%-m月%-d日}）が過ぎています。資料を確かめ直してください。")
    return Evidence(given.words, given.file, given.page, checked_by, checked_on, until)


def reusable(corporation_id: int, facts: dict[str, dict], on: date) -> dict[tuple[str, str], Evidence]:
    """What signed vettings of the same corporation checked and what still holds, by (book, requirement).

    Only evidence whose validity reaches `on`, and only where the facts the requirement reads are as they were.
    """
    findings = (
        Finding.objects.filter(
            vetting__posting__establishment__corporation=corporation_id,
            vetting__state=Vetting.State.APPROVED,
            book__in=VALID_YEARS,
            checked_by__isnull=False,
            valid_until__gte=on,
        )
        .select_related("vetting", "checked_by", "evidence_file")
        .defer("evidence_file__content")
        .order_by("vetting__decided_at", "pk")
    )
    return {
        (finding.book, finding.key): of_finding(finding) for finding in findings if _same_facts(finding, facts, on)
    }


def with_evidence(vetting: Vetting) -> QuerySet[Finding]:
    """The findings of a vetting in their order, with who checked them and the files' names, never their content."""
    return vetting.findings.select_related("evidence_file", "checked_by").defer("evidence_file__content")


def of_finding(finding: Finding) -> Evidence:
    """The evidence a finding keeps."""
    return Evidence(
        finding.evidence,
        finding.evidence_file,
        finding.evidence_page,
        finding.checked_by,
        finding.checked_on,
        finding.valid_until,
    )


def _same_facts(finding: Finding, facts: dict[str, dict], on: date) -> bool:
    requirement = next((one for one in choose(finding.book, on).requirements if one.key == finding.key), None)
    if requirement is None:
        return False
    then, now = finding.vetting.facts.get(finding.book, {}), facts[finding.book]
    return all(then.get(name) == now.get(name) for name in requirement.reads)
