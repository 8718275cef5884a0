"""The reception on the day: find a guest, mark an arrival, receive somebody not invited; each in one press."""

import uuid

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.submissions import once
from privacy.access import record_access
from privacy.models import AccessLog
from referrals.events.forms import CountForm
from referrals.events.inviting import Whom
from referrals.events.inviting_pages import suggestions, walk_in_by_key
from referrals.events.models import CentreEvent, EventGuest
from referrals.events.receiving import arrive, take_arrival_back, walk_in

SUBJECT = EventGuest._meta.label
Standing = EventGuest.Standing
SHOWN = 60
WHOLE, LIST = "referrals/events/reception.html", "referrals/events/reception_list.html"


def reception(request, pk: int):
    """The guests of an event, those who have not arrived first; with `?q=` those found, and whom the counter knows."""
    event = get_object_or_404(CentreEvent, pk=pk)
    return _show(request, event, request.GET.get("q", ""))


@require_POST
def mark_arrived(request, pk: int):
    """One press: a guest is there; or was not there after all."""
    guest = get_object_or_404(EventGuest.objects.for_list(), pk=pk)
    act = take_arrival_back if request.POST.get("do") == "back" else arrive
    return _done(request, guest.event, lambda: act(guest, by=request.user))


@require_POST
def receive_walk_in(request, pk: int):
    """One press: somebody is there who was not invited, known to the counter or only counted."""
    event = get_object_or_404(CentreEvent, pk=pk)

    def act():
        once(request.POST.get("submission_key", ""), request.user, lambda: _receive(request, event))

    return _done(request, event, act)


def _receive(request, event: CentreEvent) -> str:
    if key := request.POST.get("picked", ""):
        walk_in_by_key(event, key, request.user)
    else:
        form = CountForm(request.POST)
        if not form.is_valid():
            raise DomainError("組数と人数は、1以上の数で入れてください。")
        walk_in(event, Whom(**form.cleaned_data), by=request.user)
    return reverse("referrals:event_reception", args=[event.pk])


def _done(request, event: CentreEvent, act):
    """Do it and show the list again; without a script the whole page comes back."""
    try:
        act()
        problem = ""
    except DomainError as error:
        problem = error.message
    if request.htmx:
        return _show(request, event, request.POST.get("q", "") if problem else "", problem)
    if problem:
        messages.error(request, problem)
    return HttpResponseRedirect(reverse("referrals:event_reception", args=[event.pk]))


def _show(request, event: CentreEvent, text: str, problem: str = ""):
    text = text.strip()[:80]
    expected = event.guests.for_list().expected()
    found = list(expected.search(text).waiting_first()[: SHOWN + 1])
    record_access(
        request,
        AccessLog.Action.SEARCH if text else AccessLog.Action.LIST,
        SUBJECT,
        detail=f"行事{event.pk}の受付 {text} {len(found[:SHOWN])}件".replace("  ", " "),
    )
    context = {
        "event": event,
        "guests": found[:SHOWN],
        "more": len(found) > SHOWN,
        "text": text,
        "problem": problem,
        "known": [pick for pick, is_on_list in suggestions(event, text, request.user) if not is_on_list]
        if text
        else [],
        "come": event.guests.filter(standing=Standing.ATTENDED).figures(),
        "expected": expected.filter(standing__in=(Standing.ACCEPTED, Standing.ATTENDED)).figures(),
        "is_open": event.first_on <= timezone.localdate() and event.state != CentreEvent.State.CANCELLED,
        "submission_key": uuid.uuid4(),
        "form": CountForm(),
    }
    return render(request, LIST if request.htmx else WHOLE, context)
