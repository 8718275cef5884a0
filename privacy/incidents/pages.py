"""Pages of an incident, from the press of the button to its closing."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.pages import ActForm, EditForm
from centre.roles import may
from privacy.access import record_access
from privacy.incidents import affected, clock, contents, handling, pressing
from privacy.incidents.forms import (
    ChooseForm,
    CloseForm,
    EvidenceForm,
    FactsForm,
    FirstForm,
    MeasureChangeForm,
    MeasureForm,
    NoteForm,
    QuestionForm,
    TellForm,
    WithdrawForm,
)
from privacy.incidents.noting import write_note
from privacy.models import AccessLog, Designation, Incident, IncidentAffected, IncidentMeasure, IncidentReport

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


class _OfIncident:
    """Forms about one incident that lead back to its page."""

    def dispatch(self, request, *args, **kwargs):
        self.incident = incident_for(request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        return reverse("privacy:incident", args=[self.incident.pk])

    def back(self):
        return reverse("privacy:incident", args=[self.incident.pk]), str(self.incident)

    def get_context_data(self, **kwargs):
        return super().get_context_data(incident=self.incident, **kwargs)


class _EditsIncident(_OfIncident, EditForm):
    template_name = "privacy/incidents/form.html"

    def get_object(self):
        return incident_for(self.request.user, self.kwargs["pk"])


class Begin(_EditsIncident):
    """What happened, and when it was noticed: by who pressed, or who handles incidents."""

    title = "事故を知らせる"
    lead = "押した時刻はもう記録されました。次の2つだけ書いて知らせます。くわしくは後で書けます。"
    form_class = FirstForm
    submit = "知らせる"
    template_name = "privacy/incidents/begin.html"

    def get_initial(self):
        noticed_at = self.object.noticed_at or self.object.pressed_at
        return {"what": self.object.what, "noticed_at": noticed_at, "is_exercise": self.object.is_exercise}

    def act(self, form):
        if not self.object.is_blank and not may(self.request.user, "incidents.handle"):
            raise DomainError("もう知らせました。続きは個人情報保護責任者に伝えてください。")
        return pressing.describe_first(self.object, self.version, by=self.request.user, **form.cleaned_data)


class Withdraw(_EditsIncident):
    title = "取り下げる"
    lead = "押し間違いのときなどに取り下げます。押した時刻と理由は残ります。"
    form_class = WithdrawForm
    submit = "取り下げる"
    success_message = "取り下げました。"

    def act(self, form):
        if not self.object.is_blank and not may(self.request.user, "incidents.handle"):
            raise DomainError("知らせたあとは、個人情報保護責任者だけが取り下げられます。")
        return pressing.withdraw(self.object, self.version, by=self.request.user, **form.cleaned_data)


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
        "papers": [
            (kind, label, [one for one in _reports(incident) if one.kind == kind])
            for kind, label in IncidentReport.Kind.choices
        ],
        "may_handle": may(request.user, "incidents.handle") and incident.is_open,
        "may_close": may(request.user, "incidents.close") and incident.is_open and incident.told_at,
    }
    return render(request, "privacy/incidents/incident.html", context)


def _reports(incident: Incident):
    return incident.reports.select_related("made_by").defer("content")


class Describe(_EditsIncident):
    title = "分かっていることを書く"
    lead = "報告書はここから作られます。分からない所は空けておくと「確認中」と出ます。"
    form_class = FactsForm
    success_message = "保存しました。"

    def act(self, form):
        return handling.describe(self.object, self.version, by=self.request.user, **form.cleaned_data)


class AddEvidence(_OfIncident, ActForm):
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


class Affected(_OfIncident, ActForm):
    """Who is affected: the question to the log in the address, what it proposes below, the list that stands above."""

    title = "影響を受けた方"
    lead = "閲覧記録から、関わる方・記録を選んで確かめます。名前は、その記録を見てよい人にだけ出ます。"
    form_class = ChooseForm
    template_name = "privacy/incidents/affected.html"
    submit = "選んだ方・記録を確かめた"

    def dispatch(self, request, *args, **kwargs):
        self.question_form = QuestionForm(
            request.GET if "since" in request.GET else None, initial=self._usual(**kwargs)
        )
        self.proposals = None
        if self.question_form.is_bound and self.question_form.is_valid():
            self.proposals = affected.propose(affected.Question(**self._asked()), request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"proposals": self.proposals.records if self.proposals else ()}

    def act(self, form):
        chosen = set(form.cleaned_data["chosen"])
        records = [one for one in self.proposals.records if one.key in chosen]
        messages.success(
            self.request, f"{affected.confirm(self.incident, records, by=self.request.user)}件を加えました。"
        )
        return self.incident

    def get_success_url(self, made):
        return reverse("privacy:incident_affected", args=[made.pk])

    def get_context_data(self, **kwargs):
        rows = list(affected.current(self.incident)[: affected.MOST])
        listed = affected.with_names([self._shown(row) for row in rows], self.request.user)
        record_access(
            self.request, AccessLog.Action.LIST, SUBJECT, self.incident.pk, f"影響を受けた方・記録{len(rows)}件を表示"
        )
        return super().get_context_data(
            question_form=self.question_form,
            proposals=self.proposals,
            listed=list(zip(rows, listed, strict=True)),
            counted=affected.counted(self.incident),
            may_handle=self.incident.is_open,
            **kwargs,
        )

    def _asked(self) -> dict:
        asked = self.question_form.cleaned_data
        # The field has no seconds: a line of the last minute belongs to it.
        return asked | {"until": asked["until"] + timedelta(seconds=59, microseconds=999_999)}

    def _usual(self, pk: int) -> dict:
        incident = Incident.objects.filter(pk=pk).first()
        until = incident.pressed_at if incident else timezone.now()
        noticed = incident.noticed_at if incident and incident.noticed_at else until
        return {"since": noticed - timedelta(days=1), "until": until}

    @staticmethod
    def _shown(row: IncidentAffected) -> affected.Proposal:
        return affected.Proposal(row.subject, row.subject_id, row.looks, row.confirmed_at, row.confirmed_at)


@require_POST
def drop_affected(request, pk: int):
    """Take somebody out of the list again."""
    row = get_object_or_404(IncidentAffected, pk=pk)
    try:
        affected.take_out(row, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("privacy:incident_affected", row.incident_id)


class PlanMeasure(_OfIncident, ActForm):
    title = "措置を決める"
    form_class = MeasureForm
    template_name = "privacy/incidents/form.html"
    success_message = "措置を加えました。"

    def act(self, form):
        return handling.plan_measure(self.incident, by=self.request.user, **form.cleaned_data)


class ChangeMeasure(EditForm):
    title = "措置を直す・済ませる"
    form_class = MeasureChangeForm
    template_name = "privacy/incidents/form.html"
    success_message = "措置を保存しました。"

    def get_object(self):
        return get_object_or_404(IncidentMeasure.objects.select_related("incident"), pk=self.kwargs["pk"])

    def act(self, form):
        return handling.change_measure(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("privacy:incident", args=[self.object.incident_id])

    def back(self):
        return self.get_success_url(None), str(self.object.incident)

    def get_context_data(self, **kwargs):
        return super().get_context_data(incident=self.object.incident, **kwargs)


class AddNote(_OfIncident, ActForm):
    title = "経過を書く"
    form_class = NoteForm
    template_name = "privacy/incidents/form.html"
    success_message = "経過を書きました。"

    def act(self, form):
        given = form.cleaned_data
        return write_note(self.incident, given["words"], kind=given["kind"], by=self.request.user)


class Tell(_EditsIncident):
    title = "県への報告を記録"
    lead = "帰責の有無にかかわらず、直ちに報告します（特記事項 第17）。電話のあと、事故報告書を確定して渡します。"
    form_class = TellForm
    success_message = "県への報告を記録しました。"

    def get_initial(self):
        return {"told_at": timezone.now()}

    def act(self, form):
        return handling.tell(self.object, self.version, by=self.request.user, **form.cleaned_data)


class Close(_EditsIncident):
    title = "終了する"
    lead = "県に報告し、事故報告書を確定し、措置がすべて済んでから終了します。終了したあとは経過だけ書けます。"
    form_class = CloseForm
    submit = "終了する"
    success_message = "終了しました。"

    def act(self, form):
        return handling.close(self.object, self.version, by=self.request.user, **form.cleaned_data)
