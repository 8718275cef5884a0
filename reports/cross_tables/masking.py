"""Which cells of a table that leaves the centre are hidden: numbers from 1 to 4, and what would give them away.

Pure Python. In every line of parts with their total, whoever knows all cells but one knows that one too, and several
hidden cells that can only be 1 or only be 4 are known as well. While a line tells, one more of its cells is hidden.
"""

from collections.abc import Sequence

SMALLEST_SHOWN = 5
SMALL, BESIDE = "small", "beside"
Place = tuple[int, int]


def hidden_cells(grid: Sequence[Sequence], total_row: bool, total_column: bool) -> dict[Place, str]:
    """{(row, column): SMALL for a number from 1 to 4, BESIDE for one hidden beside it}.

    The last row and the last column are totals where said so; only then the cells of a line add up.
    """
    hidden = {(r, c): SMALL for r, row in enumerate(grid) for c, value in enumerate(row) if _is_small(value)}
    lines = []
    if total_column:
        lines += [[(r, c) for c in range(len(row))] for r, row in enumerate(grid)]
    if total_row and grid:
        lines += [[(r, c) for r in range(len(grid))] for c in range(len(grid[0]))]
    while line := next((line for line in lines if _tells(line, grid, hidden)), None):
        shown = [place for place in line if place not in hidden and grid[place[0]][place[1]]]
        if not shown:
            hidden |= {place: hidden.get(place, BESIDE) for place in line}
            lines.remove(line)
            continue
        # The smallest number goes first: it loses least, and a total only when no part is left.
        hidden[min(shown, key=lambda place: (place == line[-1], grid[place[0]][place[1]], place))] = BESIDE
    return hidden


def _is_small(value) -> bool:
    return value is not None and 0 < value < SMALLEST_SHOWN


def _tells(line: list[Place], grid: Sequence[Sequence], hidden: dict[Place, str]) -> bool:
    unknown = [place for place in line if place in hidden]
    if len(unknown) == 1:
        return True
    if not unknown or line[-1] in hidden or any(hidden[place] == BESIDE for place in unknown):
        return False
    together = sum(grid[r][c] for r, c in unknown)
    return together in (len(unknown), (SMALLEST_SHOWN - 1) * len(unknown))
