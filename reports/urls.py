"""Addresses of the room `reports`."""

from django.urls import path

from reports import views
from reports.charts import pages as charts
from reports.cross_tables import pages as cross_tables

app_name = "reports"

urlpatterns = [
    path("", views.ReportList.as_view(), name="list"),
    path("month/", views.ask_month, name="ask_month"),
    path("year/", views.ask_year, name="ask_year"),
    path("charts/", charts.charts, name="charts"),
    path("cross-tables/", cross_tables.cross_table, name="cross_table"),
    path("cross-tables/records/", cross_tables.cross_records, name="cross_records"),
    path("cross-tables/file.xlsx", cross_tables.cross_excel, name="cross_excel"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/file.<str:kind>", views.report_file, name="file"),
    path("<int:pk>/figures/<str:key>/", views.figure, name="figure"),
]
