"""The papers of an event: every guest is on the list, every name fits on its card as it is written."""

import io

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm

from centre.documents import one_page
from centre.documents.fonts import BOLD, width_of
from referrals.events import papers
from tests.factories.events import EmployerGuestFactory, EventFactory, PersonGuestFactory

NAMES = (
    "髙﨑 𠮷郎",
    "スカルノ",
    "Nguyễn Thị Minh Khai",
    "Maria Magdalena Fernanda de la Concepción Gutiérrez Villanueva y Montenegro",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren",
    "エルナンデス ロドリゲス マリア デル カルメン グアダルーペ",
    "寿" * 60,
)


def text_of(pdf: bytes) -> str:
    """The words of all pages without spaces: a change of font within a name looks like one when read back."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_fits_on_a_card_and_none_of_it_is_lost(name):
    size, lines = papers.fitting(name)
    assert size >= 8
    assert all(width_of(line, size, BOLD) <= papers.INSIDE for line in lines)
    assert len(lines) * size * 1.24 <= papers.CARD_HIGH * 0.6
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_a_short_name_is_printed_large_and_a_long_one_is_broken_between_its_parts():
    assert papers.fitting("スカルノ") == (26, ["スカルノ"])
    _, lines = papers.fitting(NAMES[3])
    assert all(part in NAMES[3].split() for line in lines for part in line.split())


@pytest.mark.django_db
def test_cards_carry_the_names_of_registered_people_and_of_an_employers_staff_and_blanks_for_the_rest():
    event = EventFactory(title="見本合同説明会")
    guests = [
        EmployerGuestFactory(event=event, names="髙﨑 𠮷郎\nスカルノ"),
        PersonGuestFactory(event=event, jobseeker__name="Nguyễn Thị Minh Khai"),
        PersonGuestFactory(event=event, party="anonymous", jobseeker=None, people=9),
    ]
    pdf = papers.write_name_cards(event, guests)
    text = text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert all(name in text for name in ("髙﨑𠮷郎", "スカルノ", "NguyễnThịMinhKhai"))
    assert text.count("参加者") == 10
    assert text.count("見本合同説明会") == 12
    assert pdf == papers.write_name_cards(event, guests)


@pytest.mark.django_db
def test_a_guardian_has_a_card_of_their_own_and_not_the_persons_name():
    guest = PersonGuestFactory(party="guardian", jobseeker__name="架空 花子", names="架空 太郎")
    text = text_of(papers.write_name_cards(guest.event, [guest]))
    assert "架空太郎" in text
    assert "架空花子" not in text


@pytest.mark.django_db
def test_the_reception_list_has_every_guest_and_lines_to_write_on():
    event = EventFactory()
    guests = [EmployerGuestFactory(event=event, names="髙﨑 𠮷郎")]
    guests += [PersonGuestFactory(event=event, jobseeker__name=f"架空 参加{number}") for number in range(30)]
    pdf = papers.write_reception_list(event, guests)
    text = text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert all(f"参加{number}" in text for number in range(30))
    assert "髙﨑𠮷郎" in text
    assert "1社（2人）" in text


def test_days_and_places_are_told_in_words():
    event = EventFactory.build(last_on=EventFactory.build().first_on, is_online=True)
    assert papers.when(event) == "2026年11月20日　13:00から"
    assert papers.where(event) == "見本ホール・オンライン"


def test_the_empty_lines_at_the_end_of_the_list_are_high_enough_to_write_on():
    lines = one_page.table([""] * 6, [papers.EMPTY_ROW], papers.SHARES, one_page.SIZES[0])
    _, high = lines.wrap(one_page.WIDTH, one_page.HEIGHT)
    head = one_page.table([""] * 6, [], papers.SHARES, one_page.SIZES[0]).wrap(one_page.WIDTH, one_page.HEIGHT)[1]
    assert high - head >= 8 * mm
