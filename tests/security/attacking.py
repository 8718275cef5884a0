"""Hostile values on their way into every page: all at once for the suite, one by one for `make attack-values`."""

import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from centre.addresses import URLS
from centre.gates import LOGGED_IN, PUBLIC
from centre.roles import Role
from tests.security.hostile import HOSTILE, SHARPEST, encoded
from tests.security.pages_and_forms import DOOR, Form, Page, crawled
from tests.security.spying import names_read
from tests.security.walking import PLACE, addresses, logged_in_as, opens, routes

# Who opens nearly everything, then who opens the rest.
WALKERS = (Role.SUPERVISOR, Role.PRIVACY_MANAGER, Role.ADMIN)
# What gunicorn takes as a request line (`limit_request_line`); a longer one never reaches a page.
LONGEST_QUERY = 4000
# Pages whose fields are columns to tick, hundreds of the same kind: a look at some is a look at all.
MOST_FIELDS = 60
# In the short run each page gets one of so many shares of the values, the next page another one.
SHARES = 14
BODY = "application/x-www-form-urlencoded"


@dataclass
class Tally:
    """What was tried, and what broke: (page, exception, place in the code) with the parameters and values."""

    pages: int = 0
    parameters: int = 0
    sent: int = 0
    broken: dict[tuple, list] = field(default_factory=dict)

    @contextmanager
    def trying(self, page: str, values: Mapping) -> Iterator[None]:
        """One request whose traces are taken away again; an exception that reaches the server is kept."""

        def heard(sender, **kwargs):
            error = sys.exc_info()[1]
            told = (page, type(error).__name__, str(error)[:100], _place(error))
            few = {name: str(value)[:30] for name, value in list(values.items())[:3]}
            self.broken.setdefault(told, []).append(few)

        got_request_exception.connect(heard)
        self.sent += 1
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(heard)


def _place(error: BaseException) -> str:
    """The last line of our own code that an exception came through."""
    place, trace = "", error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if ".venv" not in path and "/lib/python" not in path:
            place = f"{path.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def walk(start: Iterable[str]) -> Iterator[tuple[Client, Page]]:
    """Each page of the product once, with the browser of somebody who may open it."""
    known: set[str] = set()
    for role in WALKERS:
        client, _ = logged_in_as(role)
        for page in crawled(client, start=start, without=known):
            known.add(page.name)
            yield client, page


def send_to_parameters(start: Iterable[str], tally: Tally, shares: int = SHARES) -> None:
    """Hostile values to every page: to all parameters it reads at once, and to each of them alone."""
    for number, (client, page) in enumerate(list(walk(start))):
        parts = urlsplit(page.path)
        known = f"{parts.query}&" if parts.query else ""
        with names_read() as names:
            client.get(parts.path, QUERY_STRING=f"{known}nobody-asks-this=1")
        tally.pages += 1
        tally.parameters += len(names)

        def send(values, client=client, page=page, parts=parts, known=known):
            query = known + encoded(values).decode()
            if len(query) <= LONGEST_QUERY:
                with tally.trying(page.name, values):
                    client.get(parts.path, QUERY_STRING=query)

        # The long ones are cut so that all parameters are still a request.
        most = LONGEST_QUERY // (12 * max(len(names), 1))
        values = dict.fromkeys(one[:most] for one in HOSTILE[number % shares :: shares])
        alone = HOSTILE if shares == 1 else SHARPEST[number % len(SHARPEST) :: len(SHARPEST)]
        _send_all(sorted(names), values, alone, send)


def _send_all(names: list[str], values: Iterable[str], alone: Iterable[str], send: Callable[[dict], None]) -> None:
    if not names:
        return
    for value in values:
        send(dict.fromkeys(names, value))
    send({name: ["1", "2", "x"] for name in names} | {f"{name}[]": "1" for name in names})
    for name in names:
        for value in alone:
            send({name: value[:300]})


def forms(start: Iterable[str]) -> list[tuple[Client, Form]]:
    """Each form of the product once; then the addresses that take a form but show none on a page that was opened."""
    found: dict[str, tuple[Client, Form]] = {}
    for client, page in walk(start):
        for form in page.forms:
            if form.method == "post" and form.name and not form.name.startswith(DOOR):
                found.setdefault(form.name, (client, form))
    for role in WALKERS:
        client, user = logged_in_as(role)
        for one in addresses():
            if one.name not in found and not one.unknown and _may(user, one.name):
                answer = client.post(one.path)
                if answer.status_code not in (302, 403, 404, 405):
                    found[one.name] = client, Form(one.path, one.path, "post")
    return list(found.values())


def _may(user, name: str) -> bool:
    return not name.startswith(DOOR) and URLS[name] not in (PUBLIC, LOGGED_IN) and opens(user, name)


def post(client: Client, form: Form, values: Mapping, key: str = ""):
    """Send a form as a browser does, with a key against double sending of its own."""
    sent = {**values, "submission_key": key or str(uuid.uuid4())}
    return client.post(form.action, encoded(sent), content_type=BODY)


def send_to_fields(every_form: Iterable[tuple[Client, Form]], tally: Tally, shares: int = SHARES) -> None:
    """Hostile values to every form: in all fields at once; in the long run in each of them alone, too."""
    for number, (client, form) in enumerate(every_form):
        shown = form.sends()
        with names_read() as names, tally.trying(form.name, {}):
            post(client, form, shown | {"nobody-asks-this": "1"})
        fields = sorted((names | set(shown)) - {"version", "csrfmiddlewaretoken", "submission_key"})[:MOST_FIELDS]
        tally.pages += 1
        tally.parameters += len(fields)

        def send(values, client=client, form=form, shown=shown):
            with tally.trying(form.name, values):
                post(client, form, shown | values)

        _send_all(fields, HOSTILE[number % shares :: shares], HOSTILE if shares == 1 else (), send)
        with tally.trying(form.name, {"version": "9" * 5000}):
            post(client, form, shown | {"version": "9" * 5000})


def send_to_paths(tally: Tally) -> None:
    """Hostile values in the parts of the addresses that take a text."""
    client, _ = logged_in_as(Role.SUPERVISOR)
    admin, _ = logged_in_as(Role.ADMIN)
    short = [one[:300] for one in HOSTILE if one.strip()]
    for name, route in routes():
        kinds = {kind or "str" for kind, _ in PLACE.findall(route)}
        if name.startswith(DOOR) or not kinds or kinds <= {"int"}:
            continue
        tally.pages += 1
        for value in short:
            part = quote(value.encode("utf-8", "surrogatepass"), safe="")
            path = "/" + PLACE.sub(lambda place, part=part: "1" if place[1] == "int" else part, route)
            for browser in (client, admin):
                with tally.trying(name, {"path": value}):
                    browser.get(path)
