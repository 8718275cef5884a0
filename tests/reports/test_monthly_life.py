"""The month's end: checks, words, questions and answers, late entries, the bridge from one revision to the next."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from centre.errors import DomainError, EditConflict
from centre.fiscal_year import Month
from centre.roles import Role
from consultations.models import Consultation
from employers.models import Establishment, Visit
from reports import monthly
from reports.checking import checks
from reports.commenting import comment, note_of
from reports.discussing import say, waiting_for
from reports.documents.content import ReportDocument
from reports.lifecycle import confirm, draft_monthly
from reports.metrics import consultations
from reports.metrics.definition import Earlier
from reports.models import BridgeTerm, Report, ReportMessage
from reports.tables import MONTHLY, Lines
from tests.factories.centre import UserFactory
from tests.factories.consultations import TOKYO, ConsultationFactory, datetime
from tests.factories.employers import EstablishmentFactory, RegistrationFactory, VisitFactory

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


def at(day: int, month: int = 11, hour: int = 12):
    return time_machine.travel(datetime(2026, month, day, hour, tzinfo=TOKYO), tick=False)


@pytest.fixture
def supervisor():
    return UserFactory(role=Role.SUPERVISOR, name="事業統括 見本")


@pytest.fixture
def official():
    return UserFactory(role=Role.OFFICIAL, name="県 見本")


@pytest.fixture
def october(supervisor):
    """October with five consultations, two visits and two registrations, confirmed on 5 November."""
    with at(20, month=10):
        for day in range(1, 6):
            ConsultationFactory(held_at=datetime(2026, 10, day, 10, tzinfo=TOKYO))
        for day in (6, 7):
            establishment = EstablishmentFactory()
            VisitFactory(establishment=establishment, visited_on=date(2026, 10, day))
            RegistrationFactory(establishment=establishment, registered_on=date(2026, 10, day))
    with at(5):
        return confirm(draft_monthly(OCTOBER, by=supervisor), by=supervisor)


def late_consultation():
    return ConsultationFactory(held_at=datetime(2026, 10, 30, 10, tzinfo=TOKYO))


def terms_of(report: Report, key: str) -> dict[str, tuple]:
    return {
        term.reason: (term.value, len(term.record_ids))
        for term in BridgeTerm.objects.filter(report=report, figure=key)
    }


def test_the_bridge_tells_what_came_late_what_was_corrected_and_what_is_gone(october, supervisor):
    with at(10):
        late_consultation()
        late_consultation()
        first, second, *_ = Consultation.objects.order_by("held_at")
        Consultation.objects.filter(pk=first.pk).update(held_at=datetime(2026, 9, 30, 10, tzinfo=TOKYO))
        second.delete()
        twin, into = Establishment.objects.filter(registrations__isnull=False).order_by("pk")[:2]
        Establishment._base_manager.filter(pk=twin.pk).update(merged_into=into)
        report = draft_monthly(OCTOBER, by=supervisor)
    assert report.revision == 2
    assert terms_of(report, "t3.b1.employer_consultations.month") == {
        "late": (2, 2), "corrected": (-1, 1), "removed": (-1, 1),
    }  # fmt: skip
    assert terms_of(report, "t2.b1.registered_new.month") == {"merged": (-1, 1)}
    assert terms_of(report, "t5.b1.visits.month") == {}


def test_employers_counted_once_are_told_apart_too(october, supervisor):
    """Five employers; one comes again late, one is new and late, one consultation is gone: 5 − 1 + 1."""
    with at(10):
        first, second, *_ = Consultation.objects.order_by("held_at")
        ConsultationFactory(held_at=datetime(2026, 10, 30, 10, tzinfo=TOKYO), establishment=second.establishment)
        late_consultation()
        first.delete()
        report = draft_monthly(OCTOBER, by=supervisor)
    assert terms_of(report, "t3.b1.employers_advised.month") == {"late": (1, 2), "removed": (-1, 1)}


def test_a_sum_is_told_apart_too(october, supervisor):
    gone = Visit.objects.order_by("visited_on")[0]
    with at(10):
        VisitFactory(establishment=gone.establishment, visited_on=date(2026, 10, 30), leaflets=30)
        leaflets = gone.leaflets
        gone.delete()
        report = draft_monthly(OCTOBER, by=supervisor)
    assert terms_of(report, "t5.b1.leaflets.month") == {"late": (30, 1), "removed": (-leaflets, 1)}


def test_reasons_that_cannot_be_told_apart_are_told_together(october, supervisor, client):
    """Five employers: one is corrected away, one is gone, one is new and late, one comes again late."""
    with at(10):
        first, second, third, *_ = Consultation.objects.order_by("held_at")
        ConsultationFactory(held_at=datetime(2026, 10, 30, 10, tzinfo=TOKYO), establishment=third.establishment)
        late_consultation()
        Consultation.objects.filter(pk=first.pk).update(held_at=datetime(2026, 9, 30, 10, tzinfo=TOKYO))
        second.delete()
        report = draft_monthly(OCTOBER, by=supervisor)
        terms = terms_of(report, "t3.b1.employers_advised.month")
        assert {reason: value for reason, (value, _) in terms.items()} == {
            "late": 1,
            "removed": None,
            "corrected": None,
        }
        rows = ReportDocument.from_json(report.document).tables[-1].blocks[0].rows
        row = next(row for row in rows if row.cells[2].figure == "t3.b1.employers_advised.month")
        assert row.cells[3].text == "遅れて入力 +1、削除・消去・訂正 あわせて -2"
        client.force_login(supervisor)
        page = client.get(f"/reports/{report.pk}/figures/t3.b1.employers_advised.month/").content.decode()
        assert "理由ごとの数には分けられません。あわせて -2" in page


def test_a_changed_definition_is_printed_as_it_was_beside_the_new_one(october, supervisor, monkeypatch):
    changed = replace(
        consultations.EMPLOYER_CONSULTATIONS,
        version=2,
        definition="新しい言葉",
        earlier=(Earlier(1, consultations.EMPLOYER_CONSULTATIONS.definition, date(2026, 11, 7)),),
    )
    tables = tuple(
        replace(table, blocks=tuple(with_metric(block, changed) for block in table.blocks)) for table in MONTHLY
    )
    monkeypatch.setattr(monthly, "MONTHLY", tables)
    with at(10):
        report = draft_monthly(OCTOBER, by=supervisor)
    definitions = ReportDocument.from_json(report.document).definitions
    told = [(item.version, item.conditions) for item in definitions if item.key == changed.key]
    assert told == [(2, ""), (1, "前の版（第1版）で使った定義。")]


def with_metric(block, metric):
    """A block of the report with another version of one of its metrics."""
    if isinstance(block, Lines):
        lines = tuple(replace(line, metric=metric) if line.metric.key == metric.key else line for line in block.lines)
        return replace(block, lines=lines)
    return replace(block, metric=metric) if block.metric.key == metric.key else block


def test_the_terms_of_every_changed_figure_add_up_to_its_change(october, supervisor):
    with at(10):
        for _ in range(3):
            late_consultation()
        Consultation.objects.order_by("held_at")[0].delete()
        report = draft_monthly(OCTOBER, by=supervisor)
    figures = set(report.bridge.values_list("figure", flat=True))
    assert len(figures) > 5
    for key in figures:
        terms = list(report.bridge.filter(figure=key))
        if all(term.value is not None for term in terms):
            assert sum(term.value for term in terms) == terms[0].after - terms[0].before, key
    before = {figure.key: (figure.value, figure.record_ids) for figure in october.figures.all()}
    changed = {
        figure.key
        for figure in report.figures.all()
        if before.get(figure.key) not in (None, (figure.value, figure.record_ids))
    }
    assert changed == figures


def test_the_bridge_stands_in_the_files_and_each_change_opens_its_records(october, supervisor, client):
    with at(10):
        late = late_consultation()
        report = draft_monthly(OCTOBER, by=supervisor)
        table = ReportDocument.from_json(report.document).tables[-1]
        assert table.title == "前の版からの差分"
        row = next(row for row in table.blocks[0].rows if row.label == "企業の相談　当月")
        assert [cell.text for cell in row.cells] == ["5", "6", "1", "遅れて入力 +1"]
        client.force_login(supervisor)
        page = client.get(f"/reports/{report.pk}/figures/{row.cells[2].figure}/").content.decode()
        assert "前の版からの差分：遅れて入力" in page
        assert reverse("consultations:detail", args=[late.pk]) in page


def test_the_official_is_led_to_the_confirmed_revision_not_to_the_draft_after_it(october, supervisor, client):
    with at(10):
        draft = draft_monthly(OCTOBER, by=supervisor)
        client.force_login(UserFactory(role=Role.OFFICIAL))
        page = client.get(reverse("home")).content.decode()
        assert f'href="{october.get_absolute_url()}"' in page
        assert draft.get_absolute_url() not in page
        client.force_login(supervisor)
        assert draft.get_absolute_url() in client.get(reverse("home")).content.decode()


def test_the_first_revision_has_no_bridge(october):
    assert not october.bridge.exists()
    assert "前の版からの差分" not in [table["title"] for table in october.document["tables"]]


def test_a_confirmed_bridge_never_changes(october, supervisor):
    with at(10):
        late_consultation()
        confirm(draft_monthly(OCTOBER, by=supervisor), by=supervisor)
    for statement in ("UPDATE reports_bridgeterm SET value = 0", "DELETE FROM reports_bridgeterm"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_late_entries_of_a_closed_month_are_told_in_the_next_report(october, supervisor):
    with at(10):
        late = late_consultation()
        on_time = ConsultationFactory(held_at=datetime(2026, 11, 9, 10, tzinfo=TOKYO))
    with at(2, month=12):
        november = draft_monthly(Month(2026, 11), by=supervisor)
        figure = november.figures.get(metric="late_consultations", key__endswith=".month")
        assert figure.record_ids == [late.pk] != [on_time.pk]
        found = {check.label: check.found for check in checks(november)}
    assert found["締めた月に遅れて入力した記録"] == 1


def test_the_checks_find_what_is_missing_and_each_leads_to_a_page(october, supervisor, client):
    with at(10):
        ConsultationFactory(held_at=datetime(2026, 11, 9, 10, tzinfo=TOKYO), establishment=None, caller="見本社")
        draft = draft_monthly(Month(2026, 11), by=supervisor)
        with at(11):
            ConsultationFactory(held_at=datetime(2026, 11, 10, 10, tzinfo=TOKYO), topic="")
            found = {check.label: check for check in checks(draft)}
            assert found["登録簿にない企業との相談"].found == 1
            assert found["方法か内容のない相談"].found == 1
            assert found["集計のあとに入った記録"].found == 1
            assert found["承認待ちの精査"].found == 0
            assert found["勤務表が契約に足りないところ"].found > 10
            client.force_login(supervisor)
            page = client.get(draft.get_absolute_url()).content.decode()
            for check in found.values():
                assert check.label in page
                assert client.get(check.url).status_code == 200, check.label


def test_words_are_written_on_the_draft_and_frozen_with_it(supervisor, client):
    with at(5):
        draft = draft_monthly(OCTOBER, by=supervisor)
        note = note_of(OCTOBER)
        comment(note, note.version, remarks="説明会を開いた。\n\n", plans="合同面談会\n企業訪問 20社", by=supervisor)
        draft.refresh_from_db()
        document = ReportDocument.from_json(draft.document)
        assert dict(document.words) == {
            "特記事項": ("説明会を開いた。",),
            "来月の予定": ("合同面談会", "企業訪問 20社"),
        }
        with pytest.raises(EditConflict):
            comment(note, note.version, remarks="別の人", plans="", by=supervisor)
        assert "合同面談会" in str(draft_monthly(OCTOBER, by=supervisor).document)
        report = confirm(Report.objects.get(), by=supervisor)
        assert "企業訪問 20社" in str(report.document)
        with pytest.raises(DomainError, match="下書きがありません"):
            comment(note_of(OCTOBER), 2, remarks="あとから", plans="", by=supervisor)


def test_words_are_typed_on_a_page_that_keeps_them(supervisor, client):
    with at(5):
        draft = draft_monthly(OCTOBER, by=supervisor)
        client.force_login(supervisor)
        address = reverse("reports:comment", args=[draft.pk])
        form = client.get(address).context
        sent = {
            "submission_key": form["submission_key"],
            "version": form["version"],
            "remarks": "台風",
            "plans": "面談会",
        }
        assert client.post(address, sent)["Location"] == draft.get_absolute_url()
        page = client.get(draft.get_absolute_url()).content.decode()
        assert "台風" in page
        assert "面談会" in page


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COUNSELLOR, 403), (Role.ADMIN, 403), (Role.SUPERVISOR, 200), (Role.OFFICIAL, 200)]
)
def test_only_official_and_supervisor_talk_about_a_report(october, client, role, status):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("reports:discuss", args=[october.pk])).status_code == status


def test_a_question_waits_for_the_supervisor_and_its_answer_for_the_official(october, supervisor, official, client):
    client.force_login(official)
    address = reverse("reports:discuss", args=[october.pk])
    key = client.get(address).context["submission_key"]
    for _ in range(3):
        client.post(address, {"submission_key": key, "text": "相談が減った理由は？"})
    assert ReportMessage.objects.count() == 1
    assert [report.pk for report in waiting_for(supervisor)] == [october.pk]
    assert not waiting_for(official)
    client.force_login(supervisor)
    assert "県から質問があります" in client.get("/").content.decode()
    say(october, text="台風で3日閉所しました。", by=supervisor)
    assert not waiting_for(supervisor)
    assert [report.pk for report in waiting_for(official)] == [october.pk]
    page = client.get(october.get_absolute_url()).content.decode()
    assert page.index("相談が減った理由は？") < page.index("台風で3日閉所しました。")


def test_nothing_is_said_about_a_draft_and_nothing_said_is_taken_back(october, supervisor, official):
    with at(6):
        draft = draft_monthly(OCTOBER, by=supervisor)
    with pytest.raises(DomainError, match="下書き"):
        say(draft, text="？", by=official)
    with pytest.raises(DomainError, match="質問か回答"):
        say(october, text="  ", by=official)
    message = say(october, text="確認しました。", by=official)
    for change in (lambda: message.delete(), lambda: ReportMessage.objects.update(text="違う")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
