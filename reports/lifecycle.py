"""The life of a report: asked for, drafted, confirmed by the supervisor (frozen), submitted (contract 8(1)⑤)."""

from django.db import transaction
from django.utils import timezone

from centre import bulk, jobs
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear, Month
from centre.models import Job, User
from reports.bridging import bridge, with_bridge
from reports.commenting import note_of, with_words
from reports.compiling import FigureDraft
from reports.documents.content import ReportDocument
from reports.evidence import with_evidence
from reports.files import base_name, make_files
from reports.laying_out import laid_out, settings_of_files
from reports.models import Figure, Report
from reports.monthly import draft_month
from reports.one_sight import one_sight
from reports.target import draft_target
from reports.year.annual import draft_annual


def ask_for_month(month: Month, *, by: User | None) -> Job:
    """Ask for the draft of a month. Raises DomainError for a month that has not begun."""
    if month.start > timezone.localdate():
        raise DomainError(f"{month.label}はまだ始まっていません。今月か過ぎた月を選んでください。", "month")
    return jobs.ask("monthly_report", str(month), {"month": str(month)}, by)


def ask_for_year(year: FiscalYear, *, by: User | None) -> Job:
    """Ask for the target report of a fiscal year. Raises DomainError for a year that has not begun."""
    if year.start > timezone.localdate():
        raise DomainError(f"{year.label}はまだ始まっていません。", "year")
    return jobs.ask("target_report", str(year.year), {"year": year.year}, by)


def ask_for_annual(year: FiscalYear, *, by: User | None) -> Job:
    """Ask for the annual report of a fiscal year. Raises DomainError for a year that has not begun."""
    if year.start > timezone.localdate():
        raise DomainError(f"{year.label}はまだ始まっていません。", "year")
    return jobs.ask("annual_report", str(year.year), {"year": year.year}, by)


def draft_monthly(month: Month, *, by: User | None, progress=None) -> Report:
    """Compute the month's report and keep it as the draft, in place of an earlier draft."""
    if month.start > timezone.localdate():
        raise DomainError(f"{month.label}はまだ始まっていません。今月か過ぎた月を選んでください。", "month")
    with one_sight():
        report = _keep(
            Report.Kind.MONTHLY, month.year, month.month, by, lambda revision: draft_month(month, revision, progress)
        )
        return _with_words_and_bridge(report, month)


def _with_words_and_bridge(report: Report, month: Month) -> Report:
    """The draft with the words written for its month and, from the second revision on, what changed since."""
    document = with_words(ReportDocument.from_json(report.document), note_of(month))
    earlier = Report.objects.filter(
        kind=report.kind, year=report.year, month=report.month, revision=report.revision - 1
    ).first()
    if earlier:
        document = with_bridge(document, bridge(report, earlier), report, earlier)
    document = laid_out(document, settings_of_files())
    report.document, report.sha256 = document.to_json(), document.sha256()
    report.save(update_fields=["document", "sha256"])
    return report


def draft_target_report(year: FiscalYear, *, by: User | None, progress=None) -> Report:
    """Compute the target report of a fiscal year and keep it as the draft."""
    if year.start > timezone.localdate():
        raise DomainError(f"{year.label}はまだ始まっていません。", "year")
    with one_sight():
        return _keep(Report.Kind.TARGET, year.year, None, by, lambda revision: draft_target(year, revision, progress))


def draft_annual_report(year: FiscalYear, *, by: User | None, progress=None) -> Report:
    """Assemble the annual report of a fiscal year from its months and keep it as the draft (contract 10(1)②)."""
    if year.start > timezone.localdate():
        raise DomainError(f"{year.label}はまだ始まっていません。", "year")
    with one_sight():
        return _keep(Report.Kind.ANNUAL, year.year, None, by, lambda revision: draft_annual(year, revision, progress))


def confirm(report: Report, *, by: User) -> Report:
    """Freeze a draft: from now on the database refuses every change. Raises DomainError for anything but a draft."""
    with transaction.atomic():
        record = Report.objects.select_for_update().get(pk=report.pk)
        if record.state != Report.State.DRAFT:
            raise DomainError("この報告はすでに確定しています。")
        if record.kind == Report.Kind.MONTHLY and record.period.end >= timezone.localdate():
            raise DomainError("月が終わってから確定してください。いまは下書きとして見られます。")
        if record.kind == Report.Kind.MONTHLY and record.period.end >= timezone.localdate(record.as_of):
            raise DomainError("月の途中で集計した下書きです。もう一度作成してから確定してください。")
        if record.kind == Report.Kind.ANNUAL:
            _refuse_open_months(record)
        now = timezone.now()
        document = with_evidence(ReportDocument.from_json(record.document), record).confirmed(by=by.name, at=now)
        record.document, record.sha256 = document.to_json(), document.sha256()
        record.state, record.confirmed_by, record.confirmed_at = Report.State.CONFIRMED, by, now
        record.pdf, record.excel = make_files(base_name(record), document)
        record.save()
    return record


def _refuse_open_months(annual: Report) -> None:
    """An annual report is frozen when every month that is over was confirmed before it was assembled."""
    over = [Month.parse(text) for text in annual.document["facts"]["open_months"]]
    over = [month for month in over if month.end < timezone.localdate()]
    if over:
        names = "、".join(f"{month.month}月" for month in over)
        raise DomainError(f"{names}の月次報告が確定していません。確定してから、実績報告書を作り直してください。")


def submit(report: Report, *, to: User) -> Report:
    """The official has downloaded a confirmed report: the time is kept, once."""
    with transaction.atomic():
        record = Report.objects.select_for_update().get(pk=report.pk)
        if record.state == Report.State.CONFIRMED:
            record.state, record.submitted_to, record.submitted_at = Report.State.SUBMITTED, to, timezone.now()
            record.save(update_fields=["state", "submitted_to", "submitted_at"])
    return record


def _keep(kind: str, year: int, month: int | None, by: User | None, make) -> Report:
    """Replace the open draft of a period, or begin the next revision after a confirmed one."""
    earlier = (
        Report.objects.select_for_update().filter(kind=kind, year=year, month=month).order_by("-revision").first()
    )
    revision = 1 if earlier is None else earlier.revision + (earlier.state != Report.State.DRAFT)
    if earlier is not None and earlier.state == Report.State.DRAFT:
        earlier.delete()
    document, figures = make(revision)
    report = Report.objects.create(
        kind=kind,
        year=year,
        month=month,
        revision=revision,
        as_of=document.as_of,
        document=document.to_json(),
        sha256=document.sha256(),
        drafted_by=by,
    )
    # A list: while rows are copied, no metric may ask the database of which model its records are.
    bulk.copy(Figure, [_figure(report, figure) for figure in figures], analyze=False)
    return report


def _figure(report: Report, draft: FigureDraft) -> dict:
    return {
        "report_id": report.pk,
        "key": draft.key,
        "metric": draft.metric.key,
        "metric_version": draft.metric.version,
        "breakdown": draft.breakdown,
        "value": draft.counted.value,
        "unit": draft.metric.unit,
        "model": draft.metric.model_label(),
        "record_ids": f"{{{','.join(map(str, draft.counted.record_ids))}}}",
    }
