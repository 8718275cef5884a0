"""Figures of the events (table 10; contract 8(5)): 件, 社, 組 and 人, never mixed."""

from django.db.models import QuerySet

from referrals.models import CentreEvent, EventGuest, EventOutcome
from reports.metrics.definition import Dimension, Metric, Period

KIND = Dimension("kind", "行事の種類", "kind", tuple(CentreEvent.Kind.choices))
RUNNER = Dimension("runner", "主催", "run_by", tuple(CentreEvent.Runner.choices))
PARTY = Dimension(
    "party",
    "参加した方",
    "party",
    tuple(choice for choice in EventGuest.Party.choices if choice[0] != EventGuest.Party.EMPLOYER),
)
OUTCOME = Dimension("outcome", "成果", "kind", tuple(EventOutcome.Kind.choices))


def _of(path: str) -> Dimension:
    """The kind of event, `path` leading to it."""
    return Dimension("kind", KIND.label, path, KIND.values)


def _held(period: Period) -> QuerySet:
    return CentreEvent.objects.filter(state=CentreEvent.State.HELD, last_on__range=(period.first, period.last))


def _came(period: Period) -> QuerySet:
    return EventGuest.objects.filter(event__in=_held(period), standing=EventGuest.Standing.ATTENDED)


def _employers(period: Period) -> QuerySet:
    return _came(period).filter(party=EventGuest.Party.EMPLOYER)


def _people(period: Period) -> QuerySet:
    return _came(period).exclude(party=EventGuest.Party.EMPLOYER)


HELD = Metric(
    "events_held",
    "行事の開催",
    "期間中に最終日がある、開催済の行事の数（合同説明会・セミナー・交流会・インターンシップ・面接会）。中止は含まない。",
    1,
    "件",
    _held,
    dimensions=(KIND, RUNNER),
)
EMPLOYERS = Metric(
    "event_employers",
    "参加した企業（実）",
    "その行事に1回以上出席した事業所の数（同じ事業所は1社）。企業の社員の人数は含まない。",
    1,
    "社",
    _employers,
    counts="distinct:establishment",
)
GROUPS = Metric(
    "event_groups",
    "参加した方（組）",
    "その行事に出席した、企業でない方の組数の延べ。家族などで一緒に来た方は1組。",
    1,
    "組",
    _people,
    counts="sum:groups",
    dimensions=(_of("event__kind"), PARTY),
)
PEOPLE = Metric(
    "event_people",
    "参加した方（人）",
    "その行事に出席した、企業でない方の人数の延べ。同じ方が2つの行事に来れば2人。",
    1,
    "人",
    _people,
    counts="sum:people",
    dimensions=(_of("event__kind"), PARTY),
)
WALK_INS = Metric(
    "event_walk_ins",
    "うち当日の参加",
    "参加した方（人）のうち、招待や申込みなしに当日来た方の人数。",
    1,
    "人",
    lambda period: _people(period).filter(is_walk_in=True),
    counts="sum:people",
)
OUTCOMES = Metric(
    "event_outcomes",
    "行事の成果",
    "その行事に出席した企業・参加者に記録された成果（相談・求人の情報提供・応募・面接の約束・その他）の数。"
    "応募から就職までの数は表8に別に数え、この数と足さない。",
    1,
    "件",
    lambda period: EventOutcome.objects.filter(guest__in=_came(period)),
    dimensions=(OUTCOME, _of("guest__event__kind")),
)
