"""The cockpit of the target: the count, its proof, its outlook, and what to do next."""

import uuid
from datetime import date
from urllib.parse import urlencode

from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.calendar import opening_days
from centre.charts import chart_shapes
from centre.fiscal_year import FiscalYear, Month
from centre.numbers import year_of
from centre.pages import ActForm, ListPage
from centre.roles import may
from postings.models import JobPosting
from postings.site import publication
from postings.toward_target import next_actions
from postings.toward_target.backtesting import YEAR_END, ask_for_backtest, last_scores
from postings.toward_target.checking import ask_for_check, differences
from postings.toward_target.counting import NAMES, POLICIES
from postings.toward_target.outlook import Outlook, in_percent, in_words, outlook_of
from postings.toward_target.target import SCOPES, Target, last_checks, stand
from postings.toward_target.target_sql import ELIGIBLE, EVERY

WIDTH, HEIGHT = 720, 260
OLDEST, NEWEST = 2019, 2100


def target(request):
    """The count of the fiscal year toward the target."""
    today = timezone.localdate()
    year = _year(request.GET.get("year", ""), today)
    found = stand(year)
    outlook = outlook_of(year, found.policy, today)
    checks = last_checks(year)
    tried, scores = last_scores(year)
    context = {
        "found": found,
        "earlier": year.year - 1,
        "later": year.year + 1,
        "years": _row(found, "年度の計", None, 0),
        "months": _months(found, today),
        "policies": [_policy(found, key) for key in found.by_policy],
        "checks": checks,
        "differing": [(check, differences(check)) for check in checks if not check.agrees],
        "may_check": may(request.user, "ledger.check"),
        "outlook": outlook,
        "ahead": _ahead(found, outlook, today) if outlook else None,
        "tried": tried,
        "scores": [(f"{one.ahead}日先" if one.ahead != YEAR_END else "年度末", one) for one in scores],
        "shapes": _shapes(found, outlook, today),
        "summary": _summary(found, outlook),
    }
    return render(request, "postings/target.html", context)


@require_POST
def check_counts(request):
    """Ask for both counts to be compared now, and go to the progress page."""
    year = _year(request.POST.get("year", ""), timezone.localdate())
    return redirect("centre:job", ask_for_check(year, by=request.user).pk)


@require_POST
def backtest(request):
    """Ask for the forecasts to be tried on the past, and go to the progress page."""
    year = _year(request.POST.get("year", ""), timezone.localdate())
    return redirect("centre:job", ask_for_backtest(year, by=request.user).pk)


class Actions(ListPage):
    """What brings the count forward with the least work, the cheapest first."""

    template_name = "postings/actions.html"
    paginate_by = 100

    def get_base_queryset(self):
        self.groups = next_actions.groups(timezone.localdate())
        self.chosen = self.request.GET.get("group", "")
        known = [group for group in self.groups if group.key == self.chosen]
        return next_actions.Ranked(known or self.groups)

    def get_context_data(self, **kwargs):
        keys = (uuid.uuid4() for _ in range(self.paginate_by))
        context = super().get_context_data(groups=self.groups, chosen=self.chosen, **kwargs)
        return context | {"actions": list(zip(context["object_list"], keys, strict=False))}


class ExtendOne(ActForm):
    """One listing, extended by the usual length with a single tap."""

    form_class = Form
    title = "1件だけ延長"
    submit = "延長を記録する"
    success_message = "延長を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.posting = get_object_or_404(JobPosting.objects.select_related("establishment"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def until(self) -> date:
        return next_actions.extended_until(self.posting.listed_until or timezone.localdate())

    @property
    def lead(self) -> str:
        return (
            f"「{self.posting.title}」（{self.posting.establishment.name}）の掲載を、サイトで"
            f"{self.until:%Y年%-m月%-d日}まで延長したことを記録します。効力の日はきょうです。"
        )

    def act(self, form):
        return publication.publish(
            self.posting,
            "extended",
            effective_on=timezone.localdate(),
            listed_until=self.until,
            by=self.request.user,
        )

    def get_success_url(self, made):
        return reverse("postings:actions")

    def back(self):
        return reverse("postings:actions"), "次の一手"


def _year(text: str, today: date) -> FiscalYear:
    year = year_of(text, OLDEST, NEWEST)
    return FiscalYear(year) if year else FiscalYear.of(today)


def _months(found: Target, today: date) -> list[dict]:
    """One row per month that has begun."""
    running = found.running(today)
    return [
        _row(found, f"{month.month}月", month, count) for month, count in zip(found.year.months, running, strict=False)
    ]


def _row(found: Target, label: str, month: Month | None, running: int) -> dict:
    """A line of the table: {label, running, cells: [(件, 人, address)] by kind and in all, for both scopes}."""
    number = month.month if month else None
    kinds = [*found.tally.additions, None] if month else [kind for kind, _ in found.kinds] + [None]
    cells = [
        {
            "lines": found.tally.lines(number, kind, scope),
            "people": found.tally.people(number, kind, scope),
            "address": _lines_behind(found, month, kind, scope),
        }
        for scope, of_scope in ((ELIGIBLE, kinds), (EVERY, [None]))
        for kind in of_scope
    ]
    return {"label": label, "running": running, "cells": cells}


def _lines_behind(found: Target, month: Month | None, kind: str | None, scope: str) -> str:
    """Where the ledger shows the lines behind a figure."""
    query = {"counted": found.policy.key, "year": found.year.year}
    if kind:
        query["counted_as"] = kind
    if scope == ELIGIBLE:
        query["eligible"] = "true"
    if month:
        query |= {"since": month.start.isoformat(), "until": month.end.isoformat()}
    return f"{reverse('postings:ledger')}?{urlencode(query)}"


def _policy(found: Target, key: str) -> dict:
    """How one counting policy counts, for both scopes: (name of the scope, 件, 人)."""
    own = found.by_policy[key]
    return {
        "label": POLICIES[key].label,
        "is_chosen": key == found.policy.key,
        "kinds": [own.lines(kind=kind) for kind, _ in found.kinds],
        "scopes": [(label, own.lines(scope=scope), own.people(scope=scope)) for scope, label in SCOPES.items()],
    }


def _ahead(found: Target, outlook: Outlook, today: date) -> dict:
    """What is left to do, and how likely it comes by itself."""
    left = opening_days(today, found.year.end)
    probability = outlook.probability(found.target)
    return {
        "days": len(left),
        "per_day": found.remaining / len(left) if left else None,
        "probability": in_percent(probability),
        "words": in_words(probability),
        "paces": [(NAMES[kind], *numbers) for kind, numbers in outlook.paces.items()],
        "parts": [(NAMES[kind], number) for kind, number in outlook.parts.items()],
        "known_to": date.fromisoformat(outlook.known_to),
        "months": [(f"{date.fromisoformat(on).month}月末", mean, low, high) for on, mean, low, high in outlook.months],
    }


def _shapes(found: Target, outlook: Outlook | None, today: date) -> list:
    running = found.running(today)
    series: list[tuple] = []
    if outlook:
        empty = [None] * (12 - len(outlook.months))
        series.append(("80%の見込み", "band", empty + [(low, high) for _, _, low, high in outlook.months]))
    series.append(("累計", "line", running + [None] * (12 - len(running))))
    if outlook:
        series.append(("見込み", "forecast", empty + [mean for _, mean, _, _ in outlook.months]))
    series.append(
        (f"目標{found.target:,}件への均等の線", "target", [round(found.target * n / 12) for n in range(1, 13)])
    )
    return chart_shapes([f"{month.month}月" for month in found.year.months], series, WIDTH, HEIGHT)


def _summary(found: Target, outlook: Outlook | None) -> str:
    words = f"累計は{found.count:,}件、目標{found.target:,}件の{found.share:.0%}です。"
    if outlook:
        words += f"3月31日の見込みは{outlook.mean:,.0f}件（80%の幅は{outlook.low:,}〜{outlook.high:,}件）です。"
    return words
