"""How far a posting is: what is still missing to list it, to state what the law asks, to judge the subsidy."""

from collections.abc import Callable
from dataclasses import dataclass

from postings.models import JobPosting
from postings.sheets.terms import is_known, label


@dataclass(frozen=True)
class Purpose:
    """A purpose, and the terms a posting must hold for it: names of fields, some only under a condition."""

    label: str
    fields: tuple[str, ...]
    under: tuple[tuple[Callable[[JobPosting], bool], tuple[str, ...]], ...] = ()

    def needs(self, posting: JobPosting) -> tuple[str, ...]:
        """The fields this posting must hold."""
        return self.fields + tuple(name for applies, names in self.under if applies(posting) for name in names)


def _is_fixed_term(posting: JobPosting) -> bool:
    return posting.contract == JobPosting.ContractKind.FIXED


def _may_be_renewed(posting: JobPosting) -> bool:
    return _is_fixed_term(posting) and posting.renewal_kind != JobPosting.RenewalKind.NONE


PURPOSES = (
    Purpose("掲載", ("title", "occupation", "duties", "work_address", "wage_kind", "wage_from_yen", "headcount")),
    # 職業安定法 5条の3、同施行規則 4条の2 (DOMAIN 3.1)
    Purpose(
        "法定の明示",
        (
            "duties", "duties_scope", "contract", "has_trial", "work_address", "work_place_scope", "working_time",
            "break_minutes", "overtime", "holidays", "wage_kind", "wage_from_yen", "has_fixed_overtime",
            "employment_insurance", "accident_insurance", "health_insurance", "pension_insurance", "is_dispatch",
            "smoking_measure",
        ),
        (
            (_is_fixed_term, ("contract_from", "contract_until", "renewal_kind")),
            (_may_be_renewed, ("contract_renewal", "renewal_limit")),
            (lambda posting: posting.has_trial is True, ("trial_period",)),
            (
                lambda posting: posting.has_fixed_overtime is True,
                ("fixed_overtime_yen", "fixed_overtime_hours", "fixed_overtime_excess_paid"),
            ),
        ),
    ),
    Purpose("対象の判定", ("weekly_hours", "contract", "new_hire", "transfer", "work_prefecture")),
)  # fmt: skip


@dataclass(frozen=True)
class Completeness:
    """How far a posting is for a purpose: (field, label) of what is missing, and how many of how many are there."""

    label: str
    missing: tuple[tuple[str, str], ...]
    done: int
    total: int


def completeness(posting: JobPosting) -> list[Completeness]:
    """What is still missing for each purpose, in the order in which a posting needs them."""
    rows = []
    for purpose in PURPOSES:
        needed = purpose.needs(posting)
        missing = tuple((name, label(name)) for name in needed if not is_known(posting, name))
        rows.append(Completeness(purpose.label, missing, len(needed) - len(missing), len(needed)))
    return rows
