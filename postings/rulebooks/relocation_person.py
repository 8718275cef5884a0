"""The rules of `relocation_person`: what a person who moves is asked (P1 to P12); the municipality decides.

The version goes by the day of moving in. The list of periods is taken as whole: what is not in it did not count.
"""

from collections.abc import Mapping
from datetime import date

from postings.rulebooks import places
from postings.rulebooks.book import Answer, Rule, Terms, left_out, load_book, met, missing, not_met, unknown
from postings.rulebooks.facts import Fact, FactError, count, day, list_of, one_of, yes_or_no
from postings.rulebooks.logic import Truth
from postings.rulebooks.origin import KINDS, PERIODS, judge_origin
from postings.rulebooks.periods import months_later, years_later
from postings.rulebooks.places import DATA, label, municipality, prefecture, settle
from postings.rulebooks.wording import japanese_day, yen

KUMAMOTO = "43"
STATUSES = {
    "japanese": "日本人",
    "permanent_resident": "永住者",
    "spouse_of_japanese": "日本人の配偶者等",
    "spouse_of_permanent_resident": "永住者の配偶者等",
    "long_term_resident": "定住者",
    "special_permanent_resident": "特別永住者",
    "other": "その他の在留資格",
}
ROUTES = {
    "employment": "対象求人への就業",
    "professional": "専門人材",
    "telework": "テレワーク",
    "local_ties": "関係人口",
    "startup": "起業",
}
HOUSEHOLD_YEN, SINGLE_YEN = 1_000_000, 600_000

MOVED, APPLIED = "転入日", "申請日"
STAY, STATUS, ANTISOCIAL, ROUTE = "5年以上住む意思", "国籍・在留資格", "反社会的勢力との関係の有無", "移住支援金の道"
RELATIVE, WORK, SINCE = "経営を担う3親等以内の親族の有無", "5年以上勤める意思", "就業した日"

VOCABULARY = (
    Fact("moved_in_on", MOVED, day),
    Fact("applied_on", APPLIED, day),
    Fact("destination_prefecture", "転入先の都道府県", prefecture),
    Fact("destination_municipality", "転入先の市町村", municipality),
    Fact(
        "periods",
        PERIODS,
        list_of(
            (
                Fact("from", "始まりの日", day),
                Fact("to", "終わりの日", day),
                Fact("kind", "種類", one_of(KINDS)),
                Fact("place_prefecture", "住んだ都道府県", prefecture),
                Fact("place_municipality", "住んだ市区町村", municipality),
                Fact("workplace_in_23_wards", "勤め先・通学先が23区か", yes_or_no),
                Fact("employee", "雇われての通勤か", yes_or_no),
                Fact("insured", "雇用保険の被保険者か", yes_or_no),
                Fact("employed_in_23_wards_after", "卒業後に23区の企業へ就職したか", yes_or_no),
            )
        ),
    ),
    Fact("stays_five_years", STAY, yes_or_no),
    Fact("status", STATUS, one_of(STATUSES)),
    Fact("antisocial", ANTISOCIAL, yes_or_no),
    Fact("route", ROUTE, one_of(ROUTES)),
    Fact("relative_in_management", RELATIVE, yes_or_no),
    Fact("works_five_years", WORK, yes_or_no),
    Fact("employed_since", SINCE, day),
    Fact("household", "世帯での移住か", yes_or_no),
    Fact("children_under_18", "18歳未満の子の数", count),
)


def settle_person(facts: dict) -> dict:
    """The facts made whole, after refusing what contradicts itself. Raises FactError."""
    moved, applied = facts["moved_in_on"], facts["applied_on"]
    if moved and applied and applied < moved:
        raise FactError("申請日（applied_on）が転入日（moved_in_on）より前です。", "applied_on")
    periods = facts["periods"]
    if periods is not None:
        periods = tuple(_settled(number, entry) for number, entry in enumerate(periods, start=1))
    return settle({**facts, "periods": periods}, "destination_prefecture", "destination_municipality")


def _settled(number: int, entry: dict) -> dict:
    if entry["from"] and entry["to"] and entry["to"] < entry["from"]:
        raise FactError(f"{number}番目の期間（periods）の終わりの日が、始まりの日より前です。", "periods")
    try:
        return settle(entry, "place_prefecture", "place_municipality")
    except FactError as error:
        raise FactError(f"{number}番目の期間（periods）：{error.message}", "periods") from error


def judge_move(facts: Mapping[str, object], terms: Terms) -> Answer:
    """P1: moved into Kumamoto on or after the day its scheme began."""
    moved, code = facts["moved_in_on"], facts["destination_prefecture"]
    start = date.fromisoformat(terms.parameters["program_start"])
    if moved is not None and moved < start:
        return not_met(f"転入日（{japanese_day(moved)}）が熊本県の事業の開始（{japanese_day(start)}）より前")
    if code not in {None, KUMAMOTO}:
        return not_met(f"転入先（{label(code, facts['destination_municipality'])}）が熊本県内でない")
    labels = {MOVED: moved, "転入先の都道府県": code}
    if lacking := [name for name, value in labels.items() if value is None]:
        return missing(lacking)
    return met(f"{japanese_day(moved)}に熊本県内（{label(code, facts['destination_municipality'])}）へ転入")


def judge_participation(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """P2: a municipality that takes part, in the fiscal year of the move and in that of the application."""
    place, code = facts["destination_municipality"], facts["destination_prefecture"]
    if code not in {None, KUMAMOTO}:
        return not_met(f"転入先（{label(code, place)}）が熊本県内でない")
    labels = {
        MOVED: facts["moved_in_on"],
        APPLIED: facts["applied_on"],
        "転入先の都道府県": code,
        "転入先の市町村": place,
    }
    if lacking := [name for name, value in labels.items() if value is None]:
        return missing(lacking)
    years = sorted({_fiscal_year(facts["moved_in_on"]), _fiscal_year(facts["applied_on"])})
    answers = {year: _takes_part(place, year) for year in years}
    named = f"{label(code, place)}（{'・'.join(f'{year}年度' for year in years)}）"
    if all(answers.values()):
        return met(f"{named}は移住支援事業を実施している")
    if all(answer is False for answer in answers.values()):
        return not_met(f"{named}は移住支援事業を実施していない")
    return unknown(f"{named}が移住支援事業を実施しているか確かめられないため要確認")


def _fiscal_year(on: date) -> int:
    return on.year - (on.month < 4)


def _takes_part(place: str, year: int) -> Truth:
    """Whether a municipality takes part in a year; None for a year or a name the list does not tell."""
    rows = places.rows("kumamoto_participation.csv")
    if place.startswith("熊本市") or ("43100" <= place <= "43105"):
        place = "43100"
    name = places.without_county(place)
    known = {row["code"] for row in rows if place == row["code"] or row["name"] in {place, name}}
    of_year = {row["code"] for row in rows if int(row["fiscal_year"]) == year}
    if not known or not of_year:
        return None
    return bool(known & of_year)


def judge_application_day(facts: Mapping[str, object], terms: Terms) -> Answer:
    """P4: within a year of moving in, and not before the months of waiting are over (both days included)."""
    moved, applied, wait = facts["moved_in_on"], facts["applied_on"], terms.parameters["wait_months"]
    if lacking := [name for name, value in ((MOVED, moved), (APPLIED, applied)) if value is None]:
        return missing(lacking)
    first, last = months_later(moved, wait), years_later(moved, 1)
    span = f"{japanese_day(first)}から{japanese_day(last)}まで"
    if applied > last:
        return not_met(f"申請日（{japanese_day(applied)}）が転入から1年（{japanese_day(last)}）を過ぎている")
    if applied < first:
        return not_met(f"申請日（{japanese_day(applied)}）が、転入から{wait}か月（{japanese_day(first)}）より前")
    return met(f"申請日（{japanese_day(applied)}）が申請できる期間（{span}）にある")


def judge_stay(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """P5: means to stay for five years."""
    return _intent(facts["stays_five_years"], STAY)


def judge_status(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """P6: Japanese, or one of the five statuses of residence."""
    status = facts["status"]
    if status is None:
        return missing([STATUS])
    if status == "other":
        return not_met("日本人でも、対象の5つの在留資格でもない")
    return met(f"{STATUSES[status]}である")


def judge_antisocial(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """P7: no ties with antisocial forces."""
    tied = facts["antisocial"]
    if tied is None:
        return missing([ANTISOCIAL])
    return not_met("反社会的勢力との関係がある") if tied else met("反社会的勢力との関係がない")


def judge_route(facts: Mapping[str, object], terms: Terms) -> Answer:
    """P8: work at an eligible posting; the other ways need what the municipality or the prefecture decides."""
    moved, route = facts["moved_in_on"], facts["route"]
    if lacking := [name for name, value in ((MOVED, moved), (ROUTE, route)) if value is None]:
        return missing(lacking)
    if route == "employment":
        return met("対象求人への就業（求人の要件は別に確かめる）")
    if route == "telework" and terms.parameters["new_routes"] != "yes":
        return not_met("テレワークの道は令和3年度からで、この転入日にはない")
    return unknown(f"{ROUTES[route]}の要件は、この判定では確かめられないため要確認（市町村に確かめる）")


def judge_relatives(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """P9: no relative within the third degree in the employer's management."""
    related = facts["relative_in_management"]
    if aside := _other_route(facts["route"], decided=related is False):
        return aside
    if related is None:
        return missing([RELATIVE])
    return (
        not_met("3親等以内の親族が就業先の経営を担っている") if related else met("経営を担う3親等以内の親族はいない")
    )


def judge_work(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """P10: means to work there for five years."""
    means = facts["works_five_years"]
    return _other_route(facts["route"], decided=means is True) or _intent(means, WORK)


def judge_employed_months(facts: Mapping[str, object], terms: Terms) -> Answer:
    """P11: three months in employment when applying, for those who moved in up to 22 June 2023."""
    moved, since, applied = facts["moved_in_on"], facts["employed_since"], facts["applied_on"]
    months = terms.parameters["employed_months"]
    if moved is None:
        return missing([MOVED])
    if months == 0:
        return met(f"転入日が{japanese_day(moved)}のため、{APPLIED}までの在職の月数は問われない")
    known = since is not None and applied is not None
    long_enough = applied >= months_later(since, months) if known else None
    if aside := _other_route(facts["route"], decided=long_enough is True):
        return aside
    if lacking := [name for name, value in ((SINCE, since), (APPLIED, applied)) if value is None]:
        return missing(lacking)
    days = f"就業した日（{japanese_day(since)}）から申請日（{japanese_day(applied)}）まで"
    return met(f"{days}{months}か月以上") if long_enough else not_met(f"{days}が{months}か月に足りない")


def judge_amount(facts: Mapping[str, object], terms: Terms) -> Answer:
    """P12: the amounts, in words; never part of the verdict."""
    if facts["moved_in_on"] is None:
        return left_out(f"金額のめやすは、{MOVED}が分かると出せる")
    base = {
        True: f"世帯で{yen(HOUSEHOLD_YEN)}以内",
        False: f"単身で{yen(SINGLE_YEN)}以内",
        None: f"世帯で{yen(HOUSEHOLD_YEN)}以内、単身で{yen(SINGLE_YEN)}以内",
    }[facts["household"]]
    most, children = terms.parameters["child_yen"], facts["children_under_18"]
    if not most or children == 0 or facts["household"] is False:
        return left_out(f"{base}（額は市町村が決める）")
    number = (
        f"18歳未満の子{children}人で最大{yen(most * children)}"
        if children
        else f"18歳未満の子1人につき最大{yen(most)}"
    )
    return left_out(f"{base}、{number}（子の加算は市町村で有無と額が違うため、市町村に確かめる）")


def _intent(means: bool | None, name: str) -> Answer:
    if means is None:
        return missing([name])
    return met(f"{name}がある") if means else not_met(f"{name}がない")


def _other_route(route: str | None, *, decided: bool) -> Answer | None:
    """What a requirement of the employment route says to others; None where it is to be judged.

    `decided`: the facts meet it anyhow, so that it holds whichever way is taken.
    """
    if decided or route == "employment":
        return None
    if route is None:
        return missing([ROUTE])
    return unknown(f"{ROUTES[route]}の道での扱いが分からないため要確認（市町村に確かめる）")


RULES: dict[str, Rule] = {
    "P1": judge_move,
    "P2": judge_participation,
    "P3": judge_origin,
    "P4": judge_application_day,
    "P5": judge_stay,
    "P6": judge_status,
    "P7": judge_antisocial,
    "P8": judge_route,
    "P9": judge_relatives,
    "P10": judge_work,
    "P11": judge_employed_months,
    "P12": judge_amount,
}

BOOK = load_book(DATA / "relocation_person.toml", rules=RULES, vocabulary=VOCABULARY, settle=settle_person)
