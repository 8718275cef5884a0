"""Telling employers about certifications and schemes, and handing them over (contract 8(2), 8(3))."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from employers.models import Establishment, Scheme, SchemeNotice, SchemeStanding


@dataclass(frozen=True)
class Line:
    """Where an establishment stands with one scheme; `standing` and `notice` are None while nobody told it."""

    scheme: Scheme
    standing: SchemeStanding | None
    notice: SchemeNotice | None
    leaflets: int


def notice(
    establishment: Establishment,
    scheme: Scheme,
    *,
    noticed_on: date,
    method: str,
    state: str,
    leaflets: int = 0,
    reaction: str = "",
    handed_over_on: date | None = None,
    by: User,
) -> SchemeNotice:
    """Record that an employer was told about a scheme; where it stands follows from its newest notice.

    Raises DomainError for a day to come, and for a hand-over before the telling.
    """
    if noticed_on > timezone.localdate():
        raise DomainError("案内した日に先の日付は入れられません。", "noticed_on")
    _check_hand_over(noticed_on, handed_over_on)
    with transaction.atomic():
        Establishment.objects.select_for_update().get(pk=establishment.pk)
        made = SchemeNotice.objects.create(
            establishment=establishment,
            scheme=scheme,
            noticed_on=noticed_on,
            method=method,
            state=state,
            leaflets=leaflets,
            reaction=reaction,
            handed_over_on=handed_over_on,
            recorded_by=by,
        )
        _follow(establishment, scheme)
    return made


def hand_over(told: SchemeNotice, *, on: date, by: User) -> SchemeNotice:
    """Note that the employer was handed over to the prefecture (県へのつなぎ); once per notice."""
    _check_hand_over(told.noticed_on, on)
    with transaction.atomic():
        record = SchemeNotice.objects.select_for_update().get(pk=told.pk)
        if record.handed_over_on:
            raise DomainError("この案内は、もう県へつないであります。", "on")
        record.handed_over_on = on
        record.save(update_fields=["handed_over_on"])
    return record


def board(establishment: Establishment) -> list[Line]:
    """Every scheme with where the establishment stands, its newest notice and the leaflets it was given."""
    standings = {one.scheme_id: one for one in SchemeStanding.objects.filter(establishment=establishment)}
    notices: dict[str, SchemeNotice] = {}
    leaflets: dict[str, int] = {}
    for one in SchemeNotice.objects.filter(establishment=establishment).order_by("noticed_on", "pk"):
        notices[one.scheme_id] = one
        leaflets[one.scheme_id] = leaflets.get(one.scheme_id, 0) + one.leaflets
    return [
        Line(scheme, standings.get(scheme.key), notices.get(scheme.key), leaflets.get(scheme.key, 0))
        for scheme in Scheme.objects.all()
    ]


def totals(first: date, last: date):
    """Each scheme with `told`, `leaflets`, `handed_over` and `joined` between two days (DOMAIN 7.2, table 7)."""
    told = Q(notices__noticed_on__range=(first, last))
    return Scheme.objects.annotate(
        told=Count("notices", filter=told),
        leaflets=Sum("notices__leaflets", filter=told, default=0),
        handed_over=Count("notices", filter=Q(notices__handed_over_on__range=(first, last))),
        joined=Count("notices", filter=told & Q(notices__state="joined")),
    ).order_by("position", "key")


def _follow(establishment: Establishment, scheme: Scheme) -> None:
    newest = SchemeNotice.objects.filter(establishment=establishment, scheme=scheme).order_by("-noticed_on", "-pk")[0]
    standing = SchemeStanding.objects.filter(establishment=establishment, scheme=scheme).first()
    if standing and standing.state == newest.state:
        return
    SchemeStanding.objects.update_or_create(
        establishment=establishment,
        scheme=scheme,
        defaults={"state": newest.state, "since": newest.noticed_on},
    )


def _check_hand_over(noticed_on: date, handed_over_on: date | None) -> None:
    if handed_over_on is None:
        return
    if handed_over_on < noticed_on:
        raise DomainError("県へつないだ日は、案内した日より後の日を入れてください。", "handed_over_on")
    if handed_over_on > timezone.localdate():
        raise DomainError("県へつないだ日に先の日付は入れられません。", "handed_over_on")
