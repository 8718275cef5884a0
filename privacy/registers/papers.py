"""Downloads of the registers: an entry's form and a register's list, as PDF and as Excel."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from privacy.access import record_access
from privacy.duties.pages import EXCEL
from privacy.models import AccessLog, RegisterEntry
from privacy.registers import paper, sheet
from privacy.registers.pages import ENTRY, kind_or_404, year_asked

PDF = "application/pdf"


def entry_pdf(request, pk: int):
    """The form of an entry as PDF."""
    return _form(request, pk, paper.write_pdf, PDF, "pdf")


def entry_excel(request, pk: int):
    """The form of an entry as a workbook."""
    return _form(request, pk, paper.write_excel, EXCEL, "xlsx")


def register_pdf(request, kind: str):
    """A register of a fiscal year as PDF."""
    return _list(request, kind, sheet.write_pdf, PDF, "pdf")


def register_excel(request, kind: str):
    """A register of a fiscal year as a workbook."""
    return _list(request, kind, sheet.write_excel, EXCEL, "xlsx")


def _form(request, pk: int, write, content_type: str, ending: str) -> HttpResponse:
    entry = get_object_or_404(RegisterEntry.objects.with_people(), pk=pk)
    record_access(request, AccessLog.Action.PRINT, ENTRY, entry.pk, detail=entry.label)
    return _file(write(paper.paper_of(entry)), content_type, f"{entry.label}.{ending}")


def _list(request, key: str, write, content_type: str, ending: str) -> HttpResponse:
    kind, year = kind_or_404(key), year_asked(request)
    entries = sheet.entries_of(kind, year)
    record_access(request, AccessLog.Action.PRINT, ENTRY, detail=f"{kind.title} {year.year}年度 {len(entries)}件")
    return _file(write(kind, year, entries), content_type, f"{kind.title}_{year.year}年度.{ending}")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
