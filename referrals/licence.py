"""Whether the counter may place people on a day: only with the contractor's own licence (DOMAIN 4.1, DESIGN §4.5)."""

from dataclasses import dataclass
from datetime import date

from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.models.calendar import PlacementMode


@dataclass(frozen=True)
class Licence:
    """The licence that a contract names. `is_fee_charging` is mode C, whose fee is always 0."""

    number: str
    valid_until: date
    is_fee_charging: bool
    contractor: str
    address: str
    phone: str

    @property
    def name(self) -> str:
        """What the licence is for, in the words of the law."""
        return "有料職業紹介事業（手数料なし）" if self.is_fee_charging else "無料職業紹介事業"


def licence_on(day: date) -> Licence | None:
    """The licence in force on a day by the contract of its fiscal year; None in mode A and after it has run out."""
    contract = (
        Contract.objects.filter(fiscal_year=FiscalYear.of(day).year, licence_valid_until__gte=day)
        .exclude(placement_mode=PlacementMode.INFORMATION)
        .first()
    )
    if contract is None:
        return None
    return Licence(
        contract.licence_number,
        contract.licence_valid_until,
        contract.placement_mode == PlacementMode.LICENSED_WITHOUT_FEES,
        contract.contractor,
        contract.contractor_address,
        contract.phone,
    )
