"""What is done with an incident until it is closed (別記 第17)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.fiscal_year import FiscalYear
from centre.models import User
from centre.templatetags.display import moment
from privacy.incidents.noting import refuse_ended, write_note
from privacy.models import ExercisePlan, Incident, IncidentEvidence, IncidentMeasure, IncidentReport


@transaction.atomic
def describe(incident: Incident, version: int, *, by: User, **facts) -> Incident:
    """Write down what is known: contents, number, place, circumstances. Raises EditConflict and DomainError."""
    locked = _open(incident, version)
    if facts.get("noticed_at", locked.noticed_at) > timezone.now():
        raise DomainError("気付いた日時が先の日時になっています。", "noticed_at")
    if locked.told_at and locked.told_at < facts.get("noticed_at", locked.noticed_at):
        raise DomainError("気付いた日時を、県に報告した日時より後にできません。", "noticed_at")
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.save()
    write_note(locked, "内容を直した", by=by)
    return locked


@transaction.atomic
def add_evidence(
    incident: Incident, *, name: str, content_type: str, content: bytes, caption: str, by: User
) -> IncidentEvidence:
    """Keep a document with its SHA-256. Raises DomainError for an empty file, and once the incident has ended."""
    locked = _locked(incident)
    if not content:
        raise DomainError("ファイルが空です。", "file")
    kept = IncidentEvidence.objects.create(
        incident=locked, file=store(name, content_type, content), caption=caption, added_by=by
    )
    write_note(locked, f"証拠を加えた：{caption}（SHA-256 {kept.file.sha256[:16]}…）", by=by)
    return kept


@transaction.atomic
def plan_measure(incident: Incident, *, by: User, **terms) -> IncidentMeasure:
    """Plan what is done, by whom and until when. Raises DomainError once the incident has ended."""
    locked = _locked(incident)
    _check_measure(terms)
    return IncidentMeasure.objects.create(incident=locked, **terms)


@transaction.atomic
def change_measure(measure: IncidentMeasure, version: int, *, by: User, **terms) -> IncidentMeasure:
    """Change a measure, or note that it is done. Raises EditConflict, and DomainError as `plan_measure`."""
    _locked(measure.incident)
    locked = lock_for_edit(IncidentMeasure, measure.pk, version)
    _check_measure(terms)
    for name, value in terms.items():
        setattr(locked, name, value)
    locked.save()
    return locked


@transaction.atomic
def tell(incident: Incident, version: int, *, told_at: datetime, told_to: str, told_by_way: str, by: User) -> Incident:
    """Note that the prefecture was told, when, whom and how. Raises DomainError for a time that cannot be."""
    locked = _open(incident, version)
    if locked.told_at:
        raise DomainError("県への報告はもう記録されています。続報は経過に書いてください。")
    if told_at > timezone.now():
        raise DomainError("県に報告した日時が先の日時になっています。", "told_at")
    if told_at < locked.noticed_at:
        raise DomainError("県に報告した日時を、気付いた日時より前にできません。", "told_at")
    locked.told_at, locked.told_to, locked.told_by_way = told_at, told_to, told_by_way
    locked.save()
    write_note(locked, f"県に報告した：{moment(told_at)} {told_to}（{locked.get_told_by_way_display()}）", by=by)
    return locked


@transaction.atomic
def close(incident: Incident, version: int, *, conclusion: str, by: User) -> Incident:
    """Close it: the prefecture is told, on paper too, and no measure is open. Raises DomainError otherwise."""
    locked = _open(incident, version)
    if not locked.told_at:
        raise DomainError("県への報告がまだです。報告してから終了します（特記事項 第17）。")
    if not locked.reports.filter(kind=IncidentReport.Kind.IMMEDIATE).exists():
        raise DomainError("事故報告書がまだ確定していません。確定してから終了します。")
    if locked.measures.filter(done_on__isnull=True).exists():
        raise DomainError("済んでいない措置があります。済ませてから終了します。")
    locked.closed_at, locked.closed_by, locked.conclusion = timezone.now(), by, conclusion
    locked.save()
    write_note(locked, "終了した", by=by)
    return locked


@transaction.atomic
def plan_exercise(*, planned_on: date, scenario: str, by: User) -> ExercisePlan:
    """Put an exercise into the plan of its fiscal year."""
    return ExercisePlan.objects.create(
        fiscal_year=FiscalYear.of(planned_on).year,
        planned_on=planned_on,
        scenario=scenario,
    )


@transaction.atomic
def change_exercise(plan: ExercisePlan, version: int, *, planned_on: date, scenario: str, by: User) -> ExercisePlan:
    """Move a planned exercise. Raises EditConflict, and DomainError once it was held."""
    locked = lock_for_edit(ExercisePlan, plan.pk, version)
    if locked.incident_id:
        raise DomainError("この訓練はもう行われています。")
    locked.planned_on, locked.scenario = planned_on, scenario
    locked.fiscal_year = FiscalYear.of(planned_on).year
    locked.save()
    return locked


def _open(incident: Incident, version: int) -> Incident:
    locked = lock_for_edit(Incident, incident.pk, version)
    refuse_ended(locked)
    if locked.is_blank:
        raise DomainError("起きたことと気付いた日時を、先に記録してください。")
    return locked


def _locked(incident: Incident) -> Incident:
    """An incident that does not end while something is added to it. Raises DomainError once it has ended."""
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    refuse_ended(locked)
    return locked


def _check_measure(terms: dict) -> None:
    done_on = terms.get("done_on")
    if done_on and done_on > timezone.localdate():
        raise DomainError("済んだ日が先の日付になっています。", "done_on")
    if done_on and not terms.get("outcome", "").strip():
        raise DomainError("済んだ日を入れるときは、結果も書いてください。", "outcome")
