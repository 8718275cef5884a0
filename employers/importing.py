"""Taking in a list of employers: planned as an exact difference, then all of it or nothing."""

from functools import partial

from django.db import IntegrityError, transaction

from centre.errors import DomainError
from centre.models import User
from centre.tabular.columns import ParsedRow
from centre.tabular.names import address_key, name_key
from employers import enrolment, registration
from employers.columns import COLUMNS, Lookups
from employers.import_matching import SHOWN_SUSPECTS, Known, Row, Seen, alike_in_file
from employers.import_plan import Change, Plan, PlannedRow, Problem, carry_out, read_plan
from employers.models import Contact, Corporation, Establishment, ImportRun, Registration

ESTABLISHMENT_FIELDS = (
    "name", "kana", "postal_code", "address", "phone", "email", "website", "employees", "note", "municipality_id",
    "industry_id",
)  # fmt: skip
CORPORATION_FIELDS = {"corporate_number": "法人番号", "capital_yen": "資本金（円）"}


def plan(content: bytes, file_name: str) -> Plan:
    """Read a file and work out what it would change; nothing is written."""
    return read_plan(content, file_name, COLUMNS, partial(_plan_chunk, lookups=Lookups(), seen=Seen()))


def import_employers(content: bytes, file_name: str, *, by: User | None) -> Plan:
    """Take in a whole file or nothing. Raises DomainError when the plan has errors."""
    return carry_out(ImportRun.Kind.EMPLOYERS, lambda: plan(content, file_name), _take_in, by)


def _plan_chunk(result: Plan, chunk: list[ParsedRow], *, lookups: Lookups, seen: Seen) -> None:
    good = []
    for parsed in chunk:
        values = {key: value for key, value in parsed.values.items() if value not in (None, "")}
        problems = _complete(parsed.row_number, values, lookups) + _clashes(parsed.row_number, values, seen)
        if problems:
            result.errors += problems
        else:
            good.append((parsed.row_number, values))
    _compare(result, good, seen)


def _clashes(row: int, values: dict, seen: Seen) -> list[Problem]:
    """What contradicts an earlier row of the file."""
    problems = []
    number = values.get("corporate_number")
    identity = (number, name_key(values["name"]), address_key(values.get("address", "")))
    if (earlier := seen.identities.setdefault(identity, row)) != row:
        problems.append(_doubled(row, earlier))
    if number and "capital_yen" in values:
        earlier, capital = seen.capitals.setdefault(number, (row, values["capital_yen"]))
        if capital != values["capital_yen"]:
            problems.append(
                Problem(row, "資本金", f"同じ法人番号の{earlier}行目と資本金が違います。どちらかに合わせてください。")
            )
    return problems


def _doubled(row: int, earlier: int) -> Problem:
    return Problem(row, "事業所名", f"{earlier}行目と同じ事業所です。どちらかの行を消してください。")


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


def _compare(result: Plan, rows: list[Row], seen: Seen) -> None:
    """Match a chunk of rows with the register and add what each would change."""
    known = Known(rows)
    assigned = known.assigned(rows, seen.records)
    for row, values in rows:
        same = assigned.get(row)
        if same is None:
            suspects = (known.alike(values) + alike_in_file(row, values, seen))[:SHOWN_SUSPECTS]
            owner = known.owners.get(values.get("corporate_number"))
            changes = _corporation_changes(owner, values) if owner else []
            result.rows.append(PlannedRow(row, values["name"], "new", values, changes=changes, suspects=suspects))
            continue
        if (earlier := seen.records.setdefault(same.pk, row)) != row:
            result.errors.append(_doubled(row, earlier))
            continue
        owner = known.owners.get(values.get("corporate_number"))
        if owner is not None and owner.pk != same.corporation_id:
            result.errors.append(
                Problem(row, "法人番号", f"この法人番号は「{owner.name}」のものです。番号か事業所を確かめてください。")
            )
            continue
        changes = _changes(same, values, known)
        state = "updated" if changes else "unchanged"
        result.rows.append(PlannedRow(row, values["name"], state, values, same.pk, changes))


def _changes(establishment: Establishment, values: dict, known: Known) -> list[Change]:
    """What a row changes; an empty cell changes nothing."""
    changes = []
    for name in ESTABLISHMENT_FIELDS:
        if name in values and getattr(establishment, name) != values[name]:
            label = establishment._meta.get_field(name).verbose_name
            changes.append(Change(str(label), _text(getattr(establishment, name)), _text(values[name])))
    changes += _corporation_changes(establishment.corporation, values)
    contact = known.contact(establishment)
    if "contact_name" in values:
        department = values.get("contact_department")
        if contact is None or contact.name != values["contact_name"]:
            changes.append(Change("担当者", contact.name if contact else "", values["contact_name"]))
        elif department and contact.department != department:
            changes.append(Change("担当部署", contact.department, department))
    if "registered_on" in values and known.registers(establishment, values["registered_on"]):
        changes.append(Change("利用者登録", "なし", _text(values["registered_on"])))
    return changes


def _corporation_changes(corporation: Corporation, values: dict) -> list[Change]:
    return [
        Change(label, _text(getattr(corporation, name)), _text(values[name]))
        for name, label in CORPORATION_FIELDS.items()
        if name in values and getattr(corporation, name) != values[name]
    ]


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
    if row.state == "new" or any(change.label == "利用者登録" for change in row.changes):
        _register(establishment, row.values, by)


def _register(establishment: Establishment, values: dict, by: User | None) -> None:
    if "registered_on" in values:
        registration.register(
            establishment,
            registered_on=values["registered_on"],
            source=Registration.Source.HANDED_OVER,
            scope=Registration.Scope.INTERNAL,
            by=by,
        )


def _update_corporation(corporation: Corporation, values: dict) -> None:
    changed = {
        name: values[name]
        for name in CORPORATION_FIELDS
        if name in values and getattr(corporation, name) != values[name]
    }
    if not changed:
        return
    for name, value in changed.items():
        setattr(corporation, name, value)
    corporation.version += 1
    try:
        with transaction.atomic():
            corporation.save()
    except IntegrityError as error:
        raise DomainError("この法人番号はほかの法人のものです。番号か事業所を確かめてください。") from error


def _set_contact(establishment: Establishment, values: dict) -> None:
    """Make the person of the row the main contact; an empty department changes nothing."""
    establishment.contacts.filter(is_main=True).exclude(name=values["contact_name"]).update(is_main=False)
    told = {"is_main": True}
    if department := values.get("contact_department"):
        told["department"] = department
    Contact.objects.update_or_create(establishment=establishment, name=values["contact_name"], defaults=told)
