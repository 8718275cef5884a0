"""Texts that would be code somewhere, typed into every field of every form, and a look at all that shows them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import openpyxl
import pypdf
from django.db import transaction
from django.test import Client
from django.utils import timezone

from centre.models import User
from privacy.models import NoticeAcknowledgement, NoticeText
from tests.browser.scripts import PAYLOADS
from tests.security.attacking import post
from tests.security.filling import Filled, errors, is_taken
from tests.security.pages_and_forms import Page

FORMULAS = (
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"見本\")", "+81-96-000-0000", "-1+1", "@SUM(A1)", "\t=1", "＝1+1",
    "＋1", "－1", "＠A1", "　=1", "{=1}", "=cmd|' /C calc'!A0",
)  # fmt: skip
ALL = "=1+1\n" + "\n".join(PAYLOADS)
# What these forms hold is an address or is shown nowhere.
KEPT_CLEAN = {"styleguide", "privacy:reason"}
# Attributes that hold an address a browser follows or loads.
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster", "background"}
NEVER = {"iframe", "object", "embed", "base", "style", "math", "marquee", "audio", "video", "animate"}
ACTIVE_PDF = re.compile(rb"/JavaScript|/JS\b|/Launch|/EmbeddedFile|/OpenAction|/AA\b|/RichMedia")
BEGINS_FORMULA = re.compile(r"^[\s　]*[=+\-@＝＋－＠]")
# A number with its sign is a number.
NUMBER = re.compile(r"^[+\-]?[\d,.]+%?$")


@dataclass
class Poisoned:
    """How many forms took such texts, and in how many fields."""

    forms: set[str] = field(default_factory=set)
    fields: int = 0


def poison(every_form: Iterable[Filled]) -> Poisoned:
    """Put a text of another kind into each field that takes one, and save it."""
    done = Poisoned()
    for number, one in enumerate(every_form):
        client, form, values = one.client, one.form, one.values
        if values is None or form.name in KEPT_CLEAN:
            continue
        texts = {one.name: _text(number + place, one.kind) for place, one in enumerate(form.fields) if _is_text(one)}
        while texts:
            with transaction.atomic():
                answer = post(client, form, values | texts)
                if is_taken(answer):
                    done.forms.add(form.name)
                    done.fields += len(texts)
                    break
                transaction.set_rollback(True)
            wrong = set(errors(answer)) & set(texts)
            if not wrong:
                break
            texts = {name: _shorter(text) for name, text in texts.items() if name not in wrong or _shorter(text)}
    _acknowledge_the_new_notice()
    return done


def _acknowledge_the_new_notice() -> None:
    """The form of the notice was filled in too: until its new version is acknowledged, nobody gets to any page."""
    today = timezone.localdate()
    for text in NoticeText.objects.filter(valid_from__lte=today):
        for user in User.objects.filter(is_active=True):
            NoticeAcknowledgement.objects.get_or_create(text=text, user=user)


def _is_text(one) -> bool:
    return one.kind in ("text", "search", "textarea", "") and one.name not in ("next", "seen", "list", "query")


def _text(number: int, kind: str) -> str:
    each = (*PAYLOADS, *FORMULAS)
    return ALL if kind == "textarea" else each[number % len(each)]


def _shorter(text: str) -> str:
    """The next text to try where one was refused: what is shorter, and at last none."""
    order = (ALL, *sorted({*PAYLOADS, *FORMULAS}, key=len, reverse=True)[::9], "<b>", "")
    fitting = [one for one in order if len(one) < len(text)]
    return fitting[0] if fitting else ""


class _Danger(HTMLParser):
    """Finds what a browser would run: the pages of the product have no inline code at all."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        self.in_script = tag == "script" and attributes.get("type") != "application/json"
        if tag in NEVER:
            self.found.append(f"<{tag}>")
        for name, value in pairs:
            follows = name in ADDRESSES and re.match(r"\s*(javascript|data:text|vbscript)", value or "", re.I)
            if name.startswith("on") or name == "style" or follows or (name == "http-equiv" and tag == "meta"):
                self.found.append(f"<{tag} {name}={value}>"[:80])

    def handle_data(self, data):
        if self.in_script and data.strip():
            self.found.append(f"<script>{data[:60]}")

    def handle_endtag(self, tag):
        self.in_script = False


def dangers(page: Page) -> list[str]:
    """What on a page or in a file would run."""
    kind = page.answer.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/html":
        reader = _Danger()
        reader.feed(page.html)
        return reader.found
    content = b"".join(page.answer.streaming_content) if page.answer.streaming else page.answer.content
    return list(dangers_of_file(content, kind))


def dangers_of_file(content: bytes, kind: str) -> Iterator[str]:
    """What in a file would run when it is opened with the program of its kind."""
    if content.startswith(b"%PDF"):
        pypdf.PdfReader(io.BytesIO(content))
        yield from (found.decode() for found in ACTIVE_PDF.findall(content))
    elif content.startswith(b"PK"):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                yield from (f"{sheet.title}!{cell.coordinate}" for cell in row if cell.data_type == "f")
    elif "csv" in kind:
        yield from _formulas(content.decode("utf-8-sig", "replace"))


def _formulas(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text)):
        yield from (cell for cell in row if BEGINS_FORMULA.match(cell) and not NUMBER.match(cell))


def looked_at(pages: Iterable[tuple[Client, Page]]) -> dict[str, list[str]]:
    """What would run, page by page."""
    return {page.path: found for _, page in pages if (found := dangers(page))}
