"""Addresses of the room `surveys`."""

from django.urls import path

from surveys import inviting_pages, making_pages, views

app_name = "surveys"

urlpatterns = [
    path("", views.SurveyList.as_view(), name="list"),
    path("add/", making_pages.Open.as_view(), name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/file/", views.results_file, name="file"),
    path("<int:pk>/words/", views.Words.as_view(), name="words"),
    path("<int:pk>/answer/", views.Answer.as_view(), name="answer"),
    path("<int:pk>/edit/", making_pages.Change.as_view(), name="edit"),
    path("<int:pk>/copy/", making_pages.Copy.as_view(), name="copy"),
    path("<int:pk>/preview/", making_pages.preview, name="preview"),
    path("<int:pk>/questions/", making_pages.questions, name="questions"),
    path("<int:pk>/questions/add/", making_pages.AddQuestion.as_view(), name="question_add"),
    path("questions/<int:pk>/edit/", making_pages.ChangeQuestion.as_view(), name="question_edit"),
    path("questions/<int:pk>/move/", making_pages.move, name="question_move"),
    path("questions/<int:pk>/remove/", making_pages.remove, name="question_remove"),
    path("<int:pk>/invitations/", inviting_pages.Invitations.as_view(), name="invitations"),
    path("<int:pk>/invite/", inviting_pages.Invite.as_view(), name="invite"),
    path("invitations/<uuid:batch>/sheets/", inviting_pages.sheets, name="sheets"),
    path("invitations/<uuid:batch>/links/", inviting_pages.links, name="links"),
]
