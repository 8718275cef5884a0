"""What a row of a list would change: the exact difference to the register, or what is wrong with the row."""

from datetime import date

from centre.tabular.columns import ParsedRow
from centre.tabular.names import name_key
from employers.importing.columns import Lookups
from employers.importing.matching import SHOWN_SUSPECTS, Known, ListRow, Seen, alike_in_file
from employers.models import Corporation, Establishment, ImportLine

State = ImportLine.State
ESTABLISHMENT_FIELDS = (
    "name", "kana", "postal_code", "address", "phone", "email", "website", "employees", "note", "municipality_id",
    "industry_id",
)  # fmt: skip
CORPORATION_FIELDS = {"corporate_number": "法人番号", "capital_yen": "資本金（円）"}


class Comparison:
    """Compares the rows of one file, chunk by chunk, with the register and with the rows before."""

    def __init__(self):
        self.lookups = Lookups()
        self.seen = Seen()

    def lines(self, chunk: list[tuple[ParsedRow, list]]) -> list[dict]:
        """A line of `ImportLine` for each parsed row and its cells, in the order of the file."""
        lines, good = [], []
        for parsed, cells in chunk:
            values = {key: value for key, value in parsed.values.items() if value not in (None, "")}
            if parsed.errors:
                problems = [[error.column, error.message] for error in parsed.errors]
                lines.append(_rejected(parsed.row_number, cells, values, problems))
                continue
            row = ListRow(parsed.row_number, values, cells)
            if problems := self._complete(values) + self._clashes(row):
                lines.append(_rejected(row.number, cells, values, problems))
            else:
                good.append(row)
        known = Known(good)
        assigned = known.assigned(good, self.seen.records)
        lines += [self._compare(row, assigned.get(row.number), known) for row in good]
        return sorted(lines, key=lambda line: line["row_number"])

    def _complete(self, values: dict) -> list[list[str]]:
        """Look names up; answers what cannot be understood as [column, message]."""
        problems = []
        if "industry" in values:
            if code := self.lookups.industry(values["industry"]):
                values["industry_id"] = code
            else:
                problems.append(
                    ["業種", "業種が分かりません。日本標準産業分類の大分類（A〜Tの記号か名称）で入れてください。"]
                )
        if code := self.lookups.municipality(values.get("address", "")):
            values["municipality_id"] = code
        return problems

    def _clashes(self, row: ListRow) -> list[list[str]]:
        """What contradicts an earlier row of the file."""
        problems = []
        identity = (row.corporate_number, row.name_key, row.address_key)
        if (earlier := self.seen.identities.setdefault(identity, row.number)) != row.number:
            problems.append(_doubled(earlier))
        number, told = row.corporate_number, row.values.get("capital_yen")
        if number and told is not None:
            earlier, capital = self.seen.capitals.setdefault(number, (row.number, told))
            if capital != told:
                problems.append(
                    ["資本金", f"同じ法人番号の{earlier}行目と資本金が違います。どちらかに合わせてください。"]
                )
        return problems

    def _compare(self, row: ListRow, same: Establishment | None, known: Known) -> dict:
        owner = known.owners.get(row.corporate_number)
        if same is None:
            return self._newcomer(row, owner, known)
        if (earlier := self.seen.records.setdefault(same.pk, row.number)) != row.number:
            return _rejected(row.number, row.cells, row.values, [_doubled(earlier)])
        if owner is not None and owner.pk != same.corporation_id:
            message = f"この法人番号は「{owner.name}」のものです。番号か事業所を確かめてください。"
            return _rejected(row.number, row.cells, row.values, [["法人番号", message]])
        return matched(row, same, known)

    def _newcomer(self, row: ListRow, owner: Corporation | None, known: Known) -> dict:
        suspects = [[record.pk, record.name] for record in known.alike(row)]
        suspects = (suspects + [[None, name] for name in alike_in_file(row, self.seen)])[:SHOWN_SUSPECTS]
        return newcomer(row, owner, suspects)


def newcomer(row: ListRow, owner: Corporation | None, suspects: list) -> dict:
    """The line of a row that means an employer the register does not know; `owner` is its corporation if known."""
    return _line(
        row,
        State.SUSPECTED if suspects else State.NEW,
        corporation=owner,
        changes=corporation_changes(owner, row.values) if owner else [],
        suspects=suspects,
        registers="registered_on" in row.values,
    )


def matched(row: ListRow, same: Establishment, known: Known) -> dict:
    """The line of a row that means an establishment of the register."""
    changes = _changes(same, row.values, known)
    if registers := "registered_on" in row.values and known.registers(same, row.values["registered_on"]):
        changes.append(["利用者登録", "なし", _text(row.values["registered_on"])])
    return _line(
        row,
        State.CHANGED if changes else State.SAME,
        corporation=same.corporation,
        establishment=same,
        changes=changes,
        registers=registers,
    )


def corporation_changes(corporation: Corporation, values: dict) -> list[list[str]]:
    """[label, old, new] of what a row tells of its corporation."""
    return [
        [label, _text(getattr(corporation, name)), _text(values[name])]
        for name, label in CORPORATION_FIELDS.items()
        if name in values and getattr(corporation, name) != values[name]
    ]


def _changes(establishment: Establishment, values: dict, known: Known) -> list[list[str]]:
    """[label, old, new] of what a row changes; an empty cell changes nothing."""
    changes = [
        [str(establishment._meta.get_field(name).verbose_name), _text(old), _text(values[name])]
        for name in ESTABLISHMENT_FIELDS
        if name in values and (old := getattr(establishment, name)) != values[name]
    ]
    changes += corporation_changes(establishment.corporation, values)
    contact = known.contact(establishment)
    if "contact_name" in values:
        department = values.get("contact_department")
        if contact is None or contact.name != values["contact_name"]:
            changes.append(["担当者", contact.name if contact else "", values["contact_name"]])
        elif department and contact.department != department:
            changes.append(["担当部署", contact.department, department])
    return changes


def _line(
    row: ListRow,
    state: str,
    *,
    corporation: Corporation | None = None,
    establishment: Establishment | None = None,
    changes: list | None = None,
    suspects: list | None = None,
    registers: bool = False,
) -> dict:
    """A row of `ImportLine`; the keys for comparing are kept with the values, for the database cannot fold names."""
    return {
        "row_number": row.number,
        "state": state,
        "cells": [],
        "values": _kept(row.values) | _keys(row) | ({"registers": True} if registers else {}),
        "corporation_id": corporation.pk if corporation else None,
        "corporation_version": corporation.version if corporation else None,
        "establishment_id": establishment.pk if establishment else None,
        "establishment_version": establishment.version if establishment else None,
        "changes": changes or [],
        "problems": [],
        "suspects": suspects or [],
    }


def _rejected(number: int, cells: list, values: dict, problems: list[list[str]]) -> dict:
    """The line of a row that cannot be taken in; its cells are kept as written, for the person who mends it."""
    return {
        "row_number": number,
        "state": State.REJECTED,
        "cells": [cell if cell is None or isinstance(cell, str | int | float) else str(cell) for cell in cells],
        "values": _kept(values),
        "corporation_id": None,
        "corporation_version": None,
        "establishment_id": None,
        "establishment_version": None,
        "changes": [],
        "problems": problems,
        "suspects": [],
    }


def _kept(values: dict) -> dict:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _keys(row: ListRow) -> dict[str, str]:
    keys = {"name_key": row.name_key[:120]}
    if "kana" in row.values:
        keys["kana_key"] = name_key(row.values["kana"])[:160]
    if row.phone_key:
        keys["phone_key"] = row.phone_key[:20]
    if row.address_key:
        keys["address_key"] = row.address_key[:200]
    if corporation := row.values.get("corporation_name"):
        keys["corporation_name_key"] = name_key(corporation)[:120]
    return keys


def _doubled(earlier: int) -> list[str]:
    return ["事業所名", f"{earlier}行目と同じ事業所です。どちらかの行を消してください。"]


def _text(value) -> str:
    return "" if value is None else str(value)
