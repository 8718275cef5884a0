"""Where the count stands: both policies side by side, counted twice by independent ways (DESIGN §4.2)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max

from centre.fiscal_year import FiscalYear
from centre.models import Contract
from postings.counting import DEFAULT_POLICY, NAMES, POLICIES, Policy, TargetCount, count_year
from postings.ledger import ledger_lines
from postings.models import PublicationEvent
from postings.target_sql import SqlCount, count_by_sql

# What the contract of 2026 asks for; a year without a contract is measured against the same.
DEFAULT_TARGET = 2200


@dataclass(frozen=True)
class Target:
    """The count of a fiscal year as the page shows it, made twice: by the fold and by SQL over intervals."""

    year: FiscalYear
    target: int
    policy: Policy
    counted: TargetCount
    by_policy: tuple[tuple[Policy, int], ...]
    by_sql: SqlCount

    @property
    def agrees(self) -> bool:
        """Whether both counts found the same, figure by figure."""
        return self.by_sql.agrees_with(self.counted)

    @property
    def remaining(self) -> int:
        """Postings still missing to the target."""
        return max(0, self.target - self.counted.count)

    @property
    def share(self) -> float:
        """How much of the target is reached, as a fraction."""
        return self.counted.count / self.target if self.target else 1

    def months(self, today: date) -> list[dict]:
        """One row per month that has begun: {label, kinds: [...], added, running}."""
        rows, running = [], self.counted.baseline
        for month in self.year.months:
            if month.start > today:
                break
            kinds = [self.counted.by_month.get(month.month, {}).get(kind, 0) for kind in self.counted.additions]
            running += sum(kinds)
            rows.append({"label": f"{month.month}月", "kinds": kinds, "added": sum(kinds), "running": running})
        return rows

    @property
    def additions(self) -> list[tuple[str, int]]:
        """(Japanese name of the kind, count)"""
        return [(NAMES[kind], number) for kind, number in self.counted.additions.items()]


def fold(year: FiscalYear, policy: Policy | None = None) -> TargetCount:
    """Count the ledger of the database; without a policy by the one of the contract.

    The ledger only grows, so a count stays right until a line is added: it is kept until then.
    """
    chosen = policy or policy_of(year)
    state = PublicationEvent.objects.aggregate(last=Max("pk"), lines=Count("pk"), at=Max("recorded_at"))
    return _fold(year.year, chosen.key, tuple(state.values()))


@lru_cache(maxsize=8)
def _fold(year: int, policy: str, state: tuple) -> TargetCount:
    return count_year(ledger_lines(), year, POLICIES[policy])


def policy_of(year: FiscalYear) -> Policy:
    """The counting policy that the contract of a fiscal year sets."""
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    return POLICIES[contract.counting_policy] if contract else DEFAULT_POLICY


def stand(year: FiscalYear) -> Target:
    """Where a fiscal year stands."""
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    policy = policy_of(year)
    counted = fold(year, policy)
    by_policy = tuple((other, fold(year, other).count) for other in POLICIES.values())
    return Target(
        year=year,
        target=contract.target_postings if contract else DEFAULT_TARGET,
        policy=policy,
        counted=counted,
        by_policy=by_policy,
        by_sql=count_by_sql(year, policy),
    )


def quick_count(year: FiscalYear, policy: Policy) -> tuple[int, int]:
    """Baseline and additions of eligible lines for the home page, without walking the ledger."""
    lines = PublicationEvent.objects.filter(eligible=True)
    baseline = PublicationEvent.objects.live_through_turn(year.start).filter(eligible=True).count()
    added = lines.additions(year.start, year.end, each_event=not policy.once_a_day).count()
    return baseline, added
