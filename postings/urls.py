"""Addresses of the room `postings`."""

from django.urls import path

from postings import import_pages, views

app_name = "postings"

urlpatterns = [
    path("", views.PostingList.as_view(), name="list"),
    path("add/", views.TakeIn.as_view(), name="add"),
    path("import/", import_pages.ChooseFile.as_view(), name="import"),
    path("import/<int:pk>/", import_pages.Preview.as_view(), name="import_preview"),
    path("import/result/<int:pk>/", import_pages.Result.as_view(), name="import_result"),
    path("vettings/", views.VettingList.as_view(), name="vettings"),
    path("vettings/<int:pk>/", views.ShowVetting.as_view(http_method_names=["get", "head"]), name="vetting"),
    path("vettings/<int:pk>/decide/", views.ShowVetting.as_view(), name="decide"),
    path("ledger/", views.Ledger.as_view(), name="ledger"),
    path("ledger/extend/", views.Extend.as_view(), name="extend"),
    path("target/", views.target, name="target"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.Revise.as_view(), name="edit"),
    path("<int:pk>/vet/", views.Prepare.as_view(), name="prepare"),
    path("<int:pk>/publish/", views.Publish.as_view(), name="publish"),
]
