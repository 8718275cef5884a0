"""Tables on request: the registry's figures, divided as asked, opened by role, hidden where they leave the centre."""

import io
import random
import re
from datetime import date
from urllib.parse import parse_qs, urlencode

import openpyxl
import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from centre.models import SavedFilter, User
from centre.roles import Role
from consultations.models import Consultation
from reports.cross_tables.answering import answer
from reports.cross_tables.choices import EACH_MONTH, figures, grouped, shared_dimensions
from reports.cross_tables.masking import BESIDE, SMALL, hidden_cells
from reports.cross_tables.question import Question, QuestionForm, months_of, period_of
from reports.metrics.definition import count, count_by

READERS = (Role.COUNSELLOR, Role.SUPERVISOR, Role.OFFICIAL)
YEAR = period_of(date(2026, 4, 1), date(2026, 11, 20))
ADDRESS = "/reports/cross-tables/"
ASKED = {"figure": "person_consultations", "rows": "method", "columns": "gender", "first": "2026-04-01"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def office(november, db):
    call_command("seed_demo", scale=0.05, seed=29, until=date(2026, 11, 20), verbosity=0)
    return {user.role: user for user in User.objects.all()}


def ask(*keys: str, rows: str = "", columns: str = "", within: dict | None = None, period=YEAR) -> Question:
    return Question(tuple(figures()[key] for key in keys), period, rows, columns, within or {})


def numbers(found) -> dict[str, list]:
    return {row.label: [cell.value for cell in row.cells] for row in found.block.rows}


def test_every_figure_of_the_registry_is_on_offer_once():
    offered = [key for _, group in grouped() for key, _ in group]
    assert sorted(offered) == sorted(figures())
    assert len(set(offered)) == len(offered)
    assert {"visits", "target_count", "people_hired", "people_applied"} <= set(offered)


def test_every_figure_divided_in_every_way_agrees_with_the_registry(office):
    for metric in figures().values():
        whole = [count(metric, YEAR).value]
        assert numbers(answer(ask(metric.key), masked=False))["計"] == whole
        for key in shared_dimensions([metric]):
            found = numbers(answer(ask(metric.key, rows=key), masked=False))
            assert found.pop("計") == whole, (metric.key, key)
            parts = {name: part.value for (name,), part in count_by(metric, YEAR, key).items()}
            assert {name: line[0] for name, line in found.items() if line[0]} == {n: v for n, v in parts.items() if v}


def test_rows_and_columns_add_up_to_their_totals(office):
    found = answer(ask("person_consultations", rows="age", columns="gender"), masked=False)
    *parts, total = [[cell.value for cell in row.cells] for row in found.block.rows]
    assert [sum(column) for column in zip(*parts, strict=True)] == total
    assert all(sum(line[:-1]) == line[-1] for line in (*parts, total))


def test_months_are_counted_each_and_the_total_is_the_period_itself(office):
    found = numbers(answer(ask("people_advised", "employers_advised", rows=EACH_MONTH), masked=False))
    assert list(found) == [*(month.label for month in months_of(YEAR)), "計"]
    metric = figures()["people_advised"]
    assert [line[0] for line in found.values()] == [
        *(count(metric, month).value for month in months_of(YEAR)),
        count(metric, YEAR).value,
    ]


def test_what_is_a_state_is_told_for_each_month_and_its_total_is_the_end(office):
    found = numbers(answer(ask("registered_at_end", rows=EACH_MONTH), masked=False))
    assert found["計"] == found["2026年11月"]


def test_within_a_part_only_its_records_are_counted(office):
    whole = numbers(answer(ask("person_consultations", rows="method", columns="gender"), masked=False))
    narrowed = numbers(answer(ask("person_consultations", rows="gender", within={"method": "電話"}), masked=False))
    assert narrowed["計"][0] == whole["電話"][-1]


def test_several_figures_stand_side_by_side_with_their_units(office):
    found = answer(ask("employer_consultations", "person_consultations", rows="topic"), masked=False)
    assert found.block.columns == ("企業の相談（件）", "就職・移住の相談（件）")
    assert [definition.key for definition in found.definitions] == ["employer_consultations", "person_consultations"]
    assert found.chart is not None
    assert answer(ask("person_consultations", "people_advised", rows=EACH_MONTH), masked=False).chart is None


def test_small_numbers_are_hidden_with_what_would_give_them_away():
    grid = [[10, 3, 13], [8, 9, 17], [18, 12, 30]]
    hidden = hidden_cells(grid, total_row=True, total_column=True)
    assert hidden[0, 1] == SMALL
    assert {place for place, reason in hidden.items() if reason == BESIDE} == {(0, 0), (1, 1), (1, 0)}
    assert hidden_cells([[1], [1], [9], [11]], total_row=True, total_column=False) == {
        (0, 0): SMALL,
        (1, 0): SMALL,
        (2, 0): BESIDE,
    }
    assert hidden_cells([[0, 0], [7, 5]], total_row=False, total_column=False) == {}


def test_no_line_of_a_masked_table_tells_a_hidden_number():
    chance = random.Random(20261120)
    for _ in range(300):
        rows, columns = chance.randint(1, 5), chance.randint(1, 5)
        grid = [[chance.choice((0, 0, 1, 2, 3, 4, 6, 9, 40)) for _ in range(columns)] for _ in range(rows)]
        grid = [[*line, sum(line)] for line in grid]
        grid.append([sum(column) for column in zip(*grid, strict=True)])
        hidden = hidden_cells(grid, total_row=True, total_column=True)
        assert all((r, c) in hidden for r, line in enumerate(grid) for c, value in enumerate(line) if 0 < value < 5)
        lines = [[(r, c) for c in range(columns + 1)] for r in range(rows + 1)]
        lines += [[(r, c) for r in range(rows + 1)] for c in range(columns + 1)]
        for line in lines:
            assert sum(place in hidden for place in line) != 1, (grid, hidden)


@pytest.mark.parametrize("role", Role)
def test_who_reads_reports_makes_tables_and_opens_their_records(office, client, role):
    client.force_login(office[role])
    expected = 200 if role in READERS else 403
    page = client.get(ADDRESS, ASKED)
    assert page.status_code == expected
    assert client.get(f"{ADDRESS}file.xlsx", ASKED).status_code == expected
    if expected == 403:
        assert client.get(f"{ADDRESS}records/", {"figure": "visits"}).status_code == 403
        return
    addresses = re.findall(rf'href="({ADDRESS}records/[^"]+)"', page.content.decode().replace("&amp;", "&"))
    assert addresses
    for address in addresses[::4]:
        assert client.get(address).status_code == 200


def test_each_cell_opens_as_many_records_as_it_counts(office, client):
    client.force_login(office[Role.SUPERVISOR])
    found = answer(ask("person_consultations", rows=EACH_MONTH, columns="method"), masked=False)
    for row in found.block.rows[::3]:
        for cell in row.cells[::2]:
            page = client.get(f"{ADDRESS}records/?{cell.figure}")
            assert page.context["page_obj"].paginator.count == cell.value


def test_an_official_sees_no_small_number_and_none_of_its_records(office, client):
    client.force_login(office[Role.OFFICIAL])
    page = client.get(ADDRESS, ASKED | {"rows": "age", "inside": "on"})
    cells = [cell for row in page.context["answer"].block.rows for cell in row.cells]
    assert any(cell.masked for cell in cells)
    assert not any(cell.is_number and 0 < cell.value < 5 for cell in cells)
    few = answer(ask("person_consultations", rows="age", columns="gender"), masked=False)
    small = next(cell for row in few.block.rows for cell in row.cells if 0 < cell.value < 5)
    opened = client.get(f"{ADDRESS}records/?{small.figure}")
    assert opened.context["withheld"]
    assert opened.context["lines"] == []
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}file.xlsx", ASKED | {"inside": "on"}).content))
    assert "窓口の中だけ" not in str([cell.value for row in book.worksheets[0] for cell in row])


def test_the_excel_file_has_numbers_the_definition_and_hides_what_leaves(office, client):
    client.force_login(office[Role.COUNSELLOR])
    whole = numbers(answer(ask("person_consultations", rows="method", columns="gender"), masked=False))
    inside = client.get(f"{ADDRESS}file.xlsx", ASKED | {"inside": "on", "last": "2026-11-20"})
    book = openpyxl.load_workbook(io.BytesIO(inside.content))
    cells = [[cell.value for cell in row] for sheet in book.worksheets for row in sheet.iter_rows()]
    assert [*("電話", *whole["電話"]), "件"] in [[value for value in line if value is not None] for line in cells]
    assert any(figures()["person_consultations"].definition in map(str, line) for line in cells)
    outside = client.get(f"{ADDRESS}file.xlsx", ASKED)
    values = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(outside.content)).worksheets[1:2] for row in
              sheet.iter_rows() for cell in row if isinstance(cell.value, int)]  # fmt: skip
    assert not any(0 < value < 5 for value in values)


def test_the_setting_can_leave_small_numbers_in(office, client, settings):
    settings.SMALL_CELLS_MASKED = False
    client.force_login(office[Role.OFFICIAL])
    page = client.get(ADDRESS, ASKED)
    assert not any(cell.masked for row in page.context["answer"].block.rows for cell in row.cells)


def test_a_table_is_kept_under_a_name_and_shared(office, client):
    client.force_login(office[Role.COUNSELLOR])
    query = urlencode(ASKED)
    kept = client.post(
        reverse("centre:filter_save"),
        {"list": "reports:cross_table", "query": query, "name": "方法と性別", "is_shared": "on"},
    )
    assert kept["Location"].startswith(ADDRESS)
    saved = SavedFilter.objects.get(name="方法と性別")
    assert parse_qs(saved.query) == {key: [value] for key, value in ASKED.items()}
    client.force_login(office[Role.SUPERVISOR])
    assert "方法と性別" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"figure": "nothing"}, "figure"),
        ({"rows": "industry"}, "rows"),
        ({"columns": "method"}, "columns"),
        ({"rows": "", "columns": "gender"}, "rows"),
        ({"figure2": "person_consultations"}, "figure2"),
        ({"figure2": "people_advised", "rows": "each_month"}, "columns"),
        ({"within": "method:のろし"}, "within"),
        ({"first": "きのう"}, "first"),
        ({"first": "2026-11-01", "last": "2026-10-01"}, "last"),
        ({"first": "2001-01-01", "last": "2026-10-01"}, "last"),
    ],
)
def test_what_cannot_be_answered_is_said_beside_its_field(office, client, change, field):
    form = QuestionForm(ASKED | change, today=date(2026, 11, 20))
    assert not form.is_valid()
    assert field in form.errors
    client.force_login(office[Role.SUPERVISOR])
    page = client.get(ADDRESS, ASKED | change)
    assert page.status_code == 200
    assert "error-text" in page.content.decode()
    assert client.get(f"{ADDRESS}file.xlsx", ASKED | change).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["", "figure=x", "figure=visits&first=2026-04-01", "figure=visits&first=2026-04-01&last=2026-03-01",
     "figure=visits&first=2026-04-01&last=2026-05-01&part=area:x", "figure=visits&first=x&last=2026-05-01",
     "figure=visits&first=2026-04-01&last=2026-05-01&part=gender:x"],
)  # fmt: skip
def test_records_of_nothing_are_not_found(office, client, query):
    client.force_login(office[Role.SUPERVISOR])
    assert client.get(f"{ADDRESS}records/?{query}").status_code == 404


def test_choosing_a_figure_asks_for_the_choices_only(office, client, django_assert_max_num_queries):
    client.force_login(office[Role.SUPERVISOR])
    client.get(ADDRESS)
    with django_assert_max_num_queries(20):
        page = client.get(ADDRESS, ASKED, headers={"hx-request": "true"})
    assert "answer" not in page.context


def test_the_questions_to_the_database_do_not_grow_with_the_records(office, client, django_assert_max_num_queries):
    client.force_login(office[Role.SUPERVISOR])
    client.get(ADDRESS, ASKED)
    with django_assert_max_num_queries(25):
        client.get(ADDRESS, ASKED)


def test_the_records_of_a_cell_show_no_name(office, client):
    client.force_login(office[Role.OFFICIAL])
    cell = answer(ask("person_consultations"), masked=False).block.rows[-1].cells[0]
    page = client.get(f"{ADDRESS}records/?{cell.figure}").content.decode()
    for record in Consultation.objects.filter(jobseeker__isnull=False).select_related("jobseeker")[:200]:
        assert record.jobseeker.name not in page
