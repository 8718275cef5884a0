"""Pages of the calendar feed."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from centre import feeds


@require_GET
def calendar_feed(request, token: str):
    """The calendar itself; the secret in the address is the key, so an unknown one is simply not there."""
    user = feeds.owner_of(token)
    if user is None:
        raise Http404
    base = request.build_absolute_uri("/").rstrip("/")
    answer = HttpResponse(
        feeds.calendar_of(user, timezone.localdate(), base), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def my_feed(request):
    """See the own address, make a new one, or stop."""
    if request.method == "POST":
        if request.POST.get("do") == "stop":
            feeds.stop_feed(request.user)
        else:
            feeds.renew_feed(request.user)
        return redirect("feeds")
    feed = getattr(request.user, "calendar_feed", None)
    address = request.build_absolute_uri(reverse("calendar_feed", args=[feed.token])) if feed else ""
    return render(request, "centre/feeds.html", {"feed": feed, "address": address})
