"""The letter that tells applicants which terms changed (職業安定法 5条の3 第3項), on one page."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from centre.documents import one_page
from centre.templatetags.display import day
from postings.models import JobPosting
from postings.sheets.revisions import Change, Version, differences

TITLE = "労働条件の変更のお知らせ"
WORDS = "応募・選考の前にお示しした労働条件を、次のとおり変更します。ご不明な点は求人者へお問い合わせください。"
NOTHING = "（示していません）"


def changes_since(posting: JobPosting, since: Version) -> tuple[Change, ...]:
    """What an applicant who was shown an earlier version has to be told."""
    return tuple(change for change in differences(since.terms, posting) if change.told)


def write_pdf(posting: JobPosting, since: Version) -> bytes:
    """The letter as a PDF of one page."""
    place = posting.establishment
    rows = [
        (change.label, change.before or NOTHING, change.after or NOTHING) for change in changes_since(posting, since)
    ]

    def body(size: float) -> list[Flowable]:
        return [
            one_page.heading(TITLE, size),
            Spacer(1, 3 * mm),
            one_page.facts(
                [
                    (
                        "求人者",
                        f"{place.corporation.name}　{place.name}"
                        if place.corporation.name != place.name
                        else place.name,
                    ),
                    ("求人", posting.title),
                    ("変更した日", day(posting.updated_at)),
                    ("お示ししていた条件", f"{day(since.at)}の内容（版{since.number}）"),
                ],
                size,
            ),
            Spacer(1, 3 * mm),
            one_page.words(WORDS, size),
            Spacer(1, 3 * mm),
            one_page.table(("項目", "変更前", "変更後"), rows, (0.24, 0.38, 0.38), size),
            Spacer(1, 4 * mm),
            one_page.words("根拠：職業安定法 第5条の3第3項", size, quiet=True),
        ]

    return one_page.write_one_page(f"{TITLE}　{posting.title}", body, subject=place.name)
