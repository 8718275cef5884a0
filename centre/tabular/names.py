"""Keys for comparing names, phones and addresses; what is stored stays as it was typed."""

import re
import unicodedata

# Variants of one character (異体字, 旧字体) the common form last; 河 and 川 are different characters.
_VARIANT_GROUPS = (
    "髙高 﨑嵜崎 𠮷吉 齋齊斎斉 邊邉辺 濵濱浜 德徳 澤沢 廣広 國圀国 櫻桜 眞真 惠恵 嶋嶌島 冨富 瀨瀬 龍竜 瀧滝 "
    "桒桑 槇槙 淵渊渕 曻昇 圓円 榮栄 學学 應応 寬寛 曾曽 萬万 與与 壽寿 靜静 髮髪 舘館 條条 假仮 傳伝 兒児 勳勲 "
    "區区 參参 單単 嚴厳 團団 圖図 增増 壯壮 壹壱 實実 寶寳宝 將将 專専 峯峰 巖岩 帶帯 廳庁 廢廃 彌弥 從従 惡悪 "
    "愼慎 戰戦 戶戸 拂払 拔抜 據拠 擔担 攝摂 敎教 數数 晉晋 曉暁 會会 桧檜 橫横 樂楽 樣様 橋𣘺 檢検 權権 歐欧 "
    "歡歓 歸帰 殘残 沒没 淸清 渴渇 溫温 滿満 潛潜 澁渋 澀渋 濟済 濕湿 瀆涜 灣湾 燈灯 爐炉 狀状 獨独 獸獣 產産 "
    "畫画 當当 疊畳 發発 盜盗 盡尽 硏研 礦鉱 祕秘 祿禄 禪禅 禮礼 稅税 穗穂 穩穏 竊窃 粹粋 絲糸 經経 緖緒 縣県 "
    "總総 繩縄 繪絵 續続 纖繊 聲声 聽聴 膽胆 臺台 舊旧 艷艶 莊荘 藏蔵 藝芸 藥薬 處処 號号 蟲虫 蠶蚕 衞衛 裝装 "
    "覺覚 觀観 觸触 證証 譯訳 譽誉 讀読 豐豊 賣売 賴頼 贊賛 踐践 輕軽 轉転 辨弁 辯弁 瓣弁 遙遥 遞逓 遲遅 鄕郷 "
    "醫医 釋釈 鄰隣 鐵鉄 錄録 鎭鎮 鑄鋳 關関 陷陥 隨随 險険 隱隠 雙双 雜雑 靈霊 靑青 顏顔 顯顕 驛駅 驅駆 驗験 "
    "體体 髓髄 鬪闘 鷄鶏 鹽塩 麥麦 麵麺 黃黄 黑黒 默黙 點点 黨党 齒歯 齡齢 龜亀 埜野 栁柳 柗枩松 濹墨 塲場 郞郎"
)
_VARIANTS = {ord(letter): group[-1] for group in _VARIANT_GROUPS.split() for letter in group[:-1]}
# Variation selectors pick a drawn shape of the same character (葛󠄀).
_VARIANTS |= dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))

_FORMS = (
    "株式会社 有限会社 合同会社 合資会社 合名会社 相互会社 一般社団法人 公益社団法人 一般財団法人 公益財団法人 "
    "社団法人 財団法人 社会福祉法人 医療法人社団 医療法人財団 社会医療法人 特定医療法人 医療法人 学校法人 "
    "宗教法人 特定非営利活動法人 認定npo法人 npo法人 農事組合法人 地方独立行政法人 独立行政法人 国立大学法人 "
    "弁護士法人 税理士法人 司法書士法人 社会保険労務士法人 行政書士法人 監査法人 カフシキカイシヤ "
    "カブシキガイシヤ ユウゲンガイシヤ ゴウドウガイシヤ ゴウシガイシヤ ゴウメイガイシヤ シヤカイフクシホウジン "
    "イリヨウホウジン イツパンシヤダンホウジン イツパンザイダンホウジン ガツコウホウジン "
    "トクテイヒエイリカツドウホウジン"
)
_DESIGNATORS = re.compile(
    "|".join(sorted(_FORMS.split(), key=len, reverse=True))
    + r"|\((?:株|有|同|資|名|相|医|福|社|財|学|宗|農|特非|一社|公社|一財|公財|社福"
    + r"|カ|ユ|ド|シ|メ|イ|フク|ガク|シヤ|ザイ|トクヒ)\)"
)
# Banks write the form without its other bracket: `カ)クマモト`, `クマモト(カ`.
_BANK_FORMS = re.compile(
    r"^(?:カ|ユ|ド|シ|メ|イ|フク|ガク|シヤ|ザイ|トクヒ)\)|\((?:カ|ユ|ド|シ|メ|イ|フク|ガク|シヤ|ザイ|トクヒ)$"
)
_ENGLISH_FORMS = re.compile(r"[\s,]+(?:co\.?,?\s*ltd\.?|inc\.?|corp(?:oration)?\.?|k\.?k\.?|llc\.?)$")
_NOT_LETTERS = re.compile(
    r"[\s\-‐-―−─ー~〜・･.,、。'\"“”’‘「」『』()\[\]【】〔〕<>〈〉《》/\\_&*#:;!?※☆★\u200b-\u200f]+"
)
_SMALL_KANA = str.maketrans("ァィゥェォッャュョヮヵヶヰヱ", "アイウエオツヤユヨワカケイエ")

_A_NUMBER = re.compile(r"(?:tel|電話)?[\d\s+().:/‐-―−─ー~〜-]+", re.IGNORECASE)
_HYPHENS = re.compile(r"[‐-―−─ー－~〜]")
_PREFECTURES = re.compile(
    r"^(?:北海道|東京都|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜"
    r"|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)"
)
_KANJI_DIGITS = {letter: number for number, letter in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百]+(?=丁目|番地|番|号|[の\-][0-9〇一二三四五六七八九十])")


def name_key(text: str) -> str:
    """A name without legal form, spaces and spelling variants: `㈱髙見本 商店` and `高見本商店` share one key."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_VARIANTS).lower().strip()
    folded = _ENGLISH_FORMS.sub("", folded)
    folded = _katakana(folded).translate(_SMALL_KANA)
    bare = _NOT_LETTERS.sub("", _BANK_FORMS.sub("", _DESIGNATORS.sub("", folded)))
    return bare or _NOT_LETTERS.sub("", folded)


def phone_key(text: str) -> str:
    """The digits of a phone number in national form; an extension does not count."""
    folded = _without_extension(text)
    digits = re.sub(r"\D", "", folded)
    if folded.startswith("+81") or (folded.startswith("0081") and len(digits) > 11):
        return f"0{digits.removeprefix('00').removeprefix('81').removeprefix('0')}"
    return digits


def number_typed(text: str) -> str:
    """The digits of what was typed to find a number by, three at least; "" for a name with digits, as `ストア230`."""
    digits = phone_key(text)
    return digits if len(digits) >= 3 and _A_NUMBER.fullmatch(_without_extension(text)) else ""


def address_key(text: str) -> str:
    """An address in which `1丁目2番3号`, `一丁目2-3` and `1-2-3` are equal; prefecture, 大字 and 字 are left out."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_VARIANTS).lower()
    folded = re.sub(r"[\s、,・]+", "", re.sub(r"^〒?\d{3}-?\d{4}(?=\D)", "", folded.strip()))
    folded = _PREFECTURES.sub("", folded)
    folded = re.sub(r"大字|(?<![文十名数漢])字(?=[^0-9])", "", folded)
    folded = re.sub(r"(?<=\D)[ヶケガが](?=\D)", "ケ", folded)
    folded = re.sub(r"(?<=[^\d号地番])[ノの之](?=[^\d〇一二三四五六七八九十])", "ノ", folded)
    folded = _HYPHENS.sub("-", folded)
    folded = _KANJI_NUMBER.sub(lambda match: str(_number(match.group())), folded)
    folded = re.sub(r"(?<=\d)(?:丁目|番地の|番地|番の|番|号|の)(?=[\d\-])", "-", folded)
    folded = re.sub(r"(?<=\d)(?:丁目|番地|番|号)", "", folded)
    return re.sub(r"-+", "-", folded).strip("-")


def _without_extension(phone: str) -> str:
    folded = unicodedata.normalize("NFKC", phone or "").strip()
    return re.split(r"内線|ext|[#;]|\(内", folded, maxsplit=1, flags=re.IGNORECASE)[0]


def _katakana(text: str) -> str:
    return "".join(chr(ord(letter) + 0x60) if "ぁ" <= letter <= "ゖ" else letter for letter in text)


def _number(kanji: str) -> int:
    """A number up to 999 in kanji, positional (一二) or with units (十二)."""
    if not re.search("[十百]", kanji):
        return int("".join(str(_KANJI_DIGITS[letter]) for letter in kanji))
    total, digit = 0, 0
    for letter in kanji:
        if letter in _KANJI_DIGITS:
            digit = _KANJI_DIGITS[letter]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[letter]
            digit = 0
    return total + digit
