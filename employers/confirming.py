"""Keeping the register current: whose data nobody has confirmed for too long (contract 8(3))."""

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.models import Contract, User
from centre.pages import MOST_COUNTED
from centre.registry import list_filter
from employers.models import Establishment

LONGEST_FIRST = (F("last_confirmed_on").asc(nulls_first=True), "pk")


def intervals(today: date) -> tuple[int, int]:
    """(days for employers with live postings, days for other registered ones), as the contract's settings say."""
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(today).year).first() or Contract()
    return contract.confirm_live_after_days, contract.confirm_after_days


def overdue(today: date) -> QuerySet[Establishment]:
    """Employers to be asked again, the longest unconfirmed first; never confirmed comes before all.

    Of very many only the first ones are answered, more than MOST_COUNTED.
    """
    for_live, for_others = intervals(today)
    live = list_filter("employers:list", "live").narrow(_before(today - timedelta(days=for_live)), "yes")
    registered = _before(today - timedelta(days=for_others)).registered_on(today)
    # Each kind is read in order until there are enough; asked for either at once, the database reads all of both.
    first, second = (kind.order_by(*LONGEST_FIRST).values("pk")[: MOST_COUNTED + 1] for kind in (live, registered))
    return Establishment.objects.filter(pk__in=first.union(second)).order_by(*LONGEST_FIRST)


def confirm(establishment: Establishment, *, by: User) -> Establishment:
    """Note that the employer's data were confirmed today; the day never goes back."""
    Establishment.objects.filter(pk=establishment.pk).confirm(timezone.localdate())
    establishment.refresh_from_db()
    return establishment


def _before(day: date) -> QuerySet[Establishment]:
    return Establishment.objects.filter(Q(last_confirmed_on__isnull=True) | Q(last_confirmed_on__lt=day))
