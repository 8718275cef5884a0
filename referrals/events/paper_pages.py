"""The papers of an event, drawn when they are asked for; printing them is written down."""

from functools import partial
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from privacy.access import record_access
from privacy.models import AccessLog
from privacy.sharing.marking import mark_of
from referrals.events.models import CentreEvent, EventGuest
from referrals.events.papers import write_name_cards, write_reception_list


def reception_list(request, pk: int) -> HttpResponse:
    """The list for the reception."""
    return _paper(request, pk, "受付名簿", partial(write_reception_list, mark=mark_of(request.user)))


def name_cards(request, pk: int) -> HttpResponse:
    """The cards with the names of those who are expected or have come."""
    return _paper(request, pk, "名札", write_name_cards)


def _paper(request, pk: int, name: str, write) -> HttpResponse:
    event = get_object_or_404(CentreEvent, pk=pk)
    guests = list(event.guests.for_list().expected().by_name())
    record_access(
        request, AccessLog.Action.PRINT, EventGuest._meta.label, detail=f"行事{event.pk}の{name} {len(guests)}件"
    )
    answer = HttpResponse(write(event, guests), content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{name}_{event.first_on:%Y%m%d}.pdf')}"
    return answer
