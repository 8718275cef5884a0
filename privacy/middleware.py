"""Roles that read personal data only with a reason are asked for it once per session (DESIGN §5)."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

from centre.roles import LOGGED_IN, PUBLIC, URLS, needs_reason
from privacy.access import REASON_KEY


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
