"""The words by which a person is found where no link leads: name, reading, phone, mail, in the forms people write."""

import re
from urllib.parse import quote

from django.db.models import Model, Q

IDENTIFYING = ("name", "kana", "phone", "email")
# Shorter words stand in too many other places.
_FROM = 3


def identifiers(person: Model) -> tuple[str, ...]:
    """What identifies a person, with the usual variants, none shorter than three letters."""
    found: list[str] = []
    for name in IDENTIFYING:
        found += variants(getattr(person, name, "") or "")
    return tuple(dict.fromkeys(found))


def variants(word: str) -> list[str]:
    """A name, mail or phone number as people write it: with and without spaces or hyphens."""
    if re.fullmatch(r"[\d()+\- ]+", word):
        bare = re.sub(r"\D", "", word)
        forms = [word, bare, word.replace("-", " ")]
    else:
        forms = [word, re.sub(r"\s", "", word), re.sub(r"\s+", " ", word), re.sub(r"\s+", "　", word)]
    return [form for form in dict.fromkeys(forms) if len(form) >= _FROM]


def in_text(*fields: str):
    """The rows whose text has one of a person's identifiers in it, also as an address writes it."""

    def of(person: Model) -> Q:
        found = Q(pk__in=[])
        for word in identifiers(person):
            for field in fields:
                found |= Q(**{f"{field}__icontains": word}) | Q(**{f"{field}__icontains": quote(word)})
        return found

    return of
