"""Makers of entries of the registers, by the acts themselves, and the contract that says which there are."""

from datetime import date

from centre.models import Contract
from privacy.models import RegisterEntry
from privacy.registers.catalogue import KINDS
from privacy.registers.kinds import Shape
from privacy.registers.moving import take_step
from privacy.registers.recording import record_entry
from tests.factories.centre import UserFactory

TODAY = date(2026, 11, 20)


def contract_asks(profile: str) -> None:
    """The contract of the day asks for the duties of a profile."""
    Contract.objects.filter(fiscal_year=2026).update(privacy_profile=profile)


def contract_asks_for(key: str) -> str:
    """The contract asks for the duties of the first profile that has a register; answers that profile."""
    profile = next(iter(KINDS[key].sources))
    contract_asks(profile)
    return profile


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
    return {
        one.key: one.choices[0][0] if one.shape is Shape.CHOICE else TODAY if one.shape is Shape.DAY else "見本"
        for one in kind.fields
        if one.required
    }


def entry_of(key: str, *, by=None, **more) -> RegisterEntry:
    """An entry of a register, asked on 20 November 2026 unless told otherwise."""
    kind, by = KINDS[key], by or UserFactory(role="privacy_manager")
    details = details_of(kind) | more.pop("details", {})
    told = {"asked_on": TODAY, "responsible": by} | columns_of(kind, by) | more
    return record_entry(kind, details=details, by=by, **told)


def permitted(**more) -> RegisterEntry:
    """Something that the prefecture has permitted on paper to be carried out."""
    entry = entry_of("carry", **{"due_on": date(2026, 12, 1)} | more)
    return take_step(entry, 1, "permit", on=TODAY, consent_number="第1号", by=entry.asked_by)


def typed_of(key: str, user) -> dict:
    """An entry as the form of its register sends it."""
    kind = KINDS[key]
    sent = {name: getattr(value, "pk", value) for name, value in columns_of(kind, user).items()}
    sent |= {f"detail_{name}": str(value) for name, value in details_of(kind).items()}
    due = {"due_on": "2026-12-01"} if kind.columns.get("due_on") and kind.columns["due_on"].required else {}
    return sent | due | {"asked_on": "2026-11-20", "responsible": user.pk}
