"""Pages for the car park: find or enter an employer with one thumb, and the visit sheet."""

from django.db.models import OuterRef, Subquery
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centre.pages import ActForm
from centre.postal_codes import address_of
from centre.tabular.names import number_typed
from employers import enrolment
from employers.field_visit import record_field_visit
from employers.forms.field import FieldVisitForm, NewEmployerForm
from employers.models import Establishment, Visit

MATCHES = 6
USUAL_PEOPLE = ("代表", "人事ご担当", "総務ご担当", "工場長", "店長", "事務ご担当")


def start(request):
    """One box: name, number or phone."""
    return render(request, "employers/field.html", _matches(request.GET.get("q", "")))


def matches(request):
    """The employers that fit what was typed, and the way to a new one (a part of the page)."""
    return render(request, "employers/field_matches.html", _matches(request.GET.get("q", "")))


def _matches(text: str) -> dict:
    typed, found = text.strip()[:100], []
    if len(typed) >= 2:
        last_visit = (
            Visit.objects.filter(establishment=OuterRef("pk")).order_by("-visited_on").values("visited_on")[:1]
        )
        known = Establishment.objects.for_list().annotate(last_visit=Subquery(last_visit))
        found = known.first_found(typed, MATCHES)
    return {"typed": typed, "found": found}


class BadLineForm(ActForm):
    """A form that is sent by script while the line may break: the script is answered with the address to go to."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if response.status_code == 302 and self.request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"address": response["Location"]})
        return response


class EnterEmployer(BadLineForm):
    template_name = "employers/field_new.html"
    form_class = NewEmployerForm
    title = "新しい企業"
    lead = "3つで始められます。残りはあとで足せます。"
    submit = "登録して訪問票へ"

    def get_initial(self):
        typed = self.request.GET.get("q", "").strip()
        return {"phone": typed} if number_typed(typed) else {"name": typed}

    def act(self, form):
        data = form.cleaned_data
        return enrolment.enrol(
            corporation={"corporate_number": form.corporate_number, "name": data["name"]},
            establishment={"name": data["name"], "phone": data["phone"], "municipality": data["municipality"]},
            by=self.request.user,
        )

    def get_success_url(self, made):
        return reverse("employers:field_visit", args=[made.pk])

    def back(self):
        return reverse("employers:field"), "企業をさがす"


class FieldVisit(BadLineForm):
    """The visit sheet; `?from=employer` leads back to the employer's page instead of the search of the car park."""

    template_name = "employers/field_visit.html"
    form_class = FieldVisitForm
    title = "訪問票"
    submit = "記録する"
    success_message = "訪問を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.establishment = get_object_or_404(Establishment.objects.for_list(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return record_field_visit(self.establishment, leaflets=form.leaflets(), by=self.request.user, **form.learnt())

    def get_success_url(self, made):
        return self.back()[0]

    def back(self):
        if self.request.GET.get("from") == "employer":
            return self.establishment.get_absolute_url(), self.establishment.name
        return reverse("employers:field"), "企業をさがす"

    def get_context_data(self, **kwargs):
        is_registered = self.establishment.registrations.filter(ended_on__isnull=True).exists()
        return super().get_context_data(
            establishment=self.establishment, usual_people=USUAL_PEOPLE, is_registered=is_registered, **kwargs
        )


def postal_code(request):
    """The address of a postal code, for the forms of the register."""
    found = address_of(request.GET.get("code", ""))
    if found is None:
        return JsonResponse({})
    municipality = found.municipality.pk if found.municipality else ""
    return JsonResponse({"address": found.line, "municipality": municipality})
