"""A log-in leaves a line in the access log, with the address it came from."""

from allauth.account.signals import user_logged_in

from privacy.access import write_line
from privacy.models import AccessLog


def connect() -> None:
    """Listen to the door; called once at start-up."""
    user_logged_in.connect(_write, dispatch_uid="privacy.login_lines")


def _write(sender, request, user, **kwargs) -> None:
    write_line(user, AccessLog.Action.LOGIN, user._meta.label, address=request.META.get("REMOTE_ADDR") or None)
