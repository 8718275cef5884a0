"""A form filled in until the product takes it: the page's own errors say what is still missing."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import transaction
from django.test import Client

from tests.security.attacking import forms, post
from tests.security.pages_and_forms import Form, name_of

# What is typed where an error stands, one after the other.
TRIES = ("2026-11-20", "1", "見本の記載", "2026-11-20T09:00", "12:00", "2026-11", "info@mihon.example", "096-000-0000")
MOST_ROUNDS = 9
NOTHING: Mapping = MappingProxyType({})


def is_taken(answer) -> bool:
    """Whether an answer says that something was done: a way on, or a part of a page without an error."""
    return answer.status_code == 302 or (answer.status_code == 200 and not errors(answer))


def errors(answer) -> dict:
    """The errors of the forms on a page, by field."""
    found = {}
    contexts = answer.context if isinstance(answer.context, list) else [answer.context]
    for context in filter(None, contexts):
        for value in context.flatten().values():
            given = getattr(value, "errors", None)
            if isinstance(given, dict):
                found |= {f"{value.prefix}-{name}" if value.prefix else name: text for name, text in given.items()}
    return found


def filled(client: Client, form: Form, known: Mapping = NOTHING, besides: Iterable[str] = ()) -> dict | None:
    """What the form sends when it is taken; None when it was not taken in MOST_ROUNDS rounds. Leaves no trace.

    With `besides` a form is taken that only complains of these fields.
    """
    values = {name: given for name, given in form.sends(**known).items() if name != "submission_key"}
    choices = {one.name: [choice for choice in one.choices if choice] for one in form.fields}
    for one in form.fields:
        if one.kind in ("radio", "checkbox"):
            choices.setdefault(one.name, []).append(one.value)
            choices[one.name] = [choice for choice in dict.fromkeys([*choices[one.name], one.value]) if choice]
    for number in range(MOST_ROUNDS):
        with transaction.atomic():
            answer = post(client, form, values)
            transaction.set_rollback(True)
        if is_taken(answer):
            return values
        wrong = set(errors(answer)) - {"__all__"}
        if wrong and wrong <= set(besides):
            return values
        if not wrong:
            wrong = {one.name for one in form.fields if one.is_required and not any(values.get(one.name, []))}
        for name in wrong:
            offered = choices.get(name) or TRIES
            values[name] = [offered[number % len(offered)]]
    return None


@dataclass(frozen=True)
class Filled:
    """A form with the browser of somebody who may send it and what it then sends; None where nothing was taken."""

    client: Client
    form: Form
    values: dict | None

    @property
    def files(self) -> list[str]:
        """The names of its fields for files."""
        return [one.name for one in self.form.fields if one.kind == "file"]


def fill_all(start: Mapping[str, dict]) -> list[Filled]:
    """Every form of the product, filled in."""
    known = {name_of(address): given for address, given in start.items()}
    return [
        Filled(
            client,
            form,
            filled(client, form, known.get(form.name, {}), [one.name for one in form.fields if one.kind == "file"]),
        )
        for client, form in forms(start)
    ]


@contextlib.contextmanager
def undone():
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
