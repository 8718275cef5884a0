"""Which establishment of the register a row of a list means, and what else looks like it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from centre.tabular.names import address_key, name_key, phone_key
from employers.models import Contact, Corporation, Establishment, Registration

SHOWN_SUSPECTS = 5
Row = tuple[int, dict]


@dataclass
class Seen:
    """What the rows of a file before this one were about: their row numbers."""

    identities: dict[tuple, int] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)
    capitals: dict[str, tuple[int, int]] = field(default_factory=dict)
    names: dict[str, list[tuple[int, dict]]] = field(default_factory=dict)
    phones: dict[str, list[tuple[int, dict]]] = field(default_factory=dict)


class Known:
    """What the register holds that the rows of a chunk could mean: four queries for all of them."""

    def __init__(self, rows: list[Row]):
        numbers = {values["corporate_number"] for _, values in rows if "corporate_number" in values}
        keys = {name_key(values["name"]) for _, values in rows}
        phones = {phone_key(values["phone"]) for _, values in rows if "phone" in values}
        self.owners = {
            owner.corporate_number: owner for owner in Corporation.objects.filter(corporate_number__in=numbers)
        }
        self.establishments = list(
            Establishment.objects.filter(
                Q(corporation__corporate_number__in=numbers) | Q(name_key__in=keys) | Q(phone_key__in=phones)
            )
            .select_related("corporation")
            .order_by("pk")
        )
        found = self.establishments
        self._contacts = {
            contact.establishment_id: contact
            for contact in Contact.objects.filter(establishment__in=found, is_main=True)
        }
        self._registrations: dict[int, list[tuple[date, date | None]]] = {}
        for record, begun, ended in Registration.objects.filter(establishment__in=found).values_list(
            "establishment", "registered_on", "ended_on"
        ):
            self._registrations.setdefault(record, []).append((begun, ended))

    def contact(self, establishment: Establishment) -> Contact | None:
        """The main contact."""
        return self._contacts.get(establishment.pk)

    def registers(self, establishment: Establishment, day: date) -> bool:
        """Whether a registration from a day on would be new: none in force, and none begun or ended after it."""
        periods = self._registrations.get(establishment.pk, [])
        return all(ended is not None and begun < day and ended <= day for begun, ended in periods)

    def assigned(self, rows: list[Row], taken: dict[int, int]) -> dict[int, Establishment]:
        """The establishment each row means, by row number; the surest first, each establishment for one row.

        A row that names the address of an establishment already taken means it too, so that the caller can refuse it.
        """
        by_name: dict[str, list[Establishment]] = {}
        for establishment in self.establishments:
            by_name.setdefault(establishment.name_key, []).append(establishment)
        pairs = [
            (-_sureness(values, establishment), row, establishment)
            for row, values in rows
            for establishment in by_name.get(name_key(values["name"]), ())
            if _sureness(values, establishment)
        ]
        found: dict[int, Establishment] = {}
        used = set(taken)
        for sureness, row, establishment in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].pk)):
            if row in found or (establishment.pk in used and sureness == -1):
                continue
            found[row] = establishment
            used.add(establishment.pk)
        return found

    def alike(self, values: dict) -> list[str]:
        """Names of establishments that share the name, the phone, or number and address with a row."""
        key, phone = name_key(values["name"]), phone_key(values.get("phone", ""))
        number, address = values.get("corporate_number"), address_key(values.get("address", ""))
        return [
            record.name
            for record in self.establishments
            if record.name_key == key
            or (phone and record.phone_key == phone)
            or (number and address and record.corporation.corporate_number == number and record.address_key == address)
        ]


def alike_in_file(row: int, values: dict, seen: Seen) -> list[str]:
    """Earlier new rows of the file with the same name or phone; branches of one corporation are not suspected."""
    found: dict[int, str] = {}
    for key, places in ((name_key(values["name"]), seen.names), (phone_key(values.get("phone", "")), seen.phones)):
        if not key:
            continue
        for other, theirs in places.get(key, [])[:SHOWN_SUSPECTS]:
            number = values.get("corporate_number")
            if not (number and number == theirs.get("corporate_number")):
                found[other] = f"{theirs['name']}（{other}行目）"
        places.setdefault(key, []).append((row, values))
    return [found[other] for other in sorted(found)]


def _sureness(values: dict, establishment: Establishment) -> int:
    """2 when name and address agree, 1 when name and phone or number do, 0 for another establishment."""
    number, theirs = values.get("corporate_number"), establishment.corporation.corporate_number
    if number and theirs and number != theirs:
        return 0
    address, phone = address_key(values.get("address", "")), phone_key(values.get("phone", ""))
    if address and establishment.address_key == address:
        return 2
    same_phone = bool(phone) and establishment.phone_key == phone
    return int(same_phone or (bool(number) and number == theirs and not address))
