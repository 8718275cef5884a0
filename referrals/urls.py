"""Addresses of the room `referrals`."""

from django.urls import path

from referrals.matching import export_pages, pages
from referrals.views import courses, handoffs

app_name = "referrals"

urlpatterns = [
    path("", courses.ReferralList.as_view(), name="list"),
    path("postings/", pages.PostingsFor.as_view(), name="postings_for"),
    path("postings/export/", export_pages.ExportPostingsFor.as_view(), name="export_postings_for"),
    path("people/", pages.PeopleFor.as_view(), name="people_for"),
    path("people/export/", export_pages.ExportPeopleFor.as_view(), name="export_people_for"),
    path("match/", pages.match, name="match"),
    path("add/", courses.Inform.as_view(), name="add"),
    path("<int:pk>/", courses.detail, name="detail"),
    path("<int:pk>/apply/", courses.Apply.as_view(), name="apply"),
    path("<int:pk>/result/", courses.Result.as_view(), name="result"),
    path("handoffs/", handoffs.HandoffList.as_view(), name="handoffs"),
    path("handoffs/add/", handoffs.HandOff.as_view(), name="hand_off"),
    path("handoffs/take-over/", handoffs.TakeOver.as_view(), name="take_over"),
    path("handoffs/<int:pk>/", handoffs.detail, name="handoff"),
    path("handoffs/<int:pk>/answer/", handoffs.Answer.as_view(), name="answer"),
]
