"""Small questions of every page: typed text kept on the server, the session kept alive, the keys of one character."""

from datetime import datetime

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre import drafts
from centre.errors import DomainError

NOT_KEPT = {"csrfmiddlewaretoken", "submission_key", "version"}


@require_POST
def draft(request):
    """Keep the fields of the form named by `draft_form`, passwords never.

    Answers `{"saved_at": "14:03"}` once they are kept.
    """
    data = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in NOT_KEPT and name != "draft_form" and "password" not in name
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


@require_POST
def single_keys(request):
    """Switch the keys of one character off (`off=1`) or on, for this user on every computer (WCAG 2.1.4)."""
    request.user.uses_single_keys = "off" not in request.POST
    request.user.save(update_fields=["uses_single_keys"])
    return JsonResponse({"uses_single_keys": request.user.uses_single_keys})


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
