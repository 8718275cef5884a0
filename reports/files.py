"""The files of a report, all made from its frozen document: the same report always gives the same bytes."""

from pathlib import Path

from centre.files import store, without_content
from centre.models import StoredFile
from reports.documents.content import ReportDocument
from reports.documents.excel import write_excel
from reports.documents.json_file import write_json
from reports.documents.pdf import write_pdf
from reports.evidence import with_evidence
from reports.laying_out import outgoing
from reports.models import Report

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def base_name(report: Report) -> str:
    """The Japanese name of a report's files, without ending."""
    draft = "_下書き" if report.state == Report.State.DRAFT else ""
    if report.kind == Report.Kind.MONTHLY:
        return f"月次報告_{report.year}-{report.month:02d}_第{report.revision}版{draft}"
    if report.kind == Report.Kind.ANNUAL:
        return f"実績報告書_{report.year}年度_第{report.revision}版{draft}"
    return f"目標の達成状況_{report.year}年度_第{report.revision}版{draft}"


def make_files(name: str, document: ReportDocument) -> tuple[StoredFile, StoredFile]:
    """Store the PDF and the Excel file of a document, as they leave the centre."""
    leaving = outgoing(document)
    return store(f"{name}.pdf", PDF, write_pdf(leaving)), store(f"{name}.xlsx", XLSX, write_excel(leaving))


def leaving_document(report: Report) -> ReportDocument:
    """The document of a report's files: a confirmed one brings its evidence, that of a draft is looked up."""
    document = ReportDocument.from_json(report.document)
    if report.state == Report.State.DRAFT:
        document = with_evidence(document, report)
    return outgoing(document)


def pdf_of(report: Report) -> StoredFile:
    """The PDF: the stored one of a confirmed report, a fresh one of a draft."""
    if report.pdf_id:
        return without_content().get(pk=report.pdf_id)
    return StoredFile(
        name=f"{base_name(report)}.pdf",
        content_type=PDF,
        content=write_pdf(leaving_document(report)),
    )


def excel_of(report: Report) -> StoredFile:
    """The Excel file: the stored one of a confirmed report, a fresh one of a draft."""
    if report.excel_id:
        return without_content().get(pk=report.excel_id)
    return StoredFile(
        name=f"{base_name(report)}.xlsx",
        content_type=XLSX,
        content=write_excel(leaving_document(report)),
    )


def write_files(report: Report, folder: Path) -> list[Path]:
    """Write the report as .xlsx, .pdf and .json into a folder; answers the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    document = leaving_document(report)
    stem = f"{report.kind}-report-{report.period if report.kind == Report.Kind.MONTHLY else report.year}"
    paths = []
    for ending, content in (
        ("xlsx", write_excel(document)),
        ("pdf", write_pdf(document)),
        ("json", write_json(document)),
    ):
        path = folder / f"{stem}.{ending}"
        path.write_bytes(content)
        paths.append(path)
    return paths
