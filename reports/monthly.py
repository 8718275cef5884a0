"""The monthly report: its tables computed and put into a document (contract 8(1)⑤, DOMAIN 7.2)."""

from django.utils import timezone

from centre.calendar import temporary_closures
from centre.fiscal_year import FiscalYear, Month
from centre.models import Closure, Contract
from centre.templatetags.display import moment
from privacy.sealing import head
from reports.charts.of_a_month import CHARTED, charts_of
from reports.compiling import Compiled, FigureDraft, compile_tables, cut_off
from reports.documents.content import Chart, Definition, ReportDocument, Series, table_of
from reports.metrics.consultations import PERSON_CONSULTATIONS
from reports.metrics.dimensions import METHOD
from reports.tables import MONTHLY


def draft_month(month: Month, revision: int, progress=None) -> tuple[ReportDocument, list[FigureDraft]]:
    """The document of a month and the figures behind its cells."""
    as_of = timezone.localtime(cut_off())
    compiled = compile_tables(MONTHLY, month, progress)
    compiled.metrics |= {metric.key: metric for metric in CHARTED if metric.key not in compiled.metrics}
    document = ReportDocument(
        title="熊本窓口 月次報告書",
        period=month.label,
        fiscal_year=FiscalYear.of(month.start).label,
        as_of=as_of.isoformat(),
        revision=revision,
        tables=tuple(table_of(table) for table in compiled.tables),
        definitions=definitions(compiled),
        charts=(*charts_of(month, compiled.answers), _methods(compiled)),
        remarks=_remarks(month),
        **parties(FiscalYear.of(month.start)),
    )
    if progress:
        progress(len(MONTHLY) + 2, len(MONTHLY) + 2, "保存しています")
    return document, compiled.figures


def parties(year: FiscalYear) -> dict[str, str]:
    """Recipient, sender and name of the contract of a fiscal year."""
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    return {
        "contract": contract.title if contract else f"{year.label} 契約は未登録",
        "recipient": f"{contract.principal if contract else '熊本県'}知事 様",
        "sender": contract.contractor if contract else "",
    }


def definitions(compiled: Compiled) -> tuple[Definition, ...]:
    """The definitions of all metrics that were used, in the order in which they appear."""
    return tuple(
        Definition(
            metric.key,
            metric.label,
            metric.unit,
            metric.version,
            metric.definition,
            since=metric.since.isoformat(),
        )
        for metric in compiled.metrics.values()
    )


def _methods(compiled: Compiled) -> Chart:
    """Consultations by method: employers beside people."""
    employers, people = (_totals(compiled, number) for number in (3, 4))
    labels = tuple(employers)
    most = max(labels, key=lambda label: employers[label] + people.get(label, 0), default="")
    return Chart(
        "相談の方法（当月）",
        "件",
        labels,
        (
            Series("企業", "bar", tuple(employers[label] for label in labels)),
            Series(
                "就職・移住", "bar", tuple(people.get(label, 0) for label in labels), parts_of=PERSON_CONSULTATIONS.key
            ),
        ),
        f"当月の相談は企業{sum(employers.values()):,}件、就職・移住{sum(people.values()):,}件。最も多い方法は{most}です。",
        head=METHOD.label,
    )


def _totals(compiled: Compiled, number: int) -> dict[str, int]:
    table = next(table for table in compiled.tables if table["number"] == number)
    block = next(block for block in table["blocks"] if block["title"] == "方法別")
    return {row["label"]: row["cells"][-1]["value"] for row in block["rows"] if not row["total"]}


def _remarks(month: Month) -> tuple[str, ...]:
    closed = temporary_closures(month.start, month.end)
    closures = tuple(
        f"臨時閉所 {one.date.month}月{one.date.day}日{_hours(one)}：{one.name}"
        f"（{one.instruction or one.basis or '県の指示は未記入'}）"
        for one in closed
    )
    return closures + _seal()


def _hours(closure: Closure) -> str:
    return f" {closure.starts_at:%H:%M}〜{closure.ends_at:%H:%M}" if closure.starts_at else ""


def _seal() -> tuple[str, ...]:
    """The newest seal of the access log: on paper it stands outside the database that it guards."""
    seal = head()
    return (f"閲覧記録の封印 第{seal.number}号（{moment(seal.sealed_at)}）照合値 {seal.digest}",) if seal else ()
