"""Two people edit one record: the second saver sees both texts and loses nothing (DESIGN §4.6)."""

from typing import TypeVar

from django.db import models

from centre.errors import EditConflict

Record = TypeVar("Record", bound=models.Model)


def lock_for_edit(model: type[Record], pk, version: int) -> Record:
    """Lock a record for the rest of the transaction; raises EditConflict when it was saved after `version`."""
    record = model.objects.select_for_update().get(pk=pk)
    if record.version != version:
        raise EditConflict(record)
    record.version += 1
    return record
