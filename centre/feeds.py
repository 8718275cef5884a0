"""Somebody's plans as a calendar that other programs read; it carries no personal data (PEERS 1.2, calendars)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from icalendar import Calendar, Event

from centre.models import CalendarFeed, User
from centre.registry import CalendarEvent, registry

PAST, COMING = timedelta(days=31), timedelta(days=183)


def renew_feed(user: User) -> CalendarFeed:
    """Give a user a new secret address; the old one is dead at once."""
    with transaction.atomic():
        CalendarFeed.objects.filter(user=user).delete()
        return CalendarFeed.objects.create(user=user)


def stop_feed(user: User) -> None:
    """Take the user's address away."""
    CalendarFeed.objects.filter(user=user).delete()


def owner_of(token: str) -> User | None:
    """Whose address this is; None for an unknown one, and for an account that is closed."""
    feed = CalendarFeed.objects.select_related("user").filter(token=token, user__is_active=True).first()
    return feed.user if feed else None


def calendar_of(user: User, today: date, base: str) -> bytes:
    """The user's plans from a month back to half a year ahead, as RFC 5545; `base` is the address of the product."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kumamoto UIJ-turn Matching Centre//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "くまもとUIJターン窓口")
    for source in registry.calendars:
        for event in source.events(user, today - PAST, today + COMING):
            calendar.add_component(_entry(event, base))
    return calendar.to_ical()


def _entry(event: CalendarEvent, base: str) -> Event:
    entry = Event()
    entry.add("uid", f"{event.uid}@kumamoto-uij-centre")
    entry.add("dtstamp", timezone.now())
    entry.add("summary", event.title)
    entry.add("url", f"{base}{event.url}")
    if event.starts_at is None:
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
    else:
        begins = datetime.combine(event.day, event.starts_at, ZoneInfo(settings.TIME_ZONE))
        entry.add("dtstart", begins.astimezone(ZoneInfo("UTC")))
        entry.add("dtend", (begins + timedelta(minutes=event.minutes)).astimezone(ZoneInfo("UTC")))
    return entry
