"""Addresses of the charts and of the tables on request."""

from django.urls import path

from reports.charts import pages as charts
from reports.cross_tables import pages

urlpatterns = [
    path("charts/", charts.charts, name="charts"),
    path("cross-tables/", pages.cross_table, name="cross_table"),
    path("cross-tables/records/", pages.cross_records, name="cross_records"),
    path("cross-tables/file.xlsx", pages.cross_excel, name="cross_excel"),
]
