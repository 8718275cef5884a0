"""Where the count stands: under every policy, for eligible and for all corporations (DESIGN §4.2)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q

from centre.fiscal_year import FiscalYear
from centre.models import Contract
from postings.models import CountCheck, PublicationEvent
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import DEFAULT_POLICY, NAMES, POLICIES, Policy, TargetCount, count_policies
from postings.toward_target.target_sql import BASELINE, ELIGIBLE, EVERY, Tally, tally

# What the contract of 2026 asks for; a year without a contract is measured against the same.
DEFAULT_TARGET = 2200
SCOPES = {ELIGIBLE: "対象法人", EVERY: "すべての法人"}


@dataclass(frozen=True)
class Target:
    """The count of a fiscal year as the page shows it: {key of the policy: tally}, counted by SQL."""

    year: FiscalYear
    target: int
    policy: Policy
    by_policy: dict[str, Tally]

    @property
    def tally(self) -> Tally:
        """The count under the contract's policy."""
        return self.by_policy[self.policy.key]

    @property
    def count(self) -> int:
        """Eligible postings counted so far (件)."""
        return self.tally.count

    @property
    def remaining(self) -> int:
        """Postings still missing to the target."""
        return max(0, self.target - self.count)

    @property
    def share(self) -> float:
        """How much of the target is reached, as a fraction."""
        return self.count / self.target if self.target else 1

    def running(self, today: date) -> list[int]:
        """The count at the end of each month that has begun."""
        found, running = [], self.tally.baseline
        for month in self.year.months:
            if month.start > today:
                break
            running += self.tally.lines(month.month)
            found.append(running)
        return found

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What is counted: (kind, Japanese name)."""
        return [(BASELINE, "4月1日現在"), *((kind, NAMES[kind]) for kind in self.tally.additions)]


def fold(year: FiscalYear, policy: Policy | None = None) -> TargetCount:
    """Count the ledger of the database line by line; without a policy by the one of the contract.

    The ledger only grows, so a count stays right until a line is added: it is kept until then.
    """
    state = PublicationEvent.objects.aggregate(last=Max("pk"), lines=Count("pk"), at=Max("recorded_at"))
    return _folds(year.year, tuple(state.values()))[(policy or policy_of(year)).key]


@lru_cache(maxsize=3)
def _folds(year: int, state: tuple) -> dict[str, TargetCount]:
    return count_policies(ledger_lines(), year, POLICIES.values())


def policy_of(year: FiscalYear) -> Policy:
    """The counting policy that the contract of a fiscal year sets."""
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    return POLICIES[contract.counting_policy] if contract else DEFAULT_POLICY


def target_of(year: FiscalYear) -> int:
    """How many postings (件) the contract of a fiscal year asks for."""
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    return contract.target_postings if contract else DEFAULT_TARGET


def stand(year: FiscalYear) -> Target:
    """Where a fiscal year stands."""
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    return Target(
        year=year,
        target=contract.target_postings if contract else DEFAULT_TARGET,
        policy=POLICIES[contract.counting_policy] if contract else DEFAULT_POLICY,
        by_policy=tallies(year, POLICIES.values()),
    )


def tallies(year: FiscalYear, policies) -> dict[str, Tally]:
    """The count of now under each policy: the last check's tally, and since then only the postings with new lines.

    The headcount of a posting that got no line since is the one of the last check.
    """
    checks = {check.policy: check for check in last_checks(year)}
    found, moved = {}, {}
    for policy in policies:
        check = checks.get(policy.key)
        if check is None:
            found[policy.key] = tally(year, policy)
            continue
        if check.last_line not in moved:
            moved[check.last_line] = _moved_since(check)
        found[policy.key] = _count_on(year, policy, check, moved[check.last_line])
    return found


def last_checks(year: FiscalYear) -> list[CountCheck]:
    """The newest check of a fiscal year under each policy."""
    checks = CountCheck.objects.filter(year=year.year)
    return list(checks.order_by("policy", "-day", "-number").distinct("policy"))


def _moved_since(check: CountCheck) -> list[int] | None:
    """The postings with lines since a check; None when a line came in behind the last one the check counted."""
    behind = PublicationEvent.objects.aggregate(lines=Count("pk", filter=Q(pk__lte=check.last_line)))["lines"]
    if behind != check.lines:
        return None
    added = PublicationEvent.objects.filter(pk__gt=check.last_line)
    return list(added.order_by("posting").values_list("posting", flat=True).distinct())


def _count_on(year: FiscalYear, policy: Policy, check: CountCheck, moved: list[int] | None) -> Tally:
    if moved is None:
        return tally(year, policy)
    base = Tally.of_rows(check.tally)
    if not moved:
        return base
    before = tally(year, policy, postings=moved, last_line=check.last_line)
    return base.moved(before, tally(year, policy, postings=moved))
