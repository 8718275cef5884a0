"""Addresses of the incidents, within the room `privacy`."""

from django.urls import path

from privacy.incidents import affected_pages, paper_pages, register_pages
from privacy.incidents import pages as incidents

urlpatterns = [
    path("incidents/", register_pages.Incidents.as_view(), name="incidents"),
    path("incidents/reported/", paper_pages.Reported.as_view(), name="incidents_reported"),
    path("incidents/press/", incidents.press, name="incident_press"),
    path("incidents/<int:pk>/", incidents.incident_page, name="incident"),
    path("incidents/<int:pk>/begin/", incidents.Begin.as_view(), name="incident_begin"),
    path("incidents/<int:pk>/withdraw/", incidents.Withdraw.as_view(), name="incident_withdraw"),
    path("incidents/<int:pk>/edit/", incidents.Describe.as_view(), name="incident_edit"),
    path("incidents/<int:pk>/evidence/", incidents.AddEvidence.as_view(), name="incident_evidence"),
    path("incidents/evidence/<int:pk>/", paper_pages.evidence_file, name="incident_evidence_file"),
    path("incidents/<int:pk>/affected/", affected_pages.Affected.as_view(), name="incident_affected"),
    path("incidents/affected/<int:pk>/drop/", affected_pages.drop_affected, name="incident_affected_drop"),
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
