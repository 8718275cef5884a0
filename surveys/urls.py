"""Addresses of the room `surveys`."""

from django.urls import path

from surveys import views

app_name = "surveys"

urlpatterns = [
    path("", views.SurveyList.as_view(), name="list"),
    path("add/", views.Open.as_view(), name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/answer/", views.Answer.as_view(), name="answer"),
]
