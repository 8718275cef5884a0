"""Charts of what leaves the centre: small points are left out and said to be; those that add up over months go."""

from dataclasses import replace

from reports.documents.charts import shapes_of, table_of_chart
from reports.documents.content import Chart, Series
from reports.masking_charts import LEFT_OUT, masked_charts

CHART = Chart(
    "希望する職種と掲載中の求人",
    "人",
    ("事務", "製造", "介護", "販売"),
    (Series("希望する人", "bar", (9, 3, 2, 8), parts_of="people"), Series("採用人数", "bar", (2, 40, 3, 1))),
    "第1希望は22人分です。",
    across=True,
)


def test_small_points_about_people_are_left_out_and_the_others_stay():
    (chart,), words = masked_charts([CHART], {})
    assert chart.series[0].values == (9, None, None, 8)
    assert chart.series[1].values == (2, 40, 3, 1)
    assert chart.summary.endswith(LEFT_OUT)
    assert words == ()
    assert [row.cells[0].text for row in table_of_chart(chart).rows] == ["9", "—", "—", "8"]
    assert shapes_of(chart, 720)[0]


def test_one_small_point_takes_another_with_it_since_the_words_tell_the_whole():
    alone = replace(CHART, series=(Series("希望する人", "bar", (9, 3, 0, 8), parts_of="people"),))
    (chart,), _ = masked_charts([alone], {})
    assert sum(value is None for value in chart.series[0].values) >= 2


def test_what_a_table_hides_has_no_point():
    (chart,), _ = masked_charts([CHART], {("people", "項目"): {"事務"}, ("people", "年代"): {"販売"}})
    assert chart.series[0].values == (None, None, None, 8)


def test_a_division_since_the_beginning_of_the_year_is_not_shown_for_two_months_tell_of_one():
    charts, words = masked_charts([replace(CHART, running=True), CHART], {})
    assert len(charts) == 1
    assert CHART.title in words[0]


def test_a_chart_without_small_points_is_left_as_it_is():
    large = replace(CHART, series=(Series("希望する人", "bar", (9, 30, 12, 8), parts_of="people"),))
    assert masked_charts([large], {}) == ((large,), ())
