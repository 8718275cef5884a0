"""Pages of the yearly plan and its progress."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.files import download
from centre.models import StoredFile
from centre.roles import may
from reports.documents.excel import write_excel
from reports.documents.pdf import write_pdf
from reports.files import PDF, XLSX
from reports.models import PlanItem
from reports.plans import planning
from reports.plans.document import grouped, plan_document
from reports.plans.forms import PlanItemForm
from reports.plans.outcomes import outcomes
from reports.year.pages import YearAct, YearEdit, address, of_year, year_asked, year_from

PAGE, LABEL = "reports:plan", "計画と進捗"


def plan(request):
    """The lines of a year under their headings, with what came of them."""
    year = year_from(request.GET.get("year", ""))
    found = outcomes(PlanItem.objects.filter(fiscal_year=year.year).select_related("edited_by"), timezone.localdate())
    context = {
        "groups": grouped(found),
        "may_edit": may(request.user, "reports.draft"),
        "may_carry_over": not found and PlanItem.objects.filter(fiscal_year=year.year - 1).exists(),
        **of_year(year),
    }
    return render(request, "reports/plans/plan.html", context)


class AddItem(YearAct):
    template_name = "form_page.html"
    title = "計画の項目を加える"
    form_class = PlanItemForm
    success_message = "計画の項目を加えました。"
    page, page_label = PAGE, LABEL

    def act(self, form):
        year = year_from(self.request.GET.get("year", ""))
        return planning.add_item(year, by=self.request.user, **form.cleaned_data)


class ChangeItem(YearEdit):
    template_name = "form_page.html"
    title = "計画と進捗を直す"
    form_class = PlanItemForm
    success_message = "計画の項目を保存しました。"
    page, page_label = PAGE, LABEL

    def get_object(self):
        return get_object_or_404(PlanItem, pk=self.kwargs["pk"])

    def act(self, form):
        return planning.change_item(self.object, self.version, by=self.request.user, **form.cleaned_data)


@require_POST
def take_out(request, pk: int):
    """Take a line out of the plan."""
    item = get_object_or_404(PlanItem, pk=pk)
    try:
        planning.take_out(item, by=request.user)
        messages.success(request, "計画の項目を外しました。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(address(PAGE, item.fiscal_year))


@require_POST
def carry_over(request):
    """Begin the plan with the lines of the year before."""
    try:
        year = year_asked(request.POST.get("year", ""))
        made = planning.carry_over(year, by=request.user)
        messages.success(request, f"前の年度から{made}項目を写しました。計画の数と文を直してください。")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(PAGE)
    return redirect(address(PAGE, year.year))


def plan_file(request, year: int, kind: str):
    """The progress and the next plan as PDF or Excel."""
    makers = {"pdf": (PDF, write_pdf), "xlsx": (XLSX, write_excel)}
    if kind not in makers:
        raise Http404
    content_type, make = makers[kind]
    content = make(plan_document(year_from(str(year))))
    return download(StoredFile(name=f"計画と進捗_{year}年度.{kind}", content_type=content_type, content=content))
