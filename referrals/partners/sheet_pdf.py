"""A hand-off as a sheet of one A4 page (つなぎ票): what was chosen for it, the consent, and the way to answer."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from centre.documents import one_page
from centre.models import Contract
from centre.templatetags.display import day as in_words
from referrals.models import Handoff, HandoffLink
from referrals.partners.sharing import told

TITLE = "つなぎ票"
ONLY = "この票の項目だけを、ご本人の同意を受けてお伝えしています。上の用件のほかには使わないでください。"
ONLY_EMPLOYER = "この票の項目だけをお伝えしています。上の用件のほかには使わないでください。"
BOXES = "□ 受け取りました　　□ 対応しました　　□ 対応できません"


def write_sheet(
    handoff: Handoff, contract: Contract, *, mark: str, link: HandoffLink | None = None, address: str = ""
) -> bytes:
    """The sheet as a PDF; with a `link` the partner answers under `address`, which stands there as a QR code.
    `mark` is the watermark: who printed it, and when.

    Personal data: the caller sees to the right to read it and writes the printing down.
    """
    given = [(item.label, text) for item, text in told(handoff)]
    number = f"つなぎ番号 {handoff.pk}"

    def body(size: float) -> list[Flowable]:
        return [
            one_page.words(f"{number}　{in_words(handoff.handed_on)}", size, quiet=True),
            Spacer(1, 3 * mm),
            one_page.heading(TITLE, size),
            Spacer(1, 5 * mm),
            one_page.words(f"{handoff.agency.name}　御中", size * 1.2, bold=True),
            Spacer(1, 4 * mm),
            one_page.words("次のご相談をおつなぎします。よろしくお願いします。", size),
            Spacer(1, 3 * mm),
            one_page.facts([("用件", handoff.purpose), *given], size),
            Spacer(1, 2 * mm),
            *_consent(handoff, size),
            Spacer(1, 5 * mm),
            one_page.section("お返事", size),
            *(_online(link, address, size) if link else _by_hand(size)),
            Spacer(1, 5 * mm),
            one_page.section("つないだ窓口", size),
            one_page.facts(_sender(handoff, contract), size),
        ]

    return one_page.write_one_page(
        f"{TITLE}　{handoff.agency.name}",
        body,
        foot=(number, "個人情報を含みます。用が済んだら細断してください。"),
        mark=mark,
    )


def _consent(handoff: Handoff, size: float) -> list[Flowable]:
    lines = [ONLY if handoff.jobseeker_id else ONLY_EMPLOYER]
    if handoff.consented_on:
        wording = f"　文面：{handoff.consent_text}" if handoff.consent_text else ""
        lines.append(f"同意の日：{in_words(handoff.consented_on)}{wording}")
    if handoff.consent_text:
        lines.append(f"「{handoff.consent_text.body}」")
    return [one_page.words(line, size * 0.92, quiet=True) for line in lines]


def _online(link: HandoffLink, address: str, size: float) -> list[Flowable]:
    side = 30 * mm
    words = [
        one_page.words("右のQRコードか、次のアドレスを開き、ボタンを押してください。登録は要りません。", size),
        Spacer(1, 2 * mm),
        one_page.words(address, size * 0.85),
        Spacer(1, 2 * mm),
        one_page.words(f"使える最後の日：{in_words(link.expires_on)}", size, bold=True),
    ]
    width = one_page.WIDTH - side - 4 * mm
    return [Table([[words, one_page.qr_code(address, side)]], colWidths=[width, side + 4 * mm])]


def _by_hand(size: float) -> list[Flowable]:
    return [
        one_page.facts([("お返事", BOXES), ("結果・理由", "\n\n"), ("日付・機関名・担当", "\n")], size),
        one_page.words("この欄を書いて窓口に返すか、電話でお知らせください。", size * 0.92, quiet=True),
    ]


def _sender(handoff: Handoff, contract: Contract) -> list[tuple[str, str]]:
    known = (
        ("名称", "くまもとUIJターン窓口（熊本 就職・マッチング支援窓口）"),
        ("所在地", contract.workplace),
        ("電話", f"{contract.phone}（{contract.opens_at:%-H:%M}〜{contract.closes_at:%-H:%M}）"),
        ("担当", handoff.recorded_by.name),
    )
    return [(name, text) for name, text in known if text]
