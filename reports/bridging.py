"""From one revision to the next: which figures changed, by which records, and why (DOMAIN 7.2: 差分表)."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.apps import apps

from reports.compiling import MONTH, SPANS
from reports.documents.content import Block, Cell, ReportDocument, Row, Table
from reports.metrics.definition import wholes
from reports.metrics.registry import metrics
from reports.models import BridgeTerm, Figure, RecordPast, Report
from reports.past import SOURCES

Reason = BridgeTerm.Reason
NUMBER, TITLE = 11, "前の版からの差分"


def bridge(report: Report, earlier: Report) -> list[BridgeTerm]:
    """Keep why each figure of a draft differs from the same figure of an earlier revision; answers the terms."""
    earlier.refresh_from_db(fields=["as_of"])
    before = {_identity(figure): figure for figure in earlier.figures.all()}
    terms = []
    for figure in report.figures.all():
        old = before.get(_identity(figure))
        if old and _as_reported(old) != _as_reported(figure):
            terms += _terms(report, old, figure, earlier)
    return BridgeTerm.objects.bulk_create(terms)


def as_table(terms: Iterable[BridgeTerm], report: Report) -> Table | None:
    """The bridge as a table of the report's files; None when no figure changed."""
    by_figure: dict[str, list[BridgeTerm]] = {}
    for term in terms:
        by_figure.setdefault(term.figure, []).append(term)
    if not by_figure:
        return None
    figures = {figure.key: figure for figure in report.figures.filter(key__in=by_figure)}
    rows = tuple(_row(figures[key], of_figure) for key, of_figure in by_figure.items())
    columns = ("前の版", "この版", "増減", "理由")
    note = (
        "「増減」を押すと、理由ごとの記録が出ます。実数や合計では、遅れて入力した分を最後に足した時の増減を示します。"
        "ほかの理由が2つ以上あるときは、その間を分けられないので、あわせた増減を示します。"
    )
    return Table(NUMBER, TITLE, "8(1)⑤", (Block("変わった数字", "数字", columns, rows),), note)


def with_bridge(document: ReportDocument, terms: list[BridgeTerm], report: Report, earlier: Report) -> ReportDocument:
    """The document with the table of differences as its last, and the words of definitions that have changed since."""
    table = as_table(terms, report)
    if table is None:
        return document
    changed = {term.figure for term in terms if term.reason == Reason.DEFINITION}
    keys = set(report.figures.filter(key__in=changed).values_list("metric", flat=True))
    before = tuple(
        replace(item, conditions=f"前の版（第{earlier.revision}版）で使った定義。{item.conditions}")
        for item in ReportDocument.from_json(earlier.document).definitions
        if item.key in keys
    )
    return replace(document, tables=(*document.tables, table), definitions=(*document.definitions, *before))


def name_of(figure: Figure) -> str:
    """A figure in words: 企業の相談（対面・新規）当月."""
    metric = metrics().get(figure.metric)
    parts = "・".join(figure.breakdown.values())
    return f"{metric.label if metric else figure.metric}{f'（{parts}）' if parts else ''}　{SPANS[_span(figure)]}"


def _row(figure: Figure, terms: list[BridgeTerm]) -> Row:
    before, after = terms[0].before, terms[0].after
    return Row(
        name_of(figure),
        (
            Cell(_plain(before)),
            Cell(_plain(after)),
            Cell(_plain(after - before), figure=figure.key),
            Cell(_reasons(terms)),
        ),
        figure.unit,
    )


def _reasons(terms: list[BridgeTerm]) -> str:
    """遅れて入力 +2、訂正・統合 あわせて −3: what cannot be told apart stands together with what is left for it."""
    known = [term for term in terms if term.value is not None]
    words = [f"{term.get_reason_display()} {_plain(term.value):+,}" for term in known]
    together = "・".join(term.get_reason_display() for term in terms if term.value is None)
    if together:
        words.append(f"{together} あわせて {_plain(rest_of(terms)):+,}")
    return "、".join(words)


def rest_of(terms: Iterable[BridgeTerm]) -> Decimal:
    """What the reasons that cannot be told apart make together, of all terms of one figure."""
    terms = list(terms)
    return terms[0].after - terms[0].before - sum((term.value for term in terms if term.value is not None), Decimal(0))


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value % 1 == 0 else value.normalize()


def _as_reported(figure: Figure) -> tuple:
    """What must stay for a figure to be the same: also the records, though their number be the same."""
    return figure.value, figure.metric_version, figure.record_ids


def _identity(figure: Figure) -> tuple:
    return figure.metric, tuple(sorted(figure.breakdown.items())), _span(figure)


def _span(figure: Figure) -> str:
    name = figure.key.rsplit(".", 1)[1]
    return name if name in SPANS and not figure.breakdown else MONTH


def _terms(report: Report, old: Figure, new: Figure, earlier: Report) -> list[BridgeTerm]:
    by_reason = _by_reason(old, new, earlier)
    values = _values(old, new, by_reason)
    return [
        BridgeTerm(
            report=report,
            figure=new.key,
            before=old.value,
            after=new.value,
            reason=reason,
            value=values[reason],
            model=new.model,
            record_ids=sorted(ids),
        )
        for reason, ids in by_reason.items()
    ]


def _values(old: Figure, new: Figure, by_reason: dict[str, set[int]]) -> dict[str, Decimal | None]:
    """What each reason adds or takes; together the whole change, or None where they cannot be told apart."""
    change = new.value - old.value
    if len(by_reason) == 1:
        return dict.fromkeys(by_reason, change)
    if all(figure.value == len(figure.record_ids) for figure in (old, new)):
        came = set(new.record_ids) - set(old.record_ids)
        return {
            reason: Decimal(sum(1 if number in came else -1 for number in ids)) for reason, ids in by_reason.items()
        }
    values: dict[str, Decimal | None] = dict.fromkeys(by_reason)
    metric = metrics().get(new.metric)
    if Reason.LATE not in by_reason or metric is None or metric.compute:
        return values
    # Sums, and people or employers counted once: what came late is what the others would not have made without it.
    others = apps.get_model(new.model)._base_manager.filter(pk__in=set(new.record_ids) - by_reason[Reason.LATE])
    values[Reason.LATE] = new.value - wholes(others, (metric.counts,))[metric.counts].value
    rest = [reason for reason in by_reason if reason != Reason.LATE]
    if len(rest) == 1:
        values[rest[0]] = change - values[Reason.LATE]
    return values


def _by_reason(old: Figure, new: Figure, earlier: Report) -> dict[str, set[int]]:
    """The records that came, went or changed, by why."""
    if old.metric_version != new.metric_version or old.model != new.model:
        return {Reason.DEFINITION: set()}
    came, gone = set(new.record_ids) - set(old.record_ids), set(old.record_ids) - set(new.record_ids)
    model = apps.get_model(new.model)
    late = _late_among(model, came, earlier)
    there = set(model._base_manager.filter(pk__in=gone).values_list("pk", flat=True))
    merged = _merged_among(model, (came - late) | there)
    by_reason = {
        Reason.LATE: late,
        Reason.REMOVED: gone - there,
        Reason.MERGED: merged,
        Reason.CORRECTED: ((came - late) | there) - merged,
    }
    found = {reason: ids for reason, ids in by_reason.items() if ids}
    # The same records with another sum, or what they point at has changed.
    return found or {Reason.CORRECTED: _changed_among(model, set(new.record_ids), earlier)}


def _late_among(model, ids: set[int], earlier: Report) -> set[int]:
    source = next((one for one in SOURCES if one.table == model._meta.db_table), None)
    if source and source.came_in:
        after = model._base_manager.filter(pk__in=ids, **{f"{source.came_in}__gt": earlier.as_of})
        return set(after.values_list("pk", flat=True))
    return _past(model, ids, earlier, facts__isnull=True)


def _merged_among(model, ids: set[int]) -> set[int]:
    if not any(field.name == "establishment" for field in model._meta.fields):
        return set()
    merged = model._base_manager.filter(pk__in=ids, establishment__merged_into__isnull=False)
    return set(merged.values_list("pk", flat=True))


def _changed_among(model, ids: set[int], earlier: Report) -> set[int]:
    return _past(model, ids, earlier, facts__isnull=False)


def _past(model, ids: set[int], earlier: Report, **which) -> set[int]:
    past = RecordPast.objects.filter(source=model._meta.db_table, record__in=ids, at__gt=earlier.as_of, **which)
    return set(past.values_list("record", flat=True))
