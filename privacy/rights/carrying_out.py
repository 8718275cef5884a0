"""Carrying a request out: correcting what is kept, stopping the use, taking it up again."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Model
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.registry import RightsSubject, registry
from privacy.forms import MINIMUM
from privacy.models import RightsCorrection, RightsRequest, UseStop

Decision, Kind = RightsRequest.Decision, RightsRequest.Kind


def record_of(request: RightsRequest) -> Model | None:
    """The record a request is about; None when it names none or the record is gone."""
    if not request.subject:
        return None
    return apps.get_model(request.subject)._default_manager.filter(pk=request.subject_id).first()


def correctable(request: RightsRequest) -> dict[str, Field]:
    """The fields of the record that can be corrected here, by name."""
    declared = _subject(request)
    model = apps.get_model(request.subject) if declared else None
    return {name: model._meta.get_field(name) for name in declared.correctable} if declared else {}


@transaction.atomic
def correct(request: RightsRequest, *, field: str, value: str, by: User) -> RightsCorrection:
    """Change one field as the prefecture decided; before and after are kept.

    Raises DomainError before the decision, without the identity looked at, for a value that does not fit the field,
    and when nothing changes.
    """
    record, declared = _about(request, Kind.CORRECTION)
    if request.decision not in (Decision.GRANTED, Decision.PARTLY):
        raise DomainError("訂正は、県が応じると決めてから行います。")
    if not request.identity_on:
        raise DomainError("本人確認を記録してから、訂正してください。")
    fields = correctable(request)
    if field not in fields:
        raise DomainError("訂正する項目を選んでください。", "field")
    column = fields[field]
    try:
        new = column.clean(value.strip() or None if column.null else value.strip(), record)
    except ValidationError as error:
        raise DomainError("、".join(error.messages), "value") from error
    before = column.value_from_object(record)
    if before == new:
        raise DomainError("いまの内容と同じです。", "value")
    declared.revise(record, field, new, by)
    return RightsCorrection.objects.create(
        request=request,
        field=field,
        label=str(column.verbose_name),
        before="" if before is None else str(before),
        after="" if new is None else str(new),
        corrected_by=by,
    )


@transaction.atomic
def stop_use(request: RightsRequest, *, by: User) -> UseStop:
    """Use a person's data no more, also before the prefecture has decided. Raises DomainError when it is stopped."""
    record, declared = _about(request, Kind.STOP)
    if UseStop.objects.filter(subject=request.subject, subject_id=request.subject_id, lifted_at=None).exists():
        raise DomainError("利用は、すでに止めています。")
    stop = UseStop.objects.create(
        subject=request.subject, subject_id=request.subject_id, request=request, stopped_by=by
    )
    declared.stopped(record, by)
    for room in registry.stops:
        room.carry(record, by)
    return stop


@transaction.atomic
def lift_stop(request: RightsRequest, *, reason: str, by: User) -> UseStop:
    """Use the data again: the prefecture refused, or the person wishes it. Raises DomainError without a reason."""
    if len(reason.strip()) < MINIMUM:
        raise DomainError(f"解く理由を{MINIMUM}文字以上で書いてください。", "reason")
    stop = UseStop.objects.select_for_update().filter(request=request, lifted_at=None).first()
    if stop is None:
        raise DomainError("止めている利用はありません。")
    stop.lifted_at, stop.lifted_by, stop.lifted_because = timezone.now(), by, reason.strip()[:200]
    stop.save()
    record = record_of(request)
    if record is not None:
        _subject(request).lifted(record, by)
    return stop


def _about(request: RightsRequest, kind: str) -> tuple[Model, RightsSubject]:
    record, declared = record_of(request), _subject(request)
    if request.kind != kind or not request.is_open:
        raise DomainError(f"{Kind(kind).label}の請求の、途中のものだけで行えます。")
    if record is None or declared is None:
        raise DomainError("だれの記録かが分かりません。就職希望者のページから受け付け直してください。")
    return record, declared


def _subject(request: RightsRequest) -> RightsSubject | None:
    return registry.rights.get(request.subject)
