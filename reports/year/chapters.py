"""The chapters of the annual report (DOMAIN 7.4) and the tables of the monthly report that each is made of."""

from dataclasses import dataclass

from reports.models import Work
from reports.tables import MONTHLY, Lines


@dataclass(frozen=True)
class Chapter:
    """A chapter; `tables` are numbers of monthly tables, of which only blocks named (or not named) are taken."""

    number: int
    title: str
    clause: str
    tables: tuple[int, ...] = ()
    only: str = ""
    without: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """The key under which its words are kept."""
        return str(self.number)

    def blocks(self) -> list[Lines]:
        """The lists of figures of the chapter, as they stand in the monthly report."""
        found = [
            block
            for table in MONTHLY
            if table.number in self.tables
            for block in table.blocks
            if isinstance(block, Lines)
        ]
        return [
            block
            for block in found
            if (not self.only or self.only in block.title) and not any(word in block.title for word in self.without)
        ]


CHAPTERS = (
    Chapter(1, "業務の概要", "1〜6"),
    Chapter(2, "実施体制", "7"),
    Chapter(3, "窓口の運営", "8(1)", (1, 2)),
    Chapter(4, "企業の相談・訪問・掘り起こし", "8(2)①、8(3)", (3, 5)),
    Chapter(5, "求人の掲載（目標の達成）", "8(4)、9", (6,)),
    Chapter(6, "UIJターン就職・移住の対応", "8(5)", (4, 8)),
    Chapter(7, "関係機関との連携", "5、8(2)③、8(5)③、8(7)", (9,)),
    Chapter(8, "制度の周知", "8(2)②、8(3)", (7,)),
    Chapter(9, "アンケート", "8(1)⑤", (10,), only="アンケート"),
    Chapter(10, "個人情報・苦情・事故", "特記事項", (10,), without=("アンケート", "会議")),
    Chapter(11, "課題と提案", "8(6)", (10,), only="会議"),
    Chapter(12, "成果物一覧", "10(1)③、12(4)"),
)

# What shows the quantity of each part of the commission, in the order in which it is told.
QUANTITIES: dict[str, tuple[str, ...]] = {
    Work.COUNTER: (
        "open_days",
        "registered_new",
        "registered_at_end",
        "survey_answers_employers",
        "survey_answers_movers",
    ),
    Work.EMPLOYERS: ("employer_consultations", "employers_advised"),
    Work.VISITS: ("visits", "visited", "dug_up", "campaign_calls", "leaflets"),
    Work.POSTINGS: ("added_new", "added_extended", "added_changed", "added_relisted", "target_count"),
    Work.PEOPLE: ("person_consultations", "people_advised", "referrals_informed", "referrals_hired"),
    Work.METHODS: ("prefecture_meetings",),
    Work.PARTNERS: (),
}
# The figures of a month in its line of the table by month.
OF_A_MONTH = ("employer_consultations", "visits", "person_consultations", "added_new", "referrals_hired")


def parts() -> list[str]:
    """The keys of all texts that belong to chapters."""
    return [chapter.part for chapter in CHAPTERS]
