"""Addresses of the meetings with the prefecture; they belong to the namespace of `reports`."""

from django.urls import path

from reports.meetings import export_columns, pages

urlpatterns = [
    path("meetings/", pages.MeetingList.as_view(), name="meetings"),
    path("meetings/list.pdf", pages.list_pdf, name="meetings_pdf"),
    path("meetings/export/", export_columns.ExportMeetings.as_view(), name="meetings_export"),
    path("meetings/add/", pages.AddMeeting.as_view(), name="meeting_add"),
    path("meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", pages.ChangeMeeting.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/void/", pages.VoidMeeting.as_view(), name="meeting_void"),
    path("meetings/<int:pk>/submit/", pages.submit, name="meeting_submit"),
    path("meetings/<int:pk>/answer/", pages.Answer.as_view(), name="meeting_answer"),
    path("meetings/<int:pk>/minutes.pdf", pages.minutes_pdf, name="meeting_pdf"),
    path("meetings/<int:pk>/actions/add/", pages.AddAction.as_view(), name="meeting_action_add"),
    path("meetings/actions/<int:pk>/", pages.MoveAction.as_view(), name="meeting_action_edit"),
    path("meetings/actions/<int:pk>/done/", pages.FinishAction.as_view(), name="meeting_action_done"),
]
