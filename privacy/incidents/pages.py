"""Pages of an incident, from the press of the button to its closing."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.pages import ActForm, EditForm
from centre.roles import may
from privacy.access import record_access
from privacy.incidents import affected, clock, contents, handling, pressing
from privacy.incidents.forms import (
    CloseForm,
    EvidenceForm,
    FactsForm,
    FirstForm,
    MeasureChangeForm,
    MeasureForm,
    NoteForm,
    TellForm,
    WithdrawForm,
)
from privacy.incidents.noting import write_note
from privacy.models import AccessLog, Designation, Incident, IncidentMeasure, IncidentReport

SUBJECT = Incident._meta.label


@require_POST
def press(request):
    """The button in the head of every page."""
    return redirect("privacy:incident_begin", pressing.press(by=request.user).pk)


def incident_for(user, pk: int) -> Incident:
    """An incident this person may open: who reads incidents, or pressed the button. Raises Http404 for others."""
    incident = get_object_or_404(Incident.objects.select_related("pressed_by", "closed_by"), pk=pk)
    if incident.pressed_by_id != user.pk and not may(user, "incidents.read"):
        raise Http404
    return incident


class OfIncident:
    """Forms about one incident that lead back to its page."""

    template_name = "privacy/incidents/form.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.incident = incident_for(request.user, self.incident_number())

    def incident_number(self) -> int:
        return self.kwargs["pk"]

    def get_success_url(self, made):
        return reverse("privacy:incident", args=[self.incident.pk])

    def back(self):
        return reverse("privacy:incident", args=[self.incident.pk]), str(self.incident)

    def get_context_data(self, **kwargs):
        return super().get_context_data(incident=self.incident, **kwargs)


class _EditsIncident(OfIncident, EditForm):
    """`carry_out` is the act: it takes the incident, the version that was read, and what was typed."""

    def get_object(self):
        return self.incident

    def act(self, form):
        return self.carry_out(self.incident, self.version, by=self.request.user, **form.cleaned_data)


class Begin(_EditsIncident):
    """What happened, and when it was noticed: by who pressed, or who handles incidents."""

    title = "事故を知らせる"
    lead = "押した時刻はもう記録されました。次の2つだけ書いて知らせます。くわしくは後で書けます。"
    carry_out = staticmethod(pressing.describe_first)
    form_class = FirstForm
    submit = "知らせる"
    template_name = "privacy/incidents/begin.html"

    def get_initial(self):
        noticed_at = self.object.noticed_at or self.object.pressed_at
        return {"what": self.object.what, "noticed_at": noticed_at, "is_exercise": self.object.is_exercise}


class Withdraw(_EditsIncident):
    title = "取り下げる"
    lead = "押し間違いのときなどに取り下げます。押した時刻と理由は残ります。"
    carry_out = staticmethod(pressing.withdraw)
    form_class = WithdrawForm
    submit = "取り下げる"
    success_message = "取り下げました。"


def incident_page(request, pk: int):
    """The page of an incident: all of it for who reads incidents, what to do next for who pressed the button."""
    incident = incident_for(request.user, pk)
    if incident.is_blank and incident.pressed_by_id == request.user.pk:
        return redirect("privacy:incident_begin", pk)
    manager = Designation.objects.filter(duty=Designation.Duty.MANAGER, ends_on__isnull=True).first()
    context = {
        "incident": incident,
        "hours": clock.hours_since(incident.noticed_at or incident.pressed_at, timezone.now()),
        "manager": manager,
    }
    if not may(request.user, "incidents.read"):
        return render(request, "privacy/incidents/reported.html", context)
    record_access(request, AccessLog.Action.READ, SUBJECT, pk)
    context |= {
        "judged": clock.JUDGED,
        "deadlines": contents.deadlines_of(incident) if incident.noticed_at else [],
        "readings": contents.readings_of(incident) if incident.noticed_at else [],
        "people": affected.people_of(incident),
        "counted": affected.counted(incident),
        "evidence": incident.evidence.select_related("added_by", "file").defer("file__content"),
        "measures": incident.measures.select_related("owner"),
        "notes": incident.notes.select_related("by")[:200],
        "papers": _papers(incident),
        "may_handle": may(request.user, "incidents.handle") and incident.is_open,
        "may_close": may(request.user, "incidents.close") and incident.is_open and incident.told_at,
    }
    return render(request, "privacy/incidents/incident.html", context)


def _papers(incident: Incident) -> list[tuple[str, str, list[IncidentReport]]]:
    """(kind, its name, the versions that were fixed)."""
    fixed = list(incident.reports.select_related("made_by").defer("content"))
    return [(kind, label, [one for one in fixed if one.kind == kind]) for kind, label in IncidentReport.Kind.choices]


class Describe(_EditsIncident):
    title = "分かっていることを書く"
    lead = "報告書はここから作られます。分からない所は空けておくと「確認中」と出ます。"
    carry_out = staticmethod(handling.describe)
    form_class = FactsForm
    success_message = "保存しました。"


class AddEvidence(OfIncident, ActForm):
    title = "証拠を加える"
    form_class = EvidenceForm
    template_name = "privacy/incidents/file_form.html"
    success_message = "証拠を加えました。"

    def act(self, form):
        file = form.cleaned_data["file"]
        return handling.add_evidence(
            self.incident,
            name=file.name[:200],
            content_type="application/octet-stream",
            content=file.read(),
            caption=form.cleaned_data["caption"],
            by=self.request.user,
        )


class PlanMeasure(OfIncident, ActForm):
    title = "措置を決める"
    form_class = MeasureForm
    success_message = "措置を加えました。"

    def act(self, form):
        return handling.plan_measure(self.incident, by=self.request.user, **form.cleaned_data)


class ChangeMeasure(OfIncident, EditForm):
    title = "措置を直す・済ませる"
    form_class = MeasureChangeForm
    success_message = "措置を保存しました。"

    def incident_number(self):
        self.measure = get_object_or_404(IncidentMeasure, pk=self.kwargs["pk"])
        return self.measure.incident_id

    def get_object(self):
        return self.measure

    def act(self, form):
        return handling.change_measure(self.measure, self.version, by=self.request.user, **form.cleaned_data)


class AddNote(OfIncident, ActForm):
    title = "経過を書く"
    form_class = NoteForm
    success_message = "経過を書きました。"

    def act(self, form):
        given = form.cleaned_data
        return write_note(self.incident, given["words"], kind=given["kind"], by=self.request.user)


class Tell(_EditsIncident):
    title = "県への報告を記録"
    lead = "帰責の有無にかかわらず、直ちに報告します（特記事項 第17）。電話のあと、事故報告書を確定して渡します。"
    carry_out = staticmethod(handling.tell)
    form_class = TellForm
    success_message = "県への報告を記録しました。"

    def get_initial(self):
        return {"told_at": timezone.now()}


class Close(_EditsIncident):
    title = "終了する"
    lead = "県に報告し、事故報告書を確定し、措置がすべて済んでから終了します。終了したあとは経過だけ書けます。"
    carry_out = staticmethod(handling.close)
    form_class = CloseForm
    submit = "終了する"
    success_message = "終了しました。"
