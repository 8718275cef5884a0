"""What a corporation and a posting say to the rule books; None is not known."""

from employers.models import Corporation
from postings.models import JobPosting

CORPORATION_FACTS = (
    "receives_local_subsidy",
    "governor_recommendation",
    "officers_total",
    "officers_from_large",
    "limited_work_location",
    "employment_insurance",
    "adult_entertainment",
    "antisocial",
    "capital_yen",
)


def corporation_facts(corporation: Corporation) -> dict:
    """Facts for `relocation_corporation` as plain values that JSON can hold."""
    facts = {name: getattr(corporation, name) for name in CORPORATION_FACTS}
    prefecture = corporation.head_office_prefecture
    holders = [
        {"share": str(holder.share), "capital_yen": holder.capital_yen} for holder in corporation.shareholders.all()
    ]
    return facts | {
        "kind": corporation.kind or None,
        "shareholders": holders if corporation.shareholders_known or holders else None,
        "head_office_prefecture": prefecture.name if prefecture else None,
        "head_office_municipality": corporation.head_office_municipality or None,
    }


def posting_facts(posting: JobPosting) -> dict:
    """Facts for `relocation_posting`; the days of listing and application are known only later (J4, J5)."""
    return {
        "weekly_hours": None if posting.weekly_hours is None else float(posting.weekly_hours),
        "contract": posting.contract or None,
        "new_hire": posting.new_hire,
        "transfer": posting.transfer,
        "work_prefecture": posting.work_prefecture.name if posting.work_prefecture else None,
        "work_municipality": posting.work_municipality.name if posting.work_municipality else None,
    }
