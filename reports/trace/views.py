"""The page of the spec trace."""

from django.shortcuts import render
from django.utils import timezone

from centre.fiscal_year import Month
from reports.trace.evidence import trace


def clauses(request):
    """Each clause of the contract with its screens, its figures and last month's evidence."""
    month = Month.of(timezone.localdate()).previous()
    contract, special, report = trace(month, request.user)
    context = {"month": month, "parts": (("仕様書", contract), ("個人情報取扱特記事項", special)), "report": report}
    return render(request, "reports/trace/clauses.html", context)
