"""Addresses of the events, within those of the referrals."""

from django.urls import path

from referrals.events import export_columns, inviting_pages, pages, paper_pages, reception_pages

urlpatterns = [
    path("", pages.EventList.as_view(), name="events"),
    path("add/", pages.AddEvent.as_view(), name="event_add"),
    path("invite/", inviting_pages.InviteTo.as_view(), name="event_invite_to"),
    path("<int:pk>/", pages.detail, name="event"),
    path("<int:pk>/edit/", pages.EditEvent.as_view(), name="event_edit"),
    path("<int:pk>/hold/", pages.Hold.as_view(), name="event_hold"),
    path("<int:pk>/cancel/", pages.Cancel.as_view(), name="event_cancel"),
    path("<int:pk>/invite/", inviting_pages.Invite.as_view(), name="event_invite"),
    path("<int:pk>/reception/", reception_pages.reception, name="event_reception"),
    path("<int:pk>/reception/walk-in/", reception_pages.receive_walk_in, name="event_walk_in"),
    path("<int:pk>/reception-list.pdf", paper_pages.reception_list, name="event_reception_list"),
    path("<int:pk>/name-cards.pdf", paper_pages.name_cards, name="event_name_cards"),
    path("guests/", pages.GuestList.as_view(), name="event_guests"),
    path("guests/export/", export_columns.ExportGuests.as_view(), name="event_guests_export"),
    path("guests/<int:pk>/edit/", pages.EditGuest.as_view(), name="event_guest_edit"),
    path("guests/<int:pk>/answer/", pages.answer, name="event_answer"),
    path("guests/<int:pk>/arrived/", reception_pages.mark_arrived, name="event_arrived"),
    path("guests/<int:pk>/outcome/", pages.NoteOutcome.as_view(), name="event_outcome"),
    path("outcomes/<int:pk>/drop/", pages.drop, name="event_outcome_drop"),
]
