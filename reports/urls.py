"""Addresses of the room `reports`."""

from django.urls import include, path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.ReportList.as_view(), name="list"),
    path("month/", views.ask_month, name="ask_month"),
    path("year/", views.ask_year, name="ask_year"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/file.<str:kind>", views.report_file, name="file"),
    path("<int:pk>/figures/<str:key>/", views.figure, name="figure"),
    path("", include("reports.cross_tables.urls")),
]
