"""Looking for survivors: given names, mails and phone numbers, in every column of every table and in files.

Each word is looked for in the forms that people write (`identifiers.variants`). Nothing found is ever printed: only
where, and how often.
"""

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.db import connection
from psycopg import sql

from privacy.erasing.identifiers import variants

PREFIX = 3
TEXTS = """
    SELECT c.relname, a.attname, t.typname = 'bytea' FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND (t.typcategory IN ('S', 'A') OR t.typname IN ('json', 'jsonb', 'bytea')) ORDER BY 1, a.attnum
"""


@dataclass
class Survivors:
    """How often something was found in which place, and how much was looked at."""

    places: Counter = field(default_factory=Counter)
    columns: int = 0
    words: int = 0

    @property
    def total(self) -> int:
        return sum(self.places.values())


class Finder:
    """Finds any of many words in a text: by their first letters, then whole."""

    def __init__(self, words: Iterable[str]):
        self.words = tuple(dict.fromkeys(form for word in words for form in variants(word.strip())))
        self.beginning: dict[str, list[str]] = {}
        for word in self.words:
            self.beginning.setdefault(word[:PREFIX].casefold(), []).append(word.casefold())

    def __call__(self, text: str) -> bool:
        low = text.casefold()
        for start in range(len(low) - PREFIX + 1):
            for word in self.beginning.get(low[start : start + PREFIX], ()):
                if low.startswith(word, start):
                    return True
        return False


def scan_tables(words: Iterable[str], *, but_files: Iterable[int] = ()) -> Survivors:
    """Every text, list, JSON and file of every table; archives and workbooks are opened. `but_files` are left out."""
    finder, found = Finder(words), Survivors()
    found.words = len(finder.words)
    if not finder.words:
        return found
    with connection.cursor() as cursor:
        cursor.execute(TEXTS)
        columns = cursor.fetchall()
    for table, column, is_binary in columns:
        found.columns += 1
        left_out = list(but_files) if table == "centre_storedfile" else []
        for value in _values(table, column, is_binary=is_binary, left_out=left_out):
            hit = any(map(finder, texts_in(bytes(value)))) if is_binary else finder(value)
            if hit:
                found.places[f"{table}.{column}"] += 1
    return found


def scan_files(words: Iterable[str], *folders: Path) -> Survivors:
    """Files as they lie on disk, byte by byte: pages of the database, logs, dumps."""
    finder, found = Finder(words), Survivors()
    found.words = len(finder.words)
    grep = shutil.which("grep")
    if not finder.words or not grep:
        raise RuntimeError("no words to look for, or no grep on this machine")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as listed:
        listed.write("".join(f"{word}\n" for word in finder.words))
        listed.flush()
        for folder in folders:
            done = subprocess.run(
                [grep, "-raoFc", "-f", listed.name, "--", str(folder)],
                capture_output=True,
                check=False,
                env={"LC_ALL": "C"},
            )
            for line in done.stdout.splitlines():
                name, _, count = line.rpartition(b":")
                path = name.decode(errors="replace") or str(folder)
                found.columns += 1
                if int(count):
                    found.places[path] += int(count)
    return found


def place_in_words(place: str) -> str:
    """`table.column` as people know it: 「UIJターン就職希望者」の「氏名」."""
    table, _, column = place.partition(".")
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            names = {field.column: str(field.verbose_name) for field in model._meta.concrete_fields}
            return f"「{model._meta.verbose_name}」の「{names.get(column, column)}」"
    return place


def texts_in(content: bytes) -> Iterator[str]:
    """What can be read in a file: its own bytes, or the members of an archive or workbook."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                if not archive.getinfo(name).flag_bits & 1:
                    yield archive.read(name).decode("utf-8", errors="ignore")
        return
    yield content.decode("utf-8", errors="ignore")
    yield content.decode("cp932", errors="ignore")


def _values(table: str, column: str, *, is_binary: bool, left_out: list[int]) -> Iterator:
    name = sql.Identifier(column)
    value = name if is_binary else sql.SQL("{}::text").format(name)
    statement = sql.SQL("SELECT {} FROM public.{} WHERE {} IS NOT NULL").format(value, sql.Identifier(table), name)
    if left_out:
        statement += sql.SQL(" AND id <> ALL ({})").format(sql.Literal(left_out))
    with connection.chunked_cursor() as cursor:
        # A file may be large: a few at a time.
        cursor.itersize = 5 if is_binary else 2000
        cursor.execute(statement)
        while rows := cursor.fetchmany(cursor.itersize):
            yield from (found for (found,) in rows)
