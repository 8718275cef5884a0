"""The contract whose settings are in force on a day."""

from datetime import date

from centre.fiscal_year import FiscalYear
from centre.models import Contract


def contract_of(today: date) -> Contract:
    """The contract of the day's fiscal year; the defaults of one that nobody has entered yet."""
    return Contract.objects.filter(fiscal_year=FiscalYear.of(today).year).first() or Contract()
