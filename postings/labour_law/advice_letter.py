"""The letter that tells an employer what to change or to let us know, as text and as a PDF of one page."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from centre.documents import one_page
from centre.templatetags.display import day
from postings.labour_law.law_check import LawCheck
from postings.models import JobPosting
from postings.rulebooks.book import Outcome

TITLE = "求人内容のご確認のお願い"
GREETING = (
    "求人をお寄せいただき、ありがとうございます。内容を確かめましたところ、次の点についてご確認をお願いいたします。"
)
CLOSING = "ご不明な点は、お気軽に窓口へお問い合わせください。"
KINDS = {Outcome.NOT_MET: "お直しをお願いしたい点", Outcome.UNKNOWN: "お知らせいただきたい点"}


def parts(found: LawCheck) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """(heading, [(title, what was seen, what we ask, source)]) for what is to be changed and what is to be told."""
    grouped = []
    for outcome, heading in KINDS.items():
        rows = [
            (one.requirement.title, one.reason, one.requirement.advice, one.requirement.source)
            for one in found.to_tell
            if one.outcome == outcome
        ]
        if rows:
            grouped.append((heading, rows))
    return grouped


def as_text(posting: JobPosting, found: LawCheck) -> str:
    """The letter as plain text for a mail; empty when there is nothing to tell."""
    grouped = parts(found)
    if not grouped:
        return ""
    lines = [f"{posting.establishment.name} 御中", "", f"「{posting.title}」について", "", GREETING]
    for heading, rows in grouped:
        lines += ["", f"■ {heading}"]
        for number, (title, reason, advice, source) in enumerate(rows, start=1):
            lines += ["", f"{number}. {title}", f"　{reason}。", f"　{advice}", f"　（根拠：{source}）"]
    return "\n".join([*lines, "", CLOSING])


def write_pdf(posting: JobPosting, found: LawCheck) -> bytes:
    """The letter as a PDF of one page."""

    def body(size: float) -> list[Flowable]:
        flow = [
            one_page.heading(TITLE, size),
            Spacer(1, 3 * mm),
            one_page.facts(
                [("宛先", f"{posting.establishment.name} 御中"), ("求人", posting.title), ("日付", day(found.on))],
                size,
            ),
            Spacer(1, 3 * mm),
            one_page.words(GREETING, size),
        ]
        for heading, rows in parts(found):
            flow += [
                one_page.section(heading, size),
                one_page.table(("項目", "確かめたこと", "お願い", "根拠"), rows, (0.16, 0.3, 0.38, 0.16), size),
            ]
        return [*flow, Spacer(1, 3 * mm), one_page.words(CLOSING, size)]

    return one_page.write_one_page(f"{TITLE}　{posting.title}", body, subject=posting.establishment.name)
