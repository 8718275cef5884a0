"""Two people change different terms of one posting: both changes stay (DESIGN §4.6)."""

from collections.abc import Mapping
from itertools import chain

from django.db.models import Model

from postings.models import JobPosting
from postings.sheets.terms import FIELDS

# Terms that only make sense together: a change of one is a change of all of its group.
TOGETHER = (
    {"contract", "contract_from", "contract_until", "renewal_kind", "contract_renewal", "renewal_limit"},
    {"has_trial", "trial_period"},
    {"work_prefecture", "work_municipality", "work_address"},
    {"age_limited", "age_min", "age_max", "age_reason", "age_note"},
    {"sex_limit", "sex_reason"},
    {"wage_kind", "wage_from_yen", "wage_to_yen", "excluded_allowances_yen"},
    {"has_fixed_overtime", "fixed_overtime_yen", "fixed_overtime_hours", "fixed_overtime_excess_paid"},
    {"weekly_hours", "daily_hours", "annual_hours"},
)


def own_changes(current: JobPosting, version: int, terms: Mapping[str, object]) -> dict[str, object] | None:
    """Of the terms typed on an earlier version those that differ from it; None when that version is not known."""
    base = _as_read(current, version)
    if base is None:
        return None
    return {name: value for name, value in terms.items() if _plain(value) != _held(base, name)}


def joined(current: JobPosting, version: int, terms: Mapping[str, object]) -> dict[str, object] | None:
    """What of the terms typed on an earlier version can be saved beside what others saved since.

    None when both changed the same term, or terms that only make sense together, and not to the same.
    """
    base, mine = _as_read(current, version), own_changes(current, version, terms)
    if base is None or mine is None:
        return None
    theirs = {name for name in FIELDS if _held(current, name) != _held(base, name)}
    same = {name for name, value in mine.items() if _plain(value) == _held(current, name)}
    return None if _whole_groups(mine.keys() - same) & _whole_groups(theirs - same) else mine


def _as_read(current: JobPosting, version: int):
    """The revision that whoever opened the form at this version saw."""
    return current.revisions.filter(version=version).order_by("pgh_id").first()


def _whole_groups(names: set[str]) -> set[str]:
    return names | set(chain.from_iterable(group for group in TOGETHER if group & names))


def _held(terms, name: str):
    return getattr(terms, JobPosting._meta.get_field(name).attname)


def _plain(value):
    return value.pk if isinstance(value, Model) else value
