"""Taking in a list of employers: planned as an exact difference, then all of it or nothing (issue: real input)."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Q

from centre.errors import DomainError
from centre.models import User
from centre.tabular.columns import map_columns, parse_rows
from centre.tabular.names import address_key, name_key, phone_key
from centre.tabular.reading import TabularError, read_table
from employers import enrolment, registration
from employers.columns import COLUMNS, Lookups
from employers.models import Contact, Corporation, Establishment, ImportRun, Registration

CHUNK = 500
ESTABLISHMENT_FIELDS = ("name", "kana", "postal_code", "address", "phone", "email", "website", "employees", "note")


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be taken in: the row as the spreadsheet counts it, the column, and what to do."""

    row: int | None
    column: str | None
    message: str


@dataclass(frozen=True)
class Change:
    """One field that the file changes."""

    label: str
    old: str
    new: str


@dataclass
class PlannedRow:
    """What a row of the file will do: `state` is new, updated or unchanged."""

    row: int
    name: str
    state: str
    values: dict
    establishment_id: int | None = None
    corporation_id: int | None = None
    changes: list[Change] = field(default_factory=list)
    suspects: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """The whole difference between a file and the register."""

    file_name: str
    sha256: str
    format: str
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many rows are new, updated or unchanged."""
        return sum(row.state == state for row in self.rows)

    def summary(self) -> dict:
        """What the command prints as JSON."""
        return {
            "file": self.file_name,
            "format": self.format,
            "rows": len(self.rows),
            "new": self.count("new"),
            "updated": self.count("updated"),
            "unchanged": self.count("unchanged"),
            "suspected_duplicates": [
                {"row": row.row, "name": row.name, "similar_to": row.suspects} for row in self.rows if row.suspects
            ],
            "errors": [asdict(problem) for problem in self.errors],
        }


def plan(content: bytes, file_name: str) -> Plan:
    """Read a file and work out what it would change; nothing is written. Every problem is in `errors`."""
    result = Plan(file_name, hashlib.sha256(content).hexdigest(), "")
    try:
        table = read_table(content, file_name, headings=[name for spec in COLUMNS for name in spec.headings])
        mapping = map_columns(table.headers, COLUMNS)
        result.format = table.format_label
        result.columns = {column.heading: column.spec.label for column in mapping.columns}
        result.unknown_columns = list(mapping.unmatched)
        if mapping.missing:
            names = "、".join(spec.label for spec in mapping.missing)
            raise TabularError(f"必要な列がありません：{names}。見出しの行を確かめてください。", row=table.header_row)
        lookups, seen = Lookups(), {}
        rows = parse_rows(table, mapping)
        while chunk := list(islice(rows, CHUNK)):
            _plan_chunk(result, chunk, lookups, seen)
    except TabularError as error:
        result.errors.append(Problem(error.row, error.column, error.message))
    if not result.rows and not result.errors:
        result.errors.append(Problem(None, None, "取り込む行がありません。見出しの下にデータがあるか確かめてください。"))
    return result


def import_employers(content: bytes, file_name: str, *, by: User | None) -> Plan:
    """Take in a whole file or nothing. Raises DomainError when the plan has errors; leaves an ImportRun."""
    with transaction.atomic():
        result = plan(content, file_name)
        if result.errors:
            raise DomainError(f"{len(result.errors)}か所を直してから取り込んでください。何も変わっていません。")
        for row in result.rows:
            _take_in(row, by)
        ImportRun.objects.create(
            kind=ImportRun.Kind.EMPLOYERS,
            file_name=file_name[:200],
            sha256=result.sha256,
            format=result.format,
            summary={key: value for key, value in result.summary().items() if key != "errors"},
            imported_by=by,
        )
    return result


def _plan_chunk(result: Plan, chunk: list, lookups: Lookups, seen: dict[tuple, int]) -> None:
    good = []
    for parsed in chunk:
        if parsed.errors:
            result.errors += [Problem(error.row, error.column, error.message) for error in parsed.errors]
            continue
        values = {key: value for key, value in parsed.values.items() if value not in (None, "")}
        problems = _complete(parsed.row_number, values, lookups)
        identity = (values.get("corporate_number"), name_key(values["name"]), address_key(values.get("address", "")))
        if identity in seen:
            problems.append(
                Problem(parsed.row_number, "事業所名", f"{seen[identity]}行目と同じ事業所です。どちらかの行を消してください。")
            )
        seen.setdefault(identity, parsed.row_number)
        if problems:
            result.errors += problems
        else:
            good.append((parsed.row_number, values))
    result.rows += _compare(good)


def _complete(row: int, values: dict, lookups: Lookups) -> list[Problem]:
    """Look names up; answers what cannot be understood."""
    problems = []
    if "industry" in values:
        code = lookups.industry(values.pop("industry"))
        if code:
            values["industry_id"] = code
        else:
            problems.append(
                Problem(row, "業種", "業種が分かりません。日本標準産業分類の大分類（A〜Tの記号か名称）で入れてください。")
            )
    if code := lookups.municipality(values.get("address", "")):
        values["municipality_id"] = code
    return problems


def _compare(rows: list[tuple[int, dict]]) -> Iterator[PlannedRow]:
    """Match a chunk of rows with the register: two queries for all of them."""
    numbers = {values["corporate_number"] for _, values in rows if "corporate_number" in values}
    keys = {name_key(values["name"]) for _, values in rows}
    phones = {phone_key(values["phone"]) for _, values in rows if "phone" in values}
    corporations = {c.corporate_number: c for c in Corporation.objects.filter(corporate_number__in=numbers)}
    known = list(
        Establishment.objects.filter(
            Q(corporation__corporate_number__in=numbers) | Q(name_key__in=keys) | Q(phone_key__in=phones)
        ).select_related("corporation")
    )
    contacts = {
        contact.establishment_id: contact for contact in Contact.objects.filter(establishment__in=known, is_main=True)
    }
    registered = set(
        Registration.objects.filter(establishment__in=known, ended_on__isnull=True).values_list("establishment", flat=True)
    )
    for row, values in rows:
        same = _same(values, known)
        if same is not None:
            changes = _changes(same, values, contacts.get(same.pk), same.pk in registered)
            state = "updated" if changes else "unchanged"
            yield PlannedRow(row, values["name"], state, values, same.pk, same.corporation_id, changes)
        else:
            owner = corporations.get(values.get("corporate_number"))
            suspects = [e.name for e in known if _alike(values, e)][:5]
            yield PlannedRow(
                row, values["name"], "new", values, None, owner.pk if owner else None, suspects=suspects
            )


def _same(values: dict, known: list[Establishment]) -> Establishment | None:
    """The establishment a row means: same name, and the number, the phone or the address agrees."""
    key, number = name_key(values["name"]), values.get("corporate_number")
    phone, address = phone_key(values.get("phone", "")), address_key(values.get("address", ""))
    for establishment in known:
        if establishment.name_key != key:
            continue
        theirs = establishment.corporation.corporate_number
        if number and theirs and number != theirs:
            continue
        same_address = bool(address) and establishment.address_key == address
        same_phone = bool(phone) and establishment.phone_key == phone
        if (number and number == theirs and (same_address or not address or same_phone)) or same_address or same_phone:
            return establishment
    return None


def _alike(values: dict, establishment: Establishment) -> bool:
    phone = phone_key(values.get("phone", ""))
    return establishment.name_key == name_key(values["name"]) or (bool(phone) and establishment.phone_key == phone)


def _changes(establishment: Establishment, values: dict, contact: Contact | None, registered: bool) -> list[Change]:
    """What a row changes; an empty cell changes nothing."""
    changes = []
    for name in (*ESTABLISHMENT_FIELDS, "municipality_id", "industry_id"):
        if name in values and getattr(establishment, name) != values[name]:
            label = establishment._meta.get_field(name).verbose_name
            changes.append(Change(str(label), _text(getattr(establishment, name)), _text(values[name])))
    corporation = establishment.corporation
    for name, label in (("corporate_number", "法人番号"), ("capital_yen", "資本金（円）")):
        if name in values and getattr(corporation, name) != values[name]:
            changes.append(Change(label, _text(getattr(corporation, name)), _text(values[name])))
    if "contact_name" in values and (contact is None or contact.name != values["contact_name"]):
        changes.append(Change("担当者", contact.name if contact else "", values["contact_name"]))
    if "registered_on" in values and not registered:
        changes.append(Change("利用者登録", "なし", _text(values["registered_on"])))
    return changes


def _text(value) -> str:
    return "" if value is None else str(value)


def _take_in(row: PlannedRow, by: User | None) -> None:
    fields = {name: row.values[name] for name in (*ESTABLISHMENT_FIELDS, "municipality_id", "industry_id") if name in row.values}
    if row.state == "unchanged":
        return
    if row.state == "new":
        establishment = enrolment.enrol(
            corporation={
                "corporate_number": row.values.get("corporate_number"),
                "name": row.values.get("corporation_name") or row.values["name"],
                "capital_yen": row.values.get("capital_yen"),
            },
            establishment=fields,
            contact=None,
            by=by,
        )
    else:
        current = Establishment.objects.get(pk=row.establishment_id)
        establishment = enrolment.revise_establishment(current, current.version, by=by, **fields)
        _update_corporation(establishment.corporation, row.values)
    if row.values.get("contact_name"):
        _set_contact(establishment, row.values)
    if "registered_on" in row.values and not establishment.registrations.filter(ended_on__isnull=True).exists():
        registration.register(
            establishment,
            registered_on=row.values["registered_on"],
            source=Registration.Source.HANDED_OVER,
            scope=Registration.Scope.INTERNAL,
            by=by,
        )


def _update_corporation(corporation: Corporation, values: dict) -> None:
    changed = {
        name: values[name]
        for name in ("corporate_number", "capital_yen")
        if name in values and getattr(corporation, name) != values[name]
    }
    if changed:
        for name, value in changed.items():
            setattr(corporation, name, value)
        corporation.version += 1
        corporation.save()


def _set_contact(establishment: Establishment, values: dict) -> None:
    if not establishment.contacts.filter(name=values["contact_name"]).exists():
        establishment.contacts.filter(is_main=True).update(is_main=False)
        Contact.objects.create(
            establishment=establishment,
            name=values["contact_name"],
            department=values.get("contact_department", ""),
            is_main=True,
        )
