"""The rules of `posting_acceptance`: the six grounds on which a posting may be refused (A1 to A6; DOMAIN 3.2).

Met means: this ground does not apply. The employer's own declaration (自己申告) answers A3, A5 and A6; without a
current one nobody can tell. What is grossly inappropriate (A2) no figure settles: a person says so.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from postings.rulebooks.book import Answer, Rule, Terms, load_book, met, missing, not_met, unknown
from postings.rulebooks.facts import Fact, day, yes_or_no
from postings.rulebooks.places import DATA
from postings.rulebooks.wording import japanese_day

LAWFUL, INAPPROPRIATE, STATED = "求人の内容が法令に合うか", "労働条件が著しく不適当か", "明示事項がそろっているか"
DECLARED, UNTIL = "自己申告の日", "自己申告の有効期限"
REPEATED = "労働基準法・最低賃金法の同じ条項の違反で1年に2回以上の是正指導を受けたか"
REFERRED = "労働基準法・最低賃金法などの違反で送検され公表されたか"
PUBLISHED = "職業安定法・均等法・育児介護休業法の違反で勧告に従わず公表されたか"
CORRECTED = "是正した日"
CRIME, REFUSES = "暴力団員等に当たる、または支配されているか", "正当な理由なく報告の求めに応じないか"

VOCABULARY = (
    Fact("lawful", LAWFUL, yes_or_no),
    Fact("inappropriate", INAPPROPRIATE, yes_or_no),
    Fact("terms_stated", STATED, yes_or_no),
    Fact("declared_on", DECLARED, day),
    Fact("declaration_valid_until", UNTIL, day),
    Fact("repeated_violation", REPEATED, yes_or_no),
    Fact("referred_and_published", REFERRED, yes_or_no),
    Fact("published", PUBLISHED, yes_or_no),
    Fact("corrected_on", CORRECTED, day),
    Fact("organised_crime", CRIME, yes_or_no),
    Fact("refuses_report", REFUSES, yes_or_no),
)


def judge_content(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """A1: the content of the posting breaks no law."""
    lawful = facts["lawful"]
    if lawful is None:
        return missing([LAWFUL])
    return met("求人の内容に法令違反がない") if lawful else not_met("求人の内容に法令違反のおそれがある")


def judge_terms(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """A2: wages, hours and the like are not grossly inappropriate; a person judges."""
    inappropriate = facts["inappropriate"]
    if inappropriate is None:
        return missing([INAPPROPRIATE])
    return not_met("労働条件が著しく不適当") if inappropriate else met("労働条件が著しく不適当とはいえない")


def judge_violations(facts: Mapping[str, object], terms: Terms) -> Answer:
    """A3: no violation of labour law that was punished or published, or its correction is six months past.

    A declared violation without a day of correction is one that is not corrected.
    """
    declared = {key: facts[key] for key in ("repeated_violation", "referred_and_published", "published")}
    corrected, months = facts["corrected_on"], terms.parameters["months_after_correction"]
    if True not in declared.values():
        return _declared(facts, terms, list(declared), "労働関係法令の違反による処分・公表がない")
    if corrected is None:
        return not_met("労働関係法令の違反による処分・公表があり、是正した日の届けがない")
    free_from = months_later(corrected, months)
    since = f"労働関係法令の違反による処分・公表があり、是正した日（{japanese_day(corrected)}）から{months}か月"
    return not_met(f"{since}たっていない") if terms.on < free_from else met(f"{since}たっている")


def judge_statement(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """A4: all terms the law asks for are stated."""
    stated = facts["terms_stated"]
    if stated is None:
        return missing([STATED])
    return (
        met("明示しなければならない事項がそろっている") if stated else not_met("明示しなければならない事項が足りない")
    )


def judge_crime(facts: Mapping[str, object], terms: Terms) -> Answer:
    """A5: no member of organised crime, none among the officers, no control by one."""
    if facts["organised_crime"]:
        return not_met("暴力団員等に当たる、または支配されている")
    return _declared(facts, terms, ["organised_crime"], "暴力団員等に当たらず、支配もされていない")


def judge_report(facts: Mapping[str, object], terms: Terms) -> Answer:
    """A6: the employer answers when asked to report."""
    if facts["refuses_report"]:
        return not_met("正当な理由なく報告の求めに応じない")
    return _declared(facts, terms, ["refuses_report"], "報告の求めに応じている")


def months_later(start: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _declared(facts: Mapping[str, object], terms: Terms, keys: list[str], good: str) -> Answer:
    """Good news counts only from a declaration that is current; a bad one is bad however old."""
    declared, until = facts["declared_on"], facts["declaration_valid_until"]
    if declared is None or declared > terms.on:
        return unknown("求人者の自己申告がないため要確認")
    if until is None or until < terms.on:
        return unknown(f"求人者の自己申告（{japanese_day(declared)}）の有効期限が切れているか分からないため要確認")
    if lacking := [LABELS[key] for key in keys if facts[key] is None]:
        return missing(lacking)
    return met(f"{good}（{japanese_day(declared)}の自己申告）")


LABELS = {fact.key: fact.label for fact in VOCABULARY}
RULES: dict[str, Rule] = {
    "A1": judge_content,
    "A2": judge_terms,
    "A3": judge_violations,
    "A4": judge_statement,
    "A5": judge_crime,
    "A6": judge_report,
}

BOOK = load_book(DATA / "posting_acceptance.toml", rules=RULES, vocabulary=VOCABULARY, settle=dict)
