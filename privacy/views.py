"""Pages of privacy: the reason for looking, who looked at what, and what is kept about people."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from centre.pages import ListPage
from privacy.access import give_reason
from privacy.filters import AccessLogFilter
from privacy.forms import ReasonForm
from privacy.models import AccessLog
from privacy.processing import model_name, register_of_processing, subject_labels


def reason(request):
    """Ask why somebody looks at personal data, write it down, and go on to the page that was asked for."""
    form = ReasonForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        give_reason(request, form.cleaned_data["reason"])
        return redirect(safe(request, form.cleaned_data["next"]))
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/reason.html", {"form": form, "back": reverse("home")}, status=status)


def safe(request, address: str) -> str:
    """An address of this product; the home page for any other."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return reverse("home")


class AccessLogList(ListPage):
    """Who looked at what, newest first."""

    template_name = "privacy/access_log.html"
    filterset_class = AccessLogFilter

    def get_base_queryset(self):
        return AccessLog.objects.select_related("user")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        labels = dict(subject_labels())
        for line in context["object_list"]:
            line.subject_label = labels.get(line.subject) or model_name(line.subject)
        return context


def register(request):
    """What is kept about people: read from the models, so it is never out of date."""
    return render(request, "privacy/register.html", {"rows": register_of_processing()})
