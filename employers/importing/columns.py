"""The columns of a prefecture's list of employers, and how their cells are read."""

from centre.models import Industry, Municipality
from centre.tabular import values
from centre.tabular.columns import ColumnSpec

COLUMNS = (
    ColumnSpec(
        "name",
        "事業所名",
        ("事業所名", "事業所名称", "企業名", "会社名", "名称", "法人名", "事業者名"),
        values.within(120),
        required=True,
    ),
    ColumnSpec(
        "kana",
        "ふりがな",
        ("ふりがな", "フリガナ", "カナ", "よみ", "事業所名カナ", "事業所名ふりがな"),
        values.within(160),
    ),
    ColumnSpec("corporation_name", "法人名", ("本社名", "法人等の名称", "法人名称"), values.within(120)),
    ColumnSpec("corporate_number", "法人番号", ("法人番号", "法人番号13桁"), values.corporate_number),
    ColumnSpec("postal_code", "郵便番号", ("郵便番号", "〒", "郵便"), values.postal_code),
    ColumnSpec("address", "所在地", ("所在地", "住所", "事業所所在地", "勤務地住所"), values.within(200)),
    ColumnSpec("phone", "電話番号", ("電話番号", "TEL", "電話", "連絡先電話番号"), values.within(20, values.phone)),
    ColumnSpec("industry", "業種", ("業種", "産業", "産業分類", "業種大分類"), values.text),
    ColumnSpec("employees", "従業員数", ("従業員数", "従業員", "常用労働者数", "従業員数人"), values.headcount),
    ColumnSpec("capital_yen", "資本金", ("資本金", "資本金の額"), values.yen),
    ColumnSpec("contact_name", "担当者", ("担当者", "担当者名", "採用担当者", "ご担当者"), values.within(60)),
    ColumnSpec("contact_department", "担当部署", ("担当部署", "部署", "所属部署", "部署役職"), values.within(80)),
    ColumnSpec(
        "email", "メール", ("メール", "メールアドレス", "E-mail", "Email", "mail"), values.within(254, values.email)
    ),
    ColumnSpec(
        "website", "ホームページ", ("ホームページ", "URL", "HP", "ウェブサイト"), values.within(200, values.url)
    ),
    ColumnSpec("registered_on", "利用者登録日", ("利用者登録日", "登録日", "登録年月日"), values.date_of),
    ColumnSpec("note", "備考", ("備考", "メモ", "摘要"), values.text),
)


class Lookups:
    """Names of municipalities and industries as lists write them, read once per file."""

    def __init__(self):
        # The longest name first, so that 南阿蘇村 is not taken for 阿蘇.
        self._municipalities = sorted(
            Municipality.objects.exclude(code="43100").values_list("name", "code"), key=lambda pair: -len(pair[0])
        )
        self._industries = dict(Industry.objects.values_list("name", "code"))

    def municipality(self, address: str) -> str | None:
        """The code of the municipality an address lies in, when it names one."""
        return next((code for name, code in self._municipalities if name in address), None)

    def industry(self, text: str) -> str | None:
        """The code of an industry written as its letter, its name, or the letter with the name."""
        compact = text.strip().replace(",", "，")
        if compact in self._industries:
            return self._industries[compact]
        letter = compact[:1].upper()
        if letter in self._industries.values() and (
            len(compact) == 1 or not compact[1:2].isalpha() or compact[1:] in self._industries
        ):
            return letter
        close = [code for name, code in self._industries.items() if compact and (compact in name)]
        return close[0] if len(close) == 1 else None
