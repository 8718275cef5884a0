"""Addresses of the registers; they belong to the namespace of `privacy`."""

from django.urls import path

from privacy.registers import approval_pages, export_columns, papers
from privacy.registers import pages as registers

urlpatterns = [
    path("registers/", registers.registers, name="registers"),
    path("registers/profiles/", registers.profiles, name="profiles"),
    path("registers/entries/", registers.EntryList.as_view(), name="entries"),
    path("registers/entries/export/", export_columns.ExportEntries.as_view(), name="entries_export"),
    path("registers/entries/<int:pk>/", registers.entry, name="entry"),
    path("registers/entries/<int:pk>/edit/", registers.ChangeEntry.as_view(), name="entry_edit"),
    path("registers/entries/<int:pk>/step/<slug:step>/", registers.TakeStep.as_view(), name="entry_step"),
    path("registers/entries/<int:pk>/documents/add/", registers.AddDocument.as_view(), name="entry_document_add"),
    path("registers/documents/<int:pk>/", registers.document, name="entry_document"),
    path("registers/entries/<int:pk>/form.pdf", papers.entry_pdf, name="entry_pdf"),
    path("registers/entries/<int:pk>/form.xlsx", papers.entry_excel, name="entry_excel"),
    path("registers/<slug:kind>/add/", registers.AddEntry.as_view(), name="entry_add"),
    path("registers/<slug:kind>/term/", registers.SetTerm.as_view(), name="register_term"),
    path("registers/<slug:kind>/register.pdf", papers.register_pdf, name="register_pdf"),
    path("registers/<slug:kind>/register.xlsx", papers.register_excel, name="register_excel"),
    path("approvals/", approval_pages.approvals, name="approvals"),
    path("approvals/entries/<int:pk>/", approval_pages.Decide.as_view(), name="approval_entry"),
    path("approvals/workplaces/<int:pk>/", approval_pages.ApproveWorkplace.as_view(), name="approval_workplace"),
    path("approvals/managers/<int:pk>/", approval_pages.ApproveManager.as_view(), name="approval_manager"),
    path("approvals/documents/<int:pk>/", approval_pages.approval_document, name="approval_document"),
]
