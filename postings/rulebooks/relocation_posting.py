"""The rules of `relocation_posting`: which postings may carry the relocation subsidy (J1 to J6)."""

from collections.abc import Mapping

from postings.rulebooks.book import Answer, Rule, Terms, left_out, load_book, met, missing, not_met, unknown
from postings.rulebooks.facts import Fact, day, hours_a_week, one_of, yes_or_no
from postings.rulebooks.logic import at_least, every
from postings.rulebooks.places import DATA, label, municipality, prefecture, prefecture_names, settle
from postings.rulebooks.wording import hours, japanese_day

CONTRACTS = {"indefinite": "無期", "fixed": "有期"}
HOURS, CONTRACT = "週の所定労働時間", "契約の期間（無期か有期か）"
NEW_HIRE, TRANSFER = "新規の雇用か", "転勤・出向・研修による勤務地の変更か"
LISTED, APPLIED, LAPSES = "対象としての掲載日", "応募日", "掲載期限（掲載される最後の日）"

VOCABULARY = (
    Fact("weekly_hours", HOURS, hours_a_week),
    Fact("contract", CONTRACT, one_of(CONTRACTS)),
    Fact("new_hire", NEW_HIRE, yes_or_no),
    Fact("transfer", TRANSFER, yes_or_no),
    Fact("work_prefecture", "勤務地の都道府県", prefecture),
    Fact("work_municipality", "勤務地の市区町村", municipality),
    Fact("listed_as_eligible_on", LISTED, day),
    Fact("applied_on", APPLIED, day),
    Fact("listed_until", LAPSES, day),
)


def settle_posting(facts: dict) -> dict:
    """The facts made whole. Raises FactError when prefecture and municipality disagree."""
    return settle(facts, "work_prefecture", "work_municipality")


def judge_employment(facts: Mapping[str, object], terms: Terms) -> Answer:
    """J1: an employment without end of at least so many hours a week."""
    worked, contract = facts["weekly_hours"], facts["contract"]
    least = terms.parameters["least_weekly_hours"]
    enough, indefinite = at_least(worked, least), None if contract is None else contract == "indefinite"
    if every(enough, indefinite) is False:
        short = f"{HOURS}が{least}時間未満（{hours(worked)}）" if enough is False else ""
        fixed = "契約が有期" if indefinite is False else ""
        return not_met("、".join(part for part in (short, fixed) if part))
    if every(enough, indefinite):
        return met(f"{HOURS}が{hours(worked)}で、契約が無期")
    labels = {HOURS: enough, CONTRACT: indefinite}
    return missing([name for name, value in labels.items() if value is None])


def judge_new_hire(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """J2: a new employment, not a change of workplace of somebody already employed."""
    new_hire, transfer = facts["new_hire"], facts["transfer"]
    if transfer:
        return not_met("転勤・出向・研修による勤務地の変更に当たる")
    if new_hire is False:
        return not_met("新規の雇用でない")
    labels = {NEW_HIRE: new_hire, TRANSFER: transfer}
    if lacking := [name for name, value in labels.items() if value is None]:
        return missing(lacking)
    return met("新規の雇用で、転勤・出向・研修による勤務地の変更でない")


def judge_workplace(facts: Mapping[str, object], terms: Terms) -> Answer:
    """J3: a workplace in the prefecture that runs the site (outside the Tokyo area by itself)."""
    home = terms.parameters["work_prefecture"]
    code, place = facts["work_prefecture"], facts["work_municipality"]
    if code is None:
        return missing(["勤務地の都道府県"])
    if code == home:
        return met(f"勤務地が{prefecture_names()[home]}内（{label(code, place)}）")
    return not_met(f"勤務地が{prefecture_names()[home]}内でない（{label(code, place)}）")


def judge_listing(facts: Mapping[str, object], terms: Terms) -> Answer:
    """J4: listed as eligible on the prefecture's site on the day of judgement."""
    listed = facts["listed_as_eligible_on"]
    if listed is None:
        return missing([LISTED])
    if listed > terms.on:
        return not_met(
            f"対象としての掲載は{japanese_day(listed)}からで、"
            f"判定の基準日（{japanese_day(terms.on)}）にはまだ掲載されていない"
        )
    return met(f"{japanese_day(listed)}から対象として掲載されている")


def judge_application(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """J5: applied on or after the day of listing as eligible (the day of hiring does not matter)."""
    listed, applied = facts["listed_as_eligible_on"], facts["applied_on"]
    labels = {LISTED: listed, APPLIED: applied}
    if lacking := [name for name, value in labels.items() if value is None]:
        return missing(lacking)
    days = f"応募日（{japanese_day(applied)}）が対象としての掲載日（{japanese_day(listed)}）"
    return met(f"{days}以後") if applied >= listed else not_met(f"{days}より前")


def judge_lapse(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """J6: an application after the listing lapsed is for the prefecture to say; nobody knows how it is treated."""
    until, applied = facts["listed_until"], facts["applied_on"]
    if until is None:
        return left_out("掲載期限が示されていないため、掲載が切れた後の応募かどうかは判定に入れていない")
    if applied is None:
        return missing([APPLIED])
    days = f"応募日（{japanese_day(applied)}）が掲載期限（{japanese_day(until)}）"
    if applied <= until:
        return met(f"{days}まで")
    return unknown(f"{days}より後で、掲載が切れた後の応募の扱いが分からないため要確認")


RULES: dict[str, Rule] = {
    "J1": judge_employment,
    "J2": judge_new_hire,
    "J3": judge_workplace,
    "J4": judge_listing,
    "J5": judge_application,
    "J6": judge_lapse,
}

BOOK = load_book(DATA / "relocation_posting.toml", rules=RULES, vocabulary=VOCABULARY, settle=settle_posting)
