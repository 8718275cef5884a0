"""Who has a duty open goes no further; who reads only with a reason is asked once per session (DESIGN §5)."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

from centre.addresses import URLS
from centre.gates import LOGGED_IN, PUBLIC
from centre.roles import needs_reason
from privacy.access import REASON_KEY
from privacy.duties import gate
from privacy.models import RegisterEntry
from privacy.registers import exchanges

# What a person does first who may not go on: the door, the second factor, and the notice itself.
# An incident is told by whoever notices it, designated or not (別記 第17).
ALWAYS_OPEN = (
    "account_",
    "mfa_",
    "privacy:before_work",
    "privacy:incident_press",
    "privacy:incident_begin",
    "privacy:incident_withdraw",
)
# What the manager and the supervisor need in order to meet a duty for the first time; of the registers only the
# pledges, see `_meets`.
OPEN_TO_MEET = {
    gate.DESIGNATION: frozenset(
        f"privacy:{page}"
        for page in (
            "duties",
            "duties_pdf",
            "duties_excel",
            "designation_add",
            "designation_edit",
            "workplace_add",
            "workplace_edit",
        )
    ),
    gate.TRAINING: frozenset(
        f"centre:{page}" for page in ("trainings", "training_add", "training_edit", "training_held")
    ),
    gate.PLEDGE: frozenset(
        f"privacy:{page}"
        for page in (
            "entry_add",
            "entry",
            "entry_edit",
            "entry_step",
            "entry_document_add",
            "entry_pdf",
            "entry_excel",
        )
    ),
}


def _meets(duty: str, match) -> bool:
    """Whether a page serves to meet a duty for the first time."""
    if match.view_name not in OPEN_TO_MEET.get(duty, ()):
        return False
    if duty != gate.PLEDGE:
        return True
    key = exchanges.PLEDGE.key
    if "kind" in match.kwargs:
        return match.kwargs["kind"] == key
    return RegisterEntry.objects.filter(pk=match.kwargs["pk"], kind=key).exists()


class DutiesMiddleware:
    """Nobody goes on who does not meet one of the duties of `gate.LOCKS` that the profile asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        name = request.resolver_match.view_name
        if URLS.get(name, PUBLIC) == PUBLIC or name.startswith(ALWAYS_OPEN) or not request.user.is_authenticated:
            return None
        missing = gate.missing_in(request)
        if not missing or any(_meets(duty, request.resolver_match) for duty in missing):
            return None
        return redirect("privacy:before_work")


class ReasonMiddleware:
    """Sends a role that needs a reason to the page that asks for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        gate = URLS.get(request.resolver_match.view_name, PUBLIC)
        if gate in (PUBLIC, LOGGED_IN) or not needs_reason(request.user, gate):
            return None
        if request.session.get(REASON_KEY):
            return None
        return redirect(f"{reverse('privacy:reason')}?{urlencode({'next': request.get_full_path()})}")
