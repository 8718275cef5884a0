"""Addresses of the room `employers`."""

from django.urls import path

from employers.views import imports, register

app_name = "employers"

urlpatterns = [
    path("", register.EstablishmentList.as_view(), name="list"),
    path("add/", register.Enrol.as_view(), name="add"),
    path("suspects/", register.suspected, name="suspects"),
    path("visits/", register.VisitList.as_view(), name="visits"),
    path("import/", imports.ChooseFile.as_view(), name="import"),
    path("import/<int:pk>/", imports.Preview.as_view(), name="import_preview"),
    path("import/result/<int:pk>/", imports.Result.as_view(), name="import_result"),
    path("<int:pk>/", register.detail, name="detail"),
    path("<int:pk>/edit/", register.ReviseEstablishment.as_view(), name="edit"),
    path("<int:pk>/register/", register.Register.as_view(), name="register"),
    path("<int:pk>/visit/", register.RecordVisit.as_view(), name="visit"),
    path("<int:pk>/contact/", register.AddContact.as_view(), name="contact"),
    path("corporations/<int:pk>/facts/", register.ChangeFacts.as_view(), name="facts"),
    path("registrations/<int:pk>/end/", register.EndRegistration.as_view(), name="end_registration"),
]
