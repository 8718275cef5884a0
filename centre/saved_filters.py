"""Filters of lists kept under a name, by their owner or for everybody."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from centre.errors import DomainError
from centre.models import SavedFilter, User

NOT_A_FILTER = ("page", "sort")


def filters_of(page: str, user: User) -> QuerySet:
    """The filters of a list that a user may use: the own ones and the shared ones, by name."""
    return SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True), page=page).select_related("owner")


def save_filter(page: str, name: str, query: str, *, is_shared: bool, by: User) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces the own one. Raises DomainError for an empty filter."""
    kept = without_place(query)
    if not kept:
        raise DomainError("条件がありません。しぼり込んでから保存してください。", "name")
    if not name.strip():
        raise DomainError("名前を入れてください。", "name")
    if len(kept) > 1000:
        raise DomainError("条件が長すぎて保存できません。", "name")
    try:
        with transaction.atomic():
            saved, _ = SavedFilter.objects.update_or_create(
                owner=by, page=page, name=name.strip()[:60], defaults={"query": kept, "is_shared": is_shared}
            )
    except IntegrityError as error:
        raise DomainError("同じ名前の条件が、いま保存されました。もう一度お試しください。", "name") from error
    return saved


def delete_filter(saved: SavedFilter, *, by: User) -> None:
    """Forget a filter. Raises DomainError for somebody else's."""
    if saved.owner_id != by.pk:
        raise DomainError("ほかの職員が保存した条件は消せません。")
    saved.delete()


def without_place(query: str) -> str:
    """The part of an address that narrows the list, sorted: no page, no order, no empty values."""
    data = QueryDict(query.removeprefix("?"))
    pairs = sorted(
        (key, value) for key, values in data.lists() for value in values if value and key not in NOT_A_FILTER
    )
    kept = QueryDict(mutable=True)
    for key, value in pairs:
        kept.appendlist(key, value)
    return kept.urlencode()
