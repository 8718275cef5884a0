"""What every page shows: menu, day, fiscal year, idle time."""

from django.conf import settings
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.navigation import navigation


def page(request) -> dict:
    """Context of every template."""
    today = timezone.localdate()
    user = getattr(request, "user", None)
    return {
        "DEMO": settings.DEMO,
        "today": today,
        "fiscal_year_label": FiscalYear.of(today).label,
        "session_seconds": settings.SESSION_IDLE_SECONDS,
        "navigation": navigation(user, request.path) if user and user.is_authenticated else [],
    }
