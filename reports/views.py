"""Pages of the reports."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.files import download
from centre.fiscal_year import FiscalYear, Month
from centre.numbers import year_of
from centre.pages import PAGE_SIZE, ListPage
from centre.roles import Role, may
from reports import lifecycle
from reports.bridging import rest_of
from reports.charts.pages import drawn
from reports.checking import checks
from reports.columns import arranged
from reports.documents.content import ReportDocument
from reports.files import excel_of, leaving_document, pdf_of
from reports.metrics.registry import earlier_definitions
from reports.models import ExcelForm, Figure, Report
from reports.records import records_of, shown_to


class ReportList(ListPage):
    """Reports, newest first, and the choice of a month or year to make one of."""

    template_name = "reports/list.html"

    def get_base_queryset(self):
        reports = Report.objects.defer("document").select_related("confirmed_by")
        return reports if may(self.request.user, "reports.draft") else reports.exclude(state=Report.State.DRAFT)

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        months, month = [], Month.of(today)
        for _ in range(13):
            months.append(month)
            month = month.previous()
        year = FiscalYear.of(today)
        return super().get_context_data(
            months=months,
            last_month=str(Month.of(today).previous()),
            years=[year, FiscalYear(year.year - 1)],
            may_draft=may(self.request.user, "reports.draft"),
            **kwargs,
        )


@require_POST
def ask_month(request):
    """Ask for a month's draft and go to the progress page."""
    return _ask(request, lambda: lifecycle.ask_for_month(_month(request.POST.get("month", "")), by=request.user))


@require_POST
def ask_year(request):
    """Ask for a year's target report and go to the progress page."""
    return _ask(request, lambda: lifecycle.ask_for_year(_year(request.POST.get("year", "")), by=request.user))


def report(request, pk: int):
    """A report with all its figures; each leads to its records."""
    record = _visible(request, pk)
    document = _document_for(request, record)
    context = {
        "report": record,
        "document": document,
        "charts": [drawn(chart) for chart in document.charts],
        "may_confirm": may(request.user, "reports.confirm") and record.state == Report.State.DRAFT,
        "may_draft": may(request.user, "reports.draft"),
        "may_discuss": may(request.user, "reports.discuss") and record.state != Report.State.DRAFT,
        "is_monthly": record.kind == Report.Kind.MONTHLY,
        "forms": ExcelForm.objects.all() if record.state != Report.State.DRAFT else (),
        "talk": record.messages.select_related("author"),
        "checks": checks(record) if _is_open_month(request, record) else (),
    }
    return render(request, "reports/report.html", context)


def figure(request, pk: int, key: str):
    """The records behind one figure, with its definition."""
    record = _visible(request, pk)
    found = get_object_or_404(record.figures, key=key)
    if request.user.role == Role.OFFICIAL and key not in _keys_shown(_document_for(request, record)):
        raise Http404
    page = Paginator(records_of(found), PAGE_SIZE).get_page(request.GET.get("page"))
    definition = ReportDocument.from_json(record.document).definition(found.metric)
    terms = list(_bridge(record, found))
    context = {
        "report": record,
        "figure": found,
        "definition": definition,
        "page_obj": page,
        "lines": shown_to(request.user, page.object_list),
        "missing": len(found.record_ids) - page.paginator.count,
        "terms": [(term, shown_to(request.user, records_of(term)[:PAGE_SIZE])) for term in terms],
        "rest": rest_of(terms) if terms else None,
        "earlier": earlier_definitions(found.metric),
    }
    return render(request, "reports/figure.html", context)


@require_POST
def confirm(request, pk: int):
    """The supervisor freezes the draft."""
    record = _visible(request, pk)
    try:
        lifecycle.confirm(record, by=request.user)
        messages.success(request, "報告を確定しました。これより後は変わりません。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(record.get_absolute_url())


def report_file(request, pk: int, kind: str):
    """The PDF or the Excel file; an official's first download of a confirmed report is its submission."""
    record = _visible(request, pk)
    makers = {"pdf": pdf_of, "xlsx": excel_of}
    if kind not in makers:
        raise Http404
    if request.user.role == Role.OFFICIAL:
        lifecycle.submit(record, to=request.user)
    return download(makers[kind](record))


def _document_for(request, record: Report) -> ReportDocument:
    """The document as the reader may see it: to the prefecture it goes as its files do."""
    if request.user.role == Role.OFFICIAL:
        return leaving_document(record)
    return arranged(ReportDocument.from_json(record.document))


def _keys_shown(document: ReportDocument) -> set[str]:
    rows = (row for table in document.tables for block in table.blocks for row in block.rows)
    return {cell.figure for row in rows for cell in row.cells}


def _bridge(record: Report, found: Figure):
    return record.bridge.filter(figure=found.key)


def _is_open_month(request, record: Report) -> bool:
    is_draft = record.state == Report.State.DRAFT and record.kind == Report.Kind.MONTHLY
    return is_draft and may(request.user, "reports.draft")


def _visible(request, pk: int) -> Report:
    reports = Report.objects.select_related("drafted_by", "confirmed_by", "submitted_to")
    if not may(request.user, "reports.draft"):
        reports = reports.exclude(state=Report.State.DRAFT)
    return get_object_or_404(reports, pk=pk)


def _ask(request, ask):
    try:
        job = ask()
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:list")
    return redirect(reverse("centre:job", args=[job.pk]))


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise DomainError("月を選んでください。", "month") from error


def _year(text: str) -> FiscalYear:
    year = year_of(text, 2019, 2100)
    if year is None:
        raise DomainError("年度を選んでください。", "year")
    return FiscalYear(year)
