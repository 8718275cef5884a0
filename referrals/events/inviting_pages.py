"""The page from which employers and people are invited: search, tick, one press."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from centre.errors import DomainError
from centre.pages import ActForm
from centre.submissions import once
from consultations.picking import picked, suggest
from privacy.access import record_access
from privacy.models import AccessLog
from privacy.rights.turning_back import turned_back
from referrals.events.forms import CountForm, InviteToForm
from referrals.events.inviting import Whom, invite
from referrals.events.models import CentreEvent, EventGuest
from referrals.events.receiving import walk_in

Party = EventGuest.Party
KINDS = ("establishment", "jobseeker")


class Invite(View):
    """Find employers and people and put them on the list of an event, several at once."""

    def get(self, request, pk: int):
        return self._page(request, _event(pk))

    def post(self, request, pk: int):
        event, form = _event(pk), None
        accepted = request.POST.get("answer") == EventGuest.Standing.ACCEPTED
        if request.POST.get("do") == "count":
            form = CountForm(request.POST)
            if not form.is_valid():
                return self._page(request, event, form=form, status=422)
            whoms = [Whom(**form.cleaned_data)]
        else:
            keys = dict.fromkeys(request.POST.getlist("picked"))
            whoms = [whom_of(key, request.user, request.POST.get(f"party_{key}", "")) for key in keys]
        if not whoms:
            return self._page(request, event, error="招待する相手に印を付けてください。", status=422)
        try:
            key = request.POST.get("submission_key", "")
            address = once(key, request.user, lambda: _invite_all(event, whoms, accepted, request.user))
        except DomainError as error:
            if form is not None:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            return self._page(request, event, form=form, error=error.message, status=422)
        messages.success(request, f"{len(whoms)}件を名簿に加えました。")
        return HttpResponseRedirect(address)

    def _page(self, request, event: CentreEvent, *, form=None, error: str = "", status: int = 200):
        text = request.GET.get("q", "").strip()[:80]
        found = suggestions(event, text, request.user)
        if text:
            record_access(request, AccessLog.Action.SEARCH, EventGuest._meta.label, detail=f"{text} {len(found)}件")
        context = {
            "event": event,
            "text": text,
            "found": found,
            "form": form or CountForm(),
            "error": error,
            "ticked": request.POST.getlist("picked"),
            "parties": [(Party.JOBSEEKER, "本人"), (Party.GUARDIAN, "保護者"), (Party.RETURNEE, "帰省者")],
            "submission_key": uuid.uuid4(),
            "is_planned": event.state == CentreEvent.State.PLANNED,
        }
        return render(request, "referrals/events/invite.html", context, status=status)


class InviteTo(ActForm):
    """From the page of an employer or a person to one of the events to come."""

    template_name = "referrals/events/invite_to.html"
    form_class = InviteToForm
    title = "行事に招待"
    submit = "名簿に入れる"
    success_message = "名簿に入れました。"

    def dispatch(self, request, *args, **kwargs):
        self.whom = asked_for(request)
        return turned_back(request, self.whom.jobseeker) or super().dispatch(request, *args, **kwargs)

    @property
    def record(self):
        return self.whom.establishment or self.whom.jobseeker

    @property
    def lead(self) -> str:
        return self.record.name

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_person": self.whom.jobseeker is not None}

    def act(self, form):
        chosen = form.cleaned_data
        whom = replace(self.whom, party=chosen.get("party") or self.whom.party)
        accepted = chosen["answer"] == EventGuest.Standing.ACCEPTED
        return invite(chosen["event"], whom, accepted=accepted, by=self.request.user)

    def get_success_url(self, made):
        return f"{made.event.get_absolute_url()}#guest-{made.pk}"

    def back(self):
        return self.record.get_absolute_url(), self.record.name

    def get_context_data(self, **kwargs):
        coming = CentreEvent.objects.coming(timezone.localdate())
        return super().get_context_data(has_events=coming.exists(), **kwargs)


def asked_for(request) -> Whom:
    """Whom the address names, and that somebody's name was read. Raises Http404 when it names nobody."""
    kind = next((one for one in KINDS if one in request.GET), "")
    whom = whom_of(f"{kind}-{request.GET.get(kind, '')}", request.user)
    if whom.jobseeker:
        record_access(request, AccessLog.Action.READ, whom.jobseeker._meta.label, whom.jobseeker.pk)
    return whom


def suggestions(event: CentreEvent, text: str, user) -> list:
    """(record that can be invited, whether it is on the list already), for what was typed."""
    on_list = event.guests.exclude(standing=EventGuest.Standing.WITHDRAWN)
    known = {f"establishment-{pk}" for pk in on_list.values_list("establishment", flat=True)}
    known |= {f"jobseeker-{pk}" for pk in on_list.values_list("jobseeker", flat=True)}
    found = suggest(text, user, usable_only=True)
    return [(pick, pick.key in known) for pick in found if pick.key.split("-")[0] in KINDS]


def whom_of(key: str, user, party: str = "") -> Whom:
    """Whom a key of the suggestions names, people as the party chosen. Raises Http404 for a key that names nobody."""
    with_ = picked(key, user)
    if with_ is not None and with_.establishment:
        return Whom(Party.EMPLOYER, establishment=with_.establishment)
    person = with_.jobseeker if with_ else None
    chosen = party if party in (Party.GUARDIAN, Party.RETURNEE) else Party.JOBSEEKER
    return Whom(chosen, jobseeker=person)


def walk_in_by_key(event: CentreEvent, key: str, user) -> EventGuest:
    """Receive somebody whom the counter knows and who was not invited."""
    return walk_in(event, whom_of(key, user), by=user)


def _invite_all(event: CentreEvent, whoms: list[Whom], accepted: bool, user) -> str:
    for whom in whoms:
        invite(event, whom, accepted=accepted, by=user)
    return reverse("referrals:event", args=[event.pk])


def _event(pk: int) -> CentreEvent:
    return get_object_or_404(CentreEvent, pk=pk)
