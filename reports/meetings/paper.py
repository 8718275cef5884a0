"""Minutes as a sheet for the prefecture, and the meetings of a year as a list; A4, the same bytes each time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from functools import partial

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from centre.documents import one_page, styles
from centre.documents.fonts import markup
from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.templatetags.display import day as in_words
from centre.templatetags.display import era
from reports.models import Meeting

CLAUSES = {
    Meeting.Kind.METHODS: "契約 8(6)",
    Meeting.Kind.TERMS: "契約 13(2)",
}
ROWS_A_PAGE = 14
NONE = "この年度の会議の記録はありません。"
_HEADINGS = ("開いた日", "区分", "件名", "方法・場所", "決めたこと", "状態")
_SHARES = (0.13, 0.14, 0.2, 0.16, 0.25, 0.12)
# Lines of full-width type that a page holds, and those that the facts leave on the first.
_LINES, _FIRST_LINES, _LINE_HOLDS = 62, 42, 54

Piece = Callable[[float], list[Flowable]]


@dataclass(frozen=True)
class Minutes:
    """What the sheet says: facts in the head, then texts and what has to be done."""

    label: str
    title: str
    contractor: str
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    actions: tuple[tuple[str, str, str], ...]


def minutes_of(meeting: Meeting) -> Minutes:
    """The minutes as they are now."""
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(meeting.held_on).year).first()
    people = "、".join(meeting.staff.order_by("pk").values_list("name", flat=True))
    facts = (
        ("件名", meeting.title),
        ("委託業務名", contract.title if contract else ""),
        ("日時", f"{era(meeting.held_on)}　{hours(meeting)}".strip()),
        ("方法・場所", where(meeting)),
        ("県の出席者", meeting.prefecture),
        ("受託者の出席者", people),
        ("ほかの出席者", meeting.others),
        ("次回の予定", in_words(meeting.next_on)),
    )
    texts = (("議題", meeting.agenda), ("協議の内容", meeting.discussion), ("決めたこと", meeting.decisions))
    actions = meeting.actions.select_related("assigned_to")
    clause = CLAUSES.get(meeting.kind)
    return Minutes(
        label=f"{meeting.get_kind_display()}（{clause}）" if clause else meeting.get_kind_display(),
        title="議事録",
        contractor=contract.contractor if contract else "",
        facts=tuple((name, words) for name, words in facts if words),
        texts=tuple((name, words) for name, words in texts if words),
        actions=tuple((one.what, in_words(one.due_on), one.assigned_to.name) for one in actions),
    )


def write_pdf(minutes: Minutes) -> bytes:
    """The minutes: the facts and as much of the texts as fits on the first page, the rest on further ones."""
    pages = _pages(minutes)

    def page(number: int, pieces: Sequence[Piece]) -> Callable[[float], list[Flowable]]:
        def body(size: float) -> list[Flowable]:
            head = _head(minutes, size) if number == 1 else []
            return [
                *head,
                *(part for piece in pieces for part in piece(size)),
                *([one_page.words(f"{number} / {len(pages)}", size * 0.9, quiet=True)] if len(pages) > 1 else []),
            ]

        return body

    bodies = (page(number, pieces) for number, pieces in enumerate(pages, start=1))
    return one_page.write_sheets(minutes.title, bodies, subject=minutes.label, foot=(minutes.label, ""))


def write_list(year: FiscalYear, meetings: Sequence[Meeting]) -> bytes:
    """The meetings of a year on as many pages as they need."""
    pages = [meetings[start : start + ROWS_A_PAGE] for start in range(0, len(meetings), ROWS_A_PAGE)] or [[]]

    def page(number: int, rows: Sequence[Meeting]) -> Callable[[float], list[Flowable]]:
        def body(size: float) -> list[Flowable]:
            lines = [
                (
                    # A narrow column would break a day anywhere: the year stands above it.
                    in_words(one.held_on).replace("年", "年\n"),
                    one.get_kind_display(),
                    one.title,
                    where(one),
                    one.decisions,
                    one.get_state_display(),
                )
                for one in rows
            ]
            return [
                one_page.heading(f"県との会議の一覧　{year.label}", size * 0.8),
                one_page.words(f"{number} / {len(pages)}", size * 0.9, quiet=True),
                Spacer(1, 3 * mm),
                *([one_page.table(_HEADINGS, lines, _SHARES, size * 0.85)] if lines else [one_page.words(NONE, size)]),
            ]

        return body

    bodies = (page(number, rows) for number, rows in enumerate(pages, start=1))
    return one_page.write_sheets(f"県との会議の一覧 {year.label}", bodies, subject="県との会議")


def where(meeting: Meeting) -> str:
    """対面（県庁）"""
    return f"{meeting.get_way_display()}（{meeting.place}）" if meeting.place else meeting.get_way_display()


def hours(meeting: Meeting) -> str:
    """13時30分から15時まで"""
    begins = f"{_clock(meeting.begins_at)}から" if meeting.begins_at else ""
    return f"{begins}{_clock(meeting.ends_at)}まで" if meeting.ends_at else begins


def _clock(at: time) -> str:
    return f"{at.hour}時{at.minute:02d}分" if at.minute else f"{at.hour}時"


def _head(minutes: Minutes, size: float) -> list[Flowable]:
    right = styles.style(f"minutes-right-{size}", size, leading=size * 1.5, alignment=2)
    return [
        one_page.words(minutes.label, size, quiet=True),
        Paragraph(markup(minutes.contractor), right),
        one_page.heading(minutes.title, size),
        Spacer(1, 4 * mm),
        one_page.facts(minutes.facts, size),
    ]


def _pages(minutes: Minutes) -> list[list[Piece]]:
    """The texts and what has to be done, line by line, put on pages."""
    pages, used, room = [[]], 0, _FIRST_LINES
    for lines, piece in _pieces(minutes):
        if pages[-1] and used + lines > room:
            pages.append([])
            used, room = 0, _LINES
        pages[-1].append(piece)
        used += lines
    return pages


def _pieces(minutes: Minutes) -> Iterator[tuple[int, Piece]]:
    """(lines it takes, the piece) in order; a heading stays with the line below it."""
    for name, words in minutes.texts:
        for number, line in enumerate(words.splitlines()):
            yield 1 + 2 * (number == 0) + len(line) // _LINE_HOLDS, _line("" if number else name, line)
    if minutes.actions:
        yield 3 + sum(1 + len(what) // 30 for what, _, _ in minutes.actions), partial(_agreed, minutes.actions)


def _line(heading: str, words: str) -> Piece:
    def piece(size: float) -> list[Flowable]:
        above = [one_page.section(heading, size * 1.1)] if heading else []
        return [*above, one_page.words(words or "　", size)]

    return piece


def _agreed(actions: Sequence[tuple[str, str, str]], size: float) -> list[Flowable]:
    return [
        one_page.section("このあとにすること", size * 1.1),
        one_page.table(("すること", "期日", "担当者"), actions, (0.58, 0.2, 0.22), size),
    ]
