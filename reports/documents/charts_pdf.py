"""Charts in the PDF: the same shapes that the page draws as SVG."""

from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib import colors
from reportlab.platypus import Flowable

from centre.charts import chart_shapes
from reports.documents.content import Chart
from reports.documents.fonts import REGULAR


def drawing(chart: Chart, width: float, height: float) -> Flowable:
    """A chart as large as asked for, drawn from the shapes of `centre.charts`."""
    picture = Drawing(width, height)
    for shape in chart_shapes(chart.labels, [(s.label, s.kind, s.values) for s in chart.series], width, height):
        picture.add(_drawn(shape, height))
    return picture


def _drawn(shape, height: float):
    colour = colors.HexColor(shape.colour)
    match shape.kind:
        case "line":
            (x1, y1), (x2, y2) = shape.points
            return Line(x1, height - y1, x2, height - y2, strokeColor=colour, strokeWidth=shape.width)
        case "polyline":
            points = [value for x, y in shape.points for value in (x, height - y)]
            dash = [4, 3] if shape.dashed else None
            return PolyLine(points, strokeColor=colour, strokeWidth=shape.width, strokeDashArray=dash)
        case "rect":
            (x, y), (w, h) = shape.points
            return Rect(x, height - y - h, w, h, fillColor=colour, strokeColor=None)
    ((x, y),) = shape.points
    return String(
        x, height - y, shape.text, fontName=REGULAR, fontSize=shape.width, fillColor=colour, textAnchor=shape.anchor
    )
