"""Addresses of the room `privacy`."""

from django.urls import path

from privacy import seal_pages, views

app_name = "privacy"

urlpatterns = [
    path("reason/", views.reason, name="reason"),
    path("access-log/", views.AccessLogList.as_view(), name="access_log"),
    path("access-log/checks/", seal_pages.LogChecks.as_view(), name="log_checks"),
    path("access-log/check/", seal_pages.check_now, name="check_log"),
    path("access-log/unusual/", seal_pages.unusual_use, name="unusual"),
    path("register/", views.register, name="register"),
]
