"""Addresses of the checklists, within the room `privacy`."""

from django.urls import path

from privacy.checklists import pages

urlpatterns = [
    path("checklists/", pages.Checklists.as_view(), name="checklists"),
    path("checklists/signed/<int:pk>.pdf", pages.signed_pdf, name="checklist_signed_pdf"),
    path("checklists/signed/<int:pk>.xlsx", pages.signed_excel, name="checklist_signed_excel"),
    path("checklists/<str:key>/", pages.checklist, name="checklist"),
    path("checklists/<str:key>/checklist.pdf", pages.checklist_pdf, name="checklist_pdf"),
    path("checklists/<str:key>/checklist.xlsx", pages.checklist_excel, name="checklist_excel"),
    path("checklists/<str:key>/sign/", pages.Sign.as_view(), name="checklist_sign"),
]
