"""The register's own reasons to visit: no contact for long, and industries with few registered employers."""

from datetime import date

from django.db.models import Count, F, Q

from centre.registry import VisitReason
from employers.models import Establishment

LONG = 365
FEWEST_IN_CELL = 8
CELLS = 3


def _no_contact(today: date, candidates, limit: int):
    """Registered employers, the longest without a confirmed contact first."""
    registered = candidates.filter(pk__in=Establishment.objects.registered_on(today).values("pk"))
    found = registered.order_by(F("last_confirmed_on").asc(nulls_first=True), "pk").values_list(
        "pk", "last_confirmed_on"
    )
    for pk, confirmed_on in found[:limit]:
        if confirmed_on is None:
            yield pk, "登録のあと、まだ連絡の記録がありません", 1.0
        elif (days := (today - confirmed_on).days) >= 60:
            yield pk, f"最後の連絡から{days}日", min(1.0, days / LONG)


def _industry_gap(today: date, candidates, limit: int):
    """Unregistered employers of the industries and areas where the fewest are registered."""
    registered = Establishment.objects.registered_on(today).values("pk")
    cells = (
        Establishment.objects.filter(industry__isnull=False, municipality__isnull=False)
        .values("industry", "industry__name", "municipality__wide_area")
        .annotate(known=Count("pk"), joined=Count("pk", filter=Q(pk__in=registered)))
        .filter(known__gte=FEWEST_IN_CELL)
        .order_by(F("joined") * 1.0 / F("known"), "industry", "municipality__wide_area")
    )
    for cell in cells[:CELLS]:
        share = cell["joined"] / cell["known"]
        words = f"{cell['municipality__wide_area']}の{cell['industry__name']}は登録が{share:.0%}（手薄）"
        there = candidates.filter(industry=cell["industry"], municipality__wide_area=cell["municipality__wide_area"])
        fresh = there.exclude(pk__in=registered).order_by(F("employees").desc(nulls_last=True), "pk")
        for pk in fresh.values_list("pk", flat=True)[: limit // CELLS]:
            yield pk, words, 1 - share


REASONS = (
    VisitReason("no_contact", "連絡が途絶えている", 2.0, _no_contact),
    VisitReason("industry_gap", "業種の手薄", 1.0, _industry_gap),
)
