"""Addresses of the room `consultations`."""

from django.urls import path

from consultations.mails import pages as mails
from consultations.mails import round_pages
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
    path("mails/", mails.MailList.as_view(), name="mails"),
    path("mails/to-person/<int:pk>/", mails.WriteToPerson.as_view(), name="mail_to_person"),
    path("mails/to-employer/<int:pk>/", mails.WriteToEmployer.as_view(), name="mail_to_employer"),
    path("mails/<int:pk>/", mails.ShowMail.as_view(), name="mail"),
    path("mails/<int:pk>/edit/", mails.Revise.as_view(), name="mail_edit"),
    path("mails/<int:pk>/file/<int:file>/", mails.attachment, name="mail_file"),
    path("mails/<int:pk>/recall/", mails.recall, name="mail_recall"),
    path("mails/<int:pk>/drop/", mails.drop, name="mail_drop"),
    path("mails/<int:pk>/settle/", mails.settle, name="mail_settle"),
    path("mails/several/", round_pages.PrepareSeveral.as_view(), name="mail_several"),
    path("mails/rounds/<int:pk>/", round_pages.ShowRound.as_view(), name="mail_round"),
    path("mails/rounds/<int:pk>/release/", round_pages.ReleaseRound.as_view(), name="mail_round_release"),
    path("mails/rounds/<int:pk>/recall/", round_pages.recall_round, name="mail_round_recall"),
    path("mails/templates/", round_pages.TemplateList.as_view(), name="mail_templates"),
    path("mails/templates/add/", round_pages.AddTemplate.as_view(), name="mail_template_add"),
    path("mails/templates/<int:pk>/edit/", round_pages.ChangeTemplate.as_view(), name="mail_template_edit"),
    path("promises/", promises.PromiseList.as_view(), name="promises"),
    path("promises/hand-over/", promises.HandOverSeveral.as_view(), name="promises_hand_over"),
    path("promises/kept/", rates.kept_rates, name="kept_rates"),
    path("promises/<int:pk>/done/", promises.done, name="promise_done"),
    path("promises/<int:pk>/reopen/", promises.not_done, name="promise_reopen"),
    path("promises/<int:pk>/keep/", promises.Keep.as_view(), name="promise_keep"),
    path("promises/<int:pk>/postpone/", promises.Postpone.as_view(), name="promise_postpone"),
    path("promises/<int:pk>/hand-over/", promises.HandOver.as_view(), name="promise_hand_over"),
]
