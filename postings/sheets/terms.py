"""The terms of employment in the order of the Hello Work form: for form, page, sheet and history."""

from dataclasses import dataclass
from datetime import date

from django.db import models

from centre.templatetags.display import day
from postings.models import JobPosting


@dataclass(frozen=True)
class Section:
    """A part of the form: its anchor on the page, its heading, and its fields of JobPosting in order."""

    anchor: str
    title: str
    fields: tuple[str, ...]


SECTIONS = (
    Section(
        "kind",
        "求人の区分",
        (
            "title", "occupation", "employment_type", "received_on", "source", "hello_work_number",
            "hello_work_until", "site_number",
        ),
    ),
    Section(
        "work",
        "仕事の内容と契約",
        (
            "duties", "duties_scope", "is_dispatch", "contract", "contract_from", "contract_until", "renewal_kind",
            "contract_renewal", "renewal_limit", "has_trial", "trial_period",
        ),
    ),
    Section(
        "place",
        "就業の場所",
        (
            "work_prefecture", "work_municipality", "work_address", "work_place_scope", "nearest_station",
            "car_commute", "smoking_measure", "smoking",
        ),
    ),
    Section(
        "asked",
        "応募できる人",
        (
            "age_limited", "age_min", "age_max", "age_reason", "age_note", "sex_limit", "sex_reason", "education",
            "experience_required", "experience", "licences",
        ),
    ),
    Section(
        "wage",
        "賃金・手当",
        (
            "wage_kind", "wage_from_yen", "wage_to_yen", "allowances", "excluded_allowances_yen",
            "has_fixed_overtime", "fixed_overtime_yen", "fixed_overtime_hours", "fixed_overtime_excess_paid",
            "fixed_overtime", "commuting_allowance", "pay_days", "raises", "bonus", "minimum_wage",
        ),
    ),
    Section(
        "hours",
        "労働時間・休日",
        (
            "working_time_system", "working_time", "break_minutes", "overtime", "overtime_hours",
            "overtime_exception", "holidays", "annual_days_off", "paid_leave_days", "weekly_hours", "daily_hours",
            "annual_hours",
        ),
    ),
    Section(
        "insurance",
        "保険・年金・定年",
        (
            "employment_insurance", "accident_insurance", "health_insurance", "pension_insurance", "insurance",
            "severance", "retirement_age", "reemployment", "housing", "childcare",
        ),
    ),
    Section("appeal", "求人のPR", ("appeal",)),
    Section(
        "selection",
        "選考の方法",
        ("headcount", "starts_on", "selection", "application_papers", "result_notice", "special_notes"),
    ),
    Section("subsidy", "移住支援金の要件", ("new_hire", "transfer")),
)  # fmt: skip
FIELDS = tuple(name for section in SECTIONS for name in section.fields)
# Terms an applicant decides by: a change of one is told to applicants (職業安定法 5条の3 第3項).
NOT_TOLD = frozenset({"received_on", "source", "hello_work_number", "hello_work_until", "site_number", "minimum_wage"})


def label(name: str) -> str:
    """The Japanese name of a term."""
    return str(JobPosting._meta.get_field(name).verbose_name)


def in_words(posting, name: str) -> str:
    """A term as people read it; empty when nothing is known. Also for a revision of a posting."""
    field = JobPosting._meta.get_field(name)
    value = getattr(posting, name)
    match value:
        case None | "":
            return ""
        case bool():
            return "はい" if value else "いいえ"
        case date():
            return day(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DecimalField):
        return f"{float(value):g}"
    if isinstance(field, models.IntegerField) and name.endswith("_yen"):
        return f"{value:,}円"
    return str(value)


def is_known(posting, name: str) -> bool:
    """Whether something is known of a term; “no” is known."""
    return getattr(posting, JobPosting._meta.get_field(name).attname) not in (None, "")
