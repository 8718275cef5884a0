"""The judgement of a posting (判定書) on one page of A4, the same bytes each time it is made."""

import io
from datetime import date

from django.utils import timezone
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from centre.errors import DomainError
from centre.printing import styles
from centre.printing.fonts import BOLD, REGULAR, markup, register
from centre.printing.tables import fact_table, word_table
from postings.evidence import with_evidence
from postings.models import Finding, Vetting
from postings.rulebooks.library import choose
from postings.rulebooks.wording import japanese_day
from postings.vetting import judged_again

MARGIN = 14 * mm
WIDTH = A4[0] - 2 * MARGIN
COLUMNS = (34 * mm, 15 * mm, 52 * mm, 42 * mm, WIDTH - 143 * mm)
# Smaller letters are tried until everything stands on one page; below the last it goes on to a second one.
SIZES = (8, 7.5, 7, 6.5, 6, 5.5)
TITLE = "要件の確認結果（参考）"
DISCLAIMER = "移住支援金の要件の確認結果（参考）です。支給を約束するものではありません。受給の可否は市町村が決めます。"


def write_judgement(vetting: Vetting) -> bytes:
    """The PDF of a vetting, as it was prepared and as far as it is decided."""
    register()
    findings = list(with_evidence(vetting))
    for size in SIZES:
        content, pages = _made(vetting, findings, size)
        if pages == 1:
            break
    return content


def _made(vetting: Vetting, findings: list[Finding], size: float) -> tuple[bytes, int]:
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=12 * mm,
        bottomMargin=12 * mm,
        title=f"判定書 {vetting.posting.title}",
        creator="くまもとUIJターン就職支援 窓口の記録",
        lang="ja-JP",
        displayDocTitle=1,
        initialFontName=REGULAR,
        invariant=1,
    )
    document.build(_story(vetting, findings, size))
    return buffer.getvalue(), document.page


def _story(vetting: Vetting, findings: list[Finding], size: float) -> list:
    small = styles.words(size)
    heads = ("要件", "結果", "事実（理由）", "根拠の書類", "出典")
    story = [
        Paragraph(markup("判定書", BOLD), styles.HEADING),
        Paragraph(markup(TITLE, BOLD), styles.BLOCK),
        fact_table(_facts(vetting), WIDTH, size),
        Spacer(1, 3 * mm),
        word_table(heads, [_row(finding) for finding in findings], COLUMNS, size),
        Spacer(1, 2 * mm),
    ]
    story += [Paragraph(markup(f"判定に入れていない要件：{words}"), small) for words in _left_out(vetting)]
    return [*story, Paragraph(markup(DISCLAIMER), small)]


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
        ("規則の版", "、".join(_version(book, version) for book, version in vetting.books.items())),
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
