"""Addresses of the room `consultations`."""

from django.urls import path

from consultations.views import entry, promises, records

app_name = "consultations"

urlpatterns = [
    path("", records.ConsultationList.as_view(), name="list"),
    path("add/", entry.Take.as_view(), name="add"),
    path("suggestions/", entry.suggestions, name="suggestions"),
    path("party/", entry.party, name="party"),
    path("<int:pk>/", records.detail, name="detail"),
    path("<int:pk>/edit/", records.Revise.as_view(), name="edit"),
    path("<int:pk>/promise/", records.Promise.as_view(), name="promise"),
    path("promises/", promises.PromiseList.as_view(), name="promises"),
    path("promises/<int:pk>/done/", promises.done, name="promise_done"),
    path("promises/<int:pk>/keep/", promises.Keep.as_view(), name="promise_keep"),
    path("promises/<int:pk>/postpone/", promises.Postpone.as_view(), name="promise_postpone"),
    path("promises/<int:pk>/hand-over/", promises.HandOver.as_view(), name="promise_hand_over"),
]
