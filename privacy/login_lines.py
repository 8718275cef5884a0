"""A log-in leaves a line in the access log, with the address it came from; so does taking away a second factor."""

import logging

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_login_failed

from centre.administration import second_factor_forgotten
from privacy.access import write_line
from privacy.models import AccessLog

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to the door; called once at start-up."""
    user_logged_in.connect(_write, dispatch_uid="privacy.login_lines")
    user_login_failed.connect(_tell_refused, dispatch_uid="privacy.login_lines")
    second_factor_forgotten.connect(_write_forgotten, dispatch_uid="privacy.login_lines")


def _write(sender, request, user, **kwargs) -> None:
    write_line(user, AccessLog.Action.LOGIN, user._meta.label, address=request.META.get("REMOTE_ADDR") or None)


def _tell_refused(sender, credentials, request=None, **kwargs) -> None:
    """To the log of the machine, not the access log: whoever it was has not been found to be anybody."""
    address = request.META.get("REMOTE_ADDR") if request else None
    logger.warning("log-in refused: from %s", address)


def _write_forgotten(sender, user, by, **kwargs) -> None:
    write_line(by, AccessLog.Action.FACTOR, user._meta.label, subject_id=user.pk)
