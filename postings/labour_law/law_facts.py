"""What a posting says to the three books of the law; None is not known."""

from datetime import date

from postings.models import JobPosting, SelfDeclaration
from postings.sheets.terms import is_known

GROUNDS = (
    "repeated_violation",
    "referred_and_published",
    "published",
    "corrected_on",
    "organised_crime",
    "refuses_report",
)
INSURANCES = ("health_insurance", "pension_insurance", "accident_insurance", "employment_insurance")


def law_facts(posting: JobPosting, on: date) -> dict:
    """Facts for `posting_law`; of a range of wages the lower end is judged."""
    return wage_facts(posting) | {
        "intake_on": posting.received_on,
        "starts_on": _starts_on(posting, on),
        **_age_facts(posting),
        "contract": posting.contract or None,
        "retirement_age": posting.retirement_age,
        "experience_required": posting.experience_required,
        "sex_limit": posting.sex_limit or None,
        "sex_reason": posting.sex_reason or None,
    }


def wage_facts(posting: JobPosting) -> dict:
    """What an hour earns, and which industry's minimum wage applies besides the prefecture's."""
    return {
        "wage_kind": posting.wage_kind or None,
        "wage_yen": posting.wage_from_yen,
        "fixed_overtime_yen": 0 if posting.has_fixed_overtime is False else posting.fixed_overtime_yen,
        "excluded_allowances_yen": posting.excluded_allowances_yen,
        "annual_work_hours": posting.annual_hours or None,
        "daily_work_hours": posting.daily_hours or None,
        "minimum_wage_industry": posting.minimum_wage.name if posting.minimum_wage else None,
    }


def terms_facts(posting: JobPosting) -> dict:
    """Facts for `posting_terms`: whether each item is stated, and the answers to the open questions."""

    def stated(*names: str) -> bool:
        return all(is_known(posting, name) for name in names)

    is_renewed = {"": None, JobPosting.RenewalKind.NONE: False}
    return {
        "duties": stated("duties"),
        "duties_scope": stated("duties_scope"),
        "contract": posting.contract or None,
        "contract_period": stated("contract_from", "contract_until"),
        "has_trial": posting.has_trial,
        "trial_terms": stated("trial_period"),
        "renewable": is_renewed.get(posting.renewal_kind, True),
        "renewal_rule": stated("contract_renewal"),
        "renewal_limit": stated("renewal_limit"),
        "work_place": stated("work_address"),
        "work_place_scope": stated("work_place_scope"),
        "working_time": stated("working_time"),
        "overtime": stated("overtime"),
        "break_time": stated("break_minutes"),
        "holidays": stated("holidays"),
        "wage": stated("wage_kind", "wage_from_yen"),
        "has_fixed_overtime": posting.has_fixed_overtime,
        # The base pay is what the wage is without its fixed overtime: it is stated when both amounts are.
        "fixed_overtime_base": stated("wage_from_yen", "fixed_overtime_yen"),
        "fixed_overtime_hours_and_amount": stated("fixed_overtime_hours", "fixed_overtime_yen"),
        "fixed_overtime_excess": posting.fixed_overtime_excess_paid,
        **{name: stated(name) for name in INSURANCES},
        "employer": bool(posting.establishment.corporation.name),
        "is_dispatch": posting.is_dispatch,
        # The sheet and the page of a dispatched job always say that it is one.
        "dispatch_stated": posting.is_dispatch,
        "smoking": stated("smoking_measure"),
    }


def acceptance_facts(declaration: SelfDeclaration | None, lawful: bool | None, stated: bool | None) -> dict:
    """Facts for `posting_acceptance`: the declaration that counts and what the other two books say."""
    facts = {"lawful": lawful, "terms_stated": stated}
    if declaration is None:
        return facts
    declared = {"declared_on": declaration.declared_on, "declaration_valid_until": declaration.valid_until}
    return facts | declared | {name: getattr(declaration, name) for name in GROUNDS}


def _starts_on(posting: JobPosting, on: date) -> date | None:
    """The day up to which rates matter: the start of the work, else the end of the listing, never before today."""
    last = posting.starts_on or posting.listed_until
    return max(last, on) if last else None


def _age_facts(posting: JobPosting) -> dict:
    """The limit of age; an answer that there is none says so also where bounds were left behind."""
    if posting.age_limited is False:
        return {"age_min": None, "age_max": None, "age_reason": "none"}
    return {"age_min": posting.age_min, "age_max": posting.age_max, "age_reason": posting.age_reason or None}
