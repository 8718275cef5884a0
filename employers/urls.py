"""Addresses of the room `employers`."""

from django.urls import path

from employers.views import campaign_calls, campaign_mails, campaigns, exports, imports, register, twins

app_name = "employers"

urlpatterns = [
    path("", register.EstablishmentList.as_view(), name="list"),
    path("add/", register.Enrol.as_view(), name="add"),
    path("suspects/", register.suspected, name="suspects"),
    path("visits/", register.VisitList.as_view(), name="visits"),
    path("export/", exports.ExportEmployers.as_view(), name="export"),
    path("import/", imports.ChooseFile.as_view(), name="import"),
    path("import/<int:pk>/", imports.Preview.as_view(), name="import_preview"),
    path("import/<int:pk>/columns/", imports.ChangeMapping.as_view(), name="import_mapping"),
    path("import/<int:pk>/rest/", imports.decide_rest, name="import_rest"),
    path("import/<int:pk>/rejected/", imports.rejected, name="import_rejected"),
    path("import/lines/<int:pk>/", imports.decide, name="import_decide"),
    path("import/result/<int:pk>/", imports.Result.as_view(), name="import_result"),
    path("campaigns/", campaigns.CampaignList.as_view(), name="campaigns"),
    path("campaigns/add/", campaigns.StartCampaign.as_view(), name="campaign_add"),
    path("campaigns/target/", campaigns.count_target, name="campaign_target"),
    path("campaigns/wrong-numbers/", campaign_calls.WrongNumbers.as_view(), name="campaign_wrong_numbers"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/cases/", campaigns.CaseList.as_view(), name="campaign_cases"),
    path("campaigns/<int:pk>/close/", campaigns.CloseCampaign.as_view(), name="campaign_close"),
    path("campaigns/<int:pk>/call/", campaign_calls.call_next, name="campaign_call"),
    path("campaigns/<int:pk>/mails/", campaign_mails.MailList.as_view(), name="campaign_mails"),
    path("campaigns/<int:pk>/mails/prepare/", campaign_mails.PrepareMails.as_view(), name="campaign_prepare"),
    path("campaigns/<int:pk>/mails/release/", campaign_mails.ReleaseMails.as_view(), name="campaign_release"),
    path("campaigns/<int:pk>/mails/recall/", campaign_mails.recall, name="campaign_recall"),
    path("campaigns/cases/<int:pk>/", campaign_calls.CaseOfCampaign.as_view(), name="campaign_case"),
    path("campaigns/cases/<int:pk>/aside/", campaign_calls.aside, name="campaign_aside"),
    path("campaigns/cases/<int:pk>/reopen/", campaign_calls.reopen, name="campaign_reopen"),
    path("twins/", twins.TwinList.as_view(), name="twins"),
    path("twins/search/", twins.search, name="twins_search"),
    path("twins/<int:first>/<int:second>/", twins.Compare.as_view(), name="twins_compare"),
    path("twins/<int:first>/<int:second>/apart/", twins.TellApart.as_view(), name="twins_apart"),
    path("merges/", twins.MergeList.as_view(), name="merges"),
    path("merges/<int:pk>/undo/", twins.unmerge, name="unmerge"),
    path("<int:pk>/", register.detail, name="detail"),
    path("<int:pk>/edit/", register.ReviseEstablishment.as_view(), name="edit"),
    path("<int:pk>/register/", register.Register.as_view(), name="register"),
    path("<int:pk>/visit/", register.RecordVisit.as_view(), name="visit"),
    path("<int:pk>/contact/", register.AddContact.as_view(), name="contact"),
    path("corporations/<int:pk>/facts/", register.ChangeFacts.as_view(), name="facts"),
    path("registrations/<int:pk>/end/", register.EndRegistration.as_view(), name="end_registration"),
]
