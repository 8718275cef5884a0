"""Searching by pairs of characters: two kanji are a word already, and an index of trigrams knows only three.

`character_pairs` is a function of the database (employers/migrations/0006); the index stands on its result.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Expression, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from centre.tabular.names import number_typed

# Up to so many matches are gathered and sorted; more of them are met soon when reading in order.
FEW = 500


class Pairs(Func):
    """Every two neighbouring characters of a text."""

    function = "character_pairs"
    output_field = ArrayField(TextField())


class Folded(Func):
    """A text as it is compared: in small letters, full-width letters and half-width kana as the usual ones."""

    function = "normalize"
    template = "lower(%(function)s(%(expressions)s, NFKC))"
    output_field = TextField()


def folded(word: str) -> str:
    """What was typed, as `Folded` holds it."""
    return unicodedata.normalize("NFKC", word).lower()


def holds(text: str, pairs: str, keys: set[str], otherwise: Q | None = None) -> tuple[Q, ...]:
    """Conditions, all to be met, that a text holds one of the keys, or something else is so.

    `text` is the field searched, `pairs` an alias of its Pairs. The pairs are asked apart from the exact words, so
    that the index alone answers them and no row's pairs are made again; a key of one character has none.
    """
    exactly = may = otherwise if otherwise is not None else Q(pk__in=[])
    for key in keys:
        exactly |= Q(**{f"{text}__contains": key})
        may |= Q(**{f"{pairs}__contains": [key[place : place + 2] for place in range(len(key) - 1)]})
    return (exactly, may) if min(map(len, keys)) > 1 else (exactly,)


def holds_common(text: str | Expression, keys: set[str], otherwise: Q | None = None) -> Q:
    """The same for keys that very many hold: to be read in the order asked for until a page is full.

    The database takes a word to be rare and would gather all its rows first; of a position it assumes nothing.
    """
    condition = otherwise if otherwise is not None else Q(pk__in=[])
    for key in keys:
        condition |= Q(GreaterThan(StrIndex(text, Value(key)), 0))
    return condition


@dataclass(frozen=True)
class Way:
    """One way in which a record holds a word: `few` finds such records by an index, `many` is a condition of a row."""

    few: QuerySet
    many: Q


def held(records: QuerySet, ways: Iterable[Way]) -> QuerySet:
    """Those that hold a word in one of several ways; if very many do, they are read in the order asked for."""
    found = set()
    for way in ways:
        found.update(way.few.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(found) <= FEW:
        return records.filter(pk__in=found)
    condition = Q(pk__in=[])
    for way in ways:
        condition |= way.many
    return records.filter(condition)


class FirstFound(QuerySet):
    """Records with a name and a `phone_key` that are suggested while somebody types.

    A room says how they are searched (`search`, and `search_common` for words that very many hold), in which order a
    few are offered, and in which order, that of an index, many are read.
    """

    few_by: tuple[str, ...]
    many_by: tuple[str, ...]

    def first_found(self, text: str, limit: int) -> list:
        """A few that hold what was typed: whose phone ends with it, then by name; of very many the latest."""
        digits = number_typed(text)
        found = list(self.search(text).order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(found) <= FEW:
            ending = Case(When(phone_key__endswith=digits, then=0), default=1) if digits else Value(0)
            return list(self.filter(pk__in=found).order_by(ending, *self.few_by)[:limit])
        ending = list(self.filter(phone_key__endswith=digits).order_by(*self.few_by)[:limit]) if digits else []
        others = self.search_common(text).exclude(pk__in=[one.pk for one in ending])
        # In the order of names, a word at the end of the alphabet would be met after all the others.
        return ending + list(others.order_by(*self.many_by)[: limit - len(ending)])
