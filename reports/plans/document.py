"""The progress and the plan as a document: 令和7年度 進捗 and 令和8年度 計画, with planned volumes against outcome."""

from decimal import Decimal

from django.utils import timezone

from centre.fiscal_year import FiscalYear, era_year
from reports.compiling import cut_off
from reports.documents.content import Block, Cell, Definition, ReportDocument, Row, Table
from reports.models import PlanItem
from reports.monthly import parties
from reports.plans.outcomes import Outcome, circled, metric_of, outcomes


def plan_document(year: FiscalYear) -> ReportDocument:
    """The progress of a year and the plan of the next, as of now."""
    now = timezone.localtime(cut_off())
    found = outcomes(PlanItem.objects.filter(fiscal_year=year.year), now.date())
    following = FiscalYear(year.year + 1)
    planned = [Outcome(item, None, None) for item in PlanItem.objects.filter(fiscal_year=following.year)]
    metrics = {outcome.item.metric: metric_of(outcome.item.metric) for outcome in found}
    return ReportDocument(
        title="事業進捗状況及び事業計画",
        period=f"{_era(year)}進捗・{_era(following)}計画",
        fiscal_year=year.label,
        as_of=now.isoformat(),
        revision=1,
        status="記録のまま",
        tables=(
            Table(1, f"{_era(year)}事業進捗状況", "", tuple(_blocks(found, _progress, "進捗")), chapter=True),
            Table(2, f"{_era(following)}事業計画", "", tuple(_blocks(planned, _plan, "計画")), chapter=True),
            Table(3, "計画の数と実績", "", (_volumes(found),), chapter=True),
        ),
        definitions=tuple(
            Definition(metric.key, metric.label, metric.unit, metric.version, metric.definition)
            for metric in metrics.values()
            if metric
        ),
        **parties(year),
    )


def grouped(found: list[Outcome]) -> list[tuple[str, list[tuple[str, Outcome]]]]:
    """The lines under their headings, each with its number: ①, ②, ... within a heading."""
    groups: dict[str, list[tuple[str, Outcome]]] = {}
    for outcome in found:
        title = "　".join(part for part in (outcome.item.heading, outcome.item.subheading) if part)
        lines = groups.setdefault(title, [])
        lines.append((circled(len(lines) + 1), outcome))
    return list(groups.items())


def _blocks(found: list[Outcome], words, column: str) -> list[Block]:
    blocks = []
    for title, lines in grouped(found):
        rows = tuple(
            Row(outcome.item.organisation, (Cell(number), Cell(outcome.item.section), Cell(words(outcome))), "")
            for number, outcome in lines
        )
        blocks.append(Block(title, "機関", ("番号", "担当課", column), rows))
    return blocks or [Block("項目はまだありません", "機関", ("番号", "担当課", column), ())]


def _progress(outcome: Outcome) -> str:
    return "\n".join(line for line in (outcome.item.progress or outcome.item.plan, outcome.label) if line)


def _plan(outcome: Outcome) -> str:
    return outcome.item.plan


def _volumes(found: list[Outcome]) -> Block:
    rows = tuple(
        Row(
            outcome.item.figure_label or outcome.item.plan[:20],
            (
                Cell(outcome.item.section),
                Cell(_whole(outcome.item.planned)),
                Cell(outcome.value),
                Cell(f"{outcome.share:.0%}" if outcome.share is not None else None),
            ),
            outcome.item.unit,
        )
        for outcome in found
        if outcome.item.planned is not None or outcome.value is not None
    )
    return Block("予定した業務量と実績", "数字", ("担当課", "計画", "実績", "割合"), rows)


def _whole(number: Decimal | None) -> Decimal | int | None:
    """A number of things without decimals that say nothing."""
    return int(number) if number is not None and number == int(number) else number


def _era(year: FiscalYear) -> str:
    return f"{era_year(year.start)}度"
