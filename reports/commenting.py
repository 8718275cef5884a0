"""The words of a month's report: written while it is a draft, frozen with it."""

from dataclasses import replace

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.fiscal_year import Month
from centre.models import User
from reports.documents.content import ReportDocument
from reports.models import MonthNote, Report


def note_of(month: Month) -> MonthNote:
    """The words of a month, empty while nobody has written any."""
    return MonthNote.objects.get_or_create(year=month.year, month=month.month)[0]


def comment(note: MonthNote, version: int, *, remarks: str, plans: str, by: User) -> MonthNote:
    """Write 特記事項 and 来月の予定 of a month; its draft shows them at once.

    Raises DomainError when the month has no draft (what is confirmed does not change) and EditConflict.
    """
    with transaction.atomic():
        draft = (
            Report.objects.select_for_update()
            .filter(kind=Report.Kind.MONTHLY, year=note.year, month=note.month, state=Report.State.DRAFT)
            .first()
        )
        if draft is None:
            raise DomainError("この月の下書きがありません。下書きを作ってから書いてください。")
        record = lock_for_edit(MonthNote, note.pk, version)
        record.remarks, record.plans, record.edited_by = remarks.strip(), plans.strip(), by
        record.save()
        document = with_words(ReportDocument.from_json(draft.document), record)
        draft.document, draft.sha256 = document.to_json(), document.sha256()
        draft.save(update_fields=["document", "sha256"])
    return record


def with_words(document: ReportDocument, note: MonthNote) -> ReportDocument:
    """The document with the words of its month, one line each."""
    return replace(document, comments=_lines(note.remarks), plans=_lines(note.plans))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
