"""Which establishment of the register a row of a list means, and what else looks like it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from centre.tabular.names import address_key, name_key, phone_key
from employers.merging import stands_for
from employers.models import Contact, Corporation, Establishment, Registration

SHOWN_SUSPECTS = 5


@dataclass
class ListRow:
    """A row of the list: its number in the file, its cells as written, its values, and the keys for comparing."""

    number: int
    values: dict
    cells: list = field(default_factory=list)

    def __post_init__(self):
        self.name_key = name_key(self.values["name"])
        self.phone_key = phone_key(self.values.get("phone", ""))
        self.address_key = address_key(self.values.get("address", ""))
        self.corporate_number = self.values.get("corporate_number")


@dataclass
class Seen:
    """What the rows of the file before this one were about: their row numbers."""

    identities: dict[tuple, int] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)
    capitals: dict[str, tuple[int, int]] = field(default_factory=dict)
    names: dict[str, list[tuple[int, str, str | None]]] = field(default_factory=dict)
    phones: dict[str, list[tuple[int, str, str | None]]] = field(default_factory=dict)


class Known:
    """What the register holds that the rows of a chunk could mean: seven queries for all of them."""

    def __init__(self, rows: list[ListRow]):
        self.owners = {
            owner.corporate_number: owner
            for owner in Corporation.objects.filter(
                corporate_number__in={row.corporate_number for row in rows if row.corporate_number}
            )
        }
        records = Establishment.objects.select_related("corporation")
        found = {
            record.pk: record
            for question in (
                {"corporation__in": [owner.pk for owner in self.owners.values()]},
                {"name_key__in": {row.name_key for row in rows}},
                {"phone_key__in": {row.phone_key for row in rows if row.phone_key}},
            )
            for record in records.filter(**question)
        }
        self.establishments = [found[pk] for pk in sorted(found)]
        self._formerly: dict[str, list[Establishment]] = defaultdict(list)
        names, phones = {row.name_key for row in rows}, {row.phone_key for row in rows if row.phone_key}
        merged = Establishment.everything.filter(merged_into__isnull=False).select_related("merged_into")
        for record in merged.filter(Q(name_key__in=names) | Q(phone_key__in=phones)):
            for key in {record.name_key, record.phone_key} - {""}:
                self._formerly[key].append(stands_for(record))
        self._by_name = self._by("name_key")
        self._by_phone = self._by("phone_key")
        self._by_address = self._by("address_key")
        self._contacts = {
            contact.establishment_id: contact
            for contact in Contact.objects.filter(establishment__in=list(found), is_main=True)
        }
        self._registrations: dict[int, list[tuple[date, date | None]]] = {}
        for record, begun, ended in Registration.objects.filter(establishment__in=list(found)).values_list(
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

    def assigned(self, rows: list[ListRow], taken: dict[int, int]) -> dict[int, Establishment]:
        """The establishment each row means, by row number; the surest first, each establishment for one row.

        A row that names the address of an establishment already taken means it too, so that the caller can refuse it.
        """
        pairs = [
            (-_sureness(row, establishment), row.number, establishment)
            for row in rows
            for establishment in self._by_name.get(row.name_key, ())
            if _sureness(row, establishment)
        ]
        found: dict[int, Establishment] = {}
        used = set(taken)
        for sureness, number, establishment in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].pk)):
            if number in found or (establishment.pk in used and sureness == -1):
                continue
            found[number] = establishment
            used.add(establishment.pk)
        return found

    def alike(self, row: ListRow) -> list[Establishment]:
        """Establishments that share the name, the phone, or number and address with a row, or did before a merger."""
        found = {record.pk: record for record in self._by_name.get(row.name_key, ())}
        found |= {record.pk: record for record in self._formerly.get(row.name_key, ())}
        if row.phone_key:
            found |= {record.pk: record for record in self._by_phone.get(row.phone_key, ())}
            found |= {record.pk: record for record in self._formerly.get(row.phone_key, ())}
        if row.corporate_number and row.address_key:
            found |= {
                record.pk: record
                for record in self._by_address.get(row.address_key, ())
                if record.corporation.corporate_number == row.corporate_number
            }
        return [found[pk] for pk in sorted(found)]

    def _by(self, key: str) -> dict[str, list[Establishment]]:
        places = defaultdict(list)
        for record in self.establishments:
            places[getattr(record, key)].append(record)
        return places


def alike_in_file(row: ListRow, seen: Seen) -> list[str]:
    """Earlier new rows of the file with the same name or phone; branches of one corporation are not suspected."""
    found: dict[int, str] = {}
    for key, places in ((row.name_key, seen.names), (row.phone_key, seen.phones)):
        if not key:
            continue
        earlier = places.setdefault(key, [])
        for other, name, number in earlier:
            if not (row.corporate_number and row.corporate_number == number):
                found[other] = f"{name}（{other}行目）"
        if len(earlier) < SHOWN_SUSPECTS:
            earlier.append((row.number, row.values["name"], row.corporate_number))
    return [found[other] for other in sorted(found)]


def _sureness(row: ListRow, establishment: Establishment) -> int:
    """2 when name and address agree, 1 when name and phone or number do, 0 for another establishment."""
    number, theirs = row.corporate_number, establishment.corporation.corporate_number
    if number and theirs and number != theirs:
        return 0
    if row.address_key and establishment.address_key == row.address_key:
        return 2
    same_phone = bool(row.phone_key) and establishment.phone_key == row.phone_key
    return int(same_phone or (bool(number) and number == theirs and not row.address_key))
