"""The package for the CD-ROM (contract 10(1)③): files of frozen reports, CSV, data dictionary, hashes, a reader page.

Everything comes from the frozen reports and from minutes that the prefecture has agreed to, so the same give the same
bytes. No table of people is read; words that people wrote are looked through for names, mails and phone numbers of
those whom the counter serves.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Q, QuerySet

from centre import jobs
from centre.errors import DomainError
from centre.files import store_path
from centre.fiscal_year import FiscalYear
from centre.models import Contract, Job, User
from centre.packaging.archive import TYPE, Package, csv_bytes
from employers.models import Contact
from jobseekers.models import Jobseeker
from reports.documents.content import ReportDocument
from reports.laying_out import outgoing
from reports.meetings import delivery
from reports.models import DeliveryPackage, Figure, Meeting, Report

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE = re.compile(r"(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])")
# Shorter names are also words of every day.
_NAME_FROM = 3
_FOLDERS = {Report.Kind.ANNUAL: "annual", Report.Kind.TARGET: "target", Report.Kind.MONTHLY: "monthly"}


def frozen_reports(year: FiscalYear) -> list[Report]:
    """The newest confirmed report of the year, of the target and of every month, in the order of the package."""
    in_year = Q(year=year.year, month__gte=4) | Q(year=year.year + 1, month__lte=3) | Q(year=year.year, month=None)
    newest: dict[tuple, Report] = {}
    reports = Report.objects.filter(in_year).exclude(state=Report.State.DRAFT)
    for report in reports.order_by("revision").defer("document"):
        newest[report.kind, report.year, report.month] = report
    order = list(_FOLDERS)
    return sorted(newest.values(), key=lambda report: (order.index(report.kind), report.year, report.month or 0))


def missing(year: FiscalYear) -> list[str]:
    """What is not frozen yet and so not in the package, in words."""
    reports = frozen_reports(year)
    kinds = {report.kind for report in reports}
    months = {(report.year, report.month) for report in reports}
    lines = [kind.label for kind in (Report.Kind.ANNUAL, Report.Kind.TARGET) if kind not in kinds]
    open_months = [f"{month.month}月" for month in year.months if (month.year, month.month) not in months]
    return lines + ([f"月次報告（{'、'.join(open_months)}）"] if open_months else [])


def ask_for_package(year: FiscalYear, *, by: User) -> Job:
    """Ask for the package of a year. Raises DomainError while its annual report is not confirmed."""
    if not any(report.kind == Report.Kind.ANNUAL for report in frozen_reports(year)):
        raise DomainError("実績報告書が確定していません。確定してから、納品一式を作ってください。")
    return jobs.ask("delivery_package", str(year.year), {"year": year.year}, by)


def carry_package(job: Job, progress) -> dict:
    """Make the package of the year that the job names (`{"year": 2026}`)."""
    made = make_package(FiscalYear(job.params["year"]), by=job.requested_by, progress=progress)
    return {"file": made.file, "message": "納品一式ができました。", "result": {"sha256": made.file.sha256}}


def make_package(year: FiscalYear, *, by: User | None, progress=None) -> DeliveryPackage:
    """Make and keep the package. Raises DomainError when a written text names a person, or nothing is frozen."""
    reports = frozen_reports(year)
    if not reports:
        raise DomainError("確定した報告がありません。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        _write(path, year, reports, progress)
        file = store_path(f"納品一式_{year.year}年度.zip", TYPE, path)
    return DeliveryPackage.objects.create(fiscal_year=year.year, file=file, made_by=by)


def _write(path: Path, year: FiscalYear, reports: list[Report], progress) -> None:
    with Package(path) as package:
        entries, definitions = [], {}
        for done, report in enumerate(reports):
            if progress:
                progress(done, len(reports) + 2, f"{report}を入れています")
            document = outgoing(ReportDocument.from_json(Report.objects.only("document").get(pk=report.pk).document))
            refuse_people(document, str(report))
            stem = _stem(report)
            package.put(f"{stem}.pdf", bytes(report.pdf.content))
            package.put(f"{stem}.xlsx", bytes(report.excel.content))
            package.put(f"{stem}.csv", _figures_csv(document))
            depth = "../" * stem.count("/")
            page = {"document": document, "up": depth, "name": stem.rpartition("/")[2]}
            package.put_page(f"{stem}.html", "reports/year/package/report.html", page)
            entries.append({"report": report, "document": document, "stem": stem})
            for item in document.definitions:
                definitions[item.key, item.version] = item
        meetings = delivery.agreed_minutes(year)
        for meeting in meetings:
            refuse_names(delivery.words_of(meeting), f"{meeting}の議事録")
            package.put(delivery.file_of(meeting), bytes(meeting.minutes.content))
        if meetings:
            package.put(delivery.LIST, _csv(delivery.HEAD, delivery.rows_of(meetings)))
        package.put("dictionary/figures.csv", _csv(_FIGURES_HEAD, _definition_rows(definitions)))
        package.put("dictionary/columns.csv", _csv(("列", "意味"), _COLUMNS))
        package.put("dictionary/records.csv", _csv(_RECORDS_HEAD, _record_rows(reports)))
        package.put_page("index.html", "reports/year/package/index.html", _index(year, entries, meetings))
    if progress:
        progress(len(reports) + 2, len(reports) + 2, "保存しています")


_DICTIONARY = (
    ("dictionary/figures.csv", "数字の定義（CSV）"),
    ("dictionary/columns.csv", "CSVの列の意味（CSV）"),
    ("dictionary/records.csv", "数字のもとになる記録の項目（CSV）"),
)


def _stem(report: Report) -> str:
    folder = _FOLDERS[report.kind]
    if report.kind == Report.Kind.MONTHLY:
        return f"{folder}/{report.period}-r{report.revision}"
    return f"{folder}/{report.year}-r{report.revision}"


def _index(year: FiscalYear, entries: list[dict], meetings: QuerySet[Meeting]) -> dict:
    first = entries[0]["document"]
    return {
        "year": year,
        "entries": entries,
        "minutes_list": delivery.LIST,
        "minutes": [(meeting, delivery.file_of(meeting)) for meeting in meetings],
        "sender": first.sender,
        "title": first.contract,
        "dictionary": _DICTIONARY,
    }


_COLUMNS = (
    ("表", "報告の中の表または章の番号と名前"),
    ("契約", "その表が応える契約の箇所"),
    ("小表", "表の中の小さな表の名前"),
    ("行", "行の名前"),
    ("列", "列の名前"),
    ("値", "数または文字。空は集計しない欄、「1〜4」と「＊」は小さい数を伏せた欄"),
    ("単位", "件・人・社・日・円など。空は列の名前に単位がある欄"),
    ("数字の番号", "報告の中でこの数字を指す番号。空は計算した値または文字"),
)


def _figures_csv(document: ReportDocument) -> bytes:
    rows = (
        (
            table.heading,
            table.clause,
            block.title,
            row.label,
            column,
            ""
            if cell.value is None and not cell.masked
            else cell.text.replace(",", "")
            if cell.is_number
            else cell.text,
            row.unit,
            cell.figure,
        )
        for table in document.tables
        for block in table.blocks
        for row in block.rows
        for column, cell in zip(block.columns, row.cells, strict=True)
    )
    return _csv(tuple(name for name, _ in _COLUMNS), rows)


_FIGURES_HEAD = ("指標", "名前", "単位", "定義の版", "定義", "集計の条件")


def _definition_rows(definitions: dict) -> Iterator[tuple]:
    for (key, version), item in sorted(definitions.items()):
        yield key, item.label, item.unit, version, item.words, item.conditions


_RECORDS_HEAD = ("記録", "名前", "項目", "項目の名前", "型", "個人情報")


def _record_rows(reports: list[Report]) -> Iterator[tuple]:
    """The fields of the kinds of records behind the figures: names of fields only, never what stands in them."""
    models = Figure.objects.filter(report__in=reports).order_by("model").values_list("model", flat=True).distinct()
    for label in models:
        model = apps.get_model(label)
        personal = getattr(getattr(model, "personal_fields", None), "labels", {})
        for entry in model._meta.concrete_fields:
            kind = entry.get_internal_type()
            mark = "個人情報（この一式には入っていません）" if entry.name in personal else ""
            yield label, model._meta.verbose_name, entry.name, str(entry.verbose_name), kind, mark


def _csv(head: tuple[str, ...], rows) -> bytes:
    """A table in which no text begins a formula."""
    return csv_bytes(head, ([_harmless(value) for value in row] for row in rows))


def _harmless(value) -> str:
    text = str(value)
    is_formula = text[:1] in "=+@\t\r" or (text[:1] == "-" and not re.fullmatch(r"-\d+(\.\d+)?", text))
    return f"'{text}" if text and is_formula else text


def refuse_people(document: ReportDocument, name: str) -> None:
    """Look through what people wrote. Raises DomainError for a mail address, a phone number or a person's name."""
    refuse_names("\n".join([*document.remarks, *(table.text for table in document.tables), *_cells(document)]), name)


def refuse_names(words: str, name: str) -> None:
    """Look through words. Raises DomainError for a mail address, a phone number or a person's name."""
    own = {contract.phone for contract in Contract.objects.all()}
    numbers = [number for number in _PHONE.findall(words) if number not in own]
    if _MAIL.search(words) or numbers:
        raise DomainError(f"{name}の本文に、メールアドレスか電話番号があります。消してから報告を作り直してください。")
    for people in (Jobseeker, Contact):
        for person in people.objects.order_by().values_list("name", flat=True).iterator(chunk_size=5000):
            if len(person) >= _NAME_FROM and person in words:
                raise DomainError(
                    f"{name}の本文に、登録された方の氏名があります。消してから報告を作り直してください。"
                )


def _cells(document: ReportDocument) -> Iterator[str]:
    for table in document.tables:
        for block in table.blocks:
            for row in block.rows:
                yield from (cell.value for cell in row.cells if isinstance(cell.value, str))
