"""The papers of an event: the list for the reception and the cards with names, as PDF."""

import io
from collections.abc import Iterator

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from centre.documents import one_page, styles
from centre.documents.fonts import BOLD, REGULAR, register, runs, width_of
from centre.templatetags.display import day as in_words
from referrals.events.models import CentreEvent, EventGuest

Party, Standing = EventGuest.Party, EventGuest.Standing
ROWS, EMPTY_ROWS = 34, 5
SHARES = (0.07, 0.13, 0.45, 0.13, 0.12, 0.1)
# A line to write on by hand is two lines of type high.
EMPTY_ROW = ["\N{NO-BREAK SPACE}\n\N{NO-BREAK SPACE}", *[""] * 5]
# Ten cards on a sheet of A4, the size of a visiting card: 91 mm by 55 mm, cut without waste between them.
ACROSS, DOWN, CARD, CARD_HIGH = 2, 5, 91 * mm, 55 * mm
LEFT, TOP = (A4[0] - ACROSS * CARD) / 2, (A4[1] - DOWN * CARD_HIGH) / 2
INSIDE = CARD - 12 * mm
NAME_SIZES = (26, 22, 19, 16, 14, 12, 10, 9, 8)
NAME_LINES = 3
SMALL = 8


def when(event: CentreEvent) -> str:
    """The days and hours of an event in words."""
    days = in_words(event.first_on)
    if event.last_on != event.first_on:
        days += f"〜{in_words(event.last_on)}"
    hours = f"{event.begins_at:%H:%M}から" if event.begins_at else ""
    if event.ends_at:
        hours = f"{event.begins_at:%H:%M}〜{event.ends_at:%H:%M}"
    return f"{days}　{hours}".strip()


def where(event: CentreEvent) -> str:
    """The place of an event in words."""
    return "・".join(part for part in (event.place, "オンライン" if event.is_online else "") if part)


def write_reception_list(event: CentreEvent, guests: list[EventGuest], *, mark: str = "") -> bytes:
    """The guests with a box to tick; empty lines at the end for who comes without being on the list.

    `mark` is the watermark of each sheet."""
    lines = [*_rows(guests), *[EMPTY_ROW] * EMPTY_ROWS]
    pages = [lines[start : start + ROWS] for start in range(0, len(lines), ROWS)]

    def body(number: int, rows):
        def content(size: float) -> list[Flowable]:
            return [
                one_page.heading(f"受付名簿　{event.title}", size),
                Spacer(1, 3 * mm),
                one_page.words(f"{when(event)}　{where(event)}　{number}／{len(pages)}枚", size, quiet=True),
                Spacer(1, 2 * mm),
                one_page.table(
                    ["番号", "区分", "企業名・氏名", "人数", "返事", "受付"],
                    rows,
                    SHARES,
                    size,
                ),
            ]

        return content

    foot = ("個人情報を含みます。行事が終わったら、窓口に持ち帰って裁断してください。", f"{len(guests)}件")
    return one_page.write_sheets(
        f"受付名簿　{event.title}",
        [body(number, rows) for number, rows in enumerate(pages, start=1)],
        foot=foot,
        mark=mark,
    )


def write_name_cards(event: CentreEvent, guests: list[EventGuest]) -> bytes:
    """A card per name, as large as it fits; who has no name on the list gets a card to write on."""
    register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, lang="ja-JP", initialFontName=REGULAR)
    canvas.setTitle(f"名札　{event.title}")
    for number, (name, below) in enumerate(_cards(guests)):
        place = number % (ACROSS * DOWN)
        if number and not place:
            canvas.showPage()
        x, y = LEFT + place % ACROSS * CARD, A4[1] - TOP - (place // ACROSS + 1) * CARD_HIGH
        _draw_card(canvas, x, y, event.title, name, below)
    canvas.save()
    return buffer.getvalue()


def fitting(name: str) -> tuple[float, list[str]]:
    """The largest type at which a name fits on a card, and its lines; broken at spaces, within a word only at last."""
    for size in NAME_SIZES:
        lines = _lines(name, size, INSIDE)
        if lines and len(lines) <= NAME_LINES:
            return size, lines
    return NAME_SIZES[-1], _broken(name, NAME_SIZES[-1], INSIDE)


def _rows(guests: list[EventGuest]) -> Iterator[list[str]]:
    for number, guest in enumerate(guests, start=1):
        names = guest.names.replace("\n", "、")
        whole = f"{guest.name}\n{names}" if names else guest.name
        mark = "済" if guest.standing == Standing.ATTENDED else "□"
        reply = "" if guest.is_walk_in else guest.get_standing_display()
        yield [str(number), guest.get_party_display(), whole, guest.size, reply, mark]


def _cards(guests: list[EventGuest]) -> Iterator[tuple[str, str]]:
    """(name, what stands below it) of every card, in the order of the guests."""
    for guest in guests:
        names = guest.names.splitlines()
        below = guest.establishment.name if guest.establishment else "参加者"
        if guest.jobseeker and guest.party != Party.GUARDIAN:
            names.insert(0, guest.jobseeker.name)
        for name in names or [""] * guest.people:
            yield name, below


def _draw_card(canvas: Canvas, x: float, y: float, title: str, name: str, below: str) -> None:
    canvas.setStrokeColor(styles.LINE)
    canvas.setLineWidth(0.3)
    canvas.rect(x, y, CARD, CARD_HIGH)
    middle = x + CARD / 2
    canvas.setFillColor(styles.QUIET)
    _centred(canvas, middle, y + CARD_HIGH - 9 * mm, _shortened(title, SMALL), SMALL, REGULAR)
    _under(canvas, middle, y + 8 * mm, below)
    if not name:
        canvas.line(x + 12 * mm, y + 23 * mm, x + CARD - 12 * mm, y + 23 * mm)
        return
    canvas.setFillColor(styles.INK)
    size, lines = fitting(name)
    # The block of lines stands in the middle of what title and employer leave.
    base = y + 29 * mm + (len(lines) - 1) * size * 0.62 - size * 0.36
    for number, line in enumerate(lines):
        _centred(canvas, middle, base - number * size * 1.24, line, size, BOLD)


def _under(canvas: Canvas, middle: float, y: float, text: str) -> None:
    """The employer's name in one or two lines, small as it must be."""
    size = next((size for size in (10, 9, 8, 7) if len(_broken(text, size, INSIDE)) <= 2), 6)
    lines = _broken(text, size, INSIDE)
    for number, line in enumerate(lines[:3]):
        _centred(canvas, middle, y + (len(lines[:3]) - 1 - number) * size * 1.2, line, size, REGULAR)


def _lines(name: str, size: float, width: float) -> list[str]:
    """The words of a name packed into lines; nothing when a word alone is wider than the card."""
    lines: list[str] = []
    for word in name.split():
        if width_of(word, size, BOLD) > width:
            return []
        whole = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(whole, size, BOLD) <= width:
            lines[-1] = whole
        else:
            lines.append(word)
    return lines


def _broken(text: str, size: float, width: float) -> list[str]:
    """A text broken wherever the line is full."""
    lines = [""]
    for character in text:
        if width_of(lines[-1] + character, size, BOLD) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _shortened(text: str, size: float) -> str:
    line = _broken(text, size, INSIDE)[0]
    return line if line == text else f"{line[:-1]}…"


def _centred(canvas: Canvas, middle: float, y: float, text: str, size: float, font: str) -> None:
    x = middle - width_of(text, size, font) / 2
    for name, piece in runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += canvas.stringWidth(piece, name, size)
