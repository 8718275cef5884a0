"""Charts as plain shapes: the page draws them as SVG, the PDF with its own pen, from the same geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

INK, GRID = "#1a1a1c", "#d8d8db"
# Colours that stay apart for colour-blind eyes and in print; each series also has its own stroke.
PALETTE = ("#0017c1", "#c74700", "#197a4b", "#6f23d0", "#8b6f00")
TARGET = "#626264"
BAND = "#d9e6ff"
DASHED = ("target", "forecast")
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 26, 24
# Of bars that lie across: the room of their names and numbers, their thickness, and the gap between labels.
NAMES, NUMBERS, BAR, GAP = 150, 52, 13, 8
LONGEST_NAME = 15


@dataclass(frozen=True)
class Shape:
    """A line, polyline, polygon, rectangle ((x, y), (width, height)) or text; y grows downward."""

    kind: str
    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1
    text: str = ""
    anchor: str = "start"
    dashed: bool = False

    @property
    def path(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def chart_shapes(
    labels: Sequence[str], series: Sequence[tuple[str, str, Sequence]], width: float, height: float
) -> list[Shape]:
    """Shapes of a chart with one position per label.

    `series` holds (label, kind, values); kind is `bar` (stacked in the order given), `line`, `target` or `forecast`
    (both dashed), or `band`, whose values are (low, high); None leaves a position empty. What comes later covers it.
    """
    top = _top(series, len(labels))
    plot_width, plot_height = width - LEFT - RIGHT, height - TOP - BOTTOM
    step = plot_width / max(len(labels), 1)

    def y_of(value: float) -> float:
        return TOP + plot_height * (1 - value / top)

    shapes = _axes(labels, top, width, y_of, step, height)
    stacked = [0.0] * len(labels)
    place = LEFT
    for number, (label, kind, values) in enumerate(series):
        colour = {"target": TARGET, "band": BAND}.get(kind, PALETTE[number % len(PALETTE)])
        if kind == "band":
            shapes += _band(values, colour, step, y_of)
        elif kind == "bar":
            for index, value in enumerate(values):
                if value:
                    bottom, stacked[index] = stacked[index], stacked[index] + value
                    x = LEFT + step * index + step * 0.18
                    shapes.append(
                        Shape(
                            "rect",
                            ((x, y_of(stacked[index])), (step * 0.64, y_of(bottom) - y_of(stacked[index]))),
                            colour,
                        )
                    )
        else:
            points = tuple((LEFT + step * (i + 0.5), y_of(v)) for i, v in enumerate(values) if v is not None)
            if len(points) > 1:
                shapes.append(Shape("polyline", points, colour, 2, dashed=kind in DASHED))
        shapes.append(Shape("rect", ((place, 8), (10, 8)), colour))
        shapes.append(Shape("text", ((place + 14, 16),), INK, 9, label))
        place += 30 + 9.5 * len(label)
    return shapes


def across_height(labels: int, series: int) -> float:
    """The height of a chart of bars that lie across."""
    return TOP + max(labels, 1) * (BAR * max(series, 1) + GAP) + GAP


def across_shapes(
    labels: Sequence[str], series: Sequence[tuple[str, str, Sequence]], width: float, height: float
) -> list[Shape]:
    """Shapes of bars that lie across, one below the other, for labels too long to stand below an upright chart.

    Each label has one bar for each of `series` (label, kind, values), with its number behind it.
    """
    longest = max([value or 0 for _, _, values in series for value in values] or [0]) or 1
    room = width - NAMES - NUMBERS
    shapes, place = [Shape("line", ((NAMES, TOP), (NAMES, height - GAP)), GRID, 0.7)], NAMES
    for number, (label, _, _) in enumerate(series):
        shapes.append(Shape("rect", ((place, 8), (10, 8)), PALETTE[number % len(PALETTE)]))
        shapes.append(Shape("text", ((place + 14, 16),), INK, 9, label))
        place += 30 + 9.5 * len(label)
    for index, label in enumerate(labels):
        top = TOP + GAP + index * (BAR * len(series) + GAP)
        middle = top + BAR * len(series) / 2 + 3
        name = label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1]}…"
        shapes.append(Shape("text", ((NAMES - 6, middle),), INK, 9, name, "end"))
        for number, (_, _, values) in enumerate(series):
            value, y = values[index], top + number * BAR
            if value is None:
                continue
            long = room * value / longest
            if long:
                shapes.append(Shape("rect", ((NAMES, y), (long, BAR - 2)), PALETTE[number % len(PALETTE)]))
            shapes.append(Shape("text", ((NAMES + long + 5, y + BAR - 4),), INK, 8.5, f"{value:,}"))
    return shapes


def _band(values, colour: str, step: float, y_of) -> list[Shape]:
    """The area between low and high; over a single position a bar of its own."""
    known = [(LEFT + step * (index + 0.5), *ends) for index, ends in enumerate(values) if ends is not None]
    if len(known) == 1:
        ((x, low, high),) = known
        return [Shape("rect", ((x - step * 0.2, y_of(high)), (step * 0.4, y_of(low) - y_of(high))), colour)]
    above = [(x, y_of(high)) for x, _, high in known]
    below = [(x, y_of(low)) for x, low, _ in reversed(known)]
    return [Shape("polygon", (*above, *below), colour)] if known else []


def _top(series, count: int) -> float:
    stacks = [sum((values[i] or 0) for _, kind, values in series if kind == "bar") for i in range(count)]
    drawn = [value for _, kind, values in series if kind != "bar" for value in values if value is not None]
    lines = [value[1] if isinstance(value, tuple) else value for value in drawn]
    highest = max([*stacks, *lines, 1])
    unit = 10 ** floor(log10(highest))
    return next(step * unit for step in (1, 2, 2.5, 5, 10) if step * unit >= highest)


def _axes(labels, top: float, width: float, y_of, step: float, height: float) -> list[Shape]:
    shapes = []
    for part in range(5):
        value = top * part / 4
        shapes.append(Shape("line", ((LEFT, y_of(value)), (width - RIGHT, y_of(value))), GRID, 0.7))
        label = f"{value:,.2f}".rstrip("0").rstrip(".")
        shapes.append(Shape("text", ((LEFT - 6, y_of(value) + 3),), INK, 8.5, label, "end"))
    every = ceil(len(labels) / max(1, int((width - LEFT) / 34)))
    for index, label in enumerate(labels):
        if index % every == 0:
            shapes.append(Shape("text", ((LEFT + step * (index + 0.5), height - 8),), INK, 8.5, label, "middle"))
    return shapes
