"""Addresses of the room `postings`."""

from django.urls import path

from postings import import_pages, law_pages, posting_pages, rule_draft_pages, views

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
    path("vettings/<int:pk>/judgement.pdf", views.judgement_pdf, name="judgement_pdf"),
    path("vettings/evidence/<int:pk>/", views.evidence_file, name="evidence"),
    path("vettings/revet/", views.RevettingQueue.as_view(), name="revet"),
    path("rules/", rule_draft_pages.DraftList.as_view(), name="rule_drafts"),
    path("rules/add/", rule_draft_pages.AddDraft.as_view(), name="rule_draft_add"),
    path("rules/<int:pk>/", rule_draft_pages.ShowDraft.as_view(), name="rule_draft"),
    path("rules/<int:pk>/run/", rule_draft_pages.RunDraft.as_view(), name="rule_draft_run"),
    path("rules/<int:pk>/withdraw/", rule_draft_pages.WithdrawDraft.as_view(), name="rule_draft_withdraw"),
    path("ledger/", views.Ledger.as_view(), name="ledger"),
    path("ledger/extend/", views.Extend.as_view(), name="extend"),
    path("target/", views.target, name="target"),
    path("minimum-wages/", law_pages.MinimumWageList.as_view(), name="minimum_wages"),
    path("minimum-wages/announce/", law_pages.AnnounceWage.as_view(), name="announce_wage"),
    path("minimum-wages/<int:pk>/", law_pages.WagesMissed.as_view(), name="minimum_wage"),
    path("declarations/<int:pk>/", law_pages.Declare.as_view(), name="declare"),
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
