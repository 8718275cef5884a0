"""The facts of a corporation that its eligibility is judged on (C1 to C7)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.tabular.names import name_key
from employers.models import Corporation, Shareholder


def change_facts(
    corporation: Corporation, version: int, *, shareholders: list[dict] | None = None, by: User, **facts
) -> Corporation:
    """Change the facts; `shareholders` ({name, share as a fraction, capital_yen}) replaces the list when given.

    Raises EditConflict; DomainError for a wrong corporate number or shares that add up to more than the whole.
    """
    if shareholders is not None and sum(holder["share"] for holder in shareholders) > 1:
        raise DomainError("持株の割合の合計が100％を超えています。")
    try:
        with transaction.atomic():
            record = lock_for_edit(Corporation, corporation.pk, version)
            for name, value in facts.items():
                setattr(record, name, value)
            record.name_key = name_key(record.name)[:120]
            record.facts_checked_on = timezone.localdate()
            record.save()
            if shareholders is not None:
                record.shareholders.all().delete()
                Shareholder.objects.bulk_create(Shareholder(corporation=record, **holder) for holder in shareholders)
    except IntegrityError as error:
        raise DomainError(
            "法人番号か役員の数を確かめてください（番号は13桁で重ならないこと、兼ねる役員は総数まで）。"
        ) from error
    return record
