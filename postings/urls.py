"""Addresses of the room `postings`."""

from django.urls import path

from postings import import_pages, law_pages, posting_pages, views
from postings.renewal import pages as renewal

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
    path("target/", views.target, name="target"),
    path("minimum-wages/", law_pages.MinimumWageList.as_view(), name="minimum_wages"),
    path("minimum-wages/announce/", law_pages.AnnounceWage.as_view(), name="announce_wage"),
    path("minimum-wages/<int:pk>/", law_pages.WagesMissed.as_view(), name="minimum_wage"),
    path("declarations/<int:pk>/", law_pages.Declare.as_view(), name="declare"),
    path("expiry/", renewal.ExpiryCalendar.as_view(), name="expiry"),
    path("renewals/", renewal.Mails.as_view(), name="renewals"),
    path("renewals/release/", renewal.release_all, name="renewal_release_all"),
    path("renewals/recall/", renewal.recall, name="renewal_recall"),
    path("renewals/<int:pk>/release/", renewal.release, name="renewal_release"),
    path("renewals/answers/", renewal.Answers.as_view(), name="renewal_answers"),
    path("renewals/answers/<int:pk>/", renewal.confirm, name="renewal_confirm"),
    path("renewals/calls/", renewal.Calls.as_view(), name="renewal_calls"),
    path("renewals/calls/<int:pk>/", renewal.call, name="renewal_call"),
    path("<int:pk>/", posting_pages.detail, name="detail"),
    path("<int:pk>/edit/", posting_pages.Revise.as_view(), name="edit"),
    path("<int:pk>/history/", posting_pages.history, name="history"),
    path("<int:pk>/history/letter/", posting_pages.change_letter_pdf, name="change_letter"),
    path("<int:pk>/sheet.pdf", posting_pages.sheet_pdf, name="sheet_pdf"),
    path("<int:pk>/sheet.xlsx", posting_pages.sheet_excel, name="sheet_excel"),
    path("<int:pk>/law/", law_pages.law, name="law"),
    path("<int:pk>/law/advice.pdf", law_pages.advice_pdf, name="advice"),
    path("<int:pk>/vet/", views.Prepare.as_view(), name="prepare"),
    path("<int:pk>/publish/", views.Publish.as_view(), name="publish"),
]
