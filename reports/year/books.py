"""The books of a fiscal year as an Excel file for the prefecture: payments, personnel, sums (contract 12(2))."""

from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.models import StoredFile
from centre.templatetags.display import day
from reports.compiling import cut_off
from reports.documents.content import Block, Cell, ReportDocument, Row, Table
from reports.documents.excel import write_excel
from reports.models import Cost, Labour, Work
from reports.monthly import parties
from reports.year.money import kept_until, money_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def books_excel(year: FiscalYear) -> StoredFile:
    """The file, not stored: the books as they are now."""
    content = write_excel(_document(year))
    return StoredFile(name=f"経費と人件費_{year.year}年度.xlsx", content_type=XLSX, content=content)


def _document(year: FiscalYear) -> ReportDocument:
    return ReportDocument(
        title="経費と人件費",
        period=year.label,
        fiscal_year=year.label,
        as_of=timezone.localtime(cut_off()).isoformat(),
        revision=1,
        status="記録のまま",
        tables=(_sums(year), _labour(year), _costs(year)),
        definitions=(),
        remarks=(f"会計の帳簿と証拠書類は{day(kept_until(year))}まで保存します（契約 12(2)）。",),
        **parties(year),
    )


def _sums(year: FiscalYear) -> Table:
    money = money_of(year)
    rows = [
        Row(work.label, _amounts(money.labour_by_work.get(work, 0), money.costs_by_work.get(work, 0)), "円")
        for work in Work
    ]
    rows.append(Row("計", _amounts(money.labour, money.costs), "円", total=True))
    by_month = [
        Row(
            f"{month.year}年{month.month}月",
            _amounts(money.labour_by_month.get(month, 0), money.costs_by_month.get(month, 0)),
            "円",
        )
        for month in year.months
    ]
    columns = ("人件費", "そのほかの経費", "計")
    return Table(
        1,
        "業務別・月別の合計",
        "10(1)②、12(2)",
        (Block("業務別", "業務", columns, tuple(rows)), Block("月別", "月", columns, tuple(by_month))),
    )


def _amounts(labour: int, costs: int) -> tuple[Cell, Cell, Cell]:
    return Cell(labour), Cell(costs), Cell(labour + costs)


def _labour(year: FiscalYear) -> Table:
    lines = Labour.objects.filter(fiscal_year=year.year).select_related("user", "evidence")
    rows = tuple(
        Row(
            f"{line.month:%Y年%-m月}",
            (
                Cell(line.user.name),
                Cell(line.get_work_display()),
                Cell(line.hours),
                Cell(line.rate),
                Cell(line.amount),
                Cell(line.evidence.name if line.evidence else None),
            ),
            "円",
        )
        for line in lines.defer("evidence__content")
    )
    columns = ("職員", "業務", "時間", "単価", "金額", "証拠書類")
    return Table(2, "人件費", "10(1)②", (Block("職員・月・時間・単価・金額", "月", columns, rows),))


def _costs(year: FiscalYear) -> Table:
    costs = Cost.objects.filter(fiscal_year=year.year).select_related("evidence").defer("evidence__content")
    rows = tuple(
        Row(
            cost.voucher,
            (
                Cell(day(cost.paid_on)),
                Cell(cost.get_work_display()),
                Cell(cost.payee or None),
                Cell(cost.subject),
                Cell(None if cost.voided else cost.amount),
                Cell(cost.evidence.name if cost.evidence else None),
                Cell(f"取消：{cost.voided}" if cost.voided else None),
            ),
            "円",
        )
        for cost in costs
    )
    columns = ("支払日", "業務", "支払先", "内容", "金額", "証拠書類の写し", "備考")
    return Table(3, "経費", "12(2)", (Block("支払いの一覧", "証拠書類の番号", columns, rows),))
