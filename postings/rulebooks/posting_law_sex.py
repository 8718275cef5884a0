"""L4: men only and women only (DOMAIN 3.2; 男女雇用機会均等法 5条・8条)."""

from collections.abc import Mapping

from postings.rulebooks.book import Answer, Terms, met, missing, not_met, unknown
from postings.rulebooks.facts import one_of_the_spellings

LIMITS = {"none": ("なし", "制限なし"), "male": ("男性のみ",), "female": ("女性のみ",)}
REASONS = {
    "arts": ("art", "芸術・芸能", "芸術芸能"),
    "security": ("guard", "防犯", "守衛・警備"),
    "religious": ("religion", "宗教"),
    "sports": ("sport", "スポーツ", "競技"),
    "positive_action": ("positive-action", "ポジティブ・アクション"),
    "other": ("その他",),
    "none": ("なし",),
}
IN_WORDS = {
    "arts": "芸術・芸能の表現の真実性",
    "security": "守衛・警備などの防犯",
    "religious": "宗教などの必要",
    "sports": "競技の性質",
}
WHO = {"male": "男性のみ", "female": "女性のみ"}
LIMIT = "性別の制限があるか"

read_limit, read_reason = one_of_the_spellings(LIMITS), one_of_the_spellings(REASONS)


def judge_sex(facts: Mapping[str, object], _terms: Terms) -> Answer:
    """L4: no limit of sex, or one with a ground; measures for women (positive action) are looked at by a person."""
    limit, reason = facts["sex_limit"], facts["sex_reason"]
    if limit is None:
        return missing([LIMIT])
    if limit == "none":
        return met("性別の制限がない")
    who = WHO[limit]
    match reason:
        case None:
            return unknown(f"「{who}」とする理由が分からないため要確認")
        case "none":
            return not_met(f"「{who}」とする、例外に当たる理由がない")
        case "positive_action" if limit == "male":
            return not_met(f"「{who}」はポジティブ・アクションに当たらない（8条は女性についての措置）")
        case "positive_action":
            return unknown(f"「{who}」がポジティブ・アクション（8条）に当たるか、職場の男女の割合から要確認")
        case "other":
            return unknown(f"「{who}」とする理由が例外に当たるか要確認")
    return met(f"「{who}」に例外の理由（{IN_WORDS[reason]}）がある")
