"""The target report of a fiscal year: postings listed on 1 April and added since, against the target (contract 9)."""

from decimal import Decimal

from django.utils import timezone

from centre.fiscal_year import FiscalYear, Month
from centre.models import Contract
from centre.models.calendar import CountingPolicy
from postings.toward_target.target import DEFAULT_TARGET, policy_of
from reports.compiling import Compiled, FigureDraft, cut_off
from reports.documents.content import Chart, ReportDocument, Series, table_of
from reports.metrics import postings
from reports.metrics.definition import Counted, Metric, Period, count, count_by
from reports.monthly import definitions, parties
from reports.target_forecasts import forecast_block

KINDS = (
    postings.ADDED_NEW,
    postings.ADDED_EXTENDED,
    postings.ADDED_CHANGED,
    postings.ADDED_RELISTED,
)


def draft_target(year: FiscalYear, revision: int, progress=None) -> tuple[ReportDocument, list[FigureDraft]]:
    """The document of a fiscal year so far and the figures behind its cells."""
    today = timezone.localdate()
    period = Period(year.start, min(year.end, today), f"{year.label}（{min(year.end, today):%Y年%-m月%-d日}まで）")
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    target = contract.target_postings if contract else DEFAULT_TARGET
    compiled = Compiled()
    if progress:
        progress(0, 3, "掲載履歴を数えています")
    months = [month for month in year.months if month.start <= period.last]
    parts = {metric.key: count_by(metric, period, "month") for metric in (*KINDS, postings.ADDED_ALL)}
    summary = _summary(compiled, period, target)
    by_month, cumulated = _by_month(compiled, months, parts, count(postings.BASELINE, period), period)
    compiled.tables.append(
        {
            "number": 1,
            "title": "目標の達成状況",
            "clause": "9",
            "note": _policy(contract),
            "blocks": [summary, by_month, forecast_block(year, policy_of(year), cumulated, today)],
        }
    )
    if progress:
        progress(2, 3, "保存しています")
    document = ReportDocument(
        title="掲載求人の目標の達成状況",
        period=period.label,
        fiscal_year=year.label,
        as_of=timezone.localtime(cut_off()).isoformat(),
        revision=revision,
        tables=tuple(table_of(table) for table in compiled.tables),
        definitions=definitions(compiled),
        charts=(_chart(year, cumulated, target),),
        facts={"year": year.year, "target": target},
        **parties(year),
    )
    return document, compiled.figures


def _summary(compiled: Compiled, period: Period, target: int) -> dict:
    metrics = (
        postings.BASELINE,
        *KINDS,
        postings.TARGET_COUNT,
        postings.BASELINE_ALL,
        postings.ADDED_ALL,
        postings.TARGET_COUNT_ALL,
    )
    rows = []
    for metric in metrics:
        counted = count(metric, period)
        total = metric in (postings.TARGET_COUNT, postings.TARGET_COUNT_ALL)
        rows.append(_line(metric.label, [_cell(compiled, f"t1.b1.{metric.key}", metric, {}, counted)], total))
        if metric is postings.TARGET_COUNT:
            rows.append(_line("目標", [{"value": target}]))
            rows.append(_line("目標までの残り", [{"value": max(0, target - int(counted.value))}]))
    return {"title": "年度の合計", "head": "項目", "columns": ["件数"], "rows": rows}


def _by_month(
    compiled: Compiled, months: list[Month], parts: dict[str, dict], baseline: Counted, period: Period
) -> tuple[dict, list[int]]:
    rows, running, cumulated = [], int(baseline.value), []
    running_all = int(count(postings.BASELINE_ALL, period).value)
    for month in months:
        name = f"{month.month}月"
        found = [(metric, parts[metric.key].get((name,), Counted(Decimal(0), ()))) for metric in KINDS]
        cells = [_cell(compiled, f"t1.b2.{m.key}.{name}", m, {"month": name}, c) for m, c in found]
        added = sum(int(counted.value) for _, counted in found)
        running += added
        cumulated.append(running)
        everybody = parts[postings.ADDED_ALL.key].get((name,), Counted(Decimal(0), ()))
        running_all += int(everybody.value)
        everybody_cell = _cell(
            compiled, f"t1.b2.{postings.ADDED_ALL.key}.{name}", postings.ADDED_ALL, {"month": name}, everybody
        )
        rows.append(
            _line(month.label, [*cells, {"value": added}, {"value": running}, everybody_cell, {"value": running_all}])
        )
    columns = ["新規", "延長", "変更", "再掲載", "追加の計", "累計", "追加（全法人）", "累計（全法人）"]
    return {"title": "月別の追加（対象法人）と累計", "head": "月", "columns": columns, "rows": rows}, cumulated


def _line(label: str, cells: list[dict], total: bool = False) -> dict:
    return {"label": label, "indent": 0, "unit": "件", "total": total, "cells": cells}


def _cell(compiled: Compiled, key: str, metric: Metric, breakdown: dict[str, str], counted: Counted) -> dict:
    compiled.metrics[metric.key] = metric
    compiled.figures.append(FigureDraft(key, metric, breakdown, counted))
    return {"value": int(counted.value), "figure": key}


def _chart(year: FiscalYear, cumulated: list[int], target: int) -> Chart:
    missing = (None,) * (12 - len(cumulated))
    even = tuple(round(target * (number + 1) / 12) for number in range(12))
    last = cumulated[-1] if cumulated else 0
    return Chart(
        "目標に向けた累計（対象法人）",
        "件",
        tuple(f"{month.month}月" for month in year.months),
        (
            Series("累計", "line", (*cumulated, *missing)),
            Series(f"目標{target:,}件への均等の線", "target", even),
        ),
        f"{len(cumulated)}か月目までの累計は{last:,}件、目標{target:,}件の{last / target:.0%}です。",
    )


def _policy(contract: Contract | None) -> str:
    label = CountingPolicy(contract.counting_policy).label if contract else "契約は未登録"
    return f"数え方：{label}。訂正と取下げは数えません。"
