"""Where somebody is logged in, and ending it there (ASVS 7.5.2).

A page names a session by a seal of its id, never by the id, which would open it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from centre.errors import DomainError
from centre.middleware import BEGAN
from centre.models import User

CAME_FROM = "came_from"
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
UNKNOWN = "分かりません"


@dataclass(frozen=True)
class Place:
    """One log-in that holds: since when, when it was last used, from which address, with what."""

    name: str
    began_at: datetime | None
    used_at: datetime
    address: str
    browser: str
    is_here: bool


def connect() -> None:
    """Keep with each log-in where it came from; called once at start-up."""
    user_logged_in.connect(_keep_where_from, dispatch_uid="centre.sessions")


def places_of(user: User, here: str) -> list[Place]:
    """The log-ins of a user that hold, this one first, then the last used; `here` is the id of this one."""
    found = [_place(row, row.get_decoded(), here) for row in _rows_of(user)]
    return sorted(found, key=lambda one: (not one.is_here, -one.used_at.timestamp()))


@transaction.atomic
def end_place(user: User, name: str, *, here: str) -> None:
    """End one log-in of one's own. Raises DomainError for this one, and for one that is over."""
    for row in _rows_of(user):
        if row.session_key != here and constant_time_compare(_name(row.session_key), name):
            row.delete()
            return
    raise DomainError("そのログインは、もう終わっています。")


@transaction.atomic
def end_other_places(user: User, *, here: str) -> int:
    """End every log-in of one's own but this one; answers how many."""
    others = [row.pk for row in _rows_of(user) if row.session_key != here]
    return Session.objects.filter(pk__in=others).delete()[0]


def browser_in_words(agent: str) -> str:
    """The system and the browser of a User-Agent line."""
    found = [next((words for sign, words in signs if sign in agent), "") for signs in (SYSTEMS, BROWSERS)]
    return "　".join(filter(None, found)) or UNKNOWN


def _rows_of(user: User) -> Iterator[Session]:
    """The rows that open something: an hour without use, or another password since, and they do not."""
    # A row says whose it is only inside; there are no more than were used within the hour.
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        inside = row.get_decoded()
        if inside.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
            inside.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
        ):
            yield row


def _place(row: Session, inside: dict, here: str) -> Place:
    began, came_from = inside.get(BEGAN), inside.get(CAME_FROM, {})
    return Place(
        name=_name(row.session_key),
        began_at=datetime.fromtimestamp(began, tz=timezone.get_current_timezone()) if began else None,
        used_at=row.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        address=came_from.get("address") or UNKNOWN,
        browser=browser_in_words(came_from.get("agent", "")),
        is_here=row.session_key == here,
    )


def _name(key: str) -> str:
    return salted_hmac("centre.sessions", key, algorithm="sha256").hexdigest()


def _keep_where_from(sender, request, user, **kwargs) -> None:
    agent = request.META.get("HTTP_USER_AGENT", "")[:300]
    request.session[CAME_FROM] = {"address": request.META.get("REMOTE_ADDR", ""), "agent": agent}
