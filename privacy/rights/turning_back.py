"""Pages that use a person's data lead back to the person's page while the use is stopped."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from privacy.rights.guard import STOPPED, is_stopped


def turned_back(request: HttpRequest, person: Model | None) -> HttpResponse | None:
    """The way back with its reason; None for who may be used.

    What was sent goes on to its act, which refuses it in the form, where the typed words stay.
    """
    if request.method == "POST" or person is None or not is_stopped(person):
        return None
    return lead_back(request, person)


def lead_back(request: HttpRequest, person: Model) -> HttpResponse:
    """To the page of somebody whose use is stopped, with the reason."""
    messages.error(request, STOPPED)
    return redirect(person.get_absolute_url())
