"""The page of the charts, for any month."""

from django.shortcuts import render
from django.utils import timezone

from centre.fiscal_year import Month
from reports.charts.of_a_month import charts_of
from reports.documents.charts import shapes_of, table_of_chart
from reports.documents.content import Chart

WIDTH = 720
MONTHS_OFFERED = 24


def charts(request):
    """The charts of a month (`?month=2026-10`, else this month), each with its table and its words."""
    today = timezone.localdate()
    months = [Month.of(today)]
    for _ in range(MONTHS_OFFERED):
        months.append(months[-1].previous())
    chosen = next((month for month in months if str(month) == request.GET.get("month")), months[0])
    context = {"months": months, "chosen": chosen, "charts": [drawn(chart) for chart in charts_of(chosen)]}
    return render(request, "reports/charts.html", context)


def drawn(chart: Chart) -> dict:
    """What a template needs to show a chart with its table."""
    shapes, height = shapes_of(chart, WIDTH)
    return {
        "title": f"{chart.title}　単位：{chart.unit}",
        "summary": chart.summary,
        "shapes": shapes,
        "height": round(height),
        "table": table_of_chart(chart),
    }
