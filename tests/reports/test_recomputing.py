"""A figure that was reported comes out again as of its instant, whatever was edited later (DESIGN §4.3)."""

import random
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from centre.fiscal_year import Month
from centre.models import Closure, Contract, Duty
from consultations.models import Consultation
from employers.models import Establishment, Registration, SchemeNotice, Visit
from jobseekers.models import Jobseeker, WishedOccupation
from postings.models import JobPosting, PublicationEvent
from referrals.models import Referral
from reports.compiling import span
from reports.lifecycle import draft_monthly
from reports.metrics.definition import count
from reports.metrics.registry import metrics
from reports.models import Report
from reports.past import LASTING, SOURCES, as_of
from reports.recomputing import Outcome, recompute
from tests.factories.centre import UserFactory
from tests.reports.random_year import consultation, fill

pytestmark = pytest.mark.django_db
MONTHS = 5


@pytest.fixture
def reports():
    """The last months of a year drawn by chance, each reported; the clock is the real one, as the database's is."""
    month = Month.of(timezone.localdate()).previous()
    first = month
    for _ in range(MONTHS):
        first = first.previous()
    fill(7, first.start, month.end, size=100)
    months = [month]
    while len(months) < MONTHS:
        months.append(months[-1].previous())
    return [draft_monthly(one, by=None) for one in months]


def test_a_thousand_figures_come_out_again_after_a_hundred_edits(reports):
    _edit(random.Random(99), 100)
    every = [figure for report in reports for figure in report.figures.all()]
    chosen = random.Random(3).sample(every, 1000)
    found = {Outcome.SAME: 0, Outcome.NOT_KEPT: 0, Outcome.DIFFERENT: 0}
    for report in reports:
        for one in recompute(report, [figure for figure in chosen if figure.report_id == report.pk]):
            assert one.outcome in found, (one.figure.key, one.outcome)
            assert one.outcome != Outcome.DIFFERENT, (one.figure.key, one.figure.value, one.counted)
            found[one.outcome] += 1
    assert found[Outcome.SAME] > 950
    # The edits did change what is counted today: otherwise nothing was proven.
    changed = [figure for figure in every if not figure.breakdown and _today(figure) != figure.value]
    assert len(changed) > 100


def test_an_edit_is_undone_only_for_the_instants_before_it(reports):
    report = reports[0]
    figure = report.figures.get(key="t5.b1.visits.month")
    Visit.objects.filter(pk=figure.record_ids[0]).update(visited_on=report.period.previous().start)
    later = draft_monthly(report.period.previous(), by=None)
    with as_of(report.as_of):
        assert count(metrics()["visits"], span("month", report.period)).value == figure.value
    with as_of(later.as_of):
        assert count(metrics()["visits"], span("month", report.period)).value == figure.value - 1
    assert count(metrics()["visits"], span("month", report.period)).value == figure.value - 1


def test_the_command_says_how_many_figures_come_out_and_fails_when_one_does_not(reports, capsys):
    call_command("recompute_report", str(reports[0].pk))
    assert "不一致 0" in capsys.readouterr().out
    reports[0].figures.filter(key="t5.b1.visits.month").update(value=9999)
    with pytest.raises(CommandError, match="合わない"):
        call_command("recompute_report", str(reports[0].pk))
    assert "t5.b1.visits.month: 報告 9999" in capsys.readouterr().out
    with pytest.raises(CommandError, match="ありません"):
        call_command("recompute_report", "0")


def test_a_figure_of_an_earlier_definition_is_not_counted_by_a_later_one(reports):
    figures = reports[0].figures.filter(key="t5.b1.visits.month")
    figures.update(metric_version=9)
    assert [one.outcome for one in recompute(reports[0], figures.all())] == [Outcome.DEFINITION]


def test_answers_to_surveys_have_no_time_and_so_are_said_not_to_be_kept(reports):
    figures = reports[0].figures.filter(key__contains="survey_answers_movers")
    assert {one.outcome for one in recompute(reports[0], figures)} == {Outcome.NOT_KEPT}


def test_a_report_from_before_the_past_was_kept_is_not_recomputed(reports, capsys):
    Report.objects.filter(pk=reports[0].pk).update(as_of=timezone.now() - timedelta(days=4000))
    with pytest.raises(CommandError, match="残し始める前"):
        call_command("recompute_report", str(reports[0].pk))


def test_the_past_itself_never_changes(reports):
    Visit.objects.all()[0].delete()
    for statement in (
        "UPDATE reports_recordpast SET facts = NULL",
        "DELETE FROM reports_recordpast",
        "TRUNCATE reports_recordpast",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_past_holds_no_name_and_no_day_of_birth():
    columns = {name for source in SOURCES for name in source.columns}
    assert not columns & {"name", "kana", "phone", "email", "note", "caller", "summary", "birth_date", "city"}
    assert "birth_date:year" in columns


def test_the_triggers_of_the_database_keep_what_the_sources_say():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape'), (tgtype & 4) > 0 FROM pg_trigger"
            " WHERE tgname = 'reports_keep_past'"
        )
        found = {table: (set(filter(None, kept.split("\\000"))), notes) for table, kept, notes in cursor.fetchall()}
    expected = {}
    for source in SOURCES:
        kept = {"id", *source.columns, *filter(None, [source.came_in])} if source.names else set(source.columns)
        expected[source.table] = (kept, not source.came_in)
    assert found == expected
    assert not LASTING & set(found)


def _today(figure):
    metric = metrics()[figure.metric]
    name = figure.key.rsplit(".", 1)[1]
    return count(
        metric, span(name if name in ("month", "before", "last_year", "year") else "month", figure.report.period)
    ).value


def _edit(chance: random.Random, times: int) -> None:
    """Edits of every kind: changed, deleted, added for a day long past, merged, another policy."""
    by = UserFactory()
    employers, people = list(Establishment.objects.all()), list(Jobseeker.objects.all())

    def some(model):
        return model._base_manager.order_by("pk")[chance.randrange(model._base_manager.count())]

    def change(model, **facts):
        model._base_manager.filter(pk=some(model).pk).update(**facts)

    def add():
        day = some(Visit).visited_on
        consultation(chance, employers, people, by, day).save()

    def merge():
        twin, into = chance.sample(employers, 2)
        if not Registration._base_manager.filter(establishment__in=(twin, into)).count() > 1:
            Establishment._base_manager.filter(pk=twin.pk).update(merged_into=into)

    def line():
        posting = some(JobPosting)
        day = PublicationEvent.objects.filter(posting=posting).order_by("effective_on").last().effective_on
        PublicationEvent.objects.create(
            posting=posting, kind="corrected", effective_on=day, listed_until=None, eligible=True
        )

    acts = [
        lambda: change(Consultation, method=chance.choice(Consultation.Method.values), people=chance.randint(3, 6)),
        lambda: change(Consultation, topic="moving", is_continuing=True),
        lambda: change(Consultation, held_at=some(Consultation).held_at - timedelta(days=40)),
        lambda: some(Consultation).delete(),
        lambda: change(Visit, visited_on=some(Visit).visited_on, leaflets=9),
        lambda: some(Visit).delete(),
        lambda: change(Jobseeker, gender=chance.choice(Jobseeker.Gender.values), prefecture_id="27", birth_date=None),
        lambda: change(Jobseeker, wished_areas=[], wished_timing="soon"),
        lambda: some(Jobseeker).wished_municipalities.clear(),
        lambda: WishedOccupation.objects.order_by("?")[0].delete(),
        lambda: change(Establishment, industry_id=None, employees=chance.choice((5, 500))),
        lambda: change(SchemeNotice, leaflets=7, method="mail"),
        lambda: some(SchemeNotice).delete(),
        lambda: change(JobPosting, headcount=chance.randint(6, 9)),
        lambda: change(Registration, ended_on=None, registered_on=some(Visit).visited_on),
        lambda: some(Duty).delete(),
        lambda: change(Closure, kind="temporary"),
        lambda: Contract.objects.update(target_postings=chance.randint(1000, 3000)),
        lambda: Referral.objects.filter(stage="informed").update(informed_on=some(Visit).visited_on),
        merge,
        add,
        line,
    ]
    done = 0
    while done < times:
        try:
            with transaction.atomic():
                chance.choice(acts)()
            done += 1
        except (DatabaseError, IndexError):
            continue
