"""Addresses of the room `centre`."""

from django.urls import path

from centre.views import agencies, drafts, jobs, saved_filters, settings

app_name = "centre"

urlpatterns = [
    path("draft/", drafts.draft, name="draft"),
    path("keep-alive/", drafts.keep_alive, name="keep_alive"),
    path("single-keys/", drafts.single_keys, name="single_keys"),
    path("filters/save/", saved_filters.save, name="filter_save"),
    path("filters/<int:pk>/delete/", saved_filters.delete, name="filter_delete"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
    path("contract/", settings.contract, name="contract"),
    path("contract/add/", settings.OpenContract.as_view(), name="contract_add"),
    path("contract/<int:pk>/edit/", settings.ChangeContract.as_view(), name="contract_edit"),
    path("calendar/", settings.calendar, name="calendar"),
    path("calendar/add/", settings.AddClosure.as_view(), name="closure_add"),
    path("calendar/<int:pk>/edit/", settings.ChangeClosure.as_view(), name="closure_edit"),
    path("calendar/<int:pk>/delete/", settings.open_day, name="closure_delete"),
    path("agencies/", agencies.AgencyList.as_view(), name="agencies"),
    path("agencies/add/", agencies.AddAgency.as_view(), name="agency_add"),
    path("agencies/<int:pk>/", agencies.agency, name="agency"),
    path("agencies/<int:pk>/edit/", agencies.ReviseAgency.as_view(), name="agency_edit"),
    path("agencies/<int:pk>/end/", agencies.EndAgency.as_view(), name="agency_end"),
    path("agencies/<int:pk>/take-up/", agencies.take_up, name="agency_take_up"),
    path("users/", settings.UserList.as_view(), name="users"),
    path("users/add/", settings.OpenAccount.as_view(), name="user_add"),
    path("users/<int:pk>/edit/", settings.ChangeAccount.as_view(), name="user_edit"),
]
