"""Addresses of the room `privacy`."""

from django.urls import path

from privacy import views

app_name = "privacy"

urlpatterns = [
    path("reason/", views.reason, name="reason"),
    path("access-log/", views.AccessLogList.as_view(), name="access_log"),
    path("register/", views.register, name="register"),
]
