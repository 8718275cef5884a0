"""Makers of entries of the registers, by the acts themselves."""

from datetime import date

from privacy.models import RegisterEntry
from privacy.registers.catalogue import KINDS
from privacy.registers.kinds import Shape
from privacy.registers.recording import record_entry
from tests.factories.centre import UserFactory

TODAY = date(2026, 11, 20)


def columns_of(kind, user) -> dict:
    """Every column of a register filled in plainly, its last day in December."""
    values = {
        "subject": "見本の資料",
        "counterpart": "見本の相手",
        "person": user,
        "quantity": 3,
        "unit": "部",
    }
    return {name: values[name] for name in kind.columns if name in values}


def details_of(kind) -> dict:
    """The required fields of a register, filled in plainly."""
    values = {Shape.DAY: TODAY, Shape.NUMBER: 1}
    return {
        one.key: one.choices[0][0] if one.shape is Shape.CHOICE else values.get(one.shape, "見本")
        for one in kind.fields
        if one.required
    }


def entry_of(key: str, *, by=None, **more) -> RegisterEntry:
    """An entry of a register, asked on 20 November 2026 unless told otherwise."""
    kind, by = KINDS[key], by or UserFactory(role="privacy_manager")
    details = details_of(kind) | more.pop("details", {})
    told = {"asked_on": TODAY, "responsible": by} | columns_of(kind, by) | more
    return record_entry(kind, details=details, by=by, **told)


def typed_of(key: str, user) -> dict:
    """An entry as the form of its register sends it."""
    kind = KINDS[key]
    sent = {name: getattr(value, "pk", value) for name, value in columns_of(kind, user).items()}
    sent |= {f"detail_{name}": str(value) for name, value in details_of(kind).items()}
    due = {"due_on": "2026-12-01"} if kind.columns.get("due_on") and kind.columns["due_on"].required else {}
    return sent | due | {"asked_on": "2026-11-20", "responsible": user.pk}
