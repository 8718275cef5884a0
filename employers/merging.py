"""Two records of one employer become one, and can become two again."""

from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.registry import registry
from employers.enrolment import set_keys
from employers.models import (
    CampaignCase,
    Contact,
    Establishment,
    Merge,
    NotTheSame,
    PlannedVisit,
    Registration,
    SchemeStanding,
    SuspectedPair,
)

FIELDS = (
    "name", "kana", "corporation", "phone", "postal_code", "municipality", "address", "industry", "employees", "email",
    "website", "last_confirmed_on", "note",
)  # fmt: skip
# What speaks about pairs themselves stays with the pair.
NOT_MOVED = (Establishment, Merge, NotTheSame, SuspectedPair)


def not_the_same(first: Establishment, second: Establishment, *, note: str = "", by: User) -> NotTheSame:
    """Remember that a suspected pair is two employers; it is not suspected again."""
    low, high = sorted((first, second), key=lambda record: record.pk)
    if low.pk == high.pk:
        raise DomainError("同じ事業所どうしです。")
    with transaction.atomic():
        decision, _ = NotTheSame.objects.get_or_create(
            first=low, second=high, defaults={"note": note[:200], "decided_by": by}
        )
        SuspectedPair.objects.filter(first=low, second=high).delete()
    return decision


def relations() -> list[models.Field]:
    """Every foreign key to an establishment whose rows move with it, of whatever room."""
    return [
        relation.field
        for relation in Establishment._meta.related_objects
        if relation.related_model not in NOT_MOVED and not hasattr(relation.related_model, "pgh_tracked_model")
    ]


def counts(establishment: Establishment) -> list[tuple[str, int]]:
    """(Japanese name, how many rows) of everything recorded about an establishment."""
    found = [
        (str(field.model._meta.verbose_name), field.model._base_manager.filter(**{field.name: establishment}).count())
        for field in relations()
    ]
    return [(name, count) for name, count in found if count]


def merge(kept: Establishment, absorbed: Establishment, chosen: dict[str, str], *, by: User) -> Merge:
    """Let one record take up the other: `chosen` {field: "kept" or "absorbed"} says whose value stays.

    Every row about the absorbed one moves, except where both have the same (a contact of one name, a scheme, a
    campaign): that one stays with the absorbed record. Registrations that overlap become one period. Corporations stay
    as they are. Raises DomainError when one of the two was merged meanwhile.
    """
    try:
        with transaction.atomic():
            kept, absorbed = _locked(kept, absorbed)
            absorbed.merged_into = kept
            Establishment.everything.filter(pk=absorbed.pk).update(merged_into=kept)
            fields = _take_fields(kept, absorbed, chosen)
            changed = _settle(kept, absorbed)
            moved = {}
            for field in relations():
                rows = _movable(field, kept, absorbed)
                if keys := list(rows.order_by("pk").values_list("pk", flat=True)):
                    field.model._base_manager.filter(pk__in=keys).update(**{field.name: kept})
                    moved[f"{field.model._meta.label}.{field.name}"] = keys
            SuspectedPair.objects.filter(Q(first=absorbed) | Q(second=absorbed)).delete()
            return Merge.objects.create(
                kept=kept, absorbed=absorbed, fields=fields, moved=moved, changed=changed, merged_by=by
            )
    except IntegrityError as error:
        raise DomainError(
            "選んだ名前と所在地の事業所が、同じ法人にもうあります。名前か所在地の選び方を変えてください。", "name"
        ) from error


def unmerge(merged: Merge, *, by: User) -> tuple[Merge, list[str]]:
    """Take a merger back; answers it with what could not be put back because it was changed since, in words."""
    try:
        with transaction.atomic():
            record = Merge.objects.select_for_update().get(pk=merged.pk)
            if record.undone_at:
                raise DomainError("この統合はもう元に戻されています。")
            locked = Establishment.everything.select_for_update().filter(pk__in=[record.kept_id, record.absorbed_id])
            both = {one.pk: one for one in locked.order_by("pk")}
            kept, absorbed = both[record.kept_id], both[record.absorbed_id]
            left = _put_fields_back(kept, record.fields)
            for label, keys in record.moved.items():
                field = _field(label)
                still = field.model._base_manager.filter(pk__in=keys, **{field.name: kept})
                if gone := len(keys) - still.update(**{field.name: absorbed}):
                    left.append(f"{field.model._meta.verbose_name} {gone}件（その後に移されたか消えています）")
            for row in reversed(record.changed):
                left += _put_row_back(row)
            Establishment.everything.filter(pk=absorbed.pk).update(merged_into=None)
            record.undone_by, record.undone_at = by, timezone.now()
            record.save(update_fields=["undone_by", "undone_at"])
            return record, left
    except IntegrityError as error:
        raise DomainError(
            "その後の変更と合わないため、元に戻せません。残した事業所の名前と所在地、登録の期間を確かめてください。"
        ) from error


def stands_for(establishment: Establishment) -> Establishment:
    """The record that an establishment was merged into, through all mergers; itself when it stands for itself."""
    while establishment.merged_into_id:
        establishment = establishment.merged_into
    return establishment


def _locked(kept: Establishment, absorbed: Establishment) -> tuple[Establishment, Establishment]:
    if kept.pk == absorbed.pk:
        raise DomainError("同じ事業所どうしは統合できません。")
    rows = Establishment.everything.select_for_update().filter(pk__in=[kept.pk, absorbed.pk]).order_by("pk")
    both = {record.pk: record for record in rows}
    if len(both) < 2 or any(record.merged_into_id for record in both.values()):
        raise DomainError("どちらかがもう統合されています。一覧からやり直してください。")
    return both[kept.pk], both[absorbed.pk]


def _take_fields(kept: Establishment, absorbed: Establishment, chosen: dict[str, str]) -> dict:
    """Write the chosen values into the kept record; {attribute: [before, after]}, version and time included."""
    before = _row(kept)
    for name in FIELDS:
        if chosen.get(name) == "absorbed":
            setattr(kept, name, getattr(absorbed, name))
    kept.version += 1
    set_keys(kept).save()
    after = _row(Establishment.everything.get(pk=kept.pk))
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _put_fields_back(kept: Establishment, fields: dict) -> list[str]:
    now = _row(kept)
    if all(now[name] == after for name, (_, after) in fields.items()):
        Establishment.everything.filter(pk=kept.pk).update(**{name: before for name, (before, _) in fields.items()})
        return []
    left = []
    labels = {field.attname: str(field.verbose_name) for field in Establishment._meta.concrete_fields}
    for name, (before, after) in fields.items():
        if name in ("version", "updated_at", "search_key") or name.endswith("_key"):
            continue
        if now[name] == after:
            setattr(kept, name, before)
        else:
            left.append(f"{labels[name]}（その後に変わっています）")
    kept.version += 1
    set_keys(kept).save()
    return left


def _settle(kept: Establishment, absorbed: Establishment) -> list[dict]:
    """Rows that must change so that both records' rows fit together; each as {model, pk, before, after}."""
    changed = []
    if kept.contacts.filter(is_main=True).exists():
        changed += [_change(contact, is_main=False) for contact in absorbed.contacts.filter(is_main=True)]
    for theirs in Registration._base_manager.filter(establishment=absorbed).order_by("registered_on"):
        changed += _join_registration(kept, theirs)
    for standing in SchemeStanding.objects.filter(establishment=absorbed):
        own = SchemeStanding.objects.filter(establishment=kept, scheme=standing.scheme).first()
        if own and own.since < standing.since:
            changed.append(_change(own, state=standing.state, since=standing.since))
    planned = PlannedVisit.State.PLANNED
    days = PlannedVisit.objects.filter(establishment=kept, state=planned).values("planned_on")
    for plan in PlannedVisit.objects.filter(establishment=absorbed, state=planned, planned_on__in=days):
        changed.append(_change(plan, state=PlannedVisit.State.CANCELLED))
    for room in registry.mergers:
        changed += [_change(row, **values) for row, values in room.settle(kept, absorbed)]
    return changed


def _join_registration(kept: Establishment, theirs: Registration) -> list[dict]:
    """Widen the kept record's registration over the other's, when they overlap."""
    for own in kept.registrations.order_by("registered_on"):
        if _overlap(own, theirs):
            ends = [own.ended_on, theirs.ended_on]
            renewals = [day for day in (own.renewed_on, theirs.renewed_on) if day]
            return [
                _change(
                    own,
                    registered_on=min(own.registered_on, theirs.registered_on),
                    ended_on=None if None in ends else max(ends),
                    renewed_on=max(renewals, default=None),
                )
            ]
    return []


def _overlap(own: Registration, theirs: Registration) -> bool:
    last = date.max
    return own.registered_on < (theirs.ended_on or last) and theirs.registered_on < (own.ended_on or last)


def _movable(field: models.Field, kept: Establishment, absorbed: Establishment):
    """The rows of the absorbed record that move: all, but for what the kept one has already."""
    model = field.model
    rows = model._base_manager.filter(**{field.name: absorbed})
    same = model._base_manager.filter(**{field.name: kept})
    if model is Contact:
        return rows.exclude(name__in=same.values("name"))
    if model is SchemeStanding:
        return rows.exclude(scheme__in=same.values("scheme"))
    if model is CampaignCase:
        return rows.exclude(campaign__in=same.values("campaign"))
    if model is Registration:
        fitting = [theirs.pk for theirs in rows if not any(_overlap(own, theirs) for own in same)]
        return rows.filter(pk__in=fitting)
    return rows


def _change(row: models.Model, **values) -> dict:
    before = {name: getattr(row, name) for name in values}
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return {
        "model": row._meta.label,
        "pk": row.pk,
        "before": {name: _plain(value) for name, value in before.items()},
        "after": {name: _plain(value) for name, value in values.items()},
    }


def _put_row_back(row: dict) -> list[str]:
    model = _model(row["model"])
    same = model._base_manager.filter(pk=row["pk"], **row["after"])
    if same.update(**row["before"]):
        return []
    return [f"{model._meta.verbose_name} 1件（その後に変わっています）"]


def _field(label: str) -> models.Field:
    model, name = label.rsplit(".", 1)
    return _model(model)._meta.get_field(name)


def _model(label: str) -> type[models.Model]:
    return next(field.model for field in relations() if field.model._meta.label == label)


def _row(record: Establishment) -> dict:
    return {field.attname: _plain(getattr(record, field.attname)) for field in record._meta.concrete_fields}


def _plain(value):
    """A value as JSON keeps it, exact to the microsecond."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else DjangoJSONEncoder().default(value)
