"""Whose records fall due: people whose support ended longer ago than the contract's setting says."""

from datetime import date, timedelta

from centre.contracts import contract_of
from jobseekers.models import Jobseeker
from privacy.retention.rules import Due, declare_due, months_later


def register() -> None:
    """Say where the records of ended support are found."""
    declare_due(Due("ended_support", Jobseeker, ended_support))


def ended_support(day: date) -> list[tuple[int, date]]:
    """(key, day since when it is due) of people whose support ended; nobody while the setting is empty."""
    months = contract_of(day).keep_closed_months
    if not months:
        return []
    # A month has 28 days at least: whoever ended later cannot be due.
    ended = Jobseeker.objects.filter(closed_on__lte=day - timedelta(days=28 * months)).order_by("closed_on", "pk")
    dated = ((pk, months_later(closed_on, months)) for pk, closed_on in ended.values_list("pk", "closed_on"))
    return [(pk, since) for pk, since in dated if since <= day]
