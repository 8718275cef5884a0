"""Addresses of the room `employers`."""

from django.urls import path

from employers import import_pages, views

app_name = "employers"

urlpatterns = [
    path("", views.EstablishmentList.as_view(), name="list"),
    path("add/", views.Enrol.as_view(), name="add"),
    path("suspects/", views.suspected, name="suspects"),
    path("visits/", views.VisitList.as_view(), name="visits"),
    path("import/", import_pages.ChooseFile.as_view(), name="import"),
    path("import/<int:pk>/", import_pages.Preview.as_view(), name="import_preview"),
    path("import/result/<int:pk>/", import_pages.Result.as_view(), name="import_result"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.ReviseEstablishment.as_view(), name="edit"),
    path("<int:pk>/register/", views.Register.as_view(), name="register"),
    path("<int:pk>/visit/", views.RecordVisit.as_view(), name="visit"),
    path("<int:pk>/contact/", views.AddContact.as_view(), name="contact"),
    path("corporations/<int:pk>/facts/", views.ChangeFacts.as_view(), name="facts"),
    path("registrations/<int:pk>/end/", views.EndRegistration.as_view(), name="end_registration"),
]
