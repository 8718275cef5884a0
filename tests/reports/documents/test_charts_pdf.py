"""Charts of the PDF are drawn from the shapes of the page."""

import pytest
from reportlab.graphics.shapes import Line, PolyLine, Rect, String

from centre.charts import Shape
from centre.documents.fonts import REGULAR
from reports.documents.charts_pdf import _drawn, drawing
from reports.documents.content import Chart, Series
from tests.reports.documents.documents import report


def test_bars_axes_and_labels_are_drawn():
    kinds = {type(item) for item in drawing(report().charts[0], 400, 200).contents}
    assert {Line, Rect, String} <= kinds


def test_a_target_is_a_dashed_line_and_missing_points_are_left_out():
    chart = Chart(
        "累計",
        "件",
        ("4月", "5月", "6月"),
        (Series("累計", "line", (1, 2, None)), Series("目標", "target", (1, 2, 3))),
        "",
    )
    lines = [item for item in drawing(chart, 400, 200).contents if isinstance(item, PolyLine)]
    assert [len(line.points) for line in lines] == [4, 6]
    assert [bool(line.strokeDashArray) for line in lines] == [False, True]


def test_a_rare_character_in_a_label_has_its_own_font_and_stays_in_its_place():
    strings = _drawn(Shape("text", ((100, 20),), "#1a1a1c", 10, "𠮷田", "end"), 200)
    assert [(item.text, item.fontName) for item in strings] == [("𠮷", "RareB"), ("田", REGULAR)]
    assert strings[0].x == pytest.approx(80, abs=1)
    assert strings[1].x == pytest.approx(90, abs=1)


def test_a_shape_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="blob"):
        _drawn(Shape("blob", ((0, 0),), "#000000"), 100)


def test_a_chart_without_labels_can_be_drawn():
    assert drawing(Chart("空", "件", (), (Series("企業", "bar", ()),), ""), 400, 200)
