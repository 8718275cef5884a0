"""Forecast against outcome: what each month began with, and what it came to (contract 9)."""

from datetime import date

from centre.fiscal_year import FiscalYear, Month
from postings.models import TargetForecast
from postings.toward_target.counting import Policy
from postings.toward_target.outlook import Outlook

COLUMNS = ("予測", "下限", "上限", "実績", "実績−予測")
NOTE = (
    "予測は、その月のはじめに残した月末の件数の見込みです。これからの月は、いまの見込みです。"
    "下限と上限の間に入る見込みが80％です。「—」は、予測を残していない月か、まだ終わっていない月です。"
)


def forecast_block(
    year: FiscalYear, policy: Policy, newest: Outlook | None, cumulated: list[int], today: date
) -> dict:
    """Every month of a year: forecast, its interval, outcome, and by how much the outcome differs, in 件.

    Months to come are foretold by the `newest` outlook.
    """
    foretold = _foretold(year, policy, newest, today)
    rows = []
    for number, month in enumerate(year.months):
        mean, low, high = foretold.get(month, (None, None, None))
        reached = cumulated[number] if number < len(cumulated) and month.end < today else None
        difference = reached - mean if reached is not None and mean is not None else None
        cells = [{"value": value} for value in (mean, low, high, reached, difference)]
        rows.append({"label": month.label, "indent": 0, "unit": "件", "total": False, "cells": cells})
    return {
        "title": "予測と実績（対象法人の累計）",
        "head": "月",
        "columns": list(COLUMNS),
        "rows": rows,
        "note": NOTE,
    }


def _foretold(
    year: FiscalYear, policy: Policy, newest: Outlook | None, today: date
) -> dict[Month, tuple[int, int, int]]:
    """(mean, low, high) of the end of each month: the first forecast kept in it, or the newest for those to come."""
    found: dict[Month, tuple[int, int, int]] = {}
    for end, mean, low, high in newest.months if newest else ():
        found[Month.of(date.fromisoformat(end))] = (round(mean), low, high)
    first: dict[Month, TargetForecast] = {}
    kept = TargetForecast.objects.filter(policy=policy.key, day__range=(year.start, min(today, year.end)))
    for one in kept.order_by("day", "number").iterator():
        first.setdefault(Month.of(one.day), one)
    for month, one in first.items():
        for end, mean, low, high in one.figures["months"]:
            if date.fromisoformat(end) == month.end:
                found[month] = (round(mean), low, high)
    return found
