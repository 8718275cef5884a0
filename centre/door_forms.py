"""The forms of the door that differ from allauth's."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError

from centre.guessing import give_back, take_try

logger = logging.getLogger(__name__)


class LoginForm(AllauthLoginForm):
    """Tab leads from the address straight to the password: the link for a forgotten one stands below the form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(AllauthChangePasswordForm):
    """Looks at the old password the way the log-in does, so that a stolen session guesses no oftener."""

    def clean_oldpassword(self) -> str:
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise get_adapter().validation_error("enter_current_password")
        return self.cleaned_data["oldpassword"]


class _CountedCode:
    """A code counts among the tries of its account; without one left every code is wrong."""

    def clean_code(self) -> str:
        if not take_try(self.user):
            raise get_mfa_adapter().validation_error("incorrect_code")
        try:
            code = super().clean_code()
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                # Refused before anybody looked at it: that tells a guesser nothing and costs no try.
                give_back(self.user)
            raise
        except InvalidToken as error:
            logger.error("no key of the settings opens a second factor of user %s", self.user.pk)
            raise get_mfa_adapter().validation_error("incorrect_code") from error
        give_back(self.user)
        return code


class AuthenticateForm(_CountedCode, AllauthAuthenticateForm):
    """The second step of the log-in."""


class ReauthenticateForm(_CountedCode, AllauthReauthenticateForm):
    """The second factor once more, before something delicate."""
