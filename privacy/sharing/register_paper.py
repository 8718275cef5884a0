"""The register of provisions as a paper that can be filed."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from centre.documents import one_page
from centre.templatetags.display import day as in_words
from privacy.models import Provision

TITLE = "個人情報等の提供の記録簿"
HEADINGS = ("番号", "提供した日", "相手", "渡した項目", "件数", "根拠", "渡し方・目的", "提供した人")
SHARES = (0.06, 0.11, 0.15, 0.19, 0.08, 0.16, 0.15, 0.1)
ROWS = 14
MOST = 2_000


def write_register(provisions: Sequence[Provision], conditions: str, *, mark: str) -> bytes:
    """The lines in their order, `ROWS` to a sheet; what was cancelled stays and says so."""
    pages = [provisions[start : start + ROWS] for start in range(0, len(provisions), ROWS)] or [[]]

    def body(number: int, rows: Sequence[Provision]):
        def content(size: float) -> list[Flowable]:
            return [
                one_page.heading(TITLE, size),
                Spacer(1, 3 * mm),
                one_page.words(f"条件：{conditions}　{number}／{len(pages)}枚", size, quiet=True),
                Spacer(1, 2 * mm),
                one_page.table(HEADINGS, [line_of(one) for one in rows], SHARES, size),
            ]

        return content

    foot = ("仕様書 8(1)④・個人情報取扱特記事項 第8", f"{len(provisions):,}件")
    sheets = [body(number, rows) for number, rows in enumerate(pages, start=1)]
    return one_page.write_sheets(TITLE, sheets, foot=foot, mark=mark)


def line_of(one: Provision) -> list[str]:
    """A line of the paper."""
    counted = "、".join(f"{count:,}{unit}" for count, unit in ((one.people, "人"), (one.employers, "社")) if count)
    ground = "　".join(filter(None, (one.get_ground_display(), str(one.consent_text or ""), one.basis)))
    ended = f"\n【取消し】{one.cancelled_reason}" if one.cancelled_at else ""
    return [
        str(one.pk),
        in_words(one.provided_on),
        f"{one.get_recipient_kind_display()}\n{one.recipient}",
        one.items,
        counted,
        ground,
        f"{one.get_means_display()}\n{one.purpose}{ended}",
        one.provided_by.name,
    ]
