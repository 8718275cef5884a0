"""The door: every URL needs an entry in the role matrix, and a log-in unless the entry says public; what it shows is
kept nowhere."""

import time

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from centre.addresses import URLS
from centre.gates import LOGGED_IN, PUBLIC
from centre.roles import may

BEGAN = "began_at"


class RoleMatrixMiddleware:
    """Deny by default (DESIGN §5): refuses what the matrix does not open to the user's role."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        _refuse_nul(request)
        gate = URLS.get(request.resolver_match.view_name)
        if gate is None:
            raise PermissionDenied("この画面は権限表にありません。")
        if gate == PUBLIC:
            return None
        if request.user.is_authenticated and _is_over(request):
            logout(request)
        if not request.user.is_authenticated:
            return _ask_to_log_in(request)
        if settings.MFA_REQUIRED and not _has_second_factor(request):
            return redirect("mfa_activate_totp")
        if gate != LOGGED_IN and not may(request.user, gate):
            raise PermissionDenied("あなたの役割では、この画面を開けません。")
        return None


def _refuse_nul(request) -> None:
    """No person types a NUL, and PostgreSQL takes none; in a form the field itself says so, beside what was typed."""
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest("読めない文字が入っています。")


class KeptNowhereMiddleware:
    """What is shown behind the log-in is kept by no browser and no proxy; no other site may embed any answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.user.is_authenticated:
            answer.setdefault("Cache-Control", "private, no-store")
        return answer


def _ask_to_log_in(request):
    """Send a page to the log-in; tell a part of a page to keep what was typed and ask for the log-in itself."""
    if request.htmx or request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse("ログインの期限が切れました。", status=401)
    return redirect_to_login(request.get_full_path())


def _is_over(request) -> bool:
    """Whether a session has lasted as long as one may; it begins at its first page behind the log-in."""
    now = int(time.time())
    return now - request.session.setdefault(BEGAN, now) > settings.SESSION_LONGEST_SECONDS


def _has_second_factor(request) -> bool:
    if request.resolver_match.view_name.startswith(("mfa_", "account_")):
        return True
    if request.session.get("has_second_factor"):
        return True
    found = get_adapter().is_mfa_enabled(request.user)
    if found:
        request.session["has_second_factor"] = True
    return found
