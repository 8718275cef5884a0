"""Keys for comparing names, phones and addresses; what is stored stays as it was typed."""

import re
import unicodedata

# Variants of one character (異体字) folded to the common form; only true variants, so 島 and 嶋 fold, 河 and 川 do not.
_VARIANTS = str.maketrans(
    "髙﨑𠮷齋齊斎邊邉濵濱德澤廣國櫻眞惠嶋嶌冨瀨瀬龍瀧桒槇淵渕曻圓榮學應寬塚祐隆富曽萬與壽靜髮",
    "高崎吉斉斉斉辺辺浜浜徳沢広国桜真恵島島富瀬瀬竜滝桑槙渕渕昇円栄学応寛塚祐隆富曾万与寿静髪",
)
_DESIGNATORS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|社団法人|財団法人"
    r"|社会福祉法人|医療法人社団|医療法人財団|医療法人|学校法人|宗教法人|特定非営利活動法人|npo法人|農事組合法人"
    r"|独立行政法人|協同組合|カブシキガイシャ|ユウゲンガイシャ|ゴウドウガイシャ|\((?:株|有|同|資|名|医|福|社|財|学|カ|ユ|ド)\)"
)
_NOT_LETTERS = re.compile(r"[\s\-‐-―−ー~〜・･.,、。'\"“”「」()\[\]【】/_&＆]+")
_KANA_ENDS = re.compile(r"^(?:カ\)|ユ\)|ド\))|(?:\(カ|\(ユ|\(ド)$")
_HYPHENS = re.compile(r"[‐-―−ー－~〜]")
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")


def name_key(text: str) -> str:
    """A name without legal form, spaces and spelling variants: `㈱髙見本 商店` and `高見本商店` share one key."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_VARIANTS).lower()
    folded = _katakana(folded)
    folded = _KANA_ENDS.sub("", folded)
    without_form = _NOT_LETTERS.sub("", _DESIGNATORS.sub("", folded))
    return without_form or _NOT_LETTERS.sub("", folded)


def phone_key(text: str) -> str:
    """The digits of a phone number in national form; an extension does not count."""
    folded = unicodedata.normalize("NFKC", text or "")
    folded = re.split(r"内線|ext|#", folded)[0]
    digits = re.sub(r"\D", "", folded)
    return f"0{digits[2:]}" if folded.strip().startswith("+81") else digits


def address_key(text: str) -> str:
    """An address in which `1丁目2番3号`, `一丁目2-3` and `1-2-3` are equal; prefecture and 大字 are left out."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_VARIANTS).lower()
    folded = re.sub(r"^熊本県", "", re.sub(r"\s+", "", folded))
    folded = re.sub(r"大字|字(?=[^0-9])", "", folded)
    folded = re.sub(r"[ヶケが](?=[^0-9])", "ケ", folded)
    folded = re.sub(r"([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])丁目", _kanji_number, folded)
    folded = _HYPHENS.sub("-", folded)
    folded = re.sub(r"(\d)(?:丁目|番地の|番地|番の|番|号)(?=\d|の\d|-)", r"\1-", folded)
    folded = re.sub(r"(\d)(?:丁目|番地|番|号)", r"\1", folded)
    folded = re.sub(r"(\d)の(?=\d)", r"\1-", folded)
    return re.sub(r"-+", "-", folded).strip("-")


def _katakana(text: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def _kanji_number(match: re.Match) -> str:
    text = match.group(1)
    if "十" not in text:
        return f"{text.translate(_KANJI_DIGITS)}丁目"
    tens, _, ones = text.partition("十")
    number = int(tens.translate(_KANJI_DIGITS) or 1) * 10 + int(ones.translate(_KANJI_DIGITS) or 0)
    return f"{number}丁目"
