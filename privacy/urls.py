"""Addresses of the room `privacy`."""

from django.urls import path

from privacy import seal_pages, views
from privacy.duties import pages
from privacy.incidents import pages as incidents
from privacy.incidents import paper_pages, register_pages

app_name = "privacy"

urlpatterns = [
    path("before-work/", pages.before_work, name="before_work"),
    path("duties/", pages.duties, name="duties"),
    path("duties/designate/", pages.Designate.as_view(), name="designation_add"),
    path("duties/designations/<int:pk>/", pages.ChangeDesignation.as_view(), name="designation_edit"),
    path("duties/workplaces/add/", pages.AddWorkplace.as_view(), name="workplace_add"),
    path("duties/workplaces/<int:pk>/", pages.ChangeWorkplace.as_view(), name="workplace_edit"),
    path("duties/report.pdf", pages.report_pdf, name="duties_pdf"),
    path("duties/report.xlsx", pages.report_excel, name="duties_excel"),
    path("notices/", pages.notices, name="notices"),
    path("notices/revise/", pages.ReviseNotice.as_view(), name="notice_revise"),
    path("reason/", views.reason, name="reason"),
    path("access-log/", views.AccessLogList.as_view(), name="access_log"),
    path("access-log/checks/", seal_pages.LogChecks.as_view(), name="log_checks"),
    path("access-log/check/", seal_pages.check_now, name="check_log"),
    path("access-log/unusual/", seal_pages.unusual_use, name="unusual"),
    path("register/", views.register, name="register"),
    path("incidents/", register_pages.Incidents.as_view(), name="incidents"),
    path("incidents/press/", incidents.press, name="incident_press"),
    path("incidents/<int:pk>/", incidents.incident_page, name="incident"),
    path("incidents/<int:pk>/begin/", incidents.Begin.as_view(), name="incident_begin"),
    path("incidents/<int:pk>/withdraw/", incidents.Withdraw.as_view(), name="incident_withdraw"),
    path("incidents/<int:pk>/edit/", incidents.Describe.as_view(), name="incident_edit"),
    path("incidents/<int:pk>/evidence/", incidents.AddEvidence.as_view(), name="incident_evidence"),
    path("incidents/evidence/<int:pk>/", paper_pages.evidence_file, name="incident_evidence_file"),
    path("incidents/<int:pk>/affected/", incidents.Affected.as_view(), name="incident_affected"),
    path("incidents/affected/<int:pk>/drop/", incidents.drop_affected, name="incident_affected_drop"),
    path("incidents/<int:pk>/measure/", incidents.PlanMeasure.as_view(), name="incident_measure_add"),
    path("incidents/measures/<int:pk>/", incidents.ChangeMeasure.as_view(), name="incident_measure_edit"),
    path("incidents/<int:pk>/note/", incidents.AddNote.as_view(), name="incident_note"),
    path("incidents/<int:pk>/tell/", incidents.Tell.as_view(), name="incident_tell"),
    path("incidents/<int:pk>/close/", incidents.Close.as_view(), name="incident_close"),
    path("incidents/<int:pk>/draft/<str:kind>/", paper_pages.draft, name="incident_draft"),
    path("incidents/<int:pk>/freeze/<str:kind>/", paper_pages.freeze, name="incident_freeze"),
    path("incidents/reports/<int:pk>.pdf", paper_pages.report_pdf, name="incident_report_pdf"),
    path("incidents/reports/<int:pk>.xlsx", paper_pages.report_excel, name="incident_report_excel"),
    path("exercises/add/", register_pages.PlanExercise.as_view(), name="exercise_plan_add"),
    path("exercises/<int:pk>/", register_pages.ChangeExercise.as_view(), name="exercise_plan_edit"),
]
