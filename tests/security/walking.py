"""Every address of the product with records of the sample in it, for the tests that try all of them."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from centre.addresses import URLS
from centre.gates import LOGGED_IN, PUBLIC
from centre.models import User
from centre.roles import Role, may, needs_reason
from privacy.access import REASON_KEY
from privacy.inspections.watching import Watch
from tests.factories.centre import watched

PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
UNKNOWN = 999_999_999
MOST_RECORDS = 4
# A word that each address with one really knows; without it a page of words would only ever be not found.
WORDS = {
    "centre:roster_month": "2026-11",
    "centre:roster_edit": "2026-11",
    "centre:roster_copy": "2026-11",
    "centre:roster_history": "2026-11",
    "centre:roster_excel": "2026-11",
    "centre:roster_pdf": "2026-11",
    "centre:roster_day": "2026-11-20",
    "privacy:give_notice": "ended_support",
    "privacy:entry_step": "void",
    "privacy:entry_add": "carry",
    "privacy:register_term": "instruction",
    "privacy:register_pdf": "receipt",
    "privacy:register_excel": "receipt",
    "privacy:incident_draft": "immediate",
    "privacy:incident_freeze": "immediate",
    "privacy:erasure_person": "jobseekers.Jobseeker",
    "privacy:checklist": "clauses",
    "privacy:checklist_pdf": "clauses",
    "privacy:checklist_excel": "clauses",
    "privacy:checklist_sign": "clauses",
    "referrals:step": "withdrawn",
}
# What a look or a log-in may write: the log of it, the session, and the numbers of the log.
WRITTEN_BY_LOOKING = {"privacy_accesslog", "django_session", "privacy_logseal"}


@dataclass(frozen=True)
class Address:
    """An address with its name in the matrix, and whether it names a record that exists nowhere."""

    name: str
    path: str
    unknown: bool = False


def routes(resolver=None, prefix: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(name, route) of every page that is written as a route, such as `employers/<int:pk>/`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = getattr(pattern.pattern, "_route", None)
        if route is None:
            continue
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern, prefix + route, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name)), prefix + route


def addresses() -> list[Address]:
    """Every address: with the first record of each table of its room, and with records that do not exist.

    An address with a word is tried with one that it knows, and with others.
    """
    found = []
    for name, route in routes():
        if not PLACE.search(route):
            found.append(Address(name, f"/{route}"))
            continue
        known = sorted(_first_records(name.split(":")[0]))
        found += [Address(name, f"/{_filled(route, pk)}") for pk in known[:MOST_RECORDS]]
        if name in WORDS:
            # Of which table the number is, nobody says: with a few numbers alone the word would meet no record.
            said = list(dict.fromkeys(f"/{_filled(route, pk, WORDS[name])}" for pk in known))
            found += [Address(name, path) for path in said]
        found += [Address(name, f"/{_filled(route, pk)}", unknown=True) for pk in (UNKNOWN, 2**63, 2**70)]
    return found


def logged_in_as(role: str, **given) -> tuple[Client, User]:
    """A browser of the sample's user of a role, who has given a reason where one is asked for."""
    user = User.objects.filter(role=role).order_by("pk").first()
    if role == Role.INSPECTOR:
        user.watch = Watch.over(watched(user))
    client = Client(raise_request_exception=False, **given)
    client.force_login(user)
    session = client.session
    session[REASON_KEY] = "全画面の試験のため"
    session.save()
    return client, user


def opens(user: User, name: str) -> bool:
    """Whether the matrix lets a user in."""
    gate = URLS[name]
    return gate in (PUBLIC, LOGGED_IN) or may(user, gate)


def asks_for_reason(user: User, name: str) -> bool:
    gate = URLS[name]
    return gate not in (PUBLIC, LOGGED_IN) and needs_reason(user, gate)


def digest() -> dict[str, str]:
    """What stands in each table of the product, as one value a table."""
    with connection.cursor() as cursor:
        values = {}
        tables = {model._meta.db_table for model in apps.get_models()} & set(
            connection.introspection.table_names(cursor)
        )
        for table in sorted(tables - WRITTEN_BY_LOOKING):
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {table} t"
            )
            values[table] = cursor.fetchone()[0]
        return values


def _first_records(room: str) -> set[int]:
    if room not in {config.label for config in apps.get_app_configs()}:
        return {1}
    numbers = set()
    for model in apps.get_app_config(room).get_models():
        first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        if isinstance(first, int):
            numbers.add(first)
    return numbers or {1}


def _filled(route: str, pk: int, word: str = "") -> str:
    """A route with a number and a word in its places; without a word, one that nobody knows."""
    values = {"int": str(pk), "uuid": str(uuid.UUID(int=pk % 2**128)), "slug": word or f"none-{pk}"}
    return PLACE.sub(lambda place: values.get(place[1] or "str", word or f"none{pk}"), route)
