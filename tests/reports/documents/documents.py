"""Reports to make documents of: plainly fictional, with the characters and the lengths that break weak printing."""

from decimal import Decimal

from reports.documents.content import Block, Cell, Chart, Definition, Group, ReportDocument, Row, Series, Table

RARE_NAMES = "髙﨑 𠮷田 𩸽 ①㈱ ～－"


def figures(*values, keys: str = "t1") -> tuple[Cell, ...]:
    """Cells with their keys."""
    return tuple(Cell(value, f"{keys}.{number}") for number, value in enumerate(values, start=1))


def table(number: int, title: str, *blocks: Block, note: str = "") -> Table:
    """A numbered table."""
    return Table(number, title, "8(1)", blocks, note)


def counter_table() -> Table:
    """Few rows, two columns, several units."""
    rows = (
        Row("開設した日", figures(22, 148), "日"),
        Row("臨時に閉じた日", figures(0, 2), "日", indent=1),
        Row("配置した職員", figures(44, 1296), "人"),
        Row("相談の満足度", figures(Decimal("95.4"), Decimal("96.1")), "％"),
    )
    return table(1, "窓口の状況", Block("開設と配置", "項目", ("当月", "年度累計"), rows))


def cross_table() -> Table:
    """Groups of columns, totals, a masked number."""
    rows = (
        Row("対面", (Cell(31, "t3.1"), Cell(12), Cell(40), Cell(9), Cell(92))),
        Row("オンライン", (Cell(5), Cell(masked=True), Cell(11), Cell(), Cell(18))),
        Row("計", figures(36, 14, 51, 9, 1110), total=True),
    )
    block = Block(
        "方法別",
        "方法",
        ("新規", "継続", "新規", "継続", "計"),
        rows,
        (Group("企業", 2), Group("就職・移住", 2), Group("", 1)),
        note="電話の折り返しは継続に数えます。",
    )
    return table(2, f"相談件数（{RARE_NAMES}）", block, note="延べの数です。")


def wide_table() -> Table:
    """More columns than an upright page is wide."""
    columns = (*(f"{month}月" for month in (*range(4, 13), 1, 2, 3)), "計")
    rows = tuple(Row(name, figures(*range(100, 113), keys=name)) for name in ("県央", "県北", "県南", "天草"))
    return table(3, "月別の訪問", Block("地域別", "地域", columns, rows))


def long_table(length: int = 120) -> Table:
    """Longer than two pages."""
    rows = tuple(Row(f"架空町{n}", figures(n, n * 1000, keys=f"town{n}")) for n in range(length))
    return table(4, "市町村別", Block("現住所", "市町村", ("当月", "年度累計"), rows))


def empty_table() -> Table:
    """Nothing to count."""
    return table(5, "苦情", Block("苦情の件数", "内容", ("当月", "年度累計"), ()))


def report(**changes) -> ReportDocument:
    """A whole report."""
    labels = ("対面", "電話", "メール", "オンライン", "訪問")
    chart = Chart(
        "相談の方法（当月）",
        "件",
        labels,
        (Series("企業", "bar", (31, 40, 12, 5, 20)), Series("𠮷田町", "bar", (12, 18, 9, 2, 0))),
        "最も多い方法は電話です。",
    )
    definitions = tuple(
        Definition(
            f"metric_{n}", f"数字{n}", "件", 1, "当月に行った相談の延べの数。" * (n % 4 + 1), "新規・継続を問わない。"
        )
        for n in range(30)
    )
    content = {
        "title": "熊本窓口 月次報告書",
        "contract": "架空移住支援業務 就職・マッチング支援＜熊本＞ & 窓口",
        "recipient": "熊本県知事 様",
        "sender": "架空受託 株式会社　代表取締役 髙﨑 𠮷男",
        "period": "令和8年10月（2026年10月）",
        "fiscal_year": "令和8年度（2026年度）",
        "as_of": "2026-11-01T03:00:00+09:00",
        "revision": 2,
        "tables": (counter_table(), cross_table(), wide_table(), long_table(), empty_table()),
        "definitions": definitions,
        "charts": (chart,),
        "remarks": ("臨時閉所 10月7日：台風（県の指示 <第3号> & 電話）", "=1+1 で始まる特記事項\n二行目です。"),
        "facts": {"year": 2026},
    }
    return ReportDocument(**{**content, **changes})
