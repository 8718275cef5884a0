"""How people get in: accounts are opened by the administrator, never by oneself."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """No self-registration: the handlers of personal data are reported to the prefecture first (別記 第4)."""

    def is_open_for_signup(self, request) -> bool:
        return False


def display_name(user) -> str:
    """The name that pages and mails show."""
    return user.name
