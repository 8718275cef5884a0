"""Where one is logged in, and ending it there."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from centre import sessions
from centre.errors import DomainError

OTHERS = "others"


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def own_sessions(request):
    """One's own log-ins; POST ends one by its name, or all others, after the password or the second factor again."""
    here = request.session.session_key
    if request.method != "POST":
        return render(request, "centre/sessions.html", {"places": sessions.places_of(request.user, here)})
    name = request.POST.get("place", "")
    try:
        if name == OTHERS:
            count = sessions.end_other_places(request.user, here=here)
            messages.success(request, f"ほかの{count}か所のログインを終わらせました。")
        else:
            sessions.end_place(request.user, name, here=here)
            messages.success(request, "ログインを終わらせました。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("centre:sessions")
