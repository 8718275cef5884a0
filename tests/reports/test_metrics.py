"""Every figure against a count by hand, and every cross table against its total, in months chosen at random."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from centre.fiscal_year import Month
from centre.models import Industry
from consultations.models import Consultation
from employers.calling import record_attempt
from employers.models import Registration, Visit
from postings.models import PublicationEvent
from reports.compiling import compile_tables, month_period, year_to_date
from reports.metrics import consultations as c
from reports.metrics import employers, postings
from reports.metrics.definition import count, count_by, values_by
from reports.tables import MONTHLY, Cross, Lines
from tests.factories.campaigns import started
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory, RegistrationFactory, VisitFactory
from tests.factories.jobseekers import JobseekerFactory

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
OCTOBER = Month(2026, 10)
CROSSES = [block for table in MONTHLY for block in table.blocks if isinstance(block, Cross)]
LINES = [line for table in MONTHLY for block in table.blocks if isinstance(block, Lines) for line in block.lines]
METRICS = {metric.key: metric for metric in (*(line.metric for line in LINES), *(block.metric for block in CROSSES))}
MONTHS = random.Random(20261120).sample([Month(2025, m) for m in (11, 12)] + [Month(2026, m) for m in range(1, 12)], 4)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def sample(november):
    """A small centre-year."""
    call_command("seed_demo", scale=0.05, seed=17, until=date(2026, 11, 20), verbosity=0)


def value(metric, month: Month = OCTOBER) -> int:
    """The figure of a month."""
    return int(count(metric, month_period(month)).value)


def at(*moment: int) -> datetime:
    """A moment at the counter."""
    return datetime(*moment, tzinfo=TOKYO)


def test_in_every_printed_cross_table_rows_and_columns_add_up_to_their_totals(sample):
    for month in MONTHS:
        for table in compile_tables(MONTHLY, month).tables:
            for block in table["blocks"]:
                if block["head"] == "項目":
                    continue
                *parts, total = [[cell["value"] for cell in row["cells"]] for row in block["rows"]]
                assert [sum(column) for column in zip(*parts, strict=True)] == total, (block["title"], month)
                assert all(sum(row[:-1]) == row[-1] for row in (*parts, total) if len(row) > 1), (
                    block["title"],
                    month,
                )


def test_each_part_of_a_cross_table_has_its_own_records_and_together_they_are_the_whole(sample):
    for month in MONTHS:
        period = month_period(month)
        for block in CROSSES:
            parts = count_by(block.metric, period, *[key for key in (block.rows, block.columns) if key])
            ids = [number for part in parts.values() for number in part.record_ids]
            assert sorted(ids) == list(count(block.metric, period).record_ids), (block.title, month)
            if block.metric.counts == "rows":
                assert all(part.value == len(part.record_ids) for part in parts.values())


def test_the_parts_of_each_dimension_have_different_names(sample):
    for block in CROSSES:
        for key in filter(None, (block.rows, block.columns)):
            names = [name for _, name in block.metric.dimension(key).parts()]
            assert len(set(names)) == len(names), block.title


@pytest.mark.parametrize("key", sorted(METRICS))
def test_every_figure_that_counts_records_has_as_many_as_its_value(sample, key):
    metric = METRICS[key]
    for month in MONTHS:
        for period in (month_period(month), year_to_date(month)):
            counted = count(metric, period)
            # Only a mean may say nothing: too few have answered.
            assert counted or metric.compute
            if not counted:
                continue
            assert len(set(counted.record_ids)) == len(counted.record_ids)
            if metric.counts == "rows" and not metric.compute:
                assert counted.value == len(counted.record_ids) == metric.records(period).count()
            elif metric.counts.startswith("distinct"):
                assert counted.value <= len(counted.record_ids)


def test_every_figure_of_a_report_has_an_address_of_its_own(sample):
    keys = [figure.key for figure in compile_tables(MONTHLY, OCTOBER).figures]
    assert len(set(keys)) == len(keys) > 250
    addresses = {reverse("reports:figure", args=[1, key]) for key in keys}
    assert len(addresses) == len(keys)
    assert max(map(len, keys)) <= 160


def test_registrations_move_from_month_to_month_without_a_gap(sample):
    for month in MONTHS:
        before, new = value(employers.REGISTERED_BEFORE, month), value(employers.REGISTERED_NEW, month)
        ended, at_end = value(employers.REGISTERED_ENDED, month), value(employers.REGISTERED_AT_END, month)
        assert before + new - ended == at_end
        assert before == value(employers.REGISTERED_AT_END, month.previous())


def test_consultations_are_those_that_a_reader_of_the_list_would_count(sample):
    for month in MONTHS:
        held = [r for r in Consultation.objects.all() if Month.of(r.held_at.astimezone(TOKYO).date()) == month]
        by_employers = [r for r in held if r.party == "employer"]
        assert value(c.EMPLOYER_CONSULTATIONS, month) == len(by_employers)
        assert value(c.EMPLOYERS_ADVISED, month) == len(
            {r.establishment_id for r in by_employers if r.establishment_id}
        )
        people = [r for r in held if r.party in c.PEOPLE]
        assert value(c.PERSON_CONSULTATIONS, month) == len(people)
        assert value(c.PEOPLE_ADVISED, month) == len({r.jobseeker_id for r in people if r.jobseeker_id})


def test_visits_are_those_that_a_reader_of_the_list_would_count(sample):
    first = {}
    for visit in Visit.objects.order_by("visited_on", "pk"):
        first.setdefault(visit.establishment_id, visit)
    for month in MONTHS:
        visits = [visit for visit in Visit.objects.all() if Month.of(visit.visited_on) == month]
        assert value(employers.VISITS, month) == len(visits)
        assert value(employers.VISITED, month) == len({visit.establishment_id for visit in visits})
        assert value(employers.LEAFLETS, month) == sum(visit.leaflets for visit in visits)
        assert value(employers.VISITED_FIRST, month) == sum(
            Month.of(visit.visited_on) == month for visit in first.values()
        )


def test_calls_of_campaigns_are_counted_with_those_that_were_answered_and_updated():
    for _employer in range(4):
        EstablishmentFactory()
    staff = UserFactory()
    absent, wrong, reached, later = started().cases.all()
    for case, moment, given in (
        (absent, (2026, 10, 1), {"outcome": "absent"}),
        (wrong, (2026, 10, 31, 23, 59, 59), {"outcome": "wrong_number"}),
        (reached, (2026, 10, 5, 10), {"outcome": "reached", "updated_record": True}),
        (later, (2026, 11, 1), {"outcome": "declined"}),
    ):
        with time_machine.travel(at(*moment), tick=False):
            record_attempt(case, by=staff, **given)
    assert value(employers.CAMPAIGN_CALLS) == 3
    assert value(employers.CAMPAIGN_CALLS_ANSWERED) == 1
    assert value(employers.CAMPAIGN_CALLS_UPDATED) == 1
    assert value(employers.CAMPAIGN_CALLS_ANSWERED, Month(2026, 11)) == 1
    assert value(employers.CALLS) == 0


def test_listed_postings_are_those_a_day_by_day_walk_finds(sample):
    ledgers = {}
    for event in PublicationEvent.objects.order_by("effective_on", "pk"):
        ledgers.setdefault(event.posting_id, []).append(event)
    for month in MONTHS:
        live = 0
        for events in ledgers.values():
            state = [event for event in events if event.effective_on <= month.end]
            last = state[-1] if state else None
            live += bool(
                last and last.kind != "ended" and (last.listed_until is None or last.listed_until >= month.end)
            )
        assert value(postings.LIVE_AT_END, month) == live, month


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (2007, "10代"),
        (2006, "20代"),
        (2001, "20代"),
        (1997, "20代"),
        (1996, "30代"),
        (1967, "50代"),
        (1966, "60代以上"),
        (1930, "60代以上"),
    ],
)
def test_the_age_is_the_full_age_at_the_end_of_the_year_of_the_consultation(born, group):
    person = JobseekerFactory(birth_date=date(born, 12, 31))
    PersonConsultationFactory(jobseeker=person, held_at=at(2026, 10, 1, 9))
    assert list(count_by(c.PERSON_CONSULTATIONS, month_period(OCTOBER), "age")) == [(group,)]


def test_months_begin_and_end_at_midnight_in_tokyo():
    establishment = EstablishmentFactory()
    for moment in ((2026, 9, 30, 23, 59, 59), (2026, 10, 1), (2026, 10, 31, 23, 59, 59), (2026, 11, 1)):
        ConsultationFactory(establishment=establishment, held_at=at(*moment))
    counted = [value(c.EMPLOYER_CONSULTATIONS, Month(2026, month)) for month in (9, 10, 11)]
    assert counted == [1, 2, 1]
    assert value(c.EMPLOYERS_ADVISED) == 1


def test_a_registration_counts_on_its_last_day_but_not_on_the_day_it_ends():
    RegistrationFactory(registered_on=date(2026, 10, 31), ended_on=None)
    RegistrationFactory(registered_on=date(2026, 9, 1), ended_on=date(2026, 10, 1))
    RegistrationFactory(registered_on=date(2026, 9, 1), ended_on=date(2026, 11, 1))
    assert value(employers.REGISTERED_BEFORE) == 1 + (Registration.objects.filter(ended_on=date(2026, 10, 1)).count())
    assert [value(metric) for metric in (employers.REGISTERED_NEW, employers.REGISTERED_ENDED)] == [1, 1]
    assert value(employers.REGISTERED_AT_END) == 2


def test_what_is_not_known_has_a_line_of_its_own():
    VisitFactory(
        establishment=EstablishmentFactory(industry_id=None, municipality_id=None, employees=None),
        visited_on=date(2026, 10, 5),
    )
    for key in ("industry", "area"):
        parts = count_by(employers.VISITS, month_period(OCTOBER), key)
        assert {name: int(part.value) for name, part in parts.items()} == {("不明・未記入",): 1}
    (block,) = (b for b in compile_tables(MONTHLY, OCTOBER).tables[4]["blocks"] if b["title"] == "訪問：産業別")
    labels = [row["label"] for row in block["rows"]]
    assert labels[:-2] == list(Industry.objects.values_list("name", flat=True))
    assert labels[-2:] == ["不明・未記入", "計"]


def test_a_month_without_records_is_all_zeros_and_not_empty():
    compiled = compile_tables(MONTHLY, OCTOBER)
    cells = [
        cell
        for table in compiled.tables[1:]
        for block in table["blocks"]
        for row in block["rows"]
        for cell in row["cells"]
        if "figure" in cell
    ]
    assert cells
    assert all(cell["value"] == 0 for cell in cells)
    assert not any(draft.counted.record_ids for draft in compiled.figures if not draft.key.startswith("t1."))


def test_the_queries_of_a_report_do_not_grow_with_its_records(sample, django_assert_max_num_queries):
    # Four for each figure (the month, the one before, the year before, the year so far) and one for each cross table.
    with django_assert_max_num_queries(575) as asked:
        compile_tables(MONTHLY, OCTOBER)
    establishment = EstablishmentFactory()
    for day in range(40):
        VisitFactory(establishment=establishment, visited_on=date(2026, 10, 1) + timedelta(days=day % 30))
    with django_assert_max_num_queries(len(asked)):
        compile_tables(MONTHLY, OCTOBER)


def test_the_values_alone_are_the_values_with_their_records_and_within_a_part_they_are_its_own(sample):
    period = month_period(OCTOBER)
    for block in CROSSES:
        keys = tuple(filter(None, (block.rows, block.columns)))
        parts = count_by(block.metric, period, *keys)
        assert values_by(block.metric, period, *keys) == {names: part.value for names, part in parts.items()}
        assert values_by(block.metric, period)[()] == count(block.metric, period).value
        for names, part in parts.items():
            within = dict(zip(keys, names, strict=True))
            assert values_by(block.metric, period, within=within)[()] == part.value, (block.title, names)
