"""Pages of the register of provisions."""

from urllib.parse import quote

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from centre.exporting.listing import conditions_of
from centre.pages import ActForm
from centre.roles import may
from privacy.access import record_access
from privacy.export_pages import ExportPage
from privacy.models import AccessLog, Provision
from privacy.sharing.forms import CancelForm, ProvisionForm, terms_of
from privacy.sharing.marking import mark_of
from privacy.sharing.providing import cancel_provision, record_provision
from privacy.sharing.register import PROVISIONS
from privacy.sharing.register_paper import MOST, TITLE, write_register

REGISTER = "提供の記録"


def provision(request, pk: int):
    """One line of the register, with the record it belongs to."""
    found = get_object_or_404(Provision.objects.select_related("agency", "consent_text", "provided_by"), pk=pk)
    may_cancel = not found.cancelled_at and may(request.user, "provisions.cancel")
    return render(
        request,
        "privacy/provision.html",
        {"provision": found, "record_url": _record_url(found), "may_cancel": may_cancel},
    )


class AddProvision(ActForm):
    """What went on paper, by telephone or in a report is written down by hand."""

    form_class = ProvisionForm
    title = "提供を記録"
    lead = (
        "紙や電話、報告など、この画面の外で渡したものを記録します。"
        "つなぎ、関係機関の名簿、書類を添えたメール、外に出す書出しは、自動で記録されます。"
    )
    success_message = "提供を記録しました。"

    def get_initial(self):
        return {"provided_on": timezone.localdate()}

    def act(self, form):
        values = form.cleaned_data
        return record_provision(
            terms_of(values, values["purpose"]),
            items=values["items"],
            means=values["means"],
            people=values["people"],
            employers=values["employers"],
            provided_on=values["provided_on"],
            by=self.request.user,
        )

    def back(self):
        return reverse("privacy:provisions"), REGISTER


class CancelProvision(ActForm):
    """Note that something was not given after all."""

    form_class = CancelForm
    title = "提供しなかったと記録"
    submit = "取り消す"
    lead = "記録は残り、取り消したことと理由が加わります。渡したものは取り消せません。"
    success_message = "提供しなかったことを記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.provision = get_object_or_404(Provision, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return cancel_provision(self.provision, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.provision.get_absolute_url(), str(self.provision)


class ExportProvisions(ExportPage):
    listing = PROVISIONS
    list_url = "privacy:provisions"


def register_pdf(request):
    """The lines that the register shows at this address, as a paper."""
    page = PROVISIONS.shown(request.GET.urlencode(), request.user)
    found = list(page.rows[: MOST + 1])
    if len(found) > MOST:
        messages.error(request, f"紙にできるのは{MOST:,}件までです。期間などの条件をしぼってください。")
        return redirect(f"{reverse('privacy:provisions')}?{request.GET.urlencode()}")
    conditions = conditions_of(page)
    detail = f"{TITLE} {len(found)}件 条件：{conditions}"
    record_access(request, AccessLog.Action.PRINT, Provision._meta.label, detail=detail)
    content = write_register(found, conditions, mark=mark_of(request.user))
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"{TITLE}_{timezone.localdate():%Y%m%d}.pdf"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _record_url(found: Provision) -> str:
    """The page of the record that a provision belongs to; "" when it has none or is gone."""
    if not found.subject_id:
        return ""
    record = apps.get_model(found.subject)._default_manager.filter(pk=found.subject_id).first()
    return record.get_absolute_url() if record else ""
