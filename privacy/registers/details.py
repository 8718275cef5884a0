"""The JSON of an entry: the fields of its kind and nothing else, each in the shape the declaration says. Pure."""

from datetime import date

from centre.errors import DomainError
from privacy.registers.kinds import Field, Kind, Shape

LONGEST = {Shape.TEXT: 200, Shape.LONG: 2000}


def checked(kind: Kind, details: dict) -> dict:
    """The details as they are kept: text, code or ISO day. Raises DomainError for what does not fit."""
    unknown = set(details) - {one.key for one in kind.fields}
    if unknown:
        raise DomainError("この台帳にない項目があります。画面を開き直してください。")
    kept = {}
    for one in kind.fields:
        value = details.get(one.key)
        if value in (None, ""):
            if one.required:
                raise DomainError(f"{one.label}を入れてください。", f"detail_{one.key}")
            continue
        kept[one.key] = _kept(one, value)
    return kept


def shown(kind: Kind, details: dict) -> list[tuple[str, str]]:
    """(label, words) of the details as a person reads them; empty ones are left out."""
    return [(one.label, _words(one, details[one.key])) for one in kind.fields if one.key in details]


def typed(field: Field, value):
    """A kept value as a form takes it."""
    return date.fromisoformat(value) if field.shape is Shape.DAY and value else value


def _kept(field: Field, value):
    fits = {
        Shape.DAY: lambda: isinstance(value, date),
        Shape.CHOICE: lambda: value in dict(field.choices),
    }.get(field.shape, lambda: isinstance(value, str) and "\0" not in value and len(value) <= LONGEST[field.shape])
    if not fits():
        raise DomainError(f"{field.label}の値を読めません。", f"detail_{field.key}")
    return value.isoformat() if field.shape is Shape.DAY else value


def _words(field: Field, value) -> str:
    if field.shape is Shape.DAY:
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return dict(field.choices).get(value, str(value))
