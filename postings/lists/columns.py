"""The columns of a list of postings, as the prefecture hands it over or as new ones are collected."""

from centre.tabular import values
from centre.tabular.columns import ColumnSpec

CONTRACT = values.choice(
    {
        "無期": "indefinite", "期間の定めなし": "indefinite", "雇用期間の定めなし": "indefinite",
        "正社員": "indefinite",
        "定めなし": "indefinite", "有期": "fixed", "期間の定めあり": "fixed", "定めあり": "fixed", "契約社員": "fixed",
    }
)  # fmt: skip
WAGE_KIND = values.choice(
    {"月給": "monthly", "時給": "hourly", "日給": "daily", "年俸": "annual", "月額": "monthly", "時間給": "hourly"}
)
WAGE = values.between(1, 1_000_000_000, values.yen)
HEADS = values.between(1, 9_999, values.headcount)

COLUMNS = (
    ColumnSpec(
        "establishment",
        "事業所名",
        ("企業名", "会社名", "法人名", "求人者名", "事業所名称"),
        values.text,
        required=True,
    ),
    ColumnSpec("corporate_number", "法人番号", ("法人番号",), values.corporate_number),
    ColumnSpec("address", "所在地", ("所在地", "住所", "事業所所在地"), values.text),
    ColumnSpec("phone", "電話番号", ("電話番号", "TEL", "電話"), values.phone),
    ColumnSpec("site_number", "求人番号", ("求人番号", "掲載番号", "サイト求人番号", "管理番号"), values.within(40)),
    ColumnSpec("hello_work_number", "ハローワーク求人番号", ("ハローワーク求人番号", "HW求人番号"), values.within(20)),
    ColumnSpec(
        "title", "職種", ("職種名", "求人名", "募集職種", "求人タイトル", "見出し"), values.within(120), required=True
    ),
    ColumnSpec("occupation", "職業分類", ("職業分類", "職業大分類"), values.text),
    ColumnSpec("contract", "契約期間", ("雇用期間", "雇用形態", "契約の期間", "無期有期"), CONTRACT),
    ColumnSpec("weekly_hours", "週所定労働時間", ("週の所定労働時間", "週労働時間", "所定労働時間"), values.hours),
    ColumnSpec("wage_kind", "賃金形態", ("賃金形態", "給与形態", "賃金の形"), WAGE_KIND),
    ColumnSpec("wage_from_yen", "賃金下限", ("給与下限", "賃金", "賃金額", "基本給"), WAGE),
    ColumnSpec("wage_to_yen", "賃金上限", ("賃金上限", "給与上限"), WAGE),
    ColumnSpec("work_address", "就業場所", ("就業場所", "勤務地", "勤務場所"), values.within(200)),
    ColumnSpec("headcount", "採用人数", ("募集人数", "求人数"), HEADS),
    ColumnSpec("duties", "仕事の内容", ("仕事の内容", "業務内容", "仕事内容", "職務内容"), values.text),
    ColumnSpec("received_on", "受付日", ("受付日", "受付年月日", "求人受付日"), values.date_of),
    ColumnSpec("starts_on", "就業開始日", ("就業開始日", "入社日", "採用予定日"), values.date_of),
    ColumnSpec("listed_from", "掲載開始日", ("掲載開始日", "掲載日", "公開日", "新規掲載日"), values.date_of),
    ColumnSpec("listed_until", "掲載期限", ("掲載終了日", "掲載終了予定日", "有効期限", "公開期限"), values.date_of),
    ColumnSpec(
        "eligible", "移住支援金対象", ("移住支援金", "対象求人", "対象区分", "移住支援金対象求人"), values.boolean
    ),
    ColumnSpec("url", "掲載ページ", ("掲載ページ", "URL", "掲載URL", "求人URL"), values.within(300, values.url)),
)
