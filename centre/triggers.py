"""Triggers that several append-only tables share."""

import pgtrigger


def never_emptied(name: str) -> pgtrigger.Trigger:
    """Refuse TRUNCATE: an append-only table loses no row at all."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'an append-only table is never emptied' USING ERRCODE = 'check_violation';",
    )
