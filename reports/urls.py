"""Addresses of the room `reports`."""

from django.urls import include, path

from reports import layout_pages, life_pages, views

app_name = "reports"

urlpatterns = [
    path("", views.ReportList.as_view(), name="list"),
    path("month/", views.ask_month, name="ask_month"),
    path("year/", views.ask_year, name="ask_year"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/file.<str:kind>", views.report_file, name="file"),
    path("layout/", layout_pages.layout, name="layout"),
    path("layout/edit/", layout_pages.SetLayout.as_view(), name="layout_edit"),
    path("layout/forms/add/", layout_pages.TakeForm.as_view(), name="take_form"),
    path("layout/forms/<int:pk>/", layout_pages.MapForm.as_view(), name="map_form"),
    path("<int:pk>/forms/<int:form>/", layout_pages.filled_form, name="filled_form"),
    path("<int:pk>/words/", life_pages.Comment.as_view(), name="comment"),
    path("<int:pk>/messages/", life_pages.Discuss.as_view(), name="discuss"),
    path("<int:pk>/figures/<str:key>/", views.figure, name="figure"),
    path("", include("reports.cross_tables.urls")),
]
