"""How often a password or a code may be wrong in a row: what the ten of a quarter of an hour do not bound (T17).

The short limit lives in the cache (ACCOUNT_RATE_LIMITS); this one is a number of the account, so that neither patience
nor an emptied cache gives more than MOST_IN_A_ROW guesses. A new password, by mail, opens the account again.
"""

from allauth.account.signals import user_logged_in
from django.db.models import F
from django.db.models.functions import Greatest

from centre.models import User

# NIST SP 800-63B-4, 3.2.2: no more than 100 failures in a row on one account.
MOST_IN_A_ROW = 100


def take_try(user: User) -> bool:
    """Count one more try before it is looked at; False when the account has none left."""
    left = User.objects.filter(pk=user.pk, failures_in_a_row__lt=MOST_IN_A_ROW)
    return bool(left.update(failures_in_a_row=F("failures_in_a_row") + 1))


def give_back(user: User) -> None:
    """The try was right: it does not count."""
    User.objects.filter(pk=user.pk).update(failures_in_a_row=Greatest(F("failures_in_a_row") - 1, 0))


def begin_again(user: User) -> None:
    """Somebody got all the way in, or set a new password: counting begins again."""
    User.objects.filter(pk=user.pk, failures_in_a_row__gt=0).update(failures_in_a_row=0)


def connect() -> None:
    """Listen to the door; called once at start-up."""
    user_logged_in.connect(_got_in, dispatch_uid="centre.guessing")


def _got_in(sender, request, user, **kwargs) -> None:
    begin_again(user)
