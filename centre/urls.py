"""Addresses of the room `centre`."""

from django.urls import path

from centre.views import drafts, jobs

app_name = "centre"

urlpatterns = [
    path("draft/", drafts.draft, name="draft"),
    path("keep-alive/", drafts.keep_alive, name="keep_alive"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
]
