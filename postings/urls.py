"""Addresses of the room `postings`."""

from django.urls import path

from postings import (
    export_page,
    import_pages,
    posting_pages,
    proof_pages,
    reconciliation_pages,
    record_many_pages,
    views,
)

app_name = "postings"

urlpatterns = [
    path("", views.PostingList.as_view(), name="list"),
    path("add/<int:pk>/", posting_pages.TakeIn.as_view(), name="add"),
    path("export/", export_page.ExportPostings.as_view(), name="export"),
    path("import/", import_pages.ChooseFile.as_view(), name="import"),
    path("import/<int:pk>/", import_pages.Preview.as_view(), name="import_preview"),
    path("import/result/<int:pk>/", import_pages.Result.as_view(), name="import_result"),
    path("vettings/", views.VettingList.as_view(), name="vettings"),
    path("vettings/<int:pk>/", views.ShowVetting.as_view(http_method_names=["get", "head"]), name="vetting"),
    path("vettings/<int:pk>/decide/", views.ShowVetting.as_view(), name="decide"),
    path("ledger/", views.Ledger.as_view(), name="ledger"),
    path("ledger/extend/", record_many_pages.ChooseMany.as_view(), name="extend"),
    path("ledger/extend/record/", record_many_pages.RecordMany.as_view(), name="extend_record"),
    path("ledger/<int:pk>/file/", proof_pages.line_file, name="line_file"),
    path("differences/", reconciliation_pages.DifferenceList.as_view(), name="differences"),
    path("differences/reconcile/", reconciliation_pages.Reconcile.as_view(), name="reconcile"),
    path(
        "differences/<int:pk>/",
        reconciliation_pages.ShowDifference.as_view(http_method_names=["get", "head"]),
        name="difference",
    ),
    path("differences/<int:pk>/resolve/", reconciliation_pages.ShowDifference.as_view(), name="difference_resolve"),
    path("differences/<int:pk>/take-in/", reconciliation_pages.TakeInDifference.as_view(), name="difference_take_in"),
    path("evidence/<int:pk>/", proof_pages.evidence_file, name="evidence_file"),
    path("certificates/<int:pk>/", proof_pages.certificate, name="certificate"),
    path("certificates/<int:pk>/pdf/", proof_pages.certificate_pdf, name="certificate_pdf"),
    path("certificates/<int:pk>/revoke/", proof_pages.Revoke.as_view(), name="certificate_revoke"),
    path("target/", views.target, name="target"),
    path("<int:pk>/", posting_pages.detail, name="detail"),
    path("<int:pk>/edit/", posting_pages.Revise.as_view(), name="edit"),
    path("<int:pk>/history/", posting_pages.history, name="history"),
    path("<int:pk>/history/letter/", posting_pages.change_letter_pdf, name="change_letter"),
    path("<int:pk>/sheet.pdf", posting_pages.sheet_pdf, name="sheet_pdf"),
    path("<int:pk>/sheet.xlsx", posting_pages.sheet_excel, name="sheet_excel"),
    path("<int:pk>/vet/", views.Prepare.as_view(), name="prepare"),
    path("<int:pk>/evidence/", proof_pages.AddEvidence.as_view(), name="evidence"),
    path("<int:pk>/certify/", proof_pages.Certify.as_view(), name="certify"),
    path("<int:pk>/publish/", views.Publish.as_view(), name="publish"),
]
