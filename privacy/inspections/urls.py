"""Addresses of the inspections, within the room `privacy`."""

from django.urls import path

from privacy.inspections import pages

urlpatterns = [
    path("inspections/", pages.Inspections.as_view(), name="inspections"),
    path("inspections/open/", pages.OpenInspection.as_view(), name="inspection_add"),
    path("inspections/<int:pk>/", pages.InspectionPage.as_view(), name="inspection"),
    path("inspections/<int:pk>/record.pdf", pages.record_pdf, name="inspection_pdf"),
    path("inspections/<int:pk>/end/", pages.end, name="inspection_close"),
    path("inspections/<int:pk>/paper/", pages.HandOver.as_view(), name="inspection_paper"),
]
