"""The pages of the tables on request: the question with its answer, the records behind a cell, the Excel file."""

from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from centre.files import download
from centre.models import StoredFile
from centre.pages import PAGE_SIZE
from centre.roles import OUTSIDE, may
from centre.saved_filters import filters_of, without_place
from reports.charts.pages import drawn
from reports.cross_tables.answering import answer
from reports.cross_tables.choices import figures
from reports.cross_tables.masking import SMALLEST_SHOWN
from reports.cross_tables.question import BETWEEN, QuestionForm, period_of
from reports.documents.excel import write_excel
from reports.files import XLSX
from reports.metrics.definition import Counted, Metric, kept_within
from reports.records import behind, shown_to

PAGE = "reports:cross_table"


def cross_table(request):
    """The question, which is the address of the page, and its answer."""
    form = QuestionForm(request.GET, today=timezone.localdate())
    masked = _is_outside(request) or request.GET.get("mask") == "on"
    context = {
        "form": form,
        "masked": masked,
        "outside": _is_outside(request),
        "saved_filters": filters_of(PAGE, request.user),
        "list_name": PAGE,
        "list_query": without_place(request.GET.urlencode()),
        "may_save": may(request.user, "reports.draft"),
    }
    # While the choices are still being made only the choices are asked for.
    if form.is_bound and form.is_valid() and not request.htmx:
        question = form.question()
        found = answer(question, masked=masked)
        context |= {"question": question, "answer": found, "chart": drawn(found.chart) if found.chart else None}
    return render(request, "reports/cross_table.html", context)


def cross_excel(request):
    """The answer as an Excel file; for use within the centre the small numbers stay when they are asked for."""
    form = QuestionForm(request.GET, today=timezone.localdate())
    if not form.is_bound or not form.is_valid():
        return redirect(f"{reverse(PAGE)}?{request.GET.urlencode()}")
    question = form.question()
    wanted = request.GET.get("inside") == "on" and not _is_outside(request)
    masked = settings.SMALL_CELLS_MASKED and not wanted
    document = answer(question, masked=masked).document(question, masked=masked)
    name = f"集計表_{question.metrics[0].label}_{question.period.first}_{question.period.last}.xlsx"
    return download(StoredFile(name=name, content_type=XLSX, content=write_excel(document)))


def cross_records(request):
    """The records behind one cell, as far as the reader's role goes."""
    metric, period, parts = _asked(request)
    if metric.compute:
        counted: Counted = metric.compute(period)
        records, value = behind(metric.model_label(), counted.record_ids), counted.value
    else:
        found = kept_within(metric, metric.records(period), parts)
        records, value = behind(metric.model_label(), found.order_by().values("pk")), None
    page = Paginator(records, PAGE_SIZE).get_page(request.GET.get("page"))
    withheld = _is_outside(request) and 0 < page.paginator.count < SMALLEST_SHOWN
    context = {
        "metric": metric,
        "period": period,
        "parts": [(metric.dimension(key).label, name) for key, name in parts.items()],
        "page_obj": page,
        "value": value,
        "withheld": withheld,
        "lines": [] if withheld else shown_to(request.user, page.object_list),
    }
    return render(request, "reports/cross_records.html", context)


def _is_outside(request) -> bool:
    """The prefecture is outside the centre: what it sees has left the centre."""
    return settings.SMALL_CELLS_MASKED and request.user.role in OUTSIDE


def _asked(request) -> tuple[Metric, object, dict[str, str]]:
    """The figure, its days and its parts as the address names them; 404 for what does not exist."""
    try:
        metric = figures()[request.GET.get("figure", "")]
        period = period_of(*(date.fromisoformat(request.GET.get(name, "")) for name in ("first", "last")))
        parts = {}
        for text in request.GET.getlist("part"):
            key, _, name = text.partition(BETWEEN)
            dimension = metric.dimension(key)
            if name != dimension.rest and name not in {part for _, part in dimension.parts()}:
                raise KeyError(name)
            parts[key] = name
    except (KeyError, ValueError) as error:
        raise Http404 from error
    if period.first > period.last:
        raise Http404
    return metric, period, parts
