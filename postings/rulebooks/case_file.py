"""Many cases in one CSV file: a line per case, a column per fact, named by its key or its Japanese name."""

import contextlib
import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

from centre.errors import DomainError
from postings.rulebooks.facts import Fact

NAME_COLUMNS = ("case", "件名")
ENCODINGS = ("utf-8-sig", "cp932")


def read_cases(content: bytes, vocabulary: tuple[Fact, ...]) -> list[tuple[str, dict[str, object]]]:
    """[(name of the case, its facts)]; an empty cell is not known. Raises DomainError naming line or column."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""))
    columns = [_column(heading, vocabulary) for heading in next(reader, [])]
    if not columns:
        raise DomainError("1行目に、事実の名前の見出しを置いてください。")
    if repeated := {column for column in columns if columns.count(column) > 1}:
        raise DomainError(f"同じ見出しが2つあります：{'、'.join(sorted(_key(column) for column in repeated))}")
    cases = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            raise DomainError(f"{reader.line_num}行目の列が、見出しより多くあります。")
        name, facts = f"{reader.line_num}行目", {}
        for column, cell in zip(columns, cells, strict=False):
            if not cell.strip():
                continue
            if column is None:
                name = cell.strip()
            else:
                facts[column.key] = value_of(column, cell.strip())
        cases.append((name, facts))
    return cases


def value_of(fact: Fact, cell: str) -> object:
    """What a cell means: as it stands, as a number, true or a list, or one of the Japanese answers.

    A cell that means nothing to the fact comes back as it stands, so that reading the fact says what is wrong.
    """
    for candidate in _meanings(fact, cell):
        try:
            fact.read(candidate)
        except ValueError:
            continue
        return candidate
    return cell


def _meanings(fact: Fact, cell: str) -> Iterator[object]:
    yield cell
    with contextlib.suppress(ValueError, ArithmeticError, RecursionError):
        yield json.loads(cell, parse_float=Decimal)
    yield from (answer for answer, words in fact.answers.items() if words == cell)


def _column(heading: str, vocabulary: tuple[Fact, ...]) -> Fact | None:
    name = heading.strip()
    if name in NAME_COLUMNS:
        return None
    for fact in vocabulary:
        if name in (fact.key, fact.label):
            return fact
    raise DomainError(f"「{name}」という事実はこの規則にありません。見出しを確かめてください。")


def _key(column: Fact | None) -> str:
    return column.key if column else NAME_COLUMNS[0]


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DomainError("CSV の文字コードは UTF-8 か Shift_JIS にしてください。")
