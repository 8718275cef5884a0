"""Columns of a file: what is read, under which heading, as which kind of cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from import_export.fields import Field
from import_export.widgets import CharWidget, DateTimeWidget, DateWidget, NumberWidget, Widget

from centre.errors import DomainError


class Kind(Enum):
    """What a spreadsheet takes a cell for; the value is the usual width in characters."""

    TEXT = 16
    NUMBER = 10
    DAY = 12
    MOMENT = 17


class NamedWidget(Widget):
    """A code that a file shows by its name, `{code: name}`; an unknown code stays as it is."""

    def __init__(self, names: Mapping[Any, str]):
        super().__init__()
        self.names = {code: str(name) for code, name in dict(names).items()}

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else self.names.get(value, str(value))

    def shown(self, values: Sequence) -> list[str]:
        """What a whole column shows."""
        names, render = self.names, self.render
        return [names[value] if value in names else render(value) for value in values]


class NamedListWidget(NamedWidget):
    """A list of codes that a file shows by their names, one after the other."""

    def render(self, value, obj=None, **kwargs) -> str:
        return "、".join([self.names.get(code, str(code)) for code in value or ()])

    def shown(self, values: Sequence) -> list[str]:
        """What a whole column shows."""
        return [self.render(value) for value in values]


class Column(Field):
    """A column that a list offers; `heading` is its usual name, `path` the lookup that the database is asked for.

    The widget says what kind of cell it is: text unless it is a number, a day, a moment or named codes. Columns with
    `usual` are in the file unless somebody chooses otherwise. `width` is in characters.
    """

    def __init__(
        self, heading: str, path: str, widget: Widget | None = None, *, usual: bool = False, width: int | None = None
    ):
        super().__init__(attribute=path, column_name=heading, widget=widget or CharWidget(), readonly=True)
        self.usual = usual
        self.kind = _kind(self.widget)
        self.width = width or max(self.kind.value, 2 * len(heading) + 3)

    def shown(self, values: Sequence) -> Sequence:
        """Values of the database as the cells show them."""
        return self.widget.shown(values) if isinstance(self.widget, NamedWidget) else values


@dataclass(frozen=True)
class Chosen:
    """A column as somebody wants it in a file; `hide` turns a value they may not read into its mask."""

    key: str
    column: Column
    heading: str
    hide: Callable[[str], str] | None = None

    def shown(self, values: Sequence) -> Sequence:
        """Values of the database as this user may see them."""
        shown = self.column.shown(values)
        if self.hide is None:
            return shown
        return ["" if value in (None, "") else self.hide(str(value)) for value in shown]


def usual_choice(columns: Mapping[str, Column]) -> list[dict]:
    """The choice of somebody who chooses nothing: the columns of the list, in its order."""
    return [{"key": key, "heading": column.column_name} for key, column in columns.items() if column.usual]


def choose(columns: Mapping[str, Column], wanted: Sequence[Mapping]) -> list[Chosen]:
    """The columns that a layout `[{"key", "heading"}]` names; those that no longer exist are left out.

    Raises DomainError when nothing is left, or two columns would have one heading.
    """
    chosen, headings = [], {}
    for entry in wanted:
        key = entry["key"]
        if key not in columns:
            continue
        heading = " ".join(entry.get("heading", "").split()) or columns[key].column_name
        if heading in headings:
            raise DomainError(f"見出し「{heading}」が2つの列にあります。どちらかを変えてください。", f"heading_{key}")
        headings[heading] = key
        chosen.append(Chosen(key, columns[key], heading))
    if not chosen:
        raise DomainError("書き出す列を1つ以上選んでください。")
    return chosen


def _kind(widget: Widget) -> Kind:
    # DateTimeWidget is no kind of DateWidget, but both come before the plain ones.
    if isinstance(widget, DateTimeWidget):
        return Kind.MOMENT
    if isinstance(widget, DateWidget):
        return Kind.DAY
    return Kind.NUMBER if isinstance(widget, NumberWidget) else Kind.TEXT
