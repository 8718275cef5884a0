"""The register by area: who is registered and who was visited in each municipality."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from centre.charts import Shape, chart_shapes
from centre.fiscal_year import FiscalYear
from centre.models import Municipality
from employers.models import Establishment, Visit


@dataclass(frozen=True)
class Place:
    """One municipality: establishments known, registered, and visits of the fiscal year."""

    municipality: Municipality
    known: int
    registered: int
    visits: int


def places(today: date) -> list[Place]:
    """Every municipality with its figures, grouped by area as the masters order them; three questions in all."""
    year = FiscalYear.of(today)
    registered = Establishment.objects.registered_on(today).values("pk")
    known = {
        row["municipality"]: row
        for row in Establishment.objects.filter(municipality__isnull=False)
        .values("municipality")
        .annotate(known=Count("pk"), registered=Count("pk", filter=Q(pk__in=registered)))
        .order_by()
    }
    visits = dict(
        Visit.objects.filter(visited_on__range=(year.start, today), establishment__municipality__isnull=False)
        .values_list("establishment__municipality")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = []
    for place in Municipality.objects.exclude(code="43100").order_by("wide_area", "code"):
        row = known.get(place.pk, {"known": 0, "registered": 0})
        found.append(Place(place, row["known"], row["registered"], visits.get(place.pk, 0)))
    return found


def chart(of_places: list[Place], width: float = 720, height: float = 260) -> list[Shape]:
    """Bars of the areas: registered employers and visits."""
    areas: dict[str, list[int]] = {}
    for place in of_places:
        sums = areas.setdefault(place.municipality.wide_area, [0, 0])
        sums[0] += place.registered
        sums[1] += place.visits
    series = [
        ("登録のある事業所", "bar", [sums[0] for sums in areas.values()]),
        ("今年度の訪問", "line", [sums[1] for sums in areas.values()]),
    ]
    return chart_shapes(list(areas), series, width, height)
