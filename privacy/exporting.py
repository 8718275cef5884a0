"""Exporting a list: asked for with a reason, carried as a job, masked by role, written down (DESIGN §4.4)."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import Col
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.exporting.cells import CHUNK
from centre.exporting.columns import Chosen, Column, choose
from centre.exporting.delimited import write_csv
from centre.exporting.listing import Listing, conditions_of, values_of
from centre.exporting.workbook import write_workbook
from centre.exporting.written import Written
from centre.files import store_path
from centre.models import ExportLayout, Job, StoredFile, User
from centre.registry import JobKind
from centre.roles import may
from centre.templatetags.display import moment
from privacy.access import write_line
from privacy.declarations import mask
from privacy.models import AccessLog

Format = ExportLayout.Format
CONTENT_TYPES = {
    Format.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format.CSV_UTF8: ("csv", "text/csv; charset=utf-8"),
    Format.CSV_CP932: ("csv", "text/csv; charset=Shift_JIS"),
}
# The kinds of export jobs begin with it.
EXPORT = "export_"
MOST_ROWS = 3_000_000


def job_of(listing: Listing) -> JobKind:
    """The kind of job that writes a list; the list's room declares it."""
    return JobKind(_kind(listing), f"{listing.label}の書出し", partial(carry_export, listing), listing.ability)


def ask_export(
    listing: Listing, *, query: str, columns: list[dict], file_format: str, reason: str, address: str | None, by: User
) -> Job:
    """Ask for what the list shows at an address as a file.

    `columns` is [{"key", "heading"}] in the order of the file. Raises DomainError without a right, a reason, a column
    or a row, and for more rows than a file can hold.
    """
    if not may(by, listing.ability):
        raise DomainError("あなたの役割では、この一覧を書き出せません。")
    if not reason.strip():
        raise DomainError("書き出す理由を書いてください。理由は閲覧記録に残ります。", "reason")
    chosen = choose(listing.offered, columns)
    rows = listing.shown(query, by).rows.count()
    if not rows:
        raise DomainError("条件に合う行がありません。一覧に戻って条件を広げてください。")
    if rows > MOST_ROWS:
        raise DomainError(f"{rows:,}件は多すぎます。{MOST_ROWS:,}件までになるように条件をしぼってください。")
    params = {
        "query": query,
        "columns": [{"key": one.key, "heading": one.heading} for one in chosen],
        "format": Format(file_format).value,
        "reason": reason.strip(),
        "address": address,
    }
    digest = hashlib.sha256(json.dumps([by.pk, params], sort_keys=True).encode()).hexdigest()
    return jobs.ask(_kind(listing), f"{Format(file_format).label} {by.name} {digest[:8]}", params, by)


def carry_export(listing: Listing, job: Job, progress: Callable[[int, int, str], None]) -> dict:
    """Write the file of an export job; the file and its line in the access log are kept together or not at all."""
    by, params = job.requested_by, job.params
    if not may(by, listing.ability):
        raise DomainError("依頼したあとで役割が変わったため、書き出せません。")
    page = listing.shown(params["query"], by)
    rows = listing.prepare(page.rows, timezone.localdate())
    columns = masked(rows, choose(listing.offered, params["columns"]), by)
    total = rows.count()
    progress(0, total, "書き出しています。")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        written = _write(path, listing, columns, rows, job, conditions_of(page), _teller(progress, total))
        with transaction.atomic():
            file = store_path(*_name_and_type(listing, params["format"]), path)
            _write_down(listing, job, file, written, conditions_of(page))
    return {
        "file": file,
        "message": written.in_words(),
        "result": {"rows": written.rows, "replaced": written.replaced},
    }


def masked(rows: QuerySet, columns: list[Chosen], user: User) -> list[Chosen]:
    """The columns with a mask on those whose values this user may not read; the models' declarations say which."""
    return [
        Chosen(one.key, one.column, one.heading, mask) if is_hidden(rows, one.column, user) else one for one in columns
    ]


def is_hidden(rows: QuerySet, column: Column, user: User) -> bool:
    """Whether the values of a column are personal data that the user's role may not read."""
    # The query itself knows where a path leads, also through a joined relation or a computed value.
    query = rows.values_list(column.attribute).query
    for expression in (*query.select, *query.annotation_select.values()):
        for part in expression.flatten():
            personal = getattr(part.target.model, "personal_fields", None) if isinstance(part, Col) else None
            if personal and part.target.name in personal.labels:
                return not personal.readable_by(user.role)
    return False


def _write(path: Path, listing: Listing, columns, rows, job: Job, conditions: str, tell) -> Written:
    values = values_of(rows, columns, CHUNK)
    if job.params["format"] == Format.XLSX:
        about = partial(_about, listing, columns, job, conditions)
        return write_workbook(path, columns, values, tell, about, title=listing.label)
    return write_csv(path, columns, values, tell, cp932=job.params["format"] == Format.CSV_CP932)


def _teller(progress: Callable[[int, int, str], None], total: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        # Rows may have come since they were counted.
        progress(done, max(done, total), "書き出しています。" if done < total else "ファイルにまとめています。")

    return tell


def _about(listing: Listing, columns: list[Chosen], job: Job, conditions: str, written: Written):
    hidden = "、".join(one.heading for one in columns if one.hide)
    return [
        ("一覧", listing.label),
        ("条件", conditions),
        ("条件（アドレス）", f"?{job.params['query']}" if job.params["query"] else "なし"),
        ("件数", f"{written.rows:,}件"),
        ("作成日時", moment(timezone.now())),
        ("作成者", f"{job.requested_by.name}（{job.requested_by.get_role_display()}）"),
        ("目的", job.params["reason"]),
        ("伏せた列", hidden or "なし"),
        ("注意", "「'」で始まる文字は、数式として動かないように付けたものです。取り込むと元の文字に戻ります。"),
    ]


def _name_and_type(listing: Listing, file_format: str) -> tuple[str, str]:
    ending, content_type = CONTENT_TYPES[file_format]
    return f"{listing.label}_{timezone.localtime():%Y%m%d_%H%M}.{ending}", content_type


def _write_down(listing: Listing, job: Job, file: StoredFile, written: Written, conditions: str) -> None:
    detail = f"{listing.label} {written.rows:,}件 {Format(job.params['format']).label} 条件：{conditions}"
    write_line(
        job.requested_by,
        AccessLog.Action.EXPORT,
        listing.subject,
        detail=detail[:300],
        reason=job.params["reason"][:200],
        address=job.params["address"],
    )


def _kind(listing: Listing) -> str:
    return f"{EXPORT}{listing.key}"
