"""Addresses of the room `jobseekers`."""

from django.urls import path

from jobseekers import views

app_name = "jobseekers"

urlpatterns = [
    path("", views.JobseekerList.as_view(), name="list"),
    path("add/", views.Register.as_view(), name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.Revise.as_view(), name="edit"),
    path("<int:pk>/close/", views.Close.as_view(), name="close"),
    path("<int:pk>/reopen/", views.Reopen.as_view(), name="reopen"),
    path("<int:pk>/consent/", views.TakeConsent.as_view(), name="consent"),
    path("<int:pk>/consents/<int:consent>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]
