"""The register of personal fields, read from the declarations on the models (DESIGN §4.4)."""

from dataclasses import dataclass

from django.apps import apps

from centre.roles import ABILITIES, WITH_REASON, Role
from privacy.declarations import declared


@dataclass(frozen=True)
class Processing:
    """What is kept about people in one table: which fields, what for, how long, and who may see them."""

    table: str
    fields: tuple[str, ...]
    purpose: str
    keep: str
    readers: tuple[str, ...]
    readers_with_reason: tuple[str, ...]


def register_of_processing() -> list[Processing]:
    """Every table with personal fields, in the order of the rooms."""
    return [
        Processing(
            table=model._meta.verbose_name,
            fields=tuple(fields.labels.values()),
            purpose=fields.purpose,
            keep=fields.keep,
            readers=_labels(ABILITIES[fields.readers] - WITH_REASON.get(fields.readers, frozenset())),
            readers_with_reason=_labels(WITH_REASON.get(fields.readers, frozenset())),
        )
        for model, fields in reversed(declared())
    ]


def subject_labels() -> list[tuple[str, str]]:
    """The kinds of subject the access log names: model label and Japanese name."""
    return [(model._meta.label, model._meta.verbose_name) for model, _ in reversed(declared())]


def model_name(label: str) -> str:
    """The Japanese name of a model by its label; empty for a model that is gone."""
    try:
        return apps.get_model(label)._meta.verbose_name
    except (LookupError, ValueError):
        return ""


def _labels(roles) -> tuple[str, ...]:
    return tuple(role.label for role in Role if role in roles)
