"""The disclosure sheet and the letter that answers a request."""

from django.db.models import Model
from django.utils import timezone
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from centre.contracts import contract_of
from centre.documents import one_page
from centre.templatetags.display import day as in_words
from privacy.models import RightsRequest
from privacy.rights.kept import KeptTable, kept_about

SHEET, LETTER = "保有している個人情報の記録", "保有個人情報の請求について"
ROWS = 12
CHECK = "渡す前に、ほかの方の情報が書かれていないかを読んで確かめてください。開示するかどうかは県が決めます。"


def write_disclosure(person: Model, *, mark: str) -> bytes:
    """Everything kept about a person, table by table, on as many sheets as it takes."""
    tables = kept_about(person)
    pieces = [
        (table, table.rows[start : start + ROWS]) for table in tables for start in range(0, len(table.rows), ROWS)
    ]

    def body(number: int, table: KeptTable, rows):
        def content(size: float) -> list[Flowable]:
            said = f"{in_words(timezone.localdate())}現在　{number}／{len(pieces)}枚　{CHECK}"
            return [
                one_page.heading(SHEET, size),
                one_page.words(said, size * 0.9, quiet=True),
                one_page.section(table.title, size),
                one_page.words(f"利用目的：{table.purpose}　保存：{table.keep}", size * 0.9, quiet=True),
                *(piece for lines in rows for piece in (one_page.facts(lines, size), Spacer(1, 2 * mm))),
            ]

        return content

    sheets = [body(number, table, rows) for number, (table, rows) in enumerate(pieces, start=1)]
    return one_page.write_sheets(SHEET, sheets, foot=(SHEET, f"{len(tables)}種類の記録"), mark=mark)


def write_letter(request: RightsRequest, *, mark: str) -> bytes:
    """The answer to who asked: what was asked, what the prefecture decided, what was done."""
    contract = contract_of(timezone.localdate())
    decided = f"{request.get_decision_display()}（{in_words(request.decided_on)}）" if request.decided_on else ""
    facts = [
        ("請求の種類", request.get_kind_display()),
        ("受け付けた日", in_words(request.received_on)),
        ("請求の内容", request.what),
        ("県への引継ぎ", f"{in_words(request.forwarded_on)}　{request.forwarded_to}" if request.forwarded_on else ""),
        ("県の決定", decided),
        ("行ったこと", request.outcome),
    ]

    def body(size: float) -> list[Flowable]:
        return [
            one_page.words(f"{request.requester_name}　様", size * 1.2, bold=True),
            Spacer(1, 4 * mm),
            one_page.heading(LETTER, size),
            Spacer(1, 4 * mm),
            one_page.words(
                f"ご請求について、次のとおりお知らせします。保有個人情報の請求は{contract.principal}が決定し、"
                "窓口は受付と引継ぎを行っています。",
                size,
            ),
            Spacer(1, 3 * mm),
            one_page.facts([(name, words) for name, words in facts if words], size),
            Spacer(1, 5 * mm),
            one_page.words(f"{contract.title}　電話 {contract.phone}", size),
        ]

    return one_page.write_one_page(
        LETTER, body, foot=(f"請求 {request.pk}", in_words(timezone.localdate())), mark=mark
    )
