"""Addresses of the room `postings`."""

from django.urls import path

from postings import course_pages, import_pages, views

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
    path("courses/", course_pages.CourseList.as_view(), name="courses"),
    path("courses/<int:pk>/ask/", course_pages.Ask.as_view(), name="course_ask"),
    path("courses/<int:pk>/receive/", course_pages.Receive.as_view(), name="course_receive"),
    path("courses/<int:pk>/need/", course_pages.Settle.as_view(), name="course_settle"),
    path("courses/<int:pk>/recommend/", course_pages.Recommend.as_view(), name="course_recommend"),
    path("courses/<int:pk>/certify/", course_pages.Certify.as_view(), name="course_certify"),
    path("courses/<int:pk>/clear/", course_pages.Clear.as_view(), name="course_clear"),
    path("courses/<int:pk>/renew/", course_pages.Renew.as_view(), name="course_renew"),
    path("courses/<int:pk>/withdraw/", course_pages.Withdraw.as_view(), name="course_withdraw"),
    path("courses/papers/<int:pk>/check/", course_pages.Check.as_view(), name="course_check"),
    path("courses/papers/<int:pk>/file/", course_pages.file, name="course_file"),
    path("corporations/<int:pk>/course/", course_pages.show, name="course"),
    path("corporations/<int:pk>/course/begin/", course_pages.Begin.as_view(), name="course_begin"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.Revise.as_view(), name="edit"),
    path("<int:pk>/vet/", views.Prepare.as_view(), name="prepare"),
    path("<int:pk>/publish/", views.Publish.as_view(), name="publish"),
]
