"""Sizes of establishments by their employees: one set of bands for lists, campaigns and reports."""

from django.db.models import Case, IntegerField, Q, Value, When

# {fewest employees of a band: its name}; the first band also holds an establishment without employees.
SIZES = {1: "1〜9人", 10: "10〜29人", 30: "30〜99人", 100: "100〜299人", 300: "300人以上"}


def size_of(path: str) -> Case:
    """The band that the employees at a path fall in, a key of SIZES; NULL while they are not known."""
    first, *others = SIZES
    bands = [When(**{f"{path}__gte": fewest}, then=Value(fewest)) for fewest in reversed(others)]
    return Case(*bands, When(**{f"{path}__isnull": False}, then=Value(first)), output_field=IntegerField())


def in_size(path: str, band: int) -> Q:
    """The condition that the employees at a path fall in a band."""
    found = Q(**{f"{path}__isnull": False}) if band == min(SIZES) else Q(**{f"{path}__gte": band})
    larger = [fewest for fewest in SIZES if fewest > band]
    return found & Q(**{f"{path}__lt": min(larger)}) if larger else found
