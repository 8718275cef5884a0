"""Who is affected: the question to the log, what it proposes, and the list that stands."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.pages import ActForm
from privacy.access import record_access
from privacy.incidents import affected
from privacy.incidents.forms import ChooseForm, QuestionForm
from privacy.incidents.pages import SUBJECT, OfIncident
from privacy.models import AccessLog, IncidentAffected


class Affected(OfIncident, ActForm):
    """Who is affected: the question to the log in the address, what it proposes below, the list that stands above."""

    title = "影響を受けた方"
    lead = "閲覧記録から、関わる方・記録を選んで確かめます。名前は、その記録を見てよい人にだけ出ます。"
    form_class = ChooseForm
    template_name = "privacy/incidents/affected.html"
    submit = "選んだ方・記録を確かめた"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.question_form = QuestionForm(request.GET if "since" in request.GET else None, initial=self._usual())
        self.proposals = None
        if self.question_form.is_bound and self.question_form.is_valid():
            self.proposals = affected.propose(affected.Question(**self._asked()), request.user)

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

    def _usual(self) -> dict:
        """The day before it was noticed, until the button was pressed."""
        until = self.incident.pressed_at
        return {"since": (self.incident.noticed_at or until) - timedelta(days=1), "until": until}

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
