"""Searching by pairs of characters: two kanji are a word already, and an index of trigrams knows only three.

`character_pairs` is a function of the database (employers/migrations/0006); the index stands on its result.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Q, TextField


class Pairs(Func):
    """Every two neighbouring characters of a text."""

    function = "character_pairs"
    output_field = ArrayField(TextField())


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
