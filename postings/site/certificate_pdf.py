"""The certificate on paper: one page, made from its frozen content alone, the same bytes each time."""

from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from centre.documents import one_page
from centre.fiscal_year import era_year
from postings.models import ListingCertificate
from postings.site.certifying import intervals_in

TITLE = "掲載証明書"
QR = 30 * mm
# What still stands legibly on one page; the public page shows them all.
MOST_HASHES = 12


def write_certificate(certificate: ListingCertificate) -> bytes:
    """The PDF of a certificate."""
    return one_page.write_one_page(
        f"{TITLE} {certificate.number}",
        lambda size: _body(certificate, size),
        subject=certificate.content["title"],
        foot=(f"{TITLE}　{certificate.number}", f"照合値 {certificate.content_hash[:16]}"),
    )


def _body(certificate: ListingCertificate, size: float) -> list[Flowable]:
    content = certificate.content
    gap = Spacer(1, size * 1.2)
    statement = (
        f"次の求人が、{content['site']}に次の期間、掲載されていたことを、掲載履歴の記録により証明します。"
        "「移住支援金の対象として掲載」の期間は、移住支援金の対象求人として掲載されていた期間です。"
    )
    return [
        one_page.words(f"{certificate.number}　発行日 {_day(certificate.issued_on)}", size),
        gap,
        one_page.heading(TITLE, size),
        gap,
        one_page.words(statement, size),
        gap,
        one_page.facts(_facts(content), size),
        one_page.section("掲載の期間", size),
        one_page.facts(_periods(content), size),
        one_page.section("控えの照合値（SHA-256）", size),
        one_page.words(_hashes(content["evidence"]), size * 0.85),
        gap,
        _proof(certificate, size),
        gap,
        one_page.words(
            "移住支援金の支給は市町村が決めます。この証明は、応募の日に対象として掲載されていたかを確かめるためのものです。",
            size * 0.9,
            quiet=True,
        ),
    ]


def _facts(content: dict) -> list[tuple[str, str]]:
    return [
        ("求人", content["title"]),
        ("事業所", content["employer"]),
        ("掲載先", content["site"]),
        ("掲載先の求人番号", content["site_number"] or "（なし）"),
        ("掲載ページ", content["url"] or "（記録なし）"),
    ]


def _periods(content: dict) -> list[tuple[str, str]]:
    rows = [
        ("掲載", _in_words(content, "listed")),
        ("移住支援金の対象\nとして掲載", _in_words(content, "eligible")),
    ]
    if content["listed_until"] is not None:
        until = content["listed_until"]
        rows.append(
            ("発行日の掲載期限", f"{_day(date.fromisoformat(until))}まで（掲載中）" if until else "期限なし（掲載中）")
        )
    return rows


def _in_words(content: dict, key: str) -> str:
    return "\n".join(f"{_day(first)} から {_day(last)} まで" for first, last in intervals_in(content, key)) or "なし"


def _hashes(hashes: list[str]) -> str:
    if len(hashes) > MOST_HASHES:
        return "\n".join([*hashes[:MOST_HASHES], f"ほか{len(hashes) - MOST_HASHES}件（照会先に全件）"])
    return "\n".join(hashes) or "控えはありません。"


def _proof(certificate: ListingCertificate, size: float) -> Table:
    """The code to scan beside what it leads to."""
    beside = [
        one_page.words("この証明が有効かどうかは、次で確かめられます。", size, bold=True),
        one_page.words(certificate.address, size * 0.85),
        one_page.words(f"内容の照合値（SHA-256）\n{certificate.content_hash}", size * 0.85),
        one_page.words(f"発行者　{certificate.content['issuer']}", size),
    ]
    table = Table([[one_page.qr_code(certificate.address, QR), beside]], colWidths=[QR + 6 * mm, None])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)])
    return table


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}（{era_year(day)}）"
