"""Pages about the access log itself: whether it was changed, and what use of it wants a question."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre import jobs
from centre.pages import ListPage
from privacy.log_check import JOB
from privacy.models import LogCheck
from privacy.sealing import head
from privacy.unusual import last_days, unusual


class LogChecks(ListPage):
    """The looks over the access log, the newest first."""

    template_name = "privacy/log_checks.html"

    def get_base_queryset(self):
        return LogCheck.objects.select_related("checked_by")

    def get_context_data(self, **kwargs):
        return super().get_context_data(head=head(), **kwargs)


@require_POST
def check_now(request):
    """Ask for the access log to be compared with its seals now, and go to the progress page."""
    return redirect("centre:job", jobs.ask(JOB, timezone.localdate().isoformat(), {}, request.user).pk)


def unusual_use(request):
    """What in the last thirty days wants a question."""
    first, last = last_days(timezone.localdate())
    return render(request, "privacy/unusual.html", {"found": unusual(first, last), "first": first, "last": last})
