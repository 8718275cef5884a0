"""Pages of the inspections: the register, opening one, what was seen, what was handed over."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.pages import ActForm, ListPage
from centre.roles import may
from privacy.access import record_access
from privacy.inspections import opening, record
from privacy.inspections.forms import InspectionForm, PaperForm
from privacy.inspections.scopes import words_of
from privacy.models import AccessLog, Inspection


class Inspections(ListPage):
    """The inspections, the newest first."""

    template_name = "privacy/inspections/inspections.html"

    def get_base_queryset(self):
        return Inspection.objects.select_related("inspector", "opened_by")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_edit=may(self.request.user, "privacy.edit"), now=timezone.now(), **kwargs)


class OpenInspection(ActForm):
    title = "検査を開く"
    lead = "県の検査員に、期間と範囲を決めて閲覧だけを許します（特記事項 第16）。開いた条件は変えられません。"
    form_class = InspectionForm
    submit = "検査を開く"
    success_message = "検査を開きました。"

    def get_initial(self):
        return {"starts_at": timezone.now()}

    def act(self, form):
        terms = dict(form.cleaned_data)
        return opening.open_inspection(terms.pop("inspector"), by=self.request.user, **terms)

    def get_success_url(self, made):
        return reverse("privacy:inspection", args=[made.pk])

    def back(self):
        return reverse("privacy:inspections"), "検査"


class InspectionPage(ListPage):
    """One inspection: its terms, what was seen, page by page, and the papers handed over."""

    template_name = "privacy/inspections/inspection.html"

    def get_base_queryset(self):
        self.inspection = get_object_or_404(
            Inspection.objects.select_related("inspector", "opened_by", "closed_by"), pk=self.kwargs["pk"]
        )
        return record.lines_of(self.inspection)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        is_over = self.inspection.over_at <= timezone.now()
        for line in context["object_list"]:
            line.words = record.words_of(line)
        return context | {
            "inspection": self.inspection,
            "scope": words_of(self.inspection.scope),
            "is_over": is_over,
            "papers": self.inspection.papers.select_related("by"),
            "may_edit": may(self.request.user, "privacy.edit"),
        }


@require_POST
def end(request, pk: int):
    """End an inspection before its time."""
    try:
        opening.end_inspection(get_object_or_404(Inspection, pk=pk), by=request.user)
        messages.success(request, "検査を終えました。検査員は次の画面から開けません。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("privacy:inspection", pk)


class HandOver(ActForm):
    title = "渡した資料を記録"
    form_class = PaperForm
    success_message = "渡した資料を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.inspection = get_object_or_404(Inspection, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"handed_on": timezone.localdate()}

    def act(self, form):
        return opening.hand_over(self.inspection, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("privacy:inspection", args=[self.inspection.pk])

    def back(self):
        return reverse("privacy:inspection", args=[self.inspection.pk]), str(self.inspection)


def record_pdf(request, pk: int):
    """The record of an inspection on paper."""
    inspection = get_object_or_404(Inspection.objects.select_related("inspector", "opened_by", "closed_by"), pk=pk)
    record_access(request, AccessLog.Action.PRINT, Inspection._meta.label, pk, "検査の記録")
    response = HttpResponse(record.write_pdf(inspection), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'検査の記録_{pk}.pdf')}"
    return response
