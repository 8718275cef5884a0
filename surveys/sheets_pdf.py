"""Invitations to print and cut: twelve links on a sheet, each with its code to scan."""

from collections.abc import Callable, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from centre.documents import one_page, styles
from centre.errors import DomainError
from centre.files import store
from centre.models import Job
from centre.public_pages import Language
from centre.templatetags.display import day
from surveys.inviting import last_day, links_of
from surveys.models import InvitationBatch

JOB = "survey_sheets"
PER_SHEET, ACROSS = 12, 3
CODE = 30 * mm
HOW = "スマートフォンでコードを読み取ると、アンケートが開きます。1枚につき1回だけ答えられます。お名前は聞きません。"


def carry(job: Job, progress: Callable[[int, int, str], None]) -> dict:
    """Write the sheets of the batch that the job names (`{"batch": id}`) with the links nobody has used yet."""
    batch = InvitationBatch.objects.select_related("survey").get(pk=job.params["batch"])
    links = list(links_of(batch))
    if not links:
        raise DomainError("まだ使われていない案内がありません。")
    content = one_page.write_sheets(
        batch.survey.title, _bodies(batch, links, progress), foot=(batch.survey.title, f"{len(links)}枚")
    )
    return {
        "file": store(f"アンケートの案内_{batch.made_at:%Y%m%d}.pdf", "application/pdf", content),
        "message": f"まだ使われていない{len(links)}枚の案内を作りました。",
    }


def _bodies(batch: InvitationBatch, links: Sequence[tuple[int, str]], progress):
    for first in range(0, len(links), PER_SHEET):
        progress(first, len(links), "案内の紙を作っています。")
        yield _body(batch, links[first : first + PER_SHEET])


def _body(batch: InvitationBatch, links: Sequence[tuple[int, str]]) -> Callable[[float], list[Flowable]]:
    # A code is the same in every size of type, and drawing it takes longest.
    codes = [(number, one_page.qr_code(address, CODE)) for number, address in links]
    until, survey = f"{day(last_day(batch))}まで", batch.survey
    # A slip is cut out: whoever reads no Japanese sees on it that the page speaks another language too.
    others = [survey.heading(language) for language in survey.languages if language != Language.JAPANESE]

    def body(size: float) -> list[Flowable]:
        slips = [
            [
                one_page.words(survey.title, size * 0.9, bold=True),
                *(one_page.words(title, size * 0.85) for title in others if title),
                code,
                one_page.words(f"{until}　No. {number}", size * 0.85, quiet=True),
            ]
            for number, code in codes
        ]
        slips += [[]] * (-len(slips) % ACROSS)
        grid = Table(_lines(slips), colWidths=[one_page.WIDTH / ACROSS] * ACROSS)
        grid.setStyle(
            [
                ("INNERGRID", (0, 0), (-1, -1), 0.4, styles.LINE, None, (2, 2)),
                ("BOX", (0, 0), (-1, -1), 0.4, styles.LINE, None, (2, 2)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2 * mm),
            ]
        )
        return [one_page.words(HOW, size), Spacer(1, size), grid]

    return body


def _lines(slips: list) -> list[list]:
    return [slips[first : first + ACROSS] for first in range(0, len(slips), ACROSS)]
