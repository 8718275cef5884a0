"""What a hand-off tells: the items that were chosen for it and nothing else, on page, paper and in files alike.

The database itself leaves out what was not chosen, so no caller can show it by mistake.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, F, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from jobseekers.models import Jobseeker, WishedOccupation

PREFIX = "told_"
MESSAGE = "message"


@dataclass(frozen=True)
class Item:
    """One thing a partner may be told; `expression()` is its words, from the row of a hand-off."""

    key: str
    label: str
    expression: Callable[[], Any]

    @property
    def column(self) -> str:
        """The name of its words on a hand-off that `with_told` has read."""
        return f"{PREFIX}{self.key}"


def _day(path: str) -> Func:
    return Func(F(path), Value("YYYY年FMMM月FMDD日"), function="to_char", output_field=CharField())


def _wished_occupations() -> Subquery:
    lines = WishedOccupation.objects.filter(jobseeker=OuterRef("jobseeker")).order_by().values("jobseeker")
    return Subquery(lines.annotate(words=StringAgg("occupation__name", Value("、"), order_by="place")).values("words"))


def _wished_places() -> Subquery:
    lines = Jobseeker.wished_municipalities.through.objects.filter(jobseeker=OuterRef("jobseeker"))
    names = StringAgg("municipality__name", Value("、"), order_by="municipality")
    return Subquery(lines.order_by().values("jobseeker").annotate(words=names).values("words"))


def _timing() -> Case:
    known = (When(jobseeker__wished_timing=key, then=Value(label)) for key, label in Jobseeker.Timing.choices)
    return Case(*known, default=Value(""))


ABOUT_PEOPLE = (
    Item("name", "氏名", lambda: F("jobseeker__name")),
    Item("kana", "ふりがな", lambda: F("jobseeker__kana")),
    Item("phone", "電話番号", lambda: F("jobseeker__phone")),
    Item("email", "メールアドレス", lambda: F("jobseeker__email")),
    Item("birth_date", "生年月日", lambda: _day("jobseeker__birth_date")),
    Item(
        "residence",
        "いま住んでいるところ",
        lambda: Concat(Coalesce(F("jobseeker__prefecture__name"), Value("")), F("jobseeker__city")),
    ),
    Item("timing", "希望する時期", _timing),
    Item("occupations", "希望する職種", _wished_occupations),
    Item("places", "希望する市町村", _wished_places),
)
ABOUT_EMPLOYERS = (
    Item("employer", "事業所名", lambda: F("establishment__name")),
    Item("employer_address", "所在地", lambda: F("establishment__address")),
    Item("employer_phone", "事業所の電話番号", lambda: F("establishment__phone")),
)
TEXT = Item(MESSAGE, "相談の要点", lambda: F("message"))
ITEMS = (*ABOUT_PEOPLE, *ABOUT_EMPLOYERS, TEXT)
BY_KEY = {item.key: item for item in ITEMS}
LABELS = {item.key: item.label for item in ITEMS}


def with_told(handoffs: QuerySet, items: Iterable[Item] = ITEMS) -> QuerySet:
    """Each hand-off with the words of its chosen items as `told_KEY`; those not chosen are empty."""
    told = {
        item.column: Case(
            When(shared__contains=[item.key], then=Coalesce(item.expression(), Value(""), output_field=CharField())),
            default=Value(""),
            output_field=CharField(),
        )
        for item in items
    }
    return handoffs.annotate(**told)


def told(handoff) -> list[tuple[Item, str]]:
    """What a hand-off tells now: its chosen items that have words, in the order of the form."""
    chosen = [item for item in ITEMS if item.key in handoff.shared]
    if not chosen:
        return []
    rows = with_told(type(handoff)._default_manager.filter(pk=handoff.pk), chosen)
    words = rows.values_list(*(item.column for item in chosen)).get()
    return [(item, text) for item, text in zip(chosen, words, strict=True) if text]


def in_words(keys: Iterable[str]) -> str:
    """The names of chosen items, in the order of the form."""
    kept = set(keys)
    return "、".join(label for key, label in LABELS.items() if key in kept)
