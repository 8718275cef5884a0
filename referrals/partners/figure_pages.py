"""Pages of the figures per partner; they name no person, so whoever reads the reports may read them."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from centre.charts import chart_shapes
from centre.fiscal_year import FiscalYear
from centre.models import PartnerAgency
from referrals.partners import figures


def partners(request):
    """Every partner of a fiscal year: out and in, answered, how many were handled."""
    year = _year(request)
    context = {"lines": figures.by_agency(year), "total": figures.total(year), **_of_a_year(year)}
    return render(request, "referrals/partners/figures.html", context)


def partner(request, pk: int):
    """One partner, month by month."""
    agency, year = get_object_or_404(PartnerAgency, pk=pk), _year(request)
    months = figures.by_month(agency, year)
    labels = [f"{month.month}月" for month, _ in months]
    series = [
        ("出", "bar", [found.out for _, found in months]),
        ("入", "bar", [found.into for _, found in months]),
        ("対応済", "line", [found.handled for _, found in months]),
    ]
    out, into = (sum(getattr(found, name) for _, found in months) for name in ("out", "into"))
    context = {
        "agency": agency,
        "months": months,
        "shapes": chart_shapes(labels, series, 720, 260),
        "summary": f"{year.label}は、出{out}件、入{into}件です。",
        **_of_a_year(year),
    }
    return render(request, "referrals/partners/partner.html", context)


def _of_a_year(year: FiscalYear) -> dict:
    return {"year": year, "earlier": year.year - 1, "later": year.year + 1, "definition": figures.DEFINITION}


def _year(request) -> FiscalYear:
    text = request.GET.get("year", "")
    if text.isdecimal() and len(text) == 4 and 2019 <= int(text) <= 2100:
        return FiscalYear(int(text))
    return FiscalYear.of(timezone.localdate())
