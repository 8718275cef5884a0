"""The one button: from the first press there is a draft with the server's time and the seal of the access log."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from privacy import sealing
from privacy.incidents.noting import refuse_ended, write_note
from privacy.models import AccessLog, ExercisePlan, Incident

HANDLE = "incidents.handle"


def press(*, by: User) -> Incident:
    """Begin an incident now, or go on with the one that this person has begun and not described yet."""
    blank = Incident.objects.filter(pressed_by=by, noticed_at__isnull=True, withdrawn_at__isnull=True)
    if found := blank.first():
        return found
    sealing.seal()
    head = sealing.head()
    try:
        with transaction.atomic():
            incident = Incident.objects.create(
                pressed_at=timezone.now(),
                pressed_by=by,
                log_line=AccessLog.objects.aggregate(last=Max("pk"))["last"] or 0,
                log_seal=head.number if head else None,
                log_digest=head.digest if head else "",
            )
            write_note(incident, "事故のボタンを押した", by=by)
    except IntegrityError:
        # Pressed twice at the same moment: the other press made it.
        return blank.get()
    return incident


@transaction.atomic
def describe_first(
    incident: Incident, version: int, *, what: str, noticed_at: datetime, is_exercise: bool, by: User
) -> Incident:
    """Say what happened and when it was noticed. Raises DomainError for a later time, and EditConflict.

    Until the prefecture is told: afterwards an incident is no exercise any more, and was not noticed later than that.
    """
    locked = lock_for_edit(Incident, incident.pk, version)
    refuse_ended(locked)
    if not locked.is_blank and not may(by, HANDLE):
        raise DomainError("もう知らせました。続きは個人情報保護責任者に伝えてください。")
    if locked.told_at:
        raise DomainError("県に報告したあとは、「分かっていることを書く」で直してください。")
    if noticed_at > timezone.now():
        raise DomainError("気付いた日時が先の日時になっています。", "noticed_at")
    locked.what, locked.noticed_at, locked.is_exercise = what, noticed_at, is_exercise
    locked.save()
    write_note(locked, "訓練として記録した" if is_exercise else "起きたことを記録した", by=by)
    if is_exercise:
        _take_up_plan(locked)
    else:
        _give_plan_back(locked)
    return locked


@transaction.atomic
def withdraw(incident: Incident, version: int, *, reason: str, by: User) -> Incident:
    """Take back what was no incident. Raises DomainError once the prefecture is told, or without a reason."""
    locked = lock_for_edit(Incident, incident.pk, version)
    refuse_ended(locked)
    if not locked.is_blank and not may(by, HANDLE):
        raise DomainError("知らせたあとは、個人情報保護責任者だけが取り下げられます。")
    if locked.told_at:
        raise DomainError("県に報告したあとは取り下げられません。経過に書き、終了してください。")
    if not reason.strip():
        raise DomainError("取り下げる理由を書いてください。", "reason")
    locked.withdrawn_at, locked.withdrawn_because = timezone.now(), reason.strip()
    locked.save()
    write_note(locked, "取り下げた", by=by)
    _give_plan_back(locked)
    return locked


def _take_up_plan(incident: Incident) -> None:
    """The exercise is the planned one that is nearest, unless it has been held."""
    if ExercisePlan.objects.filter(incident=incident).exists():
        return
    plan = ExercisePlan.objects.select_for_update().filter(incident__isnull=True).order_by("planned_on").first()
    if plan:
        plan.incident = incident
        plan.version += 1
        plan.save(update_fields=["incident", "version"])


def _give_plan_back(incident: Incident) -> None:
    """The planned exercise is still to be held."""
    ExercisePlan.objects.filter(incident=incident).update(incident=None, version=F("version") + 1)
