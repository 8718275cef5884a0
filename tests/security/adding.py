"""All the fields that a form does not offer, with values that they would take (T10)."""

from django.db import models

from centre.roles import Role
from tests.security.pages_and_forms import Form
from tests.security.written import Rows, model_of

# What somebody who has read about such attacks adds to everything.
USUAL = {
    "is_superuser": "on", "is_staff": "on", "is_active": "", "role": Role.ADMIN, "password": "a password of mine",
    "id": "1", "pk": "1", "state": "approved", "status": "approved", "approved_at": "1999-12-31 00:00",
    "created_at": "1999-12-31 00:00", "user_permissions": "1", "groups_ptr": "1", "_state": "x", "pgh_context": "1",
}  # fmt: skip


def value_for(field: models.Field) -> str | None:
    """A value that the field would take: one that no honest record of the sample holds, or another record's number."""
    if field.related_model:
        numbers = field.related_model._default_manager.order_by("-pk").values_list("pk", flat=True)
        return next((str(number) for number in numbers[:1]), None)
    if field.choices:
        return str([key for key, _ in field.flatchoices][-1])
    kinds = {
        models.BooleanField: "on",
        models.DateTimeField: "1999-12-31 00:00",
        models.DateField: "1999-12-31",
        models.UUIDField: "00000000-0000-4000-8000-000000000000",
        models.JSONField: '{"poison": 1}',
        models.EmailField: "poison@evil.example",
        models.IntegerField: "98",
        models.DecimalField: "98",
        models.FileField: None,
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "poison")


def added(form: Form, values: dict, rows: Rows) -> dict[str, str]:
    """A value for each field of each record that the form writes and does not offer."""
    offered = {one.name for one in form.fields} | set(values) | {"submission_key", "version"}
    more = dict(USUAL)
    for model in filter(None, map(model_of, rows)):
        for field in model._meta.concrete_fields:
            for name in (field.name, field.attname):
                if (value := value_for(field)) is not None:
                    more[name] = value
        more |= {field.name: "1" for field in model._meta.many_to_many}
    return {name: value for name, value in more.items() if name not in offered}
