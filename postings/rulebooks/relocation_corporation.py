"""The rules of `relocation_corporation`: which corporations' postings may carry the relocation subsidy (C1 to C8)."""

from collections.abc import Mapping

from postings.rulebooks.book import Answer, Rule, Terms, left_out, load_book, met, missing, not_met, unknown
from postings.rulebooks.facts import Fact, FactError, count, list_of, one_of, share, yes_or_no
from postings.rulebooks.facts import yen as yen_amount
from postings.rulebooks.logic import at_least, below, every, negated, some
from postings.rulebooks.places import DATA, Standing, label, municipality, prefecture, settle, standing
from postings.rulebooks.shareholding import RECOMMENDATION, WITHOUT_OFFICERS, judge_large_by_ownership
from postings.rulebooks.wording import yen

KINDS = {
    "company": "会社",
    "sole_proprietor": "個人事業主",
    "medical": "医療法人",
    "social_welfare": "社会福祉法人",
    "npo": "NPO法人",
    "cooperative": "協同組合等",
    "school": "学校法人",
    "public_body": "官公庁等",
    "third_sector": "第三セクター",
    "independent_agency": "独立行政法人等",
    "other": "その他",
}
KIND, CAPITAL, SUBSIDY = "法人の種別", "資本金", "地方公共団体の補助の有無"
ARREARS, VIOLATION = "県税の滞納の有無", "労働法令の違反の有無"

VOCABULARY = (
    Fact("kind", KIND, one_of(KINDS)),
    Fact("capital_yen", CAPITAL, yen_amount),
    Fact("receives_local_subsidy", SUBSIDY, yes_or_no),
    Fact("governor_recommendation", RECOMMENDATION, yes_or_no),
    Fact(
        "shareholders",
        "株主・出資者",
        list_of((Fact("share", "持株の割合", share), Fact("capital_yen", "株主の資本金", yen_amount))),
    ),
    Fact("officers_total", "役員の総数", count),
    Fact("officers_from_large", "資本金の大きい法人の役員・職員を兼ねる役員の数", count),
    Fact("head_office_prefecture", "本店の都道府県", prefecture),
    Fact("head_office_municipality", "本店の市区町村", municipality),
    Fact("limited_work_location", "勤務地限定型社員の募集", yes_or_no),
    Fact("employment_insurance", "雇用保険の適用", yes_or_no),
    Fact("adult_entertainment", "風俗営業の有無", yes_or_no),
    Fact("antisocial", "反社会的勢力との関係の有無", yes_or_no),
    Fact("prefectural_tax_arrears", ARREARS, yes_or_no),
    Fact("labour_law_violation", VIOLATION, yes_or_no),
)


def settle_corporation(facts: dict) -> dict:
    """The facts made whole, after refusing what contradicts itself. Raises FactError."""
    total, from_large = facts["officers_total"], facts["officers_from_large"]
    if total == 0 and facts["kind"] not in WITHOUT_OFFICERS:
        raise FactError("役員の総数（officers_total）は1人以上にしてください。", "officers_total")
    if total is not None and from_large is not None and from_large > total:
        raise FactError(
            f"兼ねる役員の数（officers_from_large：{from_large}人）が"
            f"役員の総数（officers_total：{total}人）を超えています。",
            "officers_from_large",
        )
    if sum(holder["share"] or 0 for holder in facts["shareholders"] or ()) > 1:
        raise FactError("持株の割合（shareholders の share）の合計が1（100％）を超えています。", "shareholders")
    return settle(facts, "head_office_prefecture", "head_office_municipality")


def judge_public(facts: Mapping[str, object], terms: Terms) -> Answer:
    """C1: not a public body; a third sector corporation may be small or subsidised."""
    kind, limit = facts["kind"], terms.parameters["large_capital_yen"]
    if kind is None:
        return missing([KIND])
    if kind in {"public_body", "independent_agency"}:
        return not_met(f"種別が{KINDS[kind]}のため、官公庁等に当たる")
    if kind != "third_sector":
        return met(f"種別が{KINDS[kind]}で、官公庁等に当たらない")
    small, subsidised = below(facts["capital_yen"], limit), facts["receives_local_subsidy"]
    if small:
        return met(f"第三セクターで、出資金が{yen(limit)}未満（{yen(facts['capital_yen'])}）のため例外に当たる")
    if subsidised:
        return met("第三セクターで、地方公共団体から補助を受けているため例外に当たる")
    if some(small, subsidised) is None:
        labels = {CAPITAL: small, SUBSIDY: subsidised}
        return missing([name for name, value in labels.items() if value is None])
    return not_met(
        f"第三セクターで、出資金が{yen(limit)}以上（{yen(facts['capital_yen'])}）あり、"
        "地方公共団体の補助も受けていない"
    )


def judge_capital(facts: Mapping[str, object], terms: Terms) -> Answer:
    """C2: not a private company for profit with large capital, unless recommended and below the higher limit."""
    limit, exempt_below = terms.parameters["large_capital_yen"], terms.parameters["exempt_below_yen"]
    kind, capital, recommended = facts["kind"], facts["capital_yen"], facts["governor_recommendation"]
    # Whether somebody of the kind “other” works for profit cannot be told from the kind.
    for_profit = {"company": True, "other": None, None: None}.get(kind, False)
    if for_profit is False:
        return met(f"種別が{KINDS[kind]}で、営利を目的とする私企業の資本金の基準にかからない")
    large = at_least(capital, limit)
    if large is False:
        return met(f"資本金が{yen(limit)}未満（{yen(capital)}）")
    exempt = every(below(capital, exempt_below), recommended)
    if exempt:
        return met(f"資本金は{yen(capital)}だが、{yen(exempt_below)}未満で{RECOMMENDATION}があるため例外に当たる")
    if every(for_profit, large, negated(exempt)):
        lacking = f"{RECOMMENDATION}がない" if capital < exempt_below else f"例外の{yen(exempt_below)}未満でもない"
        return not_met(f"営利を目的とする私企業で資本金が{yen(limit)}以上（{yen(capital)}）あり、{lacking}")
    profit_label = KIND if kind is None else "営利を目的とするか（種別その他）"
    labels = {profit_label: for_profit, CAPITAL: large, RECOMMENDATION: True if large is None else exempt}
    return missing([name for name, value in labels.items() if value is None])


def judge_head_office(facts: Mapping[str, object], terms: Terms) -> Answer:
    """C4: head office outside the Tokyo area or in its disadvantaged areas, or work location limited by contract."""
    code, place = facts["head_office_prefecture"], facts["head_office_municipality"]
    limited = facts["limited_work_location"]
    if limited:
        return met("勤務地限定型社員を募るため、本店の所在地によらず例外に当たる")
    named, where = label(code, place), standing(code, place, terms.on)
    if where is Standing.OUTSIDE:
        return met(f"本店が東京圏の外（{named}）にある")
    if where is Standing.DISADVANTAGED:
        return met(f"本店が東京圏のうち条件不利地域（{named}）にある")
    if where is Standing.UNVERIFIED:
        return unknown(f"本店の所在地（{named}）が条件不利地域に当たるか一覧で確かめられないため要確認")
    if where is Standing.NOT_KNOWN:
        return missing(["本店の都道府県" if code is None else "本店の市区町村"])
    if limited is None:
        return unknown(
            f"本店が東京圏の条件不利地域でない所（{named}）にあり、勤務地限定型社員を募るか分からないため要確認"
        )
    return not_met(f"本店が東京圏の条件不利地域でない所（{named}）にあり、勤務地限定型社員の募集でもない")


def judge_insurance(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """C5: an employer covered by employment insurance."""
    covered = facts["employment_insurance"]
    if covered is None:
        return missing(["雇用保険の適用"])
    if not covered:
        return not_met("雇用保険の適用事業主でない")
    note = "（個人事業主を対象とするかは県の要領で確かめる）" if facts["kind"] == "sole_proprietor" else ""
    return met(f"雇用保険の適用事業主である{note}")


def judge_adult_entertainment(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """C6: not in the adult entertainment business."""
    engaged = facts["adult_entertainment"]
    if engaged is None:
        return missing(["風俗営業の有無"])
    return not_met("風俗営業者に当たる") if engaged else met("風俗営業者に当たらない")


def judge_antisocial(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """C7: no ties with antisocial forces."""
    tied = facts["antisocial"]
    if tied is None:
        return missing(["反社会的勢力との関係の有無"])
    return not_met("反社会的勢力との関係がある") if tied else met("反社会的勢力との関係がない")


def judge_prefecture_additions(facts: Mapping[str, object], terms: Terms) -> Answer:
    """C8: what the prefecture adds; left out until its text has been read (the version's `prefecture_additions`)."""
    if terms.parameters["prefecture_additions"] != "yes":
        return left_out("県の追加要件は要領を確かめていないため、判定に入れていない（県に確かめて規則の版に入れる）")
    arrears, violation = facts["prefectural_tax_arrears"], facts["labour_law_violation"]
    against = [name for name, value in (("県税の滞納", arrears), ("労働法令の違反", violation)) if value]
    if against:
        return not_met(f"{'と'.join(against)}がある")
    if lacking := [name for name, value in ((ARREARS, arrears), (VIOLATION, violation)) if value is None]:
        return missing(lacking)
    return met("県税の滞納も労働法令の違反もない")


RULES: dict[str, Rule] = {
    "C1": judge_public,
    "C2": judge_capital,
    "C3": judge_large_by_ownership,
    "C4": judge_head_office,
    "C5": judge_insurance,
    "C6": judge_adult_entertainment,
    "C7": judge_antisocial,
    "C8": judge_prefecture_additions,
}

BOOK = load_book(DATA / "relocation_corporation.toml", rules=RULES, vocabulary=VOCABULARY, settle=settle_corporation)
