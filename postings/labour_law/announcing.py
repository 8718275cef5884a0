"""Announcing a minimum wage: the new rate, and the end of the one before it (最低賃金法 14条)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.roles import may
from postings.models import MinimumWage


def announce_minimum_wage(
    *, kind: str, name: str, yen_per_hour: int, effective_from: date, certainty: str, by: User
) -> MinimumWage:
    """Record a rate that takes effect on a day; the former one of the same name ends on its eve.

    Raises DomainError for a role that may not, for a day not after the rate that is known last, and when another
    person announced one for the same days at the same moment.
    """
    if not may(by, "wages.announce"):
        raise DomainError("最低賃金を登録できるのは、精査担当者と統括責任者です。")
    try:
        with transaction.atomic():
            known = MinimumWage.objects.select_for_update().filter(kind=kind, name=name)
            if former := known.order_by("effective_from").last():
                _end(former, effective_from)
            return MinimumWage.objects.create(
                kind=kind,
                name=name,
                yen_per_hour=yen_per_hour,
                effective_from=effective_from,
                certainty=certainty,
                announced_by=by,
                announced_at=timezone.now(),
            )
    except IntegrityError as error:
        raise DomainError(
            "同じ期間の額が、たったいま登録されました。一覧を確かめてください。", "effective_from"
        ) from error


def _end(former: MinimumWage, next_from: date) -> None:
    if next_from <= former.effective_from:
        raise DomainError(
            f"発効日は、登録済みの{former.yen_per_hour:,}円の発効日"
            f"（{former.effective_from:%Y年%-m月%-d日}）より後の日を入れてください。",
            "effective_from",
        )
    eve = next_from - timedelta(days=1)
    if former.effective_to is None or former.effective_to > eve:
        former.effective_to = eve
        former.save(update_fields=["effective_to"])
