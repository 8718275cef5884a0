"""Charts in the PDF: the same shapes that the page draws as SVG."""

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib import colors

from centre.charts import Shape
from centre.documents.fonts import REGULAR, runs, width_of
from reports.documents.charts import shapes_of
from reports.documents.content import Chart

# How much of a text lies left of its anchor.
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


def drawing(chart: Chart, width: float, height: float) -> Drawing:
    """A chart as wide as asked for, from the shapes that the page draws; bars across have a height of their own."""
    shapes, height = shapes_of(chart, width, height)
    picture = Drawing(width, height, initialFontName=REGULAR)
    for shape in shapes:
        for drawn in _drawn(shape, height):
            picture.add(drawn)
    return picture


def _drawn(shape: Shape, height: float) -> list:
    colour = colors.HexColor(shape.colour)
    pen = {"strokeColor": colour, "strokeWidth": shape.width, "strokeDashArray": [4, 3] if shape.dashed else None}
    match shape.kind:
        case "line":
            (x1, y1), (x2, y2) = shape.points
            return [Line(x1, height - y1, x2, height - y2, **pen)]
        case "polyline":
            points = [value for x, y in shape.points for value in (x, height - y)]
            return [PolyLine(points, **pen)]
        case "polygon":
            points = [value for x, y in shape.points for value in (x, height - y)]
            return [Polygon(points, fillColor=colour, strokeColor=None)]
        case "rect":
            (x, y), (w, h) = shape.points
            return [Rect(x, height - y - h, w, h, fillColor=colour, strokeColor=None)]
        case "text":
            return _text(shape, height, colour)
    raise ValueError(f"a shape that the PDF cannot draw: {shape.kind}")


def _text(shape: Shape, height: float, colour) -> list[String]:
    """A text as one string per font, so that rare characters of a label are printed too; its width is its size."""
    ((x, y),) = shape.points
    x -= width_of(shape.text, shape.width) * _BEFORE[shape.anchor]
    strings = []
    for font, piece in runs(shape.text):
        strings.append(String(x, height - y, piece, fontName=font, fontSize=shape.width, fillColor=colour))
        x += width_of(piece, shape.width, font)
    return strings
