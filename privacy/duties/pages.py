"""Pages of the duties: the gate after log-in, designations and workplaces, the versions of the notice."""

from datetime import date
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from centre.pages import ActForm, EditForm
from centre.roles import may
from privacy.access import record_access
from privacy.duties import designating, gate, noticing, paper
from privacy.duties.forms import (
    AcknowledgeForm,
    DesignationChangeForm,
    DesignationForm,
    NoticeForm,
    WorkplaceForm,
)
from privacy.duties.profiles import APPROVES_MANAGER, APPROVES_WORKPLACE
from privacy.models import AccessLog, Designation, NoticeText, RegisterEntry, Workplace
from privacy.registers import exchanges
from privacy.registers.courses import State

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def before_work(request):
    """What stands between a person and the product; the notice is read and acknowledged here."""
    gate.ask(request, request.user)
    today = timezone.localdate()
    text = gate.notice_on(today)
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and text and form.is_valid():
        noticing.acknowledge(text, by=request.user)
        gate.ask(request, request.user)
    missing = gate.missing_in(request)
    if not missing:
        return redirect("home")
    context = {
        "others": [gate.LOCKS[key].words for key in missing if key != gate.NOTICE],
        "text": text if gate.NOTICE in missing else None,
        "form": form,
        "may_register": may(request.user, "privacy.edit"),
        "pledge_url": _own_pledge(request.user) if gate.PLEDGE in missing else "",
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "privacy/before_work.html", context, status=status)


def _own_pledge(user) -> str:
    """Where somebody who keeps the registers notes their own pledge; empty for everybody else."""
    if not may(user, "registers.edit"):
        return ""
    handed_out = RegisterEntry.objects.filter(kind=exchanges.PLEDGE.key, state=State.OPEN, person=user).first()
    return handed_out.get_absolute_url() if handed_out else reverse("privacy:entry_add", args=[exchanges.PLEDGE.key])


def duties(request):
    """Manager, handlers and workplaces with their reports, and who of the staff has no access yet."""
    today = timezone.localdate()
    profile = gate.profile_on(today)
    missing = gate.missing_among(gate.handlers(), today)
    context = {
        "profile": profile,
        "needs_approval": profile.asks(APPROVES_WORKPLACE),
        "needs_manager_approval": profile.asks(APPROVES_MANAGER),
        "designations": Designation.objects.select_related("user", "approved_by"),
        "workplaces": Workplace.objects.select_related("approved_by"),
        "waiting": [(user, missing[user.pk]) for user in gate.handlers() if user.pk in missing],
        "may_edit": may(request.user, "privacy.edit"),
    }
    return render(request, "privacy/duties.html", context)


class _Duty:
    """Forms that lead back to the register."""

    def get_success_url(self, made):
        return reverse("privacy:duties")

    def back(self):
        return reverse("privacy:duties"), "責任者・従事者・作業場所"


class Designate(_Duty, ActForm):
    title = "責任者・従事者を指定"
    lead = "県への報告があらかじめ要ります。報告した日を入れ、効力が生じる日が来ると、その人は使えるようになります。"
    form_class = DesignationForm
    success_message = "指定を記録しました。報告の様式を印刷して県に出します。"

    def act(self, form):
        terms = dict(form.cleaned_data)
        return designating.designate(terms.pop("user"), by=self.request.user, **terms)


class ChangeDesignation(_Duty, EditForm):
    title = "指定を直す"
    form_class = DesignationChangeForm
    success_message = "指定を保存しました。"

    def get_object(self):
        return get_object_or_404(Designation, pk=self.kwargs["pk"])

    def act(self, form):
        return designating.change_designation(self.object, self.version, by=self.request.user, **form.cleaned_data)


class AddWorkplace(_Duty, ActForm):
    title = "作業場所を追加"
    form_class = WorkplaceForm
    success_message = "作業場所を記録しました。"

    def act(self, form):
        return designating.add_workplace(by=self.request.user, **form.cleaned_data)


class ChangeWorkplace(_Duty, EditForm):
    title = "作業場所を直す"
    form_class = WorkplaceForm
    success_message = "作業場所を保存しました。"

    def get_object(self):
        return get_object_or_404(Workplace, pk=self.kwargs["pk"])

    def act(self, form):
        return designating.change_workplace(self.object, self.version, by=self.request.user, **form.cleaned_data)


def notices(request):
    """The versions of the notice and who has acknowledged each."""
    texts = NoticeText.objects.prefetch_related("acknowledgements__user")
    return render(request, "privacy/notices.html", {"texts": texts, "may_edit": may(request.user, "privacy.edit")})


class ReviseNotice(ActForm):
    title = "周知文を改める"
    lead = "新しい版を使い始める日から、全員がログインのあとにもう一度確認します。前の版と確認の記録は残ります。"
    form_class = NoticeForm
    success_message = "周知文の新しい版を記録しました。"

    def get_initial(self):
        newest = NoticeText.objects.first()
        return {"body": newest.body, "articles": newest.articles} if newest else {}

    def act(self, form):
        return noticing.revise_notice(by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("privacy:notices")

    def back(self):
        return reverse("privacy:notices"), "周知文と確認"


def report_pdf(request):
    """参考様式 第4・第7関係 as a PDF."""
    return _file(request, paper.write_pdf, "application/pdf", "pdf")


def report_excel(request):
    """参考様式 第4・第7関係 as a workbook."""
    return _file(request, paper.write_excel, EXCEL, "xlsx")


def _file(request, write, content_type: str, ending: str) -> HttpResponse:
    day = _day(request.GET.get("on", ""))
    record_access(request, AccessLog.Action.PRINT, Designation._meta.label, detail=f"参考様式 第4・第7関係 {day}")
    response = HttpResponse(write(paper.report_on(day)), content_type=content_type)
    name = f"個人情報_責任者・従事者・作業場所_{day:%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
