"""Addresses of the room `jobseekers`."""

from django.urls import path

from jobseekers import plan_views, views

app_name = "jobseekers"

urlpatterns = [
    path("", views.JobseekerList.as_view(), name="list"),
    path("add/", views.Register.as_view(), name="add"),
    path("suspects/", views.suspected, name="suspects"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.Revise.as_view(), name="edit"),
    path("<int:pk>/circumstances/", views.Know.as_view(), name="circumstances"),
    path("<int:pk>/turn/", views.ChooseTurn.as_view(), name="turn"),
    path("<int:pk>/plan/", plan_views.BeginPlan.as_view(), name="plan_begin"),
    path("plans/<int:pk>/", plan_views.show_plan, name="plan"),
    path("plans/<int:pk>/edit/", plan_views.RevisePlan.as_view(), name="plan_edit"),
    path("plans/<int:pk>/goals/add/", plan_views.AddGoal.as_view(), name="goal_add"),
    path("plans/<int:pk>/goals/<int:part>/settle/", plan_views.SettleGoal.as_view(), name="goal_settle"),
    path("plans/<int:pk>/reviews/<int:part>/", plan_views.HoldReview.as_view(), name="review"),
    path("plans/<int:pk>/conferences/add/", plan_views.Confer.as_view(), name="conference"),
    path("plans/<int:pk>/end/", plan_views.EndPlan.as_view(), name="plan_end"),
    path("<int:pk>/close/", views.Close.as_view(), name="close"),
    path("<int:pk>/reopen/", views.Reopen.as_view(), name="reopen"),
    path("<int:pk>/consent/", views.TakeConsent.as_view(), name="consent"),
    path("<int:pk>/consents/<int:consent>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]
