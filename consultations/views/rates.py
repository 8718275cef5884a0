"""The page of the promises kept by their day."""

from django.shortcuts import render
from django.utils import timezone

from centre.charts import chart_shapes
from centre.fiscal_year import FiscalYear, Month
from centre.roles import Role
from consultations.kept_rates import DEFINITION, by_month, by_person
from consultations.models import FollowUp


def kept_rates(request):
    """By month and by person; who does not lead the counter sees the total and the own line."""
    today = timezone.localdate()
    months = by_month(FiscalYear.of(today), today, FollowUp.objects.all())
    asked = request.GET.get("month", "")
    month = next((one for one, _ in months if str(one) == asked), Month(today.year, today.month))
    sees_all = request.user.role in (Role.SUPERVISOR, Role.PRIVACY_MANAGER)
    whose = FollowUp.objects.all() if sees_all else FollowUp.objects.filter(assigned_to=request.user)
    labels = [f"{one.month}月" for one, _ in months]
    rates = [kept.rate for _, kept in months]
    known = [(label, rate) for label, rate in zip(labels, rates, strict=True) if rate is not None]
    context = {
        "definition": DEFINITION,
        "months": months,
        "month": month,
        "people": by_person(month, today, whose),
        "sees_all": sees_all,
        "shapes": chart_shapes(labels, [("期日どおり（％）", "line", rates)], 720, 260),
        "summary": "、".join(f"{label}{rate}％" for label, rate in known) or "まだ数える約束がありません。",
    }
    return render(request, "consultations/kept_rates.html", context)
