"""What the answer page itself says, in each of its languages."""

SATISFACTION = {
    "ja": ("不満", "やや不満", "どちらともいえない", "やや満足", "満足"),
    "easy": ("とても よくない", "よくない", "どちらでもない", "よい", "とても よい"),
    "en": ("Dissatisfied", "Somewhat dissatisfied", "Neither", "Somewhat satisfied", "Satisfied"),
}
AGREEMENT = {
    "ja": ("そう思わない", "あまりそう思わない", "どちらともいえない", "ややそう思う", "そう思う"),
    "easy": ("ぜんぜん ちがう", "ちがう", "どちらでもない", "そうだ", "とても そうだ"),
    "en": ("Disagree", "Somewhat disagree", "Neither", "Somewhat agree", "Agree"),
}
YES_NO = {"ja": ("はい", "いいえ"), "easy": ("はい", "いいえ"), "en": ("Yes", "No")}

PAGE = {
    "ja": {
        "brand": "くまもとUIJターン窓口",
        "skip": "本文へ移動",
        "languages": "ことばを選ぶ",
        "anonymous": "お名前は聞きません。だれの回答かは、窓口にも分かりません。",
        "no_names": "お名前・電話番号など、人が分かることは書かないでください。",
        "required": "必須",
        "one": "1つ選んでください。",
        "several": "いくつでも選べます。",
        "send": "回答を送る",
        "to_correct": "まだ送られていません。次のところを直してください。",
        "choose": "1つ選んでください。",
        "choose_some": "1つ以上選んでください。",
        "write": "回答を書いてください。",
        "too_long": "2,000字までで書いてください。",
        "not_offered": "選び直してください。",
        "thanks": "ありがとうございました",
        "thanks_lead": "このアンケートの回答は受け取りました。この案内から送れるのは1回だけです。",
        "over": "アンケートは終わりました",
        "over_lead": "回答を受け付ける期間が過ぎました。ご協力ありがとうございました。",
        "early": "まだ始まっていません",
        "early_lead": "始まりの日になってから、もう一度開いてください。",
        "unknown": "このページは使えません",
        "unknown_lead": "アドレスがまちがっているようです。案内の紙やメールから、もう一度開いてください。",
        "busy": "少し待ってから開いてください",
        "busy_lead": "短い時間に何度も開かれました。1分ほどたってから、もう一度開いてください。",
        "contact": "分からないことは、窓口へお電話ください。",
    },
    "easy": {
        "brand": "くまもと UIJターン 窓口（まどぐち）",
        "skip": "質問（しつもん）へ",
        "languages": "ことばを えらぶ",
        "anonymous": "名前（なまえ）は 聞（き）きません。だれが 書（か）いたか、わかりません。",
        "no_names": "名前（なまえ）や 電話番号（でんわばんごう）は 書（か）かないで ください。",
        "required": "かならず",
        "one": "1つ えらんで ください。",
        "several": "いくつ えらんでも いいです。",
        "send": "送（おく）る",
        "to_correct": "まだ 送（おく）って いません。ここを なおして ください。",
        "choose": "1つ えらんで ください。",
        "choose_some": "1つか、もっと たくさん えらんで ください。",
        "write": "書（か）いて ください。",
        "too_long": "文（ぶん）が 長（なが）すぎます。2,000字（じ）までに して ください。",
        "not_offered": "もういちど えらんで ください。",
        "thanks": "ありがとうございました",
        "thanks_lead": "答（こた）えを もらいました。答（こた）えるのは 1回（かい）だけです。",
        "over": "アンケートは 終（お）わりました",
        "over_lead": "答（こた）える ことが できる 日（ひ）は すぎました。ありがとうございました。",
        "early": "まだ 始（はじ）まって いません",
        "early_lead": "始（はじ）まる 日（ひ）に もういちど ひらいて ください。",
        "unknown": "この ページは つかえません",
        "unknown_lead": "アドレスが ちがいます。紙（かみ）や メールから もういちど ひらいて ください。",
        "busy": "すこし まってから ひらいて ください",
        "busy_lead": "1分（ぷん）くらい まって、もういちど ひらいて ください。",
        "contact": "わからない ときは、電話（でんわ）して ください。",
    },
    "en": {
        "brand": "Kumamoto UIJ-turn Centre",
        "skip": "Skip to the questions",
        "languages": "Choose a language",
        "anonymous": "We do not ask for your name. Nobody, not even the centre, can tell whose answer this is.",
        "no_names": "Please do not write names, phone numbers or anything else that tells who a person is.",
        "required": "Required",
        "one": "Choose one.",
        "several": "Choose as many as you like.",
        "send": "Send my answers",
        "to_correct": "Nothing has been sent yet. Please correct the following.",
        "choose": "Please choose one.",
        "choose_some": "Please choose at least one.",
        "write": "Please write an answer.",
        "too_long": "Please keep it within 2,000 characters.",
        "not_offered": "Please choose again.",
        "thanks": "Thank you",
        "thanks_lead": "We have received an answer through this invitation. It can be used once only.",
        "over": "This survey has ended",
        "over_lead": "The period for answers is over. Thank you for your interest.",
        "early": "This survey has not begun",
        "early_lead": "Please open this page again on the first day of the survey.",
        "unknown": "This page cannot be used",
        "unknown_lead": "The address seems to be wrong. Please open it again from the leaflet or the mail.",
        "busy": "Please wait a moment",
        "busy_lead": "This page was opened many times in a short while. Please try again in about a minute.",
        "contact": "If you have a question, please call us.",
    },
}


def scale(kind: str, language: str) -> list[tuple[int, str]]:
    """The scores of a scale with their words, from 1 to 5."""
    words = SATISFACTION if kind == "satisfaction" else AGREEMENT
    return [(score, f"{score}　{word}") for score, word in enumerate(words[language], 1)]


def yes_no(language: str) -> list[tuple[int, str]]:
    """Yes (1) and no (0)."""
    yes, no = YES_NO[language]
    return [(1, yes), (0, no)]
