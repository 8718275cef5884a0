"""Addresses of the room `consultations`."""

from django.urls import path

from consultations.views import entry, mine, promises, rates, records

app_name = "consultations"

urlpatterns = [
    path("", records.ConsultationList.as_view(), name="list"),
    path("add/", entry.Take.as_view(), name="add"),
    path("beside/", entry.Panel.as_view(), name="panel"),
    path("day-words/", entry.day_words, name="day_words"),
    path("phrases/", mine.PhraseList.as_view(), name="phrases"),
    path("phrases/add/", mine.AddPhrase.as_view(), name="phrase_add"),
    path("phrases/<int:pk>/edit/", mine.ChangePhrase.as_view(), name="phrase_edit"),
    path("phrases/<int:pk>/drop/", mine.drop, name="phrase_drop"),
    path("mine/", mine.Mine.as_view(), name="mine"),
    path("suggestions/", entry.suggestions, name="suggestions"),
    path("party/", entry.party, name="party"),
    path("<int:pk>/", records.detail, name="detail"),
    path("<int:pk>/edit/", records.Revise.as_view(), name="edit"),
    path("<int:pk>/promise/", records.Promise.as_view(), name="promise"),
    path("promises/", promises.PromiseList.as_view(), name="promises"),
    path("promises/hand-over/", promises.HandOverSeveral.as_view(), name="promises_hand_over"),
    path("promises/kept/", rates.kept_rates, name="kept_rates"),
    path("promises/<int:pk>/done/", promises.done, name="promise_done"),
    path("promises/<int:pk>/keep/", promises.Keep.as_view(), name="promise_keep"),
    path("promises/<int:pk>/postpone/", promises.Postpone.as_view(), name="promise_postpone"),
    path("promises/<int:pk>/hand-over/", promises.HandOver.as_view(), name="promise_hand_over"),
]
