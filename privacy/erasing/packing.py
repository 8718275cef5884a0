"""The return package: everything held for the contract in open formats, described, hashed, read without a server."""

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from psycopg import sql

from centre import jobs
from centre.errors import DomainError
from centre.files import pieces_of, store_path
from centre.fiscal_year import FiscalYear
from centre.models import Contract, Job, StoredFile, User
from privacy.access import write_line
from privacy.erasing.file_links import links_to_files
from privacy.erasing.identifiers import IDENTIFYING, variants
from privacy.erasing.ways import shown_fields
from privacy.models import AccessLog, ReturnPackage

JOB = "return_package"
ZIP = "application/zip"
# The first day that a ZIP can name.
NO_DATE = (1980, 1, 1, 0, 0, 0)
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
        "message": f"返還一式ができました（{len(made.rows)}表、{made.size:,}バイト）。「返還と消去」から保存します。",
        "result": {"package": made.pk, "sha256": made.sha256},
    }


def make_package(year: FiscalYear, *, by: User, progress: Callable | None = None) -> ReturnPackage:
    """Make and keep the package; the file lies in the database until the erasure is finished."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        rows = _write(path, year, progress or (lambda *_: None))
        return keep(path, f"返還一式_{year.year}年度_{timezone.localtime():%Y%m%d_%H%M}.zip", year, rows, by)


def keep(
    path: Path, name: str, year: FiscalYear, rows: dict[str, int], by: User, kind: str = "return"
) -> ReturnPackage:
    """Keep a file that is handed to the prefecture, with its hash."""
    file = store_path(name, ZIP, path)
    return ReturnPackage.objects.create(
        kind=kind,
        fiscal_year=year.year,
        file=file,
        name=name,
        size=file.size,
        sha256=file.sha256,
        rows=rows,
        made_by=by,
    )


def hand_out(package: ReturnPackage, *, by: User, address: str | None) -> StoredFile:
    """The file of a package, for saving; the first time is kept. Raises DomainError once it was erased."""
    if package.file_id is None:
        raise DomainError("このファイルは消去が済んでいます。照合値だけが残っています。")
    ReturnPackage.objects.filter(pk=package.pk, downloaded_at__isnull=True).update(
        downloaded_at=timezone.now(), downloaded_by=by
    )
    write_line(
        by,
        AccessLog.Action.EXPORT,
        ReturnPackage._meta.label,
        subject_id=package.pk,
        detail=f"{package.get_kind_display()} {package.size:,}バイト",
        reason="契約の終了に伴う返還（特記事項 第13）",
        address=address,
    )
    return StoredFile.objects.defer("content").get(pk=package.file_id)


def words_in(package: ReturnPackage) -> list[str]:
    """The names, readings, mails and phones of people in a package: what a search for survivors looks for.

    A number or mail that is the workplace's own is not a person's, and stays.
    """
    words: set[str] = set()
    shown: set[str] = set()
    with tempfile.NamedTemporaryFile() as kept:
        for piece in pieces_of(StoredFile.objects.defer("content").get(pk=package.file_id)):
            kept.write(piece)
        kept.flush()
        with zipfile.ZipFile(kept.name) as archive:
            for model in returned():
                if hasattr(model, "personal_fields"):
                    words |= _values(archive, model, set(IDENTIFYING) & set(model.personal_fields.labels))
                shown |= _values(archive, model, set(shown_fields().get(model, ())))
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
    steps, rows, sums = len(models) + 2, {}, []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for done, model in enumerate(models):
            progress(done, steps, f"{model._meta.verbose_name}を入れています")
            name = f"tables/{model._meta.db_table}.csv"
            rows[model._meta.db_table] = _put(archive, name, _table(model), sums)
        progress(len(models), steps, "保存ファイルを入れています")
        for file in files:
            _put(archive, _file_name(file), pieces_of(file), sums)
        dictionary = list(_dictionary(models))
        _put(archive, "dictionary.csv", [_csv(DICTIONARY_HEAD, dictionary)], sums)
        page = _page(year, models, rows, files, dictionary)
        _put(archive, "style.css", [(Path(__file__).parent / "package.css").read_bytes()], sums)
        _put(archive, "index.html", [render_to_string("privacy/package/index.html", page).encode()], sums)
        _put(archive, "dictionary.html", [render_to_string("privacy/package/dictionary.html", page).encode()], sums)
        listed = "".join(f"{digest}  {name}\n" for digest, name in sorted(sums, key=lambda line: line[1]))
        archive.writestr(zipfile.ZipInfo("SHA256SUMS.txt", NO_DATE), listed.encode(), zipfile.ZIP_DEFLATED)
    progress(steps, steps, "保存しています")
    return rows


def _put(archive: zipfile.ZipFile, name: str, pieces, sums: list) -> int:
    """Write a member piece by piece; answers the number of lines after the first."""
    digest, lines = hashlib.sha256(), -1
    info = zipfile.ZipInfo(name, NO_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            lines += 1
    sums.append((digest.hexdigest(), name))
    return lines


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


def _csv(head: tuple[str, ...], rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
