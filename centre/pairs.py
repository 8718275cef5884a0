"""Searching by pairs of characters: two kanji are a word already, and an index of trigrams knows only three.

`character_pairs` is a function of the database (employers/migrations/0006); the index stands on its result.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Expression, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from centre.tabular.names import number_typed

# Up to so many matches are gathered and sorted; more of them are met soon when reading in order.
FEW = 500
# So many keys are put into one question; rows of which a larger share is found are met soon at any scale.
MANY = 5_000


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


def held(records: QuerySet, words: Iterable[list[Way]]) -> QuerySet:
    """Those that hold every word, each in one of its ways.

    The keys of what holds a word are gathered by the indexes. Words that very many hold are gathered together; if very
    many hold all of them, the rows are read in the order asked for, and a page is soon full.
    """
    common = []
    seldom = False
    for ways in words:
        found = _some_keys(ways)
        if len(found) <= MANY:
            records, seldom = records.filter(pk__in=found), True
        else:
            common.append(ways)
    if len(common) > 1 and not seldom:
        # Set against set: the database takes each word to be rare, and a join would go through them row by row.
        first, *others = (_all_keys(ways) for ways in common)
        found = set(first.intersection(*others).values_list("pk", flat=True)[: MANY + 1])
        if len(found) <= MANY:
            return records.filter(pk__in=found)
    for ways in common:
        records = records.filter(reduce(or_, (way.many for way in ways)))
    return records


def _all_keys(ways: list[Way]) -> QuerySet:
    first, *others = (way.few.order_by().values("pk") for way in ways)
    return first.union(*others, all=True)


def _some_keys(ways: list[Way]) -> set:
    """The keys that the indexes find, all of them if they are not more than MANY."""
    keys = set()
    for way in ways:
        if len(keys) > MANY:
            break
        keys.update(way.few.order_by().values_list("pk", flat=True)[: MANY + 1])
    return keys


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
