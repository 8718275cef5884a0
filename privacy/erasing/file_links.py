"""Which tables lead to stored files: hidden relations too, which Django does not list among the related objects."""

from django.apps import apps
from django.db.models import Model

from centre.models import StoredFile


def links_to_files() -> list[tuple[type[Model], str]]:
    """(model, field) of every link to a stored file; copies kept as history are none."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is StoredFile
    ]
