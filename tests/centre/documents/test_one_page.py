"""A sheet is one page, whatever it holds, and the same bytes each time."""

import io

import pytest
from pypdf import PdfReader

from centre.documents import one_page

SHORT = [("職種", "製造オペレーター"), ("氏名", "髙﨑𠮷")]
LONG = [("仕事の内容", "荷物を運ぶ。" * 300)] * 4


def sheet(rows) -> bytes:
    return one_page.write_one_page(
        "求人票",
        lambda size: [one_page.heading("求人票", size), one_page.facts(rows, size, side_by_side=True)],
        subject="見本",
        foot=("左", "右"),
    )


@pytest.mark.parametrize("rows", [SHORT, SHORT * 60, LONG, LONG * 10])
def test_everything_is_on_one_page(rows):
    pages = PdfReader(io.BytesIO(sheet(rows))).pages
    text = pages[0].extract_text().replace("\n", "")
    assert len(pages) == 1
    assert text.count(rows[0][1][:5]) >= len(rows) // 2
    assert "右" in text


def test_the_bytes_are_the_same_each_time_and_rare_names_can_be_copied():
    assert sheet(SHORT) == sheet(SHORT)
    assert "髙﨑𠮷" in PdfReader(io.BytesIO(sheet(SHORT))).pages[0].extract_text()


def test_a_code_is_a_drawing_of_the_size_asked_for():
    drawing = one_page.qr_code("https://example.jp/verify/abc", 80)
    assert (drawing.width, drawing.height) == (80, 80)
    assert one_page.write_one_page("証明", lambda size: [drawing]) != one_page.write_one_page(
        "証明", lambda size: [one_page.qr_code("https://example.jp/verify/abd", 80)]
    )
