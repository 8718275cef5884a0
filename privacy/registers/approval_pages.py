"""What the official approves on the screen, and nothing else: applications, workplaces, managers."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.files import download, without_content
from centre.pages import EditForm
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog, Designation, EntryDocument, RegisterEntry
from privacy.registers import moving, overview
from privacy.registers.approving import approve
from privacy.registers.catalogue import PERMIT_KEYS
from privacy.registers.courses import State
from privacy.registers.forms import ApproveForm, DecisionForm
from privacy.registers.paper import facts_of

APPROVALS = "privacy:approvals"
MOST_DECIDED = 20


def for_the_official(user):
    """The entries an official may open: applications that wait, and those this official has decided."""
    waiting = Q(kind__in=PERMIT_KEYS, state=State.ASKED)
    return RegisterEntry.objects.with_people().filter(waiting | Q(kind__in=PERMIT_KEYS, decided_by=user))


def approvals(request):
    """What waits for the prefecture's answer, and what this official has decided."""
    today = timezone.localdate()
    waiting = RegisterEntry.objects.waiting_for_the_prefecture().with_people()
    context = {
        "entries": waiting,
        "workplaces": overview.workplaces_to_approve(today),
        "managers": overview.managers_to_approve(today),
        "decided": for_the_official(request.user).filter(decided_by=request.user).order_by("-pk")[:MOST_DECIDED],
    }
    record_access(request, AccessLog.Action.LIST, RegisterEntry._meta.label, detail=f"承諾を待つ申請 {len(waiting)}件")
    return render(request, "privacy/registers/approvals.html", context)


class _Approval:
    """Forms that lead back to what waits."""

    def get_success_url(self, made):
        return reverse(APPROVALS)

    def back(self):
        return reverse(APPROVALS), "県の承諾を待つもの"


class Decide(_Approval, GuardedPage, EditForm):
    """An application with what it asks for, and the answer."""

    template_name = "privacy/registers/decide.html"
    form_class = DecisionForm
    guarded_subject = RegisterEntry._meta.label
    submit = "決定を記録する"
    success_message = "決定を記録しました。"

    @property
    def title(self) -> str:
        return f"{self.object.declaration.title}　{self.object.label}"

    def get_object(self):
        return get_object_or_404(for_the_official(self.request.user), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        record_access(request, AccessLog.Action.READ, RegisterEntry._meta.label, self.object.pk, self.object.label)
        return super().get(request, *args, **kwargs)

    def act(self, form):
        told = dict(form.cleaned_data)
        permits = told.pop("permits") == "yes"
        return moving.decide(self.object, self.version, permits=permits, by=self.request.user, **told)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            facts=facts_of(self.object),
            waits=self.object.state == State.ASKED,
            documents=self.object.documents.select_related("file").defer("file__content"),
            **kwargs,
        )


class _Approve(_Approval, EditForm):
    """What was reported, and the approval."""

    template_name = "privacy/registers/approve.html"
    form_class = ApproveForm
    submit = "承諾する"
    success_message = "承諾を記録しました。"

    def act(self, form):
        return approve(self.object, self.version, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(waits=self.object.approved_on is None, **kwargs)


class ApproveWorkplace(_Approve):
    title = "作業場所の承諾"

    def get_object(self):
        found = overview.workplaces_of(self.request.user, timezone.localdate())
        return get_object_or_404(found, pk=self.kwargs["pk"])


class ApproveManager(_Approve):
    title = "個人情報保護責任者の承認"

    def get_object(self):
        found = overview.managers_of(self.request.user, timezone.localdate())
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        record_access(request, AccessLog.Action.READ, Designation._meta.label, self.object.pk)
        return super().get(request, *args, **kwargs)


def approval_document(request, pk: int):
    """A paper of an application that this official may open."""
    found = get_object_or_404(EntryDocument.objects.filter(entry__in=for_the_official(request.user)), pk=pk)
    record_access(request, AccessLog.Action.READ, RegisterEntry._meta.label, found.entry_id, f"書類 {found.title}")
    return download(without_content().get(pk=found.file_id))
