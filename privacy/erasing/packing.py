"""The return package: everything held for the contract in open formats, described, hashed, read without a server."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from psycopg import sql

from centre import jobs
from centre.errors import DomainError
from centre.files import pieces_of
from centre.fiscal_year import FiscalYear
from centre.models import Contract, Job, StoredFile, User
from centre.packaging.archive import Package, csv_bytes
from privacy.erasing.file_links import links_to_files
from privacy.erasing.identifiers import IDENTIFYING, variants
from privacy.erasing.keeping import keep, opened
from privacy.erasing.ways import GONE, people, shown_fields
from privacy.models import ReturnPackage

JOB = "return_package"
SAVE = "「返還と消去」でパスワードを控え、保存します。"
BOM = b"\xef\xbb\xbf"
ROOMS = (
    "centre",
    "privacy",
    "employers",
    "jobseekers",
    "postings",
    "consultations",
    "referrals",
    "surveys",
    "reports",
)
# What only makes the product run, and copies of what is in the package already.
MACHINERY = frozenset(
    {
        "centre.Draft",
        "centre.Job",
        "centre.Submission",
        "centre.CalendarFeed",
        "centre.StoredFile",
        "centre.User_groups",
        "centre.User_user_permissions",
        "privacy.Erasable",
        "privacy.ReturnPackage",
        "privacy.ExportedFile",
        "jobseekers.WishSummary",
    }
)
SECRETS = frozenset({"password", "token", "token_hash", "sealed_password", "mark", "entries"})


def returned() -> list[type[Model]]:
    """The tables of the package, in the order of the rooms."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOMS and model._meta.managed and model._meta.label not in MACHINERY
    ]
    return sorted(models, key=lambda model: (ROOMS.index(model._meta.app_label), model._meta.db_table))


def columns_of(model: type[Model]) -> list:
    """The fields of a table that go into the package: all but secrets."""
    return [field for field in model._meta.concrete_fields if field.name not in SECRETS]


def ask_for_package(year: FiscalYear, *, by: User) -> Job:
    """Ask for the return package of a contract. Raises DomainError for a year without a contract."""
    if not Contract.objects.filter(fiscal_year=year.year).exists():
        raise DomainError("この年度の契約がありません。")
    return jobs.ask(JOB, str(year.year), {"year": year.year}, by)


def carry_package(job: Job, progress) -> dict:
    """Make the package of the year that the job names."""
    made = make_package(FiscalYear(job.params["year"]), by=job.requested_by, progress=progress)
    return {
        "message": f"返還一式ができました（{len(made.rows)}表、{made.size:,}バイト）。{SAVE}",
        "result": {"package": made.pk, "sha256": made.sha256},
    }


def make_package(year: FiscalYear, *, by: User, progress: Callable | None = None) -> ReturnPackage:
    """Make and keep the package; the file lies in the database until the erasure is finished."""
    progress = progress or (lambda *_: None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        rows = _write(path, year, progress)
        told_of = sum(rows[model._meta.db_table] for model in people())
        tell = partial(progress, len(rows), len(rows), "パスワードを付けています")
        return keep(path, ReturnPackage.Kind.RETURN, year, rows, told_of, by, tell)


def words_in(package: ReturnPackage) -> list[str]:
    """The names, readings, mails and phones of people in a package: what a search for survivors looks for.

    A number or mail that is the workplace's own is not a person's, and stays. Raises DomainError when the package
    cannot be opened any more.
    """
    words: set[str] = set()
    shown: set[str] = set()
    with opened(package) as archive:
        for model in returned():
            if hasattr(model, "personal_fields"):
                words |= _values(archive, model, set(IDENTIFYING) & set(model.personal_fields.labels))
            shown |= _values(archive, model, set(shown_fields().get(model, ())))
    # Somebody who was erased before has no name any more, but the mark that stands in its place.
    words.discard(GONE)
    others = {form for word in shown for form in variants(word)}
    return sorted(word for word in words if others.isdisjoint(variants(word)))


def _values(archive: zipfile.ZipFile, model: type[Model], names: set[str]) -> set[str]:
    found: set[str] = set()
    if names:
        with archive.open(f"tables/{model._meta.db_table}.csv") as lines:
            for row in csv.DictReader(io.TextIOWrapper(lines, "utf-8-sig", newline="")):
                found |= {row[name] for name in names if row[name]}
    return found


def _write(path: Path, year: FiscalYear, progress) -> dict[str, int]:
    models, files = returned(), _files()
    steps, rows = len(models) + 2, {}
    with Package(path) as package:
        for done, model in enumerate(models):
            progress(done, steps, f"{model._meta.verbose_name}を入れています")
            # A piece a line, the first of them the names of the columns.
            pieces = package.put_pieces(f"tables/{model._meta.db_table}.csv", _table(model))
            rows[model._meta.db_table] = pieces - 1
        progress(len(models), steps, "保存ファイルを入れています")
        for file in files:
            package.put_pieces(_file_name(file), pieces_of(file))
        dictionary = list(_dictionary(models))
        package.put("dictionary.csv", csv_bytes(DICTIONARY_HEAD, dictionary))
        page = _page(year, models, rows, files, dictionary)
        package.put_page("index.html", "privacy/package/index.html", page)
        package.put_page("dictionary.html", "privacy/package/dictionary.html", page)
    progress(steps, steps, "保存しています")
    return rows


def _table(model: type[Model]) -> Iterator[bytes]:
    """The CSV of a table, a row at a time as PostgreSQL writes it; the mark tells a spreadsheet that it is UTF-8."""
    names = sql.SQL(", ").join(sql.Identifier(field.column) for field in columns_of(model))
    statement = sql.SQL("COPY (SELECT {} FROM public.{} ORDER BY {}) TO STDOUT WITH (FORMAT csv, HEADER true)").format(
        names, sql.Identifier(model._meta.db_table), sql.Identifier(model._meta.pk.column)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copied:
        first = True
        for row in copied:
            yield BOM + bytes(row) if first else bytes(row)
            first = False


def _files() -> list[StoredFile]:
    """The files that records lead to; exports and packages are copies of what is here already."""
    leading: set[int] = set()
    for model, name in links_to_files():
        if model not in (Job, ReturnPackage):
            rows = model._base_manager.filter(**{f"{name}__isnull": False})
            leading |= set(rows.values_list(name, flat=True))
    return list(StoredFile.objects.filter(pk__in=leading).defer("content").order_by("pk"))


def _file_name(file: StoredFile) -> str:
    kept = "".join("_" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in file.name)
    return f"files/{file.pk}_{kept[-100:]}"


DICTIONARY_HEAD = ("表", "表の名前", "列", "列の名前", "型", "値の意味", "つながる表", "個人情報", "利用目的", "保存")


def _dictionary(models: list[type[Model]]) -> Iterator[tuple]:
    for model in models:
        personal = getattr(model, "personal_fields", None)
        for field in columns_of(model):
            is_personal = bool(personal and field.name in personal.labels)
            yield (
                model._meta.db_table,
                str(model._meta.verbose_name),
                field.column,
                str(field.verbose_name),
                field.db_type(connection) or "",
                "、".join(f"{key}={label}" for key, label in field.flatchoices),
                field.related_model._meta.db_table if field.is_relation else "",
                "個人情報" if is_personal else "",
                personal.purpose if is_personal else "",
                personal.keep if is_personal else "",
            )


def _page(year: FiscalYear, models, rows: dict[str, int], files, dictionary) -> dict:
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    made: datetime = timezone.localtime()
    return {
        "year": year,
        "contract": contract,
        "made": made,
        "tables": [
            (model._meta.verbose_name, f"tables/{model._meta.db_table}.csv", rows[model._meta.db_table])
            for model in models
        ],
        "files": [(file.name, _file_name(file), file.sha256, file.size) for file in files],
        "head": DICTIONARY_HEAD,
        "dictionary": dictionary,
    }
