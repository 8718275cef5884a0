"""Typed text kept on the server, and the idle session kept alive."""

from datetime import datetime

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre import drafts
from centre.errors import DomainError

NOT_KEPT = {"csrfmiddlewaretoken", "submission_key", "version"}


@require_POST
def draft(request):
    """Keep the fields of the form named by `draft_form`; answers `{"saved_at": "14:03"}` once they are kept."""
    data = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in NOT_KEPT and name != "draft_form"
    }
    form = request.POST.get("draft_form", "")
    try:
        if request.POST.get("draft_discard"):
            drafts.discard(form, request.user)
            return JsonResponse({"discarded": True})
        kept = drafts.keep(form, data, request.user)
    except DomainError as error:
        return JsonResponse({"error": error.message}, status=400)
    return JsonResponse({"saved_at": _clock(kept.saved_at)})


@require_POST
def keep_alive(request):
    """Answer, so that the idle time starts again."""
    return JsonResponse({"at": _clock(timezone.now())})


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
