"""A list that can be exported: the page whose rows it has, and the columns it offers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, F, Func, QuerySet, Value
from django.http import HttpRequest, QueryDict
from import_export.resources import Resource

from centre.exporting.columns import Chosen, Column, Kind
from centre.filters import in_words
from centre.pages import ListPage

# What an address carries beside filters and sort.
NOT_FILTERS = ("page", "layout")


@dataclass(frozen=True)
class Standard:
    """A layout that a list is handed over in: its name and its columns [{"key", "heading"}] in the order of the file.

    An administrator who saves and shares a layout of this name replaces the columns.
    """

    name: str
    columns: list[dict]


@dataclass(frozen=True)
class Listing:
    """An exportable list, declared by its room.

    `page` shows it; `columns` is a Resource whose fields are Columns; `subject` the model label the access log names;
    `prepare(queryset, today)` adds what columns refer to and the page does not (joins cost nothing until asked for).
    With a `standard` the export page begins with that layout. `counts_employers` says that a row is an employer;
    `without_consent(rows, text)` how many rows are of people without a consent in force to a wording (the key of a
    ConsentText); `leaves(page, purpose)` answers the terms of the provision of a list that is made to be handed out
    (`privacy.sharing.providing.Terms`).
    """

    key: str
    label: str
    ability: str
    subject: str
    page: type[ListPage]
    columns: type[Resource]
    prepare: Callable[[QuerySet, date], QuerySet] = lambda queryset, today: queryset
    standard: Standard | None = None
    counts_employers: bool = False
    without_consent: Callable[[QuerySet, int], int] | None = None
    leaves: Callable[[ListPage, str], Any] | None = None

    @property
    def offered(self) -> Mapping[str, Column]:
        """The columns by key, in the order they are offered."""
        return self.columns.fields

    def shown(self, query: str, user: Any) -> ListPage:
        """The page as this user sees it at an address; its `rows` are the whole list, in the order shown."""
        request = HttpRequest()
        request.method, request.user, request.GET = "GET", user, QueryDict(query)
        page = self.page()
        page.setup(request)
        page.rows = page.get_queryset()
        return page


def filters_of(query: QueryDict) -> str:
    """The part of an address that decides which rows are shown and in which order."""
    kept = query.copy()
    for name in NOT_FILTERS:
        kept.pop(name, None)
    return kept.urlencode()


def values_of(rows: QuerySet, columns: list[Chosen], chunk_size: int):
    """The rows as plain tuples from a cursor of the database; no records are built, nothing is asked per row.

    Moments come as the clock on the wall shows them, without a zone: files know none.
    """
    wanted = [
        Func(
            F(one.column.attribute),
            Value(settings.TIME_ZONE),
            template="%(expressions)s",
            arg_joiner=" AT TIME ZONE ",
            output_field=DateTimeField(),
        )
        if one.column.kind is Kind.MOMENT
        else one.column.attribute
        for one in columns
    ]
    # DISTINCT would take two rows for one when the chosen columns are alike.
    return rows.values_list(*wanted, *(["pk"] if rows.query.distinct else [])).iterator(chunk_size=chunk_size)


def conditions_of(page: ListPage) -> str:
    """The filters of a page as a person reads them; `すべて` when there are none."""
    filterset = getattr(page, "filterset", None)
    parts = [f"{label}：{words}" for label, words in in_words(filterset)] if filterset else []
    return "、".join(parts) or "すべて"
