"""A chart of a report as shapes and as a table: the page and the PDF draw and print the same."""

from centre.charts import Shape, across_height, across_shapes, chart_shapes
from reports.documents.content import Block, Cell, Chart, Row

UPRIGHT_HEIGHT = 260


def shapes_of(chart: Chart, width: float, height: float = UPRIGHT_HEIGHT) -> tuple[list[Shape], float]:
    """The shapes of a chart and its height; bars that lie across are as high as they are many."""
    series = [(line.label, line.kind, line.values) for line in chart.series]
    if not chart.across:
        return chart_shapes(chart.labels, series, width, height), height
    height = across_height(len(chart.labels), len(series))
    return across_shapes(chart.labels, series, width, height), height


def table_of_chart(chart: Chart) -> Block:
    """The numbers of a chart: one row for each label, one column for each series."""
    rows = tuple(
        Row(label, tuple(_cell(line.values[number]) for line in chart.series), chart.unit)
        for number, label in enumerate(chart.labels)
    )
    return Block(chart.title, chart.head, tuple(line.label for line in chart.series), rows)


def _cell(value) -> Cell:
    if value is None:
        return Cell()
    if isinstance(value, tuple):
        return Cell("〜".join(f"{end:,}" for end in value))
    return Cell(value if isinstance(value, int) else f"{value:,.1f}")
