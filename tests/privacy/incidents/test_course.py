"""The course of an incident by its acts, and what the database refuses whoever asks."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError, EditConflict
from centre.roles import Role
from privacy import sealing
from privacy.access import write_line
from privacy.incidents import affected, figures, handling, paper
from privacy.incidents.freezing import freeze, standing
from privacy.incidents.pressing import describe_first, press, withdraw
from privacy.models import AccessLog, ExercisePlan, Incident, IncidentMeasure, IncidentNote, IncidentReport
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.incidents import a_told_incident, an_incident
from tests.factories.jobseekers import JobseekerFactory

pytestmark = pytest.mark.django_db
DOCUMENT = {"name": "控え.eml", "content_type": "application/octet-stream", "caption": "送ったメール"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def manager():
    return UserFactory(role=Role.PRIVACY_MANAGER)


def look(user, subject: str, pk: int | None, action: str = "read") -> None:
    write_line(user, action, subject, subject_id=pk)


def test_one_press_keeps_the_servers_time_and_how_far_the_log_went(manager):
    look(manager, "jobseekers.Jobseeker", 1)
    incident = press(by=manager)
    assert incident.pressed_at == timezone.now()
    assert incident.log_line == AccessLog.objects.order_by("pk").last().pk
    assert (incident.log_seal, incident.log_digest) == (sealing.head().number, sealing.head().digest)
    assert sealing.verify().sound
    assert press(by=manager).pk == incident.pk
    assert press(by=UserFactory()).pk != incident.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(pressed_at=timezone.now(), pressed_by=manager)


def test_the_press_its_evidence_its_course_and_its_papers_never_change(manager):
    incident = a_told_incident(manager)
    handling.add_evidence(incident, content=b"x", by=manager, **DOCUMENT)
    for change in (
        lambda: Incident.objects.update(pressed_at=timezone.now() - timedelta(days=1)),
        lambda: Incident.objects.update(log_digest="0" * 64),
        lambda: Incident.objects.all().delete(),
        lambda: incident.evidence.update(caption="別"),
        lambda: incident.evidence.all().delete(),
        lambda: IncidentNote.objects.update(words="別"),
        lambda: IncidentReport.objects.update(content={}),
        lambda: IncidentReport.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_is_not_told_before_it_was_noticed_nor_in_the_future(manager, november):
    incident = an_incident(manager)
    now = timezone.now()
    for wrong in (now + timedelta(minutes=1), incident.noticed_at - timedelta(minutes=1)):
        with pytest.raises(DomainError) as refused:
            handling.tell(incident, 2, told_at=wrong, told_to="見本課", told_by_way="phone", by=manager)
        assert refused.value.field == "told_at"
    told = handling.tell(incident, 2, told_at=now, told_to="見本課", told_by_way="phone", by=manager)
    assert told.state == "県に報告済・対応中"
    with pytest.raises(DomainError, match="もう記録されています"):
        handling.tell(told, 3, told_at=now, told_to="見本課", told_by_way="phone", by=manager)
    november.shift(timedelta(minutes=5))
    with pytest.raises(DomainError, match="報告した日時より後"):
        handling.describe(told, 3, noticed_at=now + timedelta(minutes=1), by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=told.pk).update(told_at=told.noticed_at - timedelta(seconds=1))


def test_nothing_is_noticed_in_the_future(manager):
    blank = press(by=manager)
    later = timezone.now() + timedelta(minutes=1)
    with pytest.raises(DomainError, match="先の日時"):
        describe_first(blank, 1, what="x", noticed_at=later, is_exercise=False, by=manager)
    with pytest.raises(DomainError, match="先に記録"):
        handling.tell(blank, 1, told_at=timezone.now(), told_to="x", told_by_way="phone", by=manager)


def test_after_the_prefecture_is_told_it_becomes_no_exercise_and_keeps_its_time(manager):
    told = a_told_incident(manager)
    for changed in ({"is_exercise": True}, {"noticed_at": timezone.now()}):
        facts = {"what": "x", "noticed_at": told.noticed_at, "is_exercise": False} | changed
        with pytest.raises(DomainError, match="県に報告したあと"):
            describe_first(told, told.version, by=manager, **facts)
    assert Incident.objects.get(pk=told.pk).is_exercise is False


def test_an_exercise_that_turns_out_to_be_real_gives_its_plan_back(manager):
    handling.plan_exercise(planned_on=date(2026, 11, 25), scenario="誤送信", by=manager)
    exercise = an_incident(manager, is_exercise=True)
    assert ExercisePlan.objects.get().incident == exercise
    describe_first(exercise, 2, what="x", noticed_at=exercise.noticed_at, is_exercise=False, by=manager)
    assert ExercisePlan.objects.get().incident is None


def test_two_people_do_not_overwrite_each_other(manager):
    incident = an_incident(manager)
    handling.describe(incident, 2, place="窓口", by=manager)
    with pytest.raises(EditConflict):
        handling.describe(incident, 2, place="別の所", by=manager)


def test_it_closes_when_told_on_paper_too_and_with_no_measure_open(manager, november):
    incident = an_incident(manager)
    with pytest.raises(DomainError, match="県への報告がまだ"):
        handling.close(incident, 2, conclusion="済", by=manager)
    told = handling.tell(incident, 2, told_at=timezone.now(), told_to="見本課", told_by_way="phone", by=manager)
    with pytest.raises(DomainError, match="事故報告書"):
        handling.close(told, 3, conclusion="済", by=manager)
    freeze(told, "immediate", by=manager)
    measure = handling.plan_measure(
        told, kind="prevent", words="宛先を2人で見る", owner=manager, due_on=date(2026, 12, 1), by=manager
    )
    with pytest.raises(DomainError, match="済んでいない措置"):
        handling.close(told, 3, conclusion="済", by=manager)
    terms = {"kind": "prevent", "words": "宛先を2人で見る", "owner": manager, "due_on": date(2026, 12, 1)}
    with pytest.raises(DomainError, match="結果も"):
        handling.change_measure(measure, 1, done_on=date(2026, 11, 20), outcome=" ", by=manager, **terms)
    with pytest.raises(DomainError, match="先の日付"):
        handling.change_measure(measure, 1, done_on=date(2026, 11, 21), outcome="済", by=manager, **terms)
    handling.change_measure(measure, 1, done_on=date(2026, 11, 20), outcome="手順を改めた", by=manager, **terms)
    closed = handling.close(told, 3, conclusion="県の了承を得た", by=manager)
    assert (closed.state, closed.closed_at, closed.closed_by) == ("終了", timezone.now(), manager)
    with pytest.raises(DomainError, match="もう変えられません"):
        handling.describe(closed, 4, place="x", by=manager)
    with pytest.raises(DomainError, match="もう変えられません"):
        freeze(closed, "final", by=manager)
    with pytest.raises(DomainError, match="もう変えられません"):
        handling.add_evidence(closed, content=b"x", by=manager, **DOCUMENT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=closed.pk).update(place="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentMeasure.objects.filter(pk=measure.pk).update(outcome="")


def test_what_was_no_incident_is_withdrawn_with_a_reason_until_the_prefecture_is_told(manager):
    blank = press(by=manager)
    with pytest.raises(DomainError, match="理由"):
        withdraw(blank, 1, reason=" ", by=manager)
    assert withdraw(blank, 1, reason="押し間違い", by=manager).state == "取下げ"
    told = a_told_incident(manager)
    with pytest.raises(DomainError, match="取り下げられません"):
        withdraw(told, told.version, reason="違った", by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=told.pk).update(withdrawn_at=timezone.now(), withdrawn_because="x")


def test_the_affected_are_proposed_from_the_log_people_first_and_each_once(manager, november):
    person, other = JobseekerFactory(name="架空 花子"), JobseekerFactory()
    consultation = ConsultationFactory(jobseeker=person, party="jobseeker", establishment=None)
    loser = UserFactory()
    look(loser, "jobseekers.Jobseeker", person.pk)
    look(loser, "consultations.Consultation", consultation.pk)
    look(loser, "jobseekers.Jobseeker", None, "search")
    look(manager, "jobseekers.Jobseeker", other.pk)
    look(loser, "centre.User", loser.pk, "login")
    since, until = timezone.now() - timedelta(hours=1), timezone.now()
    found = affected.propose(affected.Question(since, until, user=loser), manager)
    assert [(one.subject_id, one.looks, one.name) for one in found.records] == [(person.pk, 2, "架空 花子")]
    assert [(row["action"], row["looks"]) for row in found.nameless] == [("検索", 1)]
    everybody = affected.propose(affected.Question(since, until), manager)
    assert {one.subject_id for one in everybody.records} == {person.pk, other.pk}
    assert affected.propose(affected.Question(since, until, action="print"), manager).records == []
    november.shift(timedelta(hours=2))
    assert affected.propose(affected.Question(until + timedelta(seconds=1), timezone.now()), manager).records == []


def test_names_are_for_those_who_may_read_them(manager):
    person = JobseekerFactory()
    look(manager, "jobseekers.Jobseeker", person.pk)
    question = affected.Question(timezone.now() - timedelta(hours=1), timezone.now())
    assert affected.propose(question, UserFactory(role=Role.ADMIN)).records[0].name == ""
    assert affected.propose(question, UserFactory(role=Role.SUPERVISOR)).records[0].name == person.name


def test_the_confirmed_are_counted_and_can_be_taken_out_again(manager):
    people = [JobseekerFactory() for _ in range(3)]
    for one in people:
        look(manager, "jobseekers.Jobseeker", one.pk)
    incident = an_incident(manager)
    question = affected.Question(timezone.now() - timedelta(hours=1), timezone.now())
    records = affected.propose(question, manager).records
    assert affected.people_of(incident) is None
    assert affected.confirm(incident, records, by=manager) == 3
    assert affected.confirm(incident, records, by=manager) == 0
    assert affected.counted(incident) == [("UIJターン就職希望者", 3, "人")]
    row = affected.current(incident).first()
    affected.take_out(row, by=manager)
    affected.take_out(row, by=manager)
    assert affected.people_of(incident) == 2
    assert incident.affected.count() == 3
    assert affected.confirm(incident, records, by=manager) == 1
    handling.describe(incident, incident.version, people=150, by=manager)
    incident.refresh_from_db()
    assert affected.people_of(incident) == 150


def test_a_fixed_paper_keeps_its_bytes_and_a_new_one_is_the_next_version(manager, november):
    incident = an_incident(manager)
    first = freeze(incident, "immediate", by=manager)
    handling.describe(incident, incident.version, place="見本ビル2階", by=manager)
    november.shift(timedelta(hours=1))
    second = freeze(incident, "immediate", by=manager)
    assert (first.number, second.number) == (1, 2)
    assert bytes(first.pdf.content) != bytes(second.pdf.content)
    first = IncidentReport.objects.get(pk=first.pk)
    assert paper.write_pdf(first.content, standing(1)) == bytes(first.pdf.content)
    assert paper.write_excel(first.content, standing(1)) == bytes(first.workbook.content)
    november.shift(timedelta(seconds=1))
    assert freeze(incident, "immediate", by=manager) == second
    with pytest.raises(DomainError, match="ありません"):
        freeze(incident, "other", by=manager)


def test_the_report_says_what_the_clause_asks_for_and_names_nobody(manager):
    person = JobseekerFactory(name="架空 秘密子")
    look(manager, "jobseekers.Jobseeker", person.pk)
    incident = an_incident(manager, what="別の方に書類を送った")
    records = affected.propose(affected.Question(timezone.now() - timedelta(1), timezone.now()), manager).records
    affected.confirm(incident, records, by=manager)
    for kind in IncidentReport.Kind.values:
        text = str(freeze(incident, kind, by=manager).content)
        assert "秘密子" not in text
        assert ("判断するのは県" in text) is (kind != "letter")
    report = incident.reports.get(kind="immediate").content
    assert [row[0] for row in report["rows"]][:4] == [
        "事故に関わる個人情報の内容",
        "件数",
        "発生場所",
        "発生状況",
    ]
    assert "1人" in report["rows"][1][1]
    assert "特記事項 第17" in report["words"]
    official = incident.reports.get(kind="preliminary").content
    assert len(official["rows"]) == 9
    assert {row[0] for row in official["judging"]} >= {"県（行政機関等）", "受託者（民間）", "確報（30日）"}


def test_an_exercise_runs_the_same_course_is_marked_and_never_counted(manager):
    handling.plan_exercise(planned_on=date(2026, 11, 25), scenario="誤送信", by=manager)
    assert figures.last_exercise() is None
    exercise = a_told_incident(manager, is_exercise=True)
    assert ExercisePlan.objects.get().incident == exercise
    report = exercise.reports.get()
    assert report.content["is_exercise"]
    assert report.pdf.name.startswith("訓練_")
    handling.close(exercise, exercise.version, conclusion="手順どおり", by=manager)
    assert figures.last_exercise() == date(2026, 11, 20)
    real = an_incident(manager)
    withdrawn = an_incident(UserFactory(role=Role.SUPERVISOR))
    withdraw(withdrawn, withdrawn.version, reason="違った", by=manager)
    press(by=UserFactory())
    november = (date(2026, 11, 1), date(2026, 11, 30))
    assert list(figures.incidents_in(*november)) == [real]
    assert not figures.incidents_in(date(2026, 12, 1), date(2026, 12, 31)).exists()
    plan = ExercisePlan.objects.get()
    with pytest.raises(DomainError, match="もう行われています"):
        handling.change_exercise(plan, plan.version, planned_on=date(2026, 12, 1), scenario="x", by=manager)


def test_an_empty_file_is_no_evidence(manager):
    incident = an_incident(manager)
    with pytest.raises(DomainError, match="空"):
        handling.add_evidence(incident, content=b"", by=manager, **DOCUMENT)
    kept = handling.add_evidence(incident, content=b"abc", by=manager, **DOCUMENT)
    assert kept.file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
