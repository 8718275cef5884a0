"""How people get in: accounts are opened by the administrator, never by oneself; guessing ends (centre.guessing)."""

from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core.internal import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.urls import reverse

from centre.guessing import begin_again, give_back, take_try


class AccountBackend(AuthenticationBackend):
    """Looks at a password only while the account has tries left.

    Without one it answers as for a name nobody has, after the same work (allauth hashes what was typed).
    """

    def _check_password(self, user, password):
        if user is None or not take_try(user):
            return None
        found = super()._check_password(user, password)
        if found:
            give_back(found)
        return found


class AccountAdapter(DefaultAccountAdapter):
    """No self-registration: the handlers of personal data are reported to the prefecture first (別記 第4)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "メールアドレスかパスワードが違います。まちがいが続いたアカウントには、正しいパスワードでも入れません。"
            "そのときは「パスワードを忘れたとき」から設定し直してください。"
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def login(self, request, user) -> None:
        """Where the first second factor must be set up next, the password just typed need not be typed again for it.

        That holds as long as a repeated password does (ACCOUNT_REAUTHENTICATION_TIMEOUT, five minutes).
        """
        super().login(request, user)
        if settings.MFA_REQUIRED and not is_mfa_enabled(user):
            reauthenticate_by_password(request)

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """One account is one key; allauth's own holds the host and port that the visitor names."""
        return credentials.get("email", "").strip().lower()

    def set_password(self, user, password: str) -> None:
        """A new password opens an account that guesses have closed."""
        super().set_password(user, password)
        begin_again(user)
        key = self._get_login_attempts_cache_key(self.request, email=user.email)
        ratelimit.clear(self.request, app="allauth.account", action="login_failed", key=key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail leads to the product's own address, whichever host the request named."""
        if not settings.SITE_URL:
            return super().get_reset_password_from_key_url(key)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", quote(key))


def display_name(user) -> str:
    """The name that pages and mails show."""
    return user.name
