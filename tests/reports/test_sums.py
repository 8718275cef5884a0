"""In every table of the monthly report the parts add up to the total, whatever the records are."""

from collections import defaultdict
from datetime import date

import pytest
import time_machine

from centre.fiscal_year import Month
from reports.compiling import compile_tables
from reports.tables import MONTHLY, Cross
from tests.reports.random_year import fill

pytestmark = pytest.mark.django_db
MONTHS = (Month(2026, 4), Month(2026, 7), Month(2026, 11), Month(2027, 1))
# What must add up among the figures one below the other: a total and its parts (a minus takes away).
EQUATIONS = (
    ("planned_days", ("open_days", "temporary_closures")),
    ("open_days", ("days_with_two", "days_with_one", "days_with_nobody")),
    ("registered_at_end", ("registered_before", "registered_new", "-registered_ended")),
)
TARGET = ("baseline", "added_new", "added_extended", "added_changed", "added_relisted")


@pytest.fixture(params=(1, 2))
def compiled(request):
    """The months of a year drawn by chance: {month: its tables}."""
    with time_machine.travel("2027-02-10T12:00:00+09:00", tick=False):
        fill(request.param, date(2026, 3, 20), date(2027, 1, 31))
        yield {month: compile_tables(MONTHLY, month) for month in MONTHS}


def test_all_ten_tables_are_there():
    assert {table.number for table in MONTHLY} >= {1, 2, 3, 4, 5, 6, 7, 8, 10}


def test_rows_and_columns_of_every_cross_table_add_up_to_its_total_in_one_unit(compiled):
    looked_at, filled = 0, set()
    for month, made in compiled.items():
        for table in made.tables:
            for block in table["blocks"]:
                if block["columns"][-1] != "計":
                    continue
                *rows, total = [[cell["value"] for cell in row["cells"]] for row in block["rows"]]
                place = (month, table["number"], block["title"])
                assert [sum(row[n] for row in rows) for n in range(len(total))] == total, place
                for row in (*rows, total):
                    assert len(row) == 1 or sum(row[:-1]) == row[-1], place
                assert len({row["unit"] for row in block["rows"]}) == 1, place
                looked_at += 1
                filled |= {place[1:]} if total[-1] else set()
    assert looked_at > 100
    assert len(filled) > 25


def test_the_figures_one_below_the_other_add_up(compiled):
    for month, made in compiled.items():
        values = _values(made)
        for span in ("month", "before", "last_year"):
            for whole, parts in EQUATIONS:
                signed = [-values[part[1:], span] if part[0] == "-" else values[part, span] for part in parts]
                assert values[whole, span] == sum(signed), (month, span, whole)
        so_far = [values[key, "month" if key == "baseline" else "year"] for key in TARGET]
        assert values["target_count", "month"] == sum(so_far), month


def test_the_same_figure_is_the_same_in_every_block_of_the_report(compiled):
    for made in compiled.values():
        found = defaultdict(set)
        for figure in made.figures:
            if not figure.breakdown and not figure.key.endswith((".before", ".last_year", ".year")):
                found[figure.metric.key].add((figure.counted.value, figure.counted.record_ids))
        assert all(len(values) == 1 for values in found.values())


def test_what_overlaps_is_never_divided():
    """People and employers counted once (人, 社) have no parts that are added: the same one may be in two of them."""
    crosses = [block.metric for table in MONTHLY for block in table.blocks if isinstance(block, Cross)]
    assert crosses
    assert not [metric.key for metric in crosses if metric.counts.startswith("distinct")]


def _values(made) -> dict[tuple[str, str], int]:
    return {
        (figure.metric.key, figure.key.rsplit(".", 1)[1]): figure.counted.value
        for figure in made.figures
        if not figure.breakdown
    }
