"""A log-in leaves a line in the access log, with the address it came from; so does taking away a second factor."""

from allauth.account.signals import user_logged_in

from centre.administration import second_factor_forgotten
from privacy.access import write_line
from privacy.models import AccessLog


def connect() -> None:
    """Listen to the door; called once at start-up."""
    user_logged_in.connect(_write, dispatch_uid="privacy.login_lines")
    second_factor_forgotten.connect(_write_forgotten, dispatch_uid="privacy.login_lines")


def _write(sender, request, user, **kwargs) -> None:
    write_line(user, AccessLog.Action.LOGIN, user._meta.label, address=request.META.get("REMOTE_ADDR") or None)


def _write_forgotten(sender, user, by, **kwargs) -> None:
    write_line(by, AccessLog.Action.FACTOR, user._meta.label, subject_id=user.pk)
