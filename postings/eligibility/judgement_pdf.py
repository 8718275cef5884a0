"""The judgement of a posting (判定書) on one page of A4, the same bytes each time it is made."""

from datetime import date

from django.utils import timezone
from reportlab.platypus import Flowable

from centre.documents import one_page
from centre.errors import DomainError
from postings.eligibility.evidence import with_evidence
from postings.eligibility.vetting import judged_again
from postings.models import Finding, Vetting
from postings.rulebooks.library import choose
from postings.rulebooks.wording import japanese_day

TITLE = "判定書　要件の確認結果（参考）"
DISCLAIMER = "移住支援金の要件の確認結果（参考）です。支給を約束するものではありません。受給の可否は市町村が決めます。"
HEADS = ("要件", "結果", "事実（理由）", "根拠の書類", "出典")
SHARES = (0.19, 0.08, 0.29, 0.24, 0.2)


def write_judgement(vetting: Vetting) -> bytes:
    """The PDF of a vetting, as it was prepared and as far as it is decided."""
    facts, rows, aside = _facts(vetting), [_row(finding) for finding in with_evidence(vetting)], _left_out(vetting)

    def body(size: float) -> list[Flowable]:
        return [
            one_page.heading(TITLE, size),
            one_page.facts(facts, size),
            one_page.section("要件ごとの結果", size),
            one_page.table(HEADS, rows, SHARES, size),
            *(one_page.words(f"判定に入れていない要件：{words}", size) for words in aside),
            one_page.words(DISCLAIMER, size),
        ]

    return one_page.write_one_page(f"判定書 {vetting.posting.title}", body, subject=vetting.posting.establishment.name)


def _facts(vetting: Vetting) -> list[tuple[str, str]]:
    posting = vetting.posting
    corporation = posting.establishment.corporation
    number = f"（法人番号 {corporation.corporate_number}）" if corporation.corporate_number else ""
    verdict = f"{vetting.get_verdict_display()}（{vetting.get_state_display()}）"
    decided = f"{vetting.decided_by.name}　{_moment(vetting.decided_at)}" if vetting.decided_by else "まだです"
    return [
        ("企業", f"{corporation.name}{number}　{posting.establishment.name}"),
        ("求人", f"{posting.title}　{posting.site_number or ''}"),
        (
            "判定",
            f"{verdict}　基準日 {japanese_day(vetting.on)}",
        ),
        ("規則の版", "、".join(_version(book, version) for book, version in sorted(vetting.books.items()))),
        ("作成", f"{vetting.prepared_by.name}　{_moment(vetting.prepared_at)}　{vetting.note}"),
        ("承認・差戻し", f"{decided}　{vetting.decision_note}"),
    ]


def _version(book: str, version: str) -> str:
    since = date.fromisoformat(version)
    return f"{choose(book, since).title}（{japanese_day(since)}からの版）"


def _moment(moment) -> str:
    return f"{timezone.localtime(moment):%Y年%-m月%-d日 %H:%M}"


def _row(finding: Finding) -> tuple[str, ...]:
    return (
        f"{finding.key}　{finding.title}",
        finding.get_outcome_display(),
        finding.reason,
        "\n".join(_evidence(finding)) or "—",
        finding.source,
    )


def _evidence(finding: Finding) -> list[str]:
    file = finding.evidence_file
    lines = [finding.evidence, f"{file.name}　照合値 {file.sha256[:12]}" if file else "", finding.evidence_page]
    if finding.checked_by:
        lines.append(f"{finding.checked_by.name}が{japanese_day(finding.checked_on)}に確認")
    if finding.valid_until:
        lines.append(f"{japanese_day(finding.valid_until)}まで有効")
    return [line for line in lines if line]


def _left_out(vetting: Vetting) -> list[str]:
    try:
        judged = judged_again(vetting)
    except DomainError:
        return []
    return [f"{item.key} {item.requirement.title}。{item.reason}" for one in judged.values() for item in one.left_out]
