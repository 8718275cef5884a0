"""The target report of a fiscal year: postings listed on 1 April and added since, against the target (contract 9)."""

from decimal import Decimal

from django.utils import timezone

from centre.fiscal_year import FiscalYear, Month
from centre.models import Contract
from centre.models.calendar import CountingPolicy
from postings.toward_target.outlook import outlook_of
from postings.toward_target.target import DEFAULT_TARGET, policy_of
from reports.charts.of_a_month import target_line
from reports.compiling import Compiled, FigureDraft, cut_off
from reports.documents.content import ReportDocument, table_of
from reports.metrics import postings
from reports.metrics.definition import Counted, Metric, Period
from reports.monthly import definitions, parties
from reports.one_sight import read_once
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
    policy = read_once(policy_of, year)
    outlook = outlook_of(year, policy, today)
    months = [month for month in year.months if month.start <= period.last]
    for metric in (*KINDS, postings.ADDED_ALL):
        # Asked first: the parts of the months tell the wholes of the summary too.
        compiled.answers.parts(metric, period, "month")
    summary = _summary(compiled, period, target)
    by_month, cumulated = _by_month(compiled, months, period)
    compiled.tables.append(
        {
            "number": 1,
            "title": "目標の達成状況",
            "clause": "9",
            "note": _policy(contract),
            "blocks": [summary, by_month, forecast_block(year, policy, outlook, cumulated, today)],
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
        charts=(target_line(Month.of(period.last), outlook),),
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
        counted = compiled.answers.whole(metric, period)
        total = metric in (postings.TARGET_COUNT, postings.TARGET_COUNT_ALL)
        rows.append(_line(metric.label, [_cell(compiled, f"t1.b1.{metric.key}", metric, {}, counted)], total))
        if metric is postings.TARGET_COUNT:
            rows.append(_line("目標", [{"value": target}]))
            rows.append(_line("目標までの残り", [{"value": max(0, target - int(counted.value))}]))
    return {"title": "年度の合計", "head": "項目", "columns": ["件数"], "rows": rows}


def _by_month(compiled: Compiled, months: list[Month], period: Period) -> tuple[dict, list[int]]:
    answers = compiled.answers
    parts = {metric.key: answers.parts(metric, period, "month") for metric in (*KINDS, postings.ADDED_ALL)}
    running, running_all = (int(answers.whole(m, period).value) for m in (postings.BASELINE, postings.BASELINE_ALL))
    rows, cumulated = [], []
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


def _policy(contract: Contract | None) -> str:
    label = CountingPolicy(contract.counting_policy).label if contract else "契約は未登録"
    return f"数え方：{label}。訂正と取下げは数えません。"
