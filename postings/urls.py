"""Addresses of the room `postings`."""

from django.urls import path

from postings import import_pages, posting_pages, target_pages, views

app_name = "postings"

urlpatterns = [
    path("", views.PostingList.as_view(), name="list"),
    path("add/<int:pk>/", posting_pages.TakeIn.as_view(), name="add"),
    path("import/", import_pages.ChooseFile.as_view(), name="import"),
    path("import/<int:pk>/", import_pages.Preview.as_view(), name="import_preview"),
    path("import/result/<int:pk>/", import_pages.Result.as_view(), name="import_result"),
    path("vettings/", views.VettingList.as_view(), name="vettings"),
    path("vettings/<int:pk>/", views.ShowVetting.as_view(http_method_names=["get", "head"]), name="vetting"),
    path("vettings/<int:pk>/decide/", views.ShowVetting.as_view(), name="decide"),
    path("ledger/", views.Ledger.as_view(), name="ledger"),
    path("ledger/extend/", views.Extend.as_view(), name="extend"),
    path("target/", target_pages.target, name="target"),
    path("target/check/", target_pages.check_counts, name="check_counts"),
    path("target/backtest/", target_pages.backtest, name="backtest"),
    path("target/actions/", target_pages.Actions.as_view(), name="actions"),
    path("<int:pk>/extend/", target_pages.ExtendOne.as_view(), name="extend_one"),
    path("<int:pk>/", posting_pages.detail, name="detail"),
    path("<int:pk>/edit/", posting_pages.Revise.as_view(), name="edit"),
    path("<int:pk>/history/", posting_pages.history, name="history"),
    path("<int:pk>/history/letter/", posting_pages.change_letter_pdf, name="change_letter"),
    path("<int:pk>/sheet.pdf", posting_pages.sheet_pdf, name="sheet_pdf"),
    path("<int:pk>/sheet.xlsx", posting_pages.sheet_excel, name="sheet_excel"),
    path("<int:pk>/vet/", views.Prepare.as_view(), name="prepare"),
    path("<int:pk>/publish/", views.Publish.as_view(), name="publish"),
]
