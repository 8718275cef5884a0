"""Sheets of postings as documents that go with a mail to their own employer."""

from centre.errors import DomainError
from centre.numbers import number_of
from centre.registry import RecordDocument
from postings.models import JobPosting
from postings.sheets import sheet

SHOWN = 20


def offered_sheets(postings) -> list[tuple[str, str]]:
    """(key, label) of the sheets of some postings, the newest first."""
    newest = postings.order_by("-received_on", "-pk").values_list("pk", "title")[:SHOWN]
    return [(str(pk), f"{sheet.TITLE}：{title}") for pk, title in newest]


def sheet_of(postings, key: str) -> tuple[str, str, bytes]:
    """The sheet of one of some postings as a file. Raises DomainError for a posting that is not among them."""
    whole = postings.select_related(
        "establishment__corporation", "establishment__industry", "occupation", "work_prefecture",
        "work_municipality", "minimum_wage", "created_by", "copied_from__establishment",
    )  # fmt: skip
    posting = whole.filter(pk=number_of(key)).first()
    if posting is None:
        raise DomainError("この相手の求人票ではありません。")
    return f"{sheet.TITLE}_{posting.title}.pdf", "application/pdf", sheet.write_pdf(posting)


def _own(establishment):
    return JobPosting.objects.filter(establishment=establishment)


DECLARATIONS = (
    RecordDocument(
        "employers.Establishment",
        "sheet",
        "postings.read",
        lambda establishment, user: offered_sheets(_own(establishment)),
        lambda establishment, key: sheet_of(_own(establishment), key),
    ),
)
