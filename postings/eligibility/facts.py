"""What a corporation and a posting say to the rule books; None is not known."""

from datetime import date

from employers.models import Corporation
from postings.models import JobPosting, Vetting
from postings.rulebooks.library import choose
from postings.rulebooks.wording import japanese_day, yen

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
    # A list nobody has confirmed as whole proves nothing: the large owner may be the one that is not on it.
    return facts | {
        "kind": corporation.kind or None,
        "shareholders": holders if corporation.shareholders_known else None,
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


NAMES = {
    "kind": dict(Corporation.Kind.choices),
    "contract": dict(JobPosting.ContractKind.choices),
}
NOT_KNOWN = "未確認"


def facts_shown(vetting: Vetting) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The facts a vetting kept, for its page: (title of the book, first day of its version, [(label, value)])."""
    shown = []
    for book, version in vetting.books.items():
        since = date.fromisoformat(version)
        rules = choose(book, since)
        facts = vetting.facts[book]
        labels = [(fact.key, fact.label) for fact in rules.vocabulary if fact.key in facts]
        rows = [(label, _in_words(key, facts[key])) for key, label in labels]
        shown.append((rules.title, japanese_day(since), rows))
    return shown


def _in_words(key: str, value) -> str:
    match value:
        case None:
            return NOT_KNOWN
        case bool():
            return "はい" if value else "いいえ"
        case []:
            return "なし"
        case list():
            return "、".join(
                f"{float(holder['share']):.2%}（資本金{_in_words('capital_yen', holder['capital_yen'])}）"
                for holder in value
            )
    if key == "capital_yen":
        return yen(value)
    return NAMES.get(key, {}).get(value, f"{value:g}" if isinstance(value, float) else str(value))
