"""Charts as shapes: what stands where."""

from centre.charts import BAND, DASHED, chart_shapes

LABELS = ["4月", "5月", "6月"]


def of_kind(kind: str, *series) -> list:
    return [shape for shape in chart_shapes(LABELS, series, 300, 200) if shape.kind == kind]


def test_a_band_is_one_area_from_its_upper_ends_to_its_lower_ends_and_back():
    (area,) = of_kind("polygon", ("見込み", "band", [None, (40, 60), (50, 100)]))
    above, below = area.points[:2], area.points[2:]
    assert area.colour == BAND
    assert [x for x, _ in above] == [x for x, _ in reversed(below)]
    # y grows downward
    assert all(upper < lower for (_, upper), (_, lower) in zip(above, reversed(below), strict=True))
    assert of_kind("polyline", ("見込み", "band", [None, (40, 60), (50, 100)])) == []


def test_the_scale_reaches_the_upper_end_of_a_band():
    low_only = [shape.text for shape in of_kind("text", ("線", "line", [1, 2, 3]))]
    with_band = [shape.text for shape in of_kind("text", ("帯", "band", [(1, 2), (1, 900), (1, 3)]))]
    assert "1,000" in with_band
    assert "1,000" not in low_only


def test_a_band_over_a_single_month_is_still_seen():
    bars = of_kind("rect", ("見込み", "band", [None, None, (40, 60)]))
    assert [shape for shape in bars if shape.points[1][0] > 10]
    assert of_kind("polygon", ("見込み", "band", [None, None, None])) == []


def test_forecast_and_target_are_dashed_and_a_line_is_not():
    drawn = of_kind("polyline", *((kind, kind, [1, 2, 3]) for kind in (*DASHED, "line")))
    assert [shape.dashed for shape in drawn] == [True, True, False]
