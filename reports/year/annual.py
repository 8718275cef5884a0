"""The annual report assembled from the months as reported (contract 10(1)②): when, how much, personnel cost, what."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from centre.fiscal_year import FiscalYear, Month
from centre.models import Contract
from centre.templatetags.display import day
from reports.compiling import Compiled, FigureDraft, cut_off
from reports.documents.content import Block, Cell, Chart, Definition, ReportDocument, Row, Series, Table
from reports.metrics.definition import Counted, Metric
from reports.models import AnnualText, Deliverable, Equipment, Work
from reports.monthly import parties
from reports.tables import MONTHLY, Line, Lines
from reports.year import texts
from reports.year.chapters import CHAPTERS, OF_A_MONTH, QUANTITIES, Chapter
from reports.year.money import money_of
from reports.year.months import (
    as_reported,
    definitions_of,
    remarks,
    reported_months,
    whole_year,
)

LINES: dict[str, Line] = {
    line.metric.key: line
    for table in MONTHLY
    for block in table.blocks
    if isinstance(block, Lines)
    for line in block.lines
}
UNTIL_NOW = "計"


class _Making:
    """One making of the report: what was read once and what its cells leave behind."""

    def __init__(self, year: FiscalYear):
        self.year = year
        self.today = timezone.localdate()
        self.until = min(Month.of(self.today), year.months[-1])
        self.months = reported_months(year)
        self.money = money_of(year)
        self.texts = texts.texts_of(year)
        self.compiled = Compiled()

    def cell(self, key: str, metric: Metric, counted: Counted | None) -> Cell:
        """A figure that opens its records; a dash where no month reported it."""
        if counted is None:
            return Cell()
        metric = as_reported(metric, self.months)
        self.compiled.metrics.setdefault(metric.key, metric)
        self.compiled.figures.append(FigureDraft(key, metric, {}, counted))
        return Cell(int(counted.value) if counted.value % 1 == 0 else counted.value, key)

    def body(self, part: str) -> str:
        text: AnnualText | None = self.texts.get(part)
        return text.body if text else ""


def draft_annual(year: FiscalYear, revision: int, progress=None) -> tuple[ReportDocument, list[FigureDraft]]:
    """The document of a fiscal year's annual report and the figures behind its cells."""
    if progress:
        progress(0, 3, "月次報告を集めています")
    making = _Making(year)
    tables = [_chapter(making, chapter) for chapter in CHAPTERS]
    tables += [_by_work(making), _by_month(making)]
    if progress:
        progress(2, 3, "保存しています")
    document = ReportDocument(
        title="実績報告書",
        period=year.label,
        fiscal_year=year.label,
        as_of=timezone.localtime(cut_off()).isoformat(),
        revision=revision,
        tables=tuple(tables),
        definitions=_definitions(making),
        charts=(_chart(making),),
        remarks=(*remarks(making.months, making.until), *_unwritten(making)),
        facts={"year": year.year, "open_months": [str(m.month) for m in making.months if not m.is_confirmed]},
        **parties(year),
    )
    return document, making.compiled.figures


def _chapter(making: _Making, chapter: Chapter) -> Table:
    blocks = [_months_block(making, chapter.number, n, block) for n, block in enumerate(chapter.blocks(), start=1)]
    special = {1: _overview, 2: _staffing, 5: _target, 12: _deliverables}.get(chapter.number)
    if special:
        blocks = [*special(making), *blocks]
    return Table(
        chapter.number, chapter.title, chapter.clause, tuple(blocks), chapter=True, text=making.body(chapter.part)
    )


def _months_block(making: _Making, chapter: int, number: int, lines: Lines) -> Block:
    rows = []
    for line in lines.lines:
        place = f"c{chapter}.b{number}.{line.metric.key}"
        cells = [
            making.cell(f"{place}.{found.month}", line.metric, found.counted(line.metric.key))
            for found in making.months
        ]
        total = making.cell(f"{place}.{UNTIL_NOW}", line.metric, whole_year(making.months, line))
        rows.append(Row(line.metric.label, (*cells, total), line.metric.unit, line.indent))
    names = tuple(f"{found.month.month}月" for found in making.months)
    return Block(
        lines.title,
        "項目",
        (*names, UNTIL_NOW),
        tuple(rows),
        note="「計」は、月末の数では最後の月の数、実数（同じ方・企業は1）では年度の実数です。",
    )


def _overview(making: _Making) -> list[Block]:
    contract = Contract.objects.filter(fiscal_year=making.year.year).first()
    if contract is None:
        return []
    begins = day(contract.contracted_on) if contract.contracted_on else "契約日は未登録"
    facts = (
        ("委託業務名", contract.title),
        ("委託者", contract.principal),
        ("受託者", contract.contractor or "未登録"),
        ("履行期間", f"{begins}から{day(contract.ends_on)}まで"),
        ("実施場所", contract.workplace or "未登録"),
        ("開設時間", f"平日 {contract.opens_at:%H:%M}〜{contract.closes_at:%H:%M}　電話 {contract.phone}"),
        ("掲載求人の目標", f"{contract.target_postings:,}件以上"),
    )
    return [Block("契約", "項目", ("内容",), tuple(Row(name, (Cell(value),), "") for name, value in facts))]


def _staffing(making: _Making) -> list[Block]:
    money = making.money
    people = [
        Row(
            label,
            (Cell(money.duty_days.get(user, 0)), Cell(money.hours.get(user)), Cell(money.amounts.get(user))),
            "",
        )
        for user, label in money.labels.items()
    ]
    total = Row(
        "計",
        (Cell(sum(money.duty_days.values())), Cell(sum(money.hours.values(), Decimal(0))), Cell(money.labour)),
        "",
        total=True,
    )
    months = [
        Row(f"{month.year}年{month.month}月　{label}", (Cell(hours), Cell(rate), Cell(amount)), "")
        for label, month, hours, rate, amount in sorted(money.staff, key=lambda line: (line[1], line[0]))
    ]
    return [
        Block("職員と人件費", "職員", ("勤務日数（日）", "時間（時間）", "人件費（円）"), (*people, total)),
        Block(
            "人件費の内訳",
            "月・職員",
            ("時間（時間）", "単価（円）", "金額（円）"),
            tuple(months),
            note="職員は役割と番号で示します。単価が1つでない月は「—」です。氏名と証拠書類は会計の帳簿にあります。",
        ),
    ]


def _target(making: _Making) -> list[Block]:
    contract = Contract.objects.filter(fiscal_year=making.year.year).first()
    reached = whole_year(making.months, LINES["target_count"])
    if contract is None or reached is None:
        return []
    target = contract.target_postings
    rows = (
        Row("目標", (Cell(target),)),
        Row("実績", (making.cell("c5.target", LINES["target_count"].metric, reached),)),
        Row("目標との差", (Cell(int(reached.value) - target),)),
        Row("達成率", (Cell(f"{reached.value / target:.1%}"),), ""),
    )
    return [Block("目標の達成", "項目", ("移住支援金対象法人の求人",), rows)]


def _deliverables(making: _Making) -> list[Block]:
    year = making.year.year
    made = [
        Row(item.title, (Cell(item.get_medium_display()), Cell(item.copies), Cell(day(item.made_on) or None)), "部")
        for item in Deliverable.objects.filter(fiscal_year=year)
    ]
    things = [
        Row(
            item.title,
            (Cell(item.number or None), Cell(item.quantity), Cell("県に帰属" if item.designated else "受託者")),
            "点",
        )
        for item in Equipment.objects.filter(fiscal_year=year)
    ]
    return [
        Block("成果物", "成果物", ("媒体", "部数", "作成日"), tuple(made)),
        Block("委託料で購入した備品", "備品", ("管理番号", "数量", "帰属"), tuple(things)),
    ]


def _by_work(making: _Making) -> Table:
    """Each part of the commission: when, quantity, personnel cost, other costs, what (contract 10(1)②)."""
    active = [found.month for found in making.months if found.report]
    span = f"{active[0].year}年{active[0].month}月〜{active[-1].year}年{active[-1].month}月" if active else "—"
    money, rows = making.money, []
    for work in Work:
        quantity = "、".join(
            _told(LINES[key].metric, whole_year(making.months, LINES[key])) for key in QUANTITIES[work]
        )
        cells = (
            Cell(span),
            Cell(quantity or None),
            Cell(money.labour_by_work.get(work, 0)),
            Cell(money.costs_by_work.get(work, 0)),
        )
        rows.append(Row(work.label, cells, "円"))
    rows.append(Row("計", (Cell(), Cell(), Cell(money.labour), Cell(money.costs)), "円", total=True))
    columns = ("実施時期", "数量", "人件費（円）", "そのほかの経費（円）")
    return Table(
        13,
        "業務別の実績",
        "10(1)②",
        (Block("実施時期・数量・人件費", "業務", columns, tuple(rows)),),
        note="内容は各章に書いています。",
        chapter=True,
    )


def _by_month(making: _Making) -> Table:
    rows = []
    for found in making.months:
        figures = [(LINES[key].metric, found.counted(key)) for key in OF_A_MONTH]
        quantity = "、".join(_told(metric, counted) for metric, counted in figures) if found.report else None
        cells = (
            Cell(quantity),
            Cell(making.money.labour_by_month.get(found.month, 0)),
            Cell(making.body(str(found.month)) or None),
        )
        rows.append(Row(f"{found.month.year}年{found.month.month}月", cells, "円"))
    total = Row("計", (Cell(), Cell(making.money.labour), Cell()), "円", total=True)
    return Table(
        14,
        "月別の実績",
        "10(1)②",
        (Block("実施時期・数量・人件費・内容", "実施時期", ("数量", "人件費（円）", "内容"), (*rows, total)),),
        chapter=True,
    )


def _told(metric: Metric, counted: Counted | None) -> str:
    return f"{metric.label}{int(counted.value):,}{metric.unit}" if counted else f"{metric.label}—"


def _definitions(making: _Making) -> tuple[Definition, ...]:
    known = definitions_of(making.months)
    return tuple(
        definition
        for key, metric in making.compiled.metrics.items()
        for definition in known.get(key)
        or [Definition(metric.key, metric.label, metric.unit, metric.version, metric.definition)]
    )


def _chart(making: _Making) -> Chart:
    employers, people = (
        tuple(_value(found.counted(key)) for found in making.months)
        for key in ("employer_consultations", "person_consultations")
    )
    return Chart(
        "相談の月別の推移",
        "件",
        tuple(f"{found.month.month}月" for found in making.months),
        (Series("企業", "bar", employers), Series("就職・移住", "bar", people)),
        f"年度の相談は、企業{_sum(employers):,}件、就職・移住{_sum(people):,}件です。",
    )


def _value(counted: Counted | None) -> int | None:
    return int(counted.value) if counted else None


def _sum(values: Iterable[int | None]) -> int:
    return int(sum(value or 0 for value in values))


def _unwritten(making: _Making) -> tuple[str, ...]:
    empty = "、".join(f"第{chapter.number}章" for chapter in CHAPTERS if not making.body(chapter.part))
    lines = [f"{empty}は、本文をまだ書いていません。"] if empty else []
    if not making.money.labour:
        lines.append("人件費の記録がまだありません。「経費と人件費」で記録してから作り直してください。")
    return tuple(lines)
