"""The pages of the sample with their forms, as a browser reads them: what the attacks of this folder send."""

from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.security.walking import routes
from tests.test_roles_on_pages import address_of

TYPED = {"text", "search", "email", "tel", "url", "number", "date", "datetime-local", "month", "password", ""}
# The door has tests of its own (tests/security/test_guessing.py), and a log-out would end the walk.
DOOR = ("account_", "mfa_")


@dataclass(frozen=True)
class Field:
    """A control of a form: its type, its value as shown, and its choices where it has some."""

    name: str
    kind: str
    value: str = ""
    choices: tuple[str, ...] = ()
    is_on: bool = True
    is_required: bool = False
    is_many: bool = False

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED or self.kind == "textarea"


@dataclass(frozen=True)
class Form:
    """A form of a page: where it leads, the page it stands on, what it sends when nobody touches it."""

    page: str
    action: str
    method: str
    fields: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """The name of its address in the matrix."""
        return name_of(self.action)

    @property
    def takes_files(self) -> bool:
        return any(one.kind == "file" for one in self.fields)

    def sends(self, **typed) -> dict[str, list[str]]:
        """What a browser sends: what stands there, and `typed` over it."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            if one.kind != "file" and one.is_on:
                sent.setdefault(one.name, []).append(one.value)
        return sent | {name: value if isinstance(value, list) else [value] for name, value in typed.items()}


class _Forms(HTMLParser):
    """Reads the forms of a page; a control outside belongs to the form it names."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.page, self.found, self.named, self.links = page, [], {}, []
        self.form: Form | None = None
        self.select: dict | None = None
        self.area: dict | None = None

    def handle_starttag(self, tag, pairs):
        attributes = {name: value or "" for name, value in pairs}
        if tag == "form":
            action = urljoin(self.page, attributes.get("action") or self.page)
            method = attributes.get("method", "get").lower()
            self.form = Form(self.page, action, method)
            self.found.append(self.form)
            if attributes.get("id"):
                self.named[attributes["id"]] = len(self.found) - 1
        elif tag == "a":
            self.links.append(urljoin(self.page, attributes.get("href", "")))
        elif tag in ("input", "button"):
            self._input(attributes, attributes.get("type", "" if tag == "input" else "submit").lower())
        elif tag == "select":
            self.select = {"attributes": attributes, "options": [], "chosen": []}
        elif tag == "option" and self.select is not None:
            value = attributes.get("value", "")
            self.select["options"].append(value)
            if "selected" in attributes:
                self.select["chosen"].append(value)
        elif tag == "textarea":
            self.area = {"attributes": attributes, "text": ""}

    def handle_data(self, data):
        if self.area is not None:
            self.area["text"] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select is not None:
            self._select()
        elif tag == "textarea" and self.area is not None:
            attributes = self.area["attributes"]
            self._add(attributes, Field(attributes.get("name", ""), "textarea", self.area["text"].removeprefix("\n")))
            self.area = None

    def _input(self, attributes, kind):
        is_button = kind in ("submit", "button", "image", "reset")
        is_on = "checked" in attributes if kind in ("checkbox", "radio") else not is_button
        self._add(attributes, Field(attributes.get("name", ""), kind, attributes.get("value", ""), is_on=is_on))

    def _select(self):
        attributes, options, chosen = (self.select[key] for key in ("attributes", "options", "chosen"))
        self.select = None
        many = "multiple" in attributes
        shown = chosen or ([] if many or not options else options[:1])
        for value in shown or [""]:
            one = Field(attributes.get("name", ""), "select", value, tuple(options), bool(shown), is_many=many)
            self._add(attributes, one)

    def _add(self, attributes, made: Field):
        place = self.named.get(attributes.get("form", ""), len(self.found) - 1 if self.form else None)
        if place is None or not made.name:
            return
        made = replace(made, is_required="required" in attributes)
        self.found[place] = replace(self.found[place], fields=(*self.found[place].fields, made))


def forms_of(page: str, html: str) -> tuple[list[Form], list[str]]:
    """The forms of a page and its links, those that lead into the product."""
    reader = _Forms(page)
    reader.feed(html)
    inside = [one for one in reader.found if not urlsplit(one.action).netloc]
    return inside, [one for one in reader.links if one.startswith("/")]


@dataclass
class Page:
    """A page that opened: its name in the matrix, what it answered, its forms, where it leads."""

    name: str
    path: str
    answer: HttpResponse
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The text of the page; empty for a file."""
        is_html = self.answer.headers.get("Content-Type", "").startswith("text/html")
        return self.answer.content.decode() if is_html and not self.answer.streaming else ""


def name_of(address: str) -> str:
    """The name of an address in the matrix; empty for one that leads nowhere."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def crawled(client: Client, most: int = 1, start: Iterable[str] = (), without: Container[str] = ()) -> Iterator[Page]:
    """Each page that opens to a browser which follows every link, each kind `most` times with other records.

    Pages whose names are in `without` are left out.
    """
    seen, opened = set(), Counter()
    waiting = deque([*start, "/", *(path for name, _ in routes() if (path := address_of(name)))])
    while waiting:
        address = waiting.popleft()
        name = name_of(address)
        if address in seen or not name or name in without or name.startswith(DOOR) or opened[name] >= most:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        opened[name] += 1
        page = Page(name, address, answer)
        if page.html:
            page.forms, page.links = forms_of(address, page.html)
            waiting.extend(page.links)
        yield page
