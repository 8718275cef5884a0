"""Taking in a list of employers: planned as an exact difference, then all of it or nothing."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Q

from centre.models import User
from centre.tabular.columns import ParsedRow
from centre.tabular.names import address_key, name_key, phone_key
from employers import enrolment, registration
from employers.columns import COLUMNS, Lookups
from employers.import_plan import Change, Plan, PlannedRow, Problem, carry_out, read_plan
from employers.models import Contact, Corporation, Establishment, ImportRun, Registration

ESTABLISHMENT_FIELDS = (
    "name", "kana", "postal_code", "address", "phone", "email", "website", "employees", "note", "municipality_id",
    "industry_id",
)  # fmt: skip


def plan(content: bytes, file_name: str) -> Plan:
    """Read a file and work out what it would change; nothing is written."""
    return read_plan(content, file_name, COLUMNS, partial(_plan_chunk, lookups=Lookups(), seen={}))


def import_employers(content: bytes, file_name: str, *, by: User | None) -> Plan:
    """Take in a whole file or nothing. Raises DomainError when the plan has errors."""
    return carry_out(ImportRun.Kind.EMPLOYERS, lambda: plan(content, file_name), _take_in, by)


def _plan_chunk(result: Plan, chunk: list[ParsedRow], *, lookups: Lookups, seen: dict[tuple, int]) -> None:
    good = []
    for parsed in chunk:
        values = {key: value for key, value in parsed.values.items() if value not in (None, "")}
        problems = _complete(parsed.row_number, values, lookups)
        identity = (values.get("corporate_number"), name_key(values["name"]), address_key(values.get("address", "")))
        if identity in seen:
            problems.append(
                Problem(
                    parsed.row_number,
                    "事業所名",
                    f"{seen[identity]}行目と同じ事業所です。どちらかの行を消してください。",
                )
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
                Problem(
                    row, "業種", "業種が分かりません。日本標準産業分類の大分類（A〜Tの記号か名称）で入れてください。"
                )
            )
    if code := lookups.municipality(values.get("address", "")):
        values["municipality_id"] = code
    return problems


def _compare(rows: list[tuple[int, dict]]) -> Iterator[PlannedRow]:
    """Match a chunk of rows with the register: two queries for all of them."""
    numbers = {values["corporate_number"] for _, values in rows if "corporate_number" in values}
    keys = {name_key(values["name"]) for _, values in rows}
    phones = {phone_key(values["phone"]) for _, values in rows if "phone" in values}
    known = list(
        Establishment.objects.filter(
            Q(corporation__corporate_number__in=numbers) | Q(name_key__in=keys) | Q(phone_key__in=phones)
        ).select_related("corporation")
    )
    contacts = {
        contact.establishment_id: contact for contact in Contact.objects.filter(establishment__in=known, is_main=True)
    }
    registered = set(
        Registration.objects.filter(establishment__in=known, ended_on__isnull=True).values_list(
            "establishment", flat=True
        )
    )
    for row, values in rows:
        same = _same(values, known)
        if same is not None:
            changes = _changes(same, values, contacts.get(same.pk), same.pk in registered)
            state = "updated" if changes else "unchanged"
            yield PlannedRow(row, values["name"], state, values, same.pk, changes)
        else:
            suspects = [e.name for e in known if _alike(values, e)][:5]
            yield PlannedRow(row, values["name"], "new", values, suspects=suspects)


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
    for name in ESTABLISHMENT_FIELDS:
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
    fields = {name: row.values[name] for name in ESTABLISHMENT_FIELDS if name in row.values}
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
        current = Establishment.objects.get(pk=row.record_id)
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
