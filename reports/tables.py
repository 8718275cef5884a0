"""The tables of the monthly report (DOMAIN 7.2), as data: which figures stand where.

A block is either a list of figures (one line each) or a cross table of one metric by one or two dimensions.
"""

from dataclasses import dataclass, field

from reports.metrics import (
    complaints,
    counter,
    employers,
    events,
    incidents,
    late,
    meetings,
    partners,
    postings,
    referrals,
    schemes,
    surveys,
)
from reports.metrics import consultations as c
from reports.metrics.definition import Metric


@dataclass(frozen=True)
class Line:
    """One line: a metric over the month and, when `in_year`, over the fiscal year so far as well."""

    metric: Metric
    indent: int = 0
    in_year: bool = True


@dataclass(frozen=True)
class Lines:
    """Figures one below the other."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Cross:
    """A metric divided by `rows` and, when given, by `columns`; with totals."""

    title: str
    metric: Metric
    rows: str
    columns: str = ""


@dataclass(frozen=True)
class Table:
    """A numbered table of the report with its blocks and the clause of the contract it answers to."""

    number: int
    title: str
    clause: str
    blocks: tuple[Lines | Cross, ...]
    note: str = field(default="")


MONTHLY: tuple[Table, ...] = (
    Table(
        1,
        "窓口の状況",
        "7(1)、8(1)①",
        (
            Lines(
                "開設と配置",
                (
                    Line(counter.PLANNED_DAYS),
                    Line(counter.TEMPORARY_CLOSURES),
                    Line(counter.OPEN_DAYS),
                    Line(counter.DAYS_WITH_TWO),
                    Line(counter.DAYS_WITH_ONE),
                    Line(counter.DAYS_WITH_NOBODY),
                    Line(counter.ROSTER_GAPS),
                    Line(counter.DUTIES),
                    Line(counter.TRAININGS),
                    Line(counter.TRAINED),
                ),
            ),
        ),
    ),
    Table(
        2,
        "利用者登録（企業）",
        "8(1)④",
        (
            Lines(
                "登録の動き",
                (
                    Line(employers.REGISTERED_BEFORE, in_year=False),
                    Line(employers.REGISTERED_NEW),
                    Line(employers.REGISTERED_RENEWED),
                    Line(employers.REGISTERED_ENDED),
                    Line(employers.REGISTERED_AT_END, in_year=False),
                    Line(employers.REGISTERED_ELIGIBLE, indent=1, in_year=False),
                    Line(employers.REGISTERED_EVER, in_year=False),
                ),
            ),
            Cross("月末の登録：産業別", employers.REGISTERED_AT_END, "industry"),
            Cross("月末の登録：所在地域別", employers.REGISTERED_AT_END, "area"),
            Cross("月末の登録：従業員規模別", employers.REGISTERED_AT_END, "size"),
        ),
    ),
    Table(
        3,
        "相談件数（企業）",
        "8(2)",
        (
            Lines("延べと実数", (Line(c.EMPLOYER_CONSULTATIONS), Line(c.EMPLOYERS_ADVISED), Line(c.EMPLOYER_GROUPS))),
            Cross("方法別", c.EMPLOYER_CONSULTATIONS, "method", "continuing"),
            Cross("主な内容別", c.EMPLOYER_CONSULTATIONS, "topic", "continuing"),
        ),
    ),
    Table(
        4,
        "相談件数（UIJターン就職・移住）",
        "8(5)",
        (
            Lines(
                "延べと実数",
                (
                    Line(c.PERSON_CONSULTATIONS),
                    Line(c.PEOPLE_ADVISED),
                    Line(c.PERSON_GROUPS),
                    Line(c.PERSON_HEADS),
                ),
            ),
            Cross("方法別", c.PERSON_CONSULTATIONS, "method", "continuing"),
            Cross("相談した方", c.PERSON_CONSULTATIONS, "party", "continuing"),
            Cross("主な内容別", c.PERSON_CONSULTATIONS, "topic", "continuing"),
            Cross("性別", c.PERSON_CONSULTATIONS, "gender"),
            Cross("年代別", c.PERSON_CONSULTATIONS, "age"),
            Cross("現住所の地方別", c.PERSON_CONSULTATIONS, "region"),
            Cross("現住所の都道府県別", c.PERSON_CONSULTATIONS, "prefecture"),
            Cross("U・I・J別", c.PERSON_CONSULTATIONS, "turn"),
            Cross("希望する職種別", c.PERSON_CONSULTATIONS, "wished_occupation"),
            Cross("希望する地域別", c.PERSON_CONSULTATIONS, "wished_area"),
            Cross("希望する時期別", c.PERSON_CONSULTATIONS, "timing"),
        ),
    ),
    Table(
        5,
        "企業訪問・架電",
        "8(3)",
        (
            Lines(
                "訪問と掘り起こし",
                (
                    Line(employers.VISITS),
                    Line(employers.VISITED),
                    Line(employers.VISITED_FIRST, indent=1),
                    Line(employers.DUG_UP),
                    Line(employers.DUG_UP_HEADCOUNT),
                    Line(employers.LEAFLETS),
                    Line(employers.CALLS),
                    Line(employers.CAMPAIGN_CALLS),
                    Line(employers.CAMPAIGN_CALLS_ANSWERED, indent=1),
                    Line(employers.CAMPAIGN_CALLS_UPDATED, indent=1),
                ),
            ),
            Cross("訪問：所在地域別", employers.VISITS, "area"),
            Cross("訪問：産業別", employers.VISITS, "industry"),
        ),
    ),
    Table(
        6,
        "求人（掲載）",
        "8(4)、9",
        (
            Lines(
                "掲載の動き",
                (
                    Line(postings.BASELINE, in_year=False),
                    Line(postings.ADDED_NEW),
                    Line(postings.ADDED_EXTENDED),
                    Line(postings.ADDED_CHANGED),
                    Line(postings.ADDED_RELISTED),
                    Line(postings.ADDED_HEADCOUNT, indent=1),
                    Line(postings.ENDED),
                    Line(postings.ENDED_ELIGIBLE, indent=1),
                    Line(postings.RUN_OUT),
                    Line(postings.RUN_OUT_ELIGIBLE, indent=1),
                    Line(postings.LIVE_AT_END, in_year=False),
                    Line(postings.LIVE_HEADCOUNT, indent=1, in_year=False),
                    Line(postings.LIVE_ELIGIBLE, indent=1, in_year=False),
                    Line(postings.LIVE_ELIGIBLE_HEADCOUNT, indent=1, in_year=False),
                ),
            ),
            Lines(
                "目標（移住支援金対象法人）",
                (
                    Line(postings.TARGET_COUNT, in_year=False),
                    Line(postings.TARGET_SHARE, indent=1, in_year=False),
                    Line(postings.TARGET_COUNT_ALL, in_year=False),
                ),
            ),
            Cross("当月の追加：区分と対象の別", postings.ADDED_ALL, "kind", "eligible"),
        ),
        note="年度の合計＝4月1日現在の掲載＋新規・延長・変更・再掲載。数え方は契約の設定による（定義を参照）。",
    ),
    Table(
        7,
        "制度の周知",
        "8(2)、8(3)",
        (
            Lines(
                "説明・配布・つなぎ",
                (
                    Line(schemes.TOLD),
                    Line(schemes.EMPLOYERS_TOLD),
                    Line(schemes.LEAFLETS),
                    Line(employers.LEAFLETS),
                    Line(schemes.HANDED_OVER),
                    Line(schemes.ASKED),
                ),
            ),
            Cross("企業への説明：制度と方法別", schemes.TOLD, "scheme", "method"),
            Cross("案内で渡したチラシ：制度別", schemes.LEAFLETS, "scheme"),
            Cross("県へのつなぎ：制度別", schemes.HANDED_OVER, "scheme"),
            Cross("制度の相談：制度と相談した方の別", schemes.ASKED, "topic", "party"),
        ),
    ),
    Table(
        8,
        "マッチング",
        "8(5)",
        (
            Lines(
                "応募から就職まで",
                (
                    Line(referrals.INFORMED),
                    Line(referrals.APPLIED),
                    Line(referrals.INTERVIEWED),
                    Line(referrals.OFFERED),
                    Line(referrals.HIRED),
                    Line(referrals.PEOPLE_HIRED, indent=1),
                    Line(referrals.MOVED, indent=1),
                    Line(referrals.SUBSIDY_EXPECTED, indent=1),
                    Line(referrals.WITHDRAWN),
                    Line(referrals.REJECTED),
                ),
            ),
            Cross("就職：移住の有無別", referrals.HIRED, "move"),
            Cross("就職：移住元別", referrals.HIRED, "origin"),
            Cross("就職：移住先の市町村別", referrals.HIRED, "destination"),
            Cross("就職：職種別", referrals.HIRED, "occupation"),
            Cross("就職：企業規模別", referrals.HIRED, "size"),
            Cross("就職：移住支援金の申請の見込み別", referrals.HIRED, "subsidy"),
            Cross("辞退の理由別", referrals.WITHDRAWN, "reason"),
            Cross("不採用の理由別", referrals.REJECTED, "reason"),
        ),
        note="移住支援金の見込みは本人の話による。支給は移住先の市町村が決める。",
    ),
    Table(
        9,
        "連携",
        "5、8(2)、8(5)、8(7)",
        (
            Lines(
                "つなぎの出・返事・入",
                (
                    Line(partners.OUT),
                    Line(partners.OUT_PEOPLE, indent=1),
                    Line(partners.OUT_EMPLOYERS, indent=1),
                    Line(partners.ANSWERED),
                    Line(partners.ANSWERED_ON_PAGE, indent=1),
                    Line(partners.HANDLED, indent=1),
                    Line(partners.WAITING),
                    Line(partners.WITHDRAWN),
                    Line(partners.IN),
                ),
            ),
            Cross("つなぎ（出）：機関の区分と返事別", partners.OUT, "kind", "answer"),
            Cross("つなぎ（出）：機関と返事別", partners.OUT, "agency", "answer"),
            Cross("つなぎ（入）：機関の区分別", partners.IN, "kind"),
            Cross("つなぎ（入）：機関別", partners.IN, "agency"),
        ),
        note="返事は作成時点のもの。関係機関が回答ページで答えたものと、窓口が電話などで聞いたものを含む。",
    ),
    Table(
        10,
        "その他",
        "8(1)⑤",
        (
            Lines(
                "アンケート",
                (
                    Line(surveys.EMPLOYER_ANSWERS),
                    Line(surveys.EMPLOYER_SATISFACTION, indent=1),
                    Line(surveys.MOVER_ANSWERS),
                    Line(surveys.MOVER_SATISFACTION, indent=1),
                ),
            ),
            Lines("個人情報の事故", (Line(incidents.INCIDENTS), Line(incidents.TOLD, indent=1))),
            Lines(
                "苦情・紛争",
                (
                    Line(complaints.COMPLAINTS),
                    Line(complaints.COMPLAINTS_TOLD, indent=1),
                    Line(complaints.COMPLAINTS_SETTLED),
                ),
            ),
            Lines(
                "会議",
                (
                    Line(meetings.PREFECTURE_MEETINGS),
                    Line(meetings.MINUTES_ACKNOWLEDGED, indent=1),
                    Line(meetings.CASE_CONFERENCES),
                ),
            ),
            Cross("県との会議：区分・方法別", meetings.PREFECTURE_MEETINGS, "kind", "way"),
            # Not in table 8: an application noted at an event is counted there once, by its own course.
            Lines(
                "行事",
                (
                    Line(events.HELD),
                    Line(events.EMPLOYERS),
                    Line(events.GROUPS),
                    Line(events.PEOPLE),
                    Line(events.WALK_INS, indent=1),
                    Line(events.OUTCOMES),
                ),
            ),
            Cross("行事：種類・主催別", events.HELD, "kind", "runner"),
            Cross("行事の成果：内容・行事の種類別", events.OUTCOMES, "outcome", "kind"),
            Lines("締めた月に遅れて入力した記録", tuple(Line(metric) for metric in late.LATE)),
        ),
        note="アンケートの結果は「アンケート」の画面から書き出す。5件未満の区分の数は出さない。",
    ),
)


def metrics_of(tables: tuple[Table, ...]) -> list[Metric]:
    """Every metric that stands in some tables, in their order."""
    found: dict[str, Metric] = {}
    for block in (block for table in tables for block in table.blocks):
        standing = [line.metric for line in block.lines] if isinstance(block, Lines) else [block.metric]
        found |= {metric.key: metric for metric in standing}
    return list(found.values())
