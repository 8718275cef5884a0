"""The register's own reasons to visit: no contact for long, and industries with few registered employers."""

from datetime import date

from django.db.models import Count, F

from centre.models import Industry
from centre.registry import VisitReason
from employers.models import Establishment

LONG = 365
FEWEST_IN_CELL = 8
CELLS = 3


def _no_contact(today: date, candidates, limit: int):
    """Registered employers, the longest without a confirmed contact first."""
    found = (
        candidates.registered_on(today)
        .order_by(F("last_confirmed_on").asc(nulls_first=True), "pk")
        .values_list("pk", "last_confirmed_on")
    )
    for pk, confirmed_on in found[:limit]:
        if confirmed_on is None:
            yield pk, "登録のあと、まだ連絡の記録がありません", 1.0
        elif (days := (today - confirmed_on).days) >= 60:
            yield pk, f"最後の連絡から{days}日", min(1.0, days / LONG)


def _industry_gap(today: date, candidates, limit: int):
    """Unregistered employers of the industries and areas where the fewest are registered."""
    known, joined = _cells(Establishment.objects), _cells(Establishment.objects.registered_on(today))
    shares = {cell: joined.get(cell, 0) / count for cell, count in known.items() if count >= FEWEST_IN_CELL}
    names = dict(Industry.objects.values_list("pk", "name"))
    for industry, area in sorted(shares, key=lambda cell: (shares[cell], *cell))[:CELLS]:
        share = shares[industry, area]
        words = f"{area}の{names[industry]}は登録が{share:.0%}（手薄）"
        there = candidates.filter(industry=industry, municipality__wide_area=area).not_registered_on(today)
        largest = there.order_by(F("employees").desc(nulls_last=True), "pk").values_list("pk", flat=True)
        for pk in largest[: limit // CELLS]:
            yield pk, words, 1 - share


def _cells(establishments) -> dict[tuple[str, str], int]:
    """{(industry, wide area): how many of the establishments}, those whose both are known."""
    placed = establishments.filter(industry__isnull=False, municipality__isnull=False).order_by()
    cells = placed.values_list("industry", "municipality__wide_area").annotate(count=Count("pk"))
    return {(industry, area): count for industry, area, count in cells}


REASONS = (
    VisitReason("no_contact", "連絡が途絶えている", 2.0, _no_contact),
    VisitReason("industry_gap", "業種の手薄", 1.0, _industry_gap),
)
