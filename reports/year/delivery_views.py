"""Pages of the deliverables, the equipment and the package for the CD-ROM."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.files import download, without_content
from centre.roles import may
from reports.meetings.delivery import agreed_minutes
from reports.models import Deliverable, DeliveryPackage, Equipment
from reports.year import delivering, package
from reports.year.forms import DeliverableForm, EquipmentForm
from reports.year.pages import YearAct, YearEdit, address, of_year, year_asked, year_from

PAGE, LABEL = "reports:deliverables", "成果物と備品"


def deliverables(request):
    """The results of a year, its equipment, and the packages made for the CD-ROM."""
    year = year_from(request.GET.get("year", ""))
    packages = DeliveryPackage.objects.filter(fiscal_year=year.year).select_related("file", "made_by")
    context = {
        "deliverables": Deliverable.objects.filter(fiscal_year=year.year),
        "equipment": Equipment.objects.filter(fiscal_year=year.year),
        "packages": packages.defer("file__content")[:20],
        "reports": package.frozen_reports(year),
        "minutes": agreed_minutes(year).count(),
        "missing": package.missing(year),
        "may_edit": may(request.user, "reports.draft"),
        "may_pack": may(request.user, "reports.confirm"),
        **of_year(year),
    }
    return render(request, "reports/year/deliverables.html", context)


class AddDeliverable(YearAct):
    title = "成果物を加える"
    form_class = DeliverableForm
    success_message = "成果物を加えました。"
    page, page_label = PAGE, LABEL

    def act(self, form):
        year = year_from(self.request.GET.get("year", ""))
        return delivering.add_deliverable(year, by=self.request.user, **form.cleaned_data)


class ChangeDeliverable(YearEdit):
    title = "成果物を直す"
    form_class = DeliverableForm
    success_message = "成果物を保存しました。"
    page, page_label = PAGE, LABEL

    def get_object(self):
        return get_object_or_404(Deliverable, pk=self.kwargs["pk"])

    def act(self, form):
        return delivering.change_deliverable(self.object, self.version, by=self.request.user, **form.cleaned_data)


class AddEquipment(YearAct):
    title = "備品を加える"
    lead = "委託料で購入した備品です。県が指定したものは、契約の終了時に県のものになります（契約 12(4)）。"
    form_class = EquipmentForm
    success_message = "備品を加えました。"
    page, page_label = PAGE, LABEL

    def act(self, form):
        year = year_from(self.request.GET.get("year", ""))
        return delivering.add_equipment(year, by=self.request.user, **form.cleaned_data)


class ChangeEquipment(YearEdit):
    title = "備品を直す"
    form_class = EquipmentForm
    success_message = "備品を保存しました。"
    page, page_label = PAGE, LABEL

    def get_object(self):
        return get_object_or_404(Equipment, pk=self.kwargs["pk"])

    def act(self, form):
        return delivering.change_equipment(self.object, self.version, by=self.request.user, **form.cleaned_data)


@require_POST
def ask_package(request):
    """Ask for the package of a year and go to the progress page."""
    try:
        year = year_asked(request.POST.get("year", ""))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(PAGE)
    try:
        job = package.ask_for_package(year, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(address(PAGE, year.year))
    return redirect(reverse("centre:job", args=[job.pk]))


def package_file(request, pk: int):
    """A package as it was made."""
    found = get_object_or_404(DeliveryPackage, pk=pk)
    return download(without_content().get(pk=found.file_id))
