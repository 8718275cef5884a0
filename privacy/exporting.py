"""Exporting a list: asked for with a reason, carried as a job, masked by role, written down (DESIGN §4.4)."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import Col
from django.utils import timezone

from centre import jobs
from centre.errors import DomainError
from centre.exporting.cells import CHUNK
from centre.exporting.columns import Chosen, Column, Kind, choose
from centre.exporting.delimited import write_csv
from centre.exporting.listing import Listing, conditions_of, values_of
from centre.exporting.workbook import write_workbook
from centre.exporting.written import Written
from centre.files import store_path
from centre.models import ExportLayout, Job, User
from centre.registry import JobKind
from centre.roles import may
from centre.templatetags.display import moment
from privacy.access import write_line
from privacy.declarations import Personal, mask
from privacy.models import AccessLog, ExportedFile, Provision
from privacy.sharing import handing_out, packing, passwords
from privacy.sharing.marking import mark_of
from privacy.sharing.providing import Terms, record_provision, settled

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
    return JobKind(
        _kind(listing),
        f"{listing.label}の書出し",
        partial(carry_export, listing),
        listing.ability,
        handing_out.count_saving,
    )


@transaction.atomic
def ask_export(
    listing: Listing,
    *,
    query: str,
    columns: list[dict],
    file_format: str,
    reason: str,
    address: str | None,
    encrypts: bool = False,
    leaving: Terms | None = None,
    by: User,
) -> Job:
    """Ask for what the list shows at an address as a file.

    `columns` is [{"key", "heading"}] in the order of the file; `encrypts` puts the file into an archive with a
    password; `leaving` says to whom outside the counter it goes, on what ground. A list that is made to be handed out
    knows both itself. Raises DomainError without a right,
    a reason, a column or a row, for more rows than a file can hold, when a ground is missing or does not hold for
    everybody in the list, and when personal data would leave without a password.
    """
    if not may(by, listing.ability):
        raise DomainError("あなたの役割では、この一覧を書き出せません。")
    if not reason.strip():
        raise DomainError("書き出す理由を書いてください。理由は閲覧記録に残ります。", "reason")
    chosen = choose(listing.offered, columns)
    page = listing.shown(query, by)
    rows = page.rows.count()
    if not rows:
        raise DomainError("条件に合う行がありません。一覧に戻って条件を広げてください。")
    if rows > MOST_ROWS:
        raise DomainError(f"{rows:,}件は多すぎます。{MOST_ROWS:,}件までになるように条件をしぼってください。")
    if listing.leaves:
        leaving, encrypts = listing.leaves(page, reason), True
    if leaving:
        _check_leaving(listing, listing.prepare(page.rows, timezone.localdate()), chosen, leaving, encrypts, by)
    params = {
        "query": query,
        "columns": [{"key": one.key, "heading": one.heading} for one in chosen],
        "format": Format(file_format).value,
        "reason": reason.strip(),
        "address": address,
        "encrypts": encrypts,
        "leaving": leaving.kept() if leaving else None,
    }
    digest = hashlib.sha256(json.dumps([by.pk, params], sort_keys=True).encode()).hexdigest()
    job = jobs.ask(_kind(listing), f"{Format(file_format).label} {by.name} {digest[:8]}", params, by)
    sealed = passwords.seal(passwords.draw()) if encrypts else ""
    known = {"listing": listing.key, "is_encrypted": encrypts, "sealed_password": sealed, "leaves": bool(leaving)}
    ExportedFile.objects.get_or_create(job=job, defaults=known)
    return job


def carry_export(listing: Listing, job: Job, progress: Callable[[int, int, str], None]) -> dict:
    """Write the file of an export job; the file, its line in the access log and the record of its provision are kept
    together or not at all."""
    by, params = job.requested_by, job.params
    if not may(by, listing.ability):
        raise DomainError("依頼したあとで役割が変わったため、書き出せません。")
    page = listing.shown(params["query"], by)
    rows = listing.prepare(page.rows, timezone.localdate())
    columns = masked(rows, choose(listing.offered, params["columns"]), by)
    exported = ExportedFile.objects.get(job=job)
    leaving = Terms(**params["leaving"]) if params["leaving"] else None
    if leaving:
        _check_leaving(listing, rows, columns, leaving, exported.is_encrypted, by)
    total = rows.count()
    progress(0, total, "書き出しています。")
    conditions, tell = conditions_of(page), _teller(progress, total)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        written = _write(path, listing, columns, rows, job, conditions, tell)
        name, content_type = _name_and_type(listing, job)
        if exported.is_encrypted:
            about = _about(listing, columns, job, conditions, written)
            path = _packed(path, name, exported, about, lambda: tell(written.rows))
            name, content_type = f"{name.rpartition('.')[0]}.zip", packing.TYPE
        with transaction.atomic():
            file = store_path(name, content_type, path)
            _write_down(listing, job, written, conditions)
            _finish(exported)
            if leaving and not exported.provision:
                exported.provision = _provide(listing, rows, columns, leaving, job, written)
            exported.save()
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
    personal = personal_of(rows, column)
    return personal is not None and not personal.readable_by(user)


def shows_people(rows: QuerySet, column: Column, user: User) -> bool:
    """Whether the values of a column are personal data that the user's role reads."""
    personal = personal_of(rows, column)
    return personal is not None and personal.readable_by(user)


def personal_of(rows: QuerySet, column: Column) -> Personal | None:
    """The declaration of the personal data that a column shows; None when it shows none."""
    # The query itself knows where a path leads, also through a joined relation or a computed value.
    query = rows.values_list(column.attribute).query
    for expression in (*query.select, *query.annotation_select.values()):
        for part in expression.flatten():
            personal = getattr(part.target.model, "personal_fields", None) if isinstance(part, Col) else None
            if personal and part.target.name in personal.labels:
                return personal
    return None


def _check_leaving(
    listing: Listing, rows: QuerySet, columns: list[Chosen], leaving: Terms, encrypts: bool, by: User
) -> None:
    """Raises DomainError when the list may not leave the counter like this."""
    people = _people_in(rows, columns, by)
    settled(leaving, people=people)
    if not people:
        return
    if leaving.ground == Provision.Ground.CONSENT and listing.without_consent and not listing.leaves:
        lacking = listing.without_consent(rows, leaving.consent_text)
        if lacking:
            raise DomainError(
                f"同意がないか撤回された方、利用を止めた方が{lacking:,}件あります。条件をしぼって除くか、ほかの根拠を選んでください。",
                "ground",
            )
    if not encrypts:
        raise DomainError("窓口の外に出す個人情報のファイルには、パスワードを付けてください。", "encrypts")


def _people_in(rows: QuerySet, columns: list[Chosen], by: User) -> int:
    """In how many rows a column with personal data that is not masked has a value."""
    filled = Q()
    for one in columns:
        if one.hide is None and shows_people(rows, one.column, by):
            path = one.column.attribute
            known = Q(**{f"{path}__isnull": False})
            filled |= known & ~Q(**{path: ""}) if one.column.kind is Kind.TEXT else known
    return rows.filter(filled).count() if filled else 0


def _write(path: Path, listing: Listing, columns, rows, job: Job, conditions: str, tell) -> Written:
    values = values_of(rows, columns, CHUNK)
    if job.params["format"] == Format.XLSX:
        about = partial(_about, listing, columns, job, conditions)
        return write_workbook(path, columns, values, tell, about, title=listing.label, mark=_mark(job))
    return write_csv(path, columns, values, tell, cp932=job.params["format"] == Format.CSV_CP932)


def _teller(progress: Callable[[int, int, str], None], total: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        # Rows may have come since they were counted.
        progress(done, max(done, total), "書き出しています。" if done < total else "ファイルにまとめています。")

    return tell


def _mark(job: Job) -> str:
    return mark_of(job.requested_by, f"処理番号{job.pk}")


def _about(listing: Listing, columns: list[Chosen], job: Job, conditions: str, written: Written):
    hidden = "、".join(one.heading for one in columns if one.hide)
    leaving = job.params["leaving"]
    return [
        ("一覧", listing.label),
        ("条件", conditions),
        ("条件（アドレス）", f"?{job.params['query']}" if job.params["query"] else "なし"),
        ("件数", f"{written.rows:,}件"),
        ("作成日時", moment(timezone.now())),
        ("作成者", f"{job.requested_by.name}（{job.requested_by.get_role_display()}）"),
        ("目的", job.params["reason"]),
        ("窓口の外への提供", _leaving_in_words(Terms(**leaving)) if leaving else "なし（窓口の中で使う）"),
        ("伏せた列", hidden or "なし"),
        ("透かし", _mark(job)),
        ("注意", "「'」で始まる文字は、数式として動かないように付けたものです。取り込むと元の文字に戻ります。"),
    ]


def _leaving_in_words(leaving: Terms) -> str:
    return f"{settled(leaving, people=0).recipient}（根拠：{Provision.Ground(leaving.ground).label}）"


def _name_and_type(listing: Listing, job: Job) -> tuple[str, str]:
    """The file's name; a CSV carries the watermark in it, for a line of its own would break the way back in."""
    ending, content_type = CONTENT_TYPES[job.params["format"]]
    made = f"{listing.label}_{timezone.localtime():%Y%m%d_%H%M}"
    if job.params["format"] != Format.XLSX:
        made += f"_{job.requested_by.name}_処理{job.pk}".replace("/", "／")
    return f"{made}.{ending}", content_type


def _packed(path: Path, name: str, exported: ExportedFile, about, tell: Callable[[], None]) -> Path:
    """The archive that holds the file; the password that was drawn at the asking opens it."""
    password = passwords.unseal(exported.sealed_password)
    if not password:
        raise DomainError("パスワードの鍵が変わったため、書き出せません。もう一度頼んでください。")
    archive = path.with_name("archive")
    packing.pack(path, name, archive, password, about, tell)
    return archive


def _provide(
    listing: Listing, rows: QuerySet, columns: list[Chosen], leaving: Terms, job: Job, written: Written
) -> Provision:
    return record_provision(
        leaving,
        items="、".join(one.heading for one in columns),
        people=_people_in(rows, columns, job.requested_by),
        employers=written.rows if listing.counts_employers else 0,
        means=Provision.Means.PARTNER_FILE if listing.leaves else Provision.Means.EXPORT,
        subject=listing.subject,
        by=job.requested_by,
    )


def _finish(exported: ExportedFile) -> None:
    """Begin the time in which the file can be saved; a password that was shown meanwhile is forgotten."""
    exported.refresh_from_db(from_queryset=ExportedFile.objects.select_for_update())
    exported.written_at = timezone.now()
    exported.expires_at = handing_out.expires_at(exported.written_at)
    if exported.password_shown_at:
        exported.sealed_password = ""


def _write_down(listing: Listing, job: Job, written: Written, conditions: str) -> None:
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
