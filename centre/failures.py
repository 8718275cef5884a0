"""Answers to requests that cannot be served, each saying what to do next."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def csrf_failure(request, reason: str = ""):
    """A form from a page that is too old; what was typed is still in the draft and in the page before."""
    return render(request, "errors/csrf.html", status=403)


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def broken(request):
    """Shown when the product itself failed: no query, no context processor, so that it always comes out."""
    return HttpResponseServerError(render_to_string("errors/500.html"))
