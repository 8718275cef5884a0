"""Use of the access log that wants a question: many people in an hour, outside hours, somebody of one's own name.

Nothing here is a verdict: each is a line to ask the colleague about (特記事項 第6).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Replace, TruncHour
from django.utils import timezone

from centre.calendar import opening_days
from centre.filters import midnight, midnight_after
from centre.fiscal_year import FiscalYear
from centre.models import Contract
from privacy.declarations import declared
from privacy.models import AccessLog

LOOKS = ("read", "search", "list", "export", "print")
MOST = 200


@dataclass(frozen=True)
class Unusual:
    """One thing to ask about: `kind` in words, who, when, how many lines or people, and the filter that shows them."""

    kind: str
    user: str
    at: datetime
    words: str
    query: str


def unusual(first: date, last: date) -> list[Unusual]:
    """What is unusual in the days between two, both included; the newest first, at most MOST of each kind."""
    lines = AccessLog.objects.filter(at__gte=midnight(first), at__lt=midnight_after(last))
    found = [*_many_people(lines), *_outside_hours(lines, first, last), *_own_name(lines)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _many_people(lines: QuerySet) -> list[Unusual]:
    least = settings.UNUSUAL_PEOPLE_PER_HOUR
    hours = (
        lines.filter(action=AccessLog.Action.READ, subject_id__isnull=False)
        .annotate(hour=TruncHour("at"))
        .values("user", "user__name", "hour")
        .annotate(people=Count(Concat("subject", Value(":"), "subject_id", output_field=CharField()), distinct=True))
        .filter(people__gte=least)
        .order_by("-hour")[:MOST]
    )
    return [
        Unusual(
            "短い時間に多くの記録",
            row["user__name"],
            row["hour"],
            f"1時間に{row['people']}件（{least}件以上を示します）",
            _query(row["user"], row["hour"]),
        )
        for row in hours
    ]


def _outside_hours(lines: QuerySet, first: date, last: date) -> list[Unusual]:
    """Looks on closed days, and before opening or after closing time of the contract (8(1)①)."""
    open_days = set(opening_days(first, last))
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(last).year).first() or Contract()
    looks = lines.filter(action__in=LOOKS)
    if open_days:
        within = looks.filter(at__time__gte=contract.opens_at, at__time__lt=contract.closes_at, at__date__in=open_days)
        looks = looks.exclude(pk__in=within.values("pk"))
    hours = (
        looks.annotate(hour=TruncHour("at"))
        .values("user", "user__name", "hour")
        .annotate(count=Count("pk"))
        .order_by("-hour")[:MOST]
    )
    by_day: dict[tuple, list] = defaultdict(list)
    for row in hours:
        by_day[row["user"], row["user__name"], timezone.localtime(row["hour"]).date()].append(row)
    return [
        Unusual(
            "開設時間の外",
            name,
            min(row["hour"] for row in rows),
            f"{sum(row['count'] for row in rows)}件" + ("" if day in open_days else "（窓口が休みの日）"),
            _query(user, rows[0]["hour"]),
        )
        for (user, name, day), rows in by_day.items()
    ]


def _own_name(lines: QuerySet) -> list[Unusual]:
    found = []
    for model, fields in declared():
        if "name" not in fields.labels:
            continue
        name = model._default_manager.filter(pk=OuterRef("subject_id")).values(plain=_plain("name"))[:1]
        own = (
            lines.filter(subject=model._meta.label, action=AccessLog.Action.READ)
            .annotate(opened=Subquery(name, output_field=CharField()))
            .filter(opened=_plain("user__name"))
            .select_related("user")
            .order_by("-at")[:MOST]
        )
        found += [
            Unusual(
                "自分と同じ名前の方",
                line.user.name,
                line.at,
                f"{model._meta.verbose_name} {line.subject_id}",
                f"user={line.user_id}&subject={line.subject}&subject_id={line.subject_id}",
            )
            for line in own
        ]
    return found


def _plain(field: str):
    """A name without the spaces people put between its parts."""
    return Replace(Replace(F(field), Value(" "), Value("")), Value("　"), Value(""))


def _query(user: int, hour: datetime) -> str:
    day = timezone.localtime(hour).date().isoformat()
    return f"user={user}&since={day}&until={day}"


def last_days(today: date, days: int = 30) -> tuple[date, date]:
    """The days the page shows: so many up to today."""
    return today - timedelta(days=days - 1), today
