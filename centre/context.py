"""What every page shows: menu, day, fiscal year, idle time."""

from django.conf import settings
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.navigation import navigation
from centre.roles import ABILITIES, may


def page(request) -> dict:
    """Context of every template."""
    today = timezone.localdate()
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "may": {name.replace(".", "_"): may(user, name) for name in ABILITIES} if signed_in else {},
        "DEMO": settings.DEMO,
        "today": today,
        "fiscal_year_label": FiscalYear.of(today).label,
        "session_seconds": settings.SESSION_IDLE_SECONDS,
        "navigation": navigation(user, request.path) if signed_in else [],
    }
