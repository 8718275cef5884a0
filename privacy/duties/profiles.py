"""What each specification asks of the handlers of personal data, as one table; the contract names its profile.

A row is a duty with the clause of each profile that asks for it; the registers are rows of their own
(`privacy/registers/catalogue.py`), so that the page of the profiles shows both in one list.
"""

from dataclasses import dataclass

DEFAULT = "000"
NOTICE, DESIGNATION, TRAINING, PLEDGE = "notice", "designation", "training", "pledge"
APPROVES_MANAGER, APPROVES_WORKPLACE = "approves_manager", "approves_workplace"


@dataclass(frozen=True)
class Duty:
    """A duty, what the product does about it, and the clause for each profile that asks for it."""

    key: str
    title: str
    effect: str
    sources: dict[str, str]


@dataclass(frozen=True)
class Profile:
    """A set of duties after one of the specifications; `document` is where they stand."""

    key: str
    label: str
    document: str

    def asks(self, duty: str) -> bool:
        """Whether the profile asks for a duty."""
        return self.key in _BY_KEY[duty].sources


DUTIES = (
    Duty(
        DESIGNATION,
        "責任者と従事者の指定と報告",
        "報告し、効力が生じる日まで、その人は使えません。",
        {"000": "別記 第4", "002": "本文 5(1)(2)", "003": "運用上の対策 1、特記 13", "004": "別紙3 第4条"},
    ),
    Duty(
        NOTICE,
        "秘密の保持と罰則の周知",
        "周知文を確認するまで、その人は使えません。",
        {"000": "別記 第14", "002": "別紙1-11 第2条2", "003": "運用上の対策 3、特記 18", "004": "別紙3 第7条"},
    ),
    Duty(
        TRAINING,
        "研修を受けていない人を従事させない",
        "今年度の個人情報の研修を受けるまで、その人は使えません。",
        {"004": "別紙3 第6条2"},
    ),
    Duty(
        PLEDGE,
        "秘密保持の誓約書の提出",
        "回収を誓約書の台帳に記録するまで、その人は使えません。",
        {"004": "別紙3 第7条2"},
    ),
    Duty(
        APPROVES_MANAGER,
        "責任者の変更の承認",
        "県担当者が承認するまで、責任者の指定は効力をもちません。",
        {"004": "別紙3 第4条3"},
    ),
    Duty(
        APPROVES_WORKPLACE,
        "作業場所の承諾",
        "県担当者が画面で承諾します。承諾がないあいだは印が付きます。",
        {"000": "別記 第7、参考様式", "002": "別紙1-11 第14条", "003": "特記 6", "004": "別紙3 第5条1・2"},
    ),
)
_BY_KEY = {duty.key: duty for duty in DUTIES}

PROFILES: dict[str, Profile] = {
    one.key: one
    for one in (
        Profile("000", "熊本県", "仕様書・別記 個人情報取扱特記事項"),
        Profile("002", "港区", "仕様書・別紙1-11 個人情報等取扱いに関する特記事項"),
        Profile("003", "新宿区", "情報保護対策・特記事項"),
        Profile("004", "熊本市", "基本仕様書・別紙3 個人情報の取扱いに関する特記事項"),
    )
}
