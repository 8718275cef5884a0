"""Every role on every page: what the matrix opens opens, everything else is refused (DESIGN §5)."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse

from centre.addresses import URLS
from centre.gates import LOGGED_IN, PUBLIC
from centre.models import Appointment, Closure, Contract, Job, PartnerAgency, Qualification, Training, User
from centre.roles import Role, may, needs_reason
from consultations.models import Consultation, FollowUp, MailRound, MailTemplate, RecordMail
from employers.models import Corporation, Establishment, Registration
from jobseekers.models import Jobseeker
from postings.models import CourseDocument, EligibilityCourse, JobPosting, MinimumWage
from privacy.inspections.watching import Watch
from privacy.models import (
    ChecklistRecord,
    Designation,
    Erasure,
    ExercisePlan,
    Incident,
    IncidentAffected,
    IncidentEvidence,
    IncidentMeasure,
    IncidentReport,
    Inspection,
    Provision,
    RegisterEntry,
    RetentionHold,
    ReturnPackage,
    RightsRequest,
    Workplace,
)
from referrals.models import CentreEvent, EventGuest, Handoff
from reports.models import Cost, Deliverable, Equipment, Labour, Meeting, MeetingAction, PlanItem
from tests.factories.centre import watched

pytestmark = pytest.mark.django_db
RECORDS = {
    "employers:facts": Corporation,
    "employers:end_registration": Registration,
    "employers": Establishment,
    "postings:add": Establishment,
    "postings:minimum_wage": MinimumWage,
    "postings:declare": Corporation,
    "postings": JobPosting,
    "postings:course": Corporation,
    "postings:course_begin": Corporation,
    "postings:course_check": CourseDocument,
    "postings:course_file": CourseDocument,
    **{
        f"postings:course_{step}": EligibilityCourse
        for step in ("ask", "receive", "settle", "recommend", "certify", "clear", "renew", "withdraw")
    },
    "jobseekers": Jobseeker,
    "consultations": Consultation,
    "consultations:mail_to_person": Jobseeker,
    "consultations:mail_to_employer": Establishment,
    **{
        f"consultations:{name}": RecordMail
        for name in ("mail", "mail_edit", "mail_recall", "mail_drop", "mail_settle")
    },
    **{f"consultations:mail_round{name}": MailRound for name in ("", "_release", "_recall")},
    "consultations:mail_template_edit": MailTemplate,
    "centre:contract_edit": Contract,
    "centre:closure_edit": Closure,
    "centre:closure_delete": Closure,
    "centre:user_edit": User,
    "centre:staff_person": User,
    "centre:appointment_add": User,
    "centre:qualification_add": User,
    "centre:appointment_edit": Appointment,
    "centre:qualification_edit": Qualification,
    "centre:qualification_file": Qualification,
    "centre:training_edit": Training,
    "centre:training_held": Training,
    "centre:training_file": Training,
    "centre:agency": PartnerAgency,
    "centre:agency_edit": PartnerAgency,
    "centre:agency_end": PartnerAgency,
    "centre:agency_take_up": PartnerAgency,
    "privacy:designation_edit": Designation,
    "privacy:workplace_edit": Workplace,
    **{
        f"privacy:request{page}": RightsRequest
        for page in (
            "",
            "_identity",
            "_forward",
            "_decide",
            "_finish",
            "_withdraw",
            "_correct",
            "_stop",
            "_lift",
            "_disclosure",
            "_letter",
        )
    },
    "privacy:hold_release": RetentionHold,
    "privacy:provision": Provision,
    "privacy:provision_cancel": Provision,
    "privacy:export_password": Job,
    **{
        f"privacy:{name}": RegisterEntry
        for name in ("entry", "entry_edit", "entry_pdf", "entry_excel", "entry_document_add", "approval_entry")
    },
    **{
        f"privacy:incident{page}": Incident
        for page in ("", "_edit", "_evidence", "_affected", "_measure_add", "_note", "_tell", "_close")
    },
    **{f"privacy:inspection{page}": Inspection for page in ("", "_pdf", "_close", "_paper")},
    "privacy:checklist_signed_pdf": ChecklistRecord,
    "privacy:checklist_signed_excel": ChecklistRecord,
    "privacy:incident_affected_drop": IncidentAffected,
    "privacy:incident_evidence_file": IncidentEvidence,
    "privacy:incident_measure_edit": IncidentMeasure,
    "privacy:incident_report_pdf": IncidentReport,
    "privacy:incident_report_excel": IncidentReport,
    "privacy:exercise_plan_edit": ExercisePlan,
    **{f"privacy:erasure{page}": Erasure for page in ("", "_decide", "_withdraw", "_execute")},
    "privacy:package_file": ReturnPackage,
    "privacy:package_password": ReturnPackage,
    "privacy:erasure_apply": ReturnPackage,
    "referrals:handoff": Handoff,
    "referrals:answer": Handoff,
    **{
        f"referrals:event{page}": CentreEvent
        for page in (
            "",
            "_edit",
            "_hold",
            "_cancel",
            "_invite",
            "_reception",
            "_walk_in",
            "_reception_list",
            "_name_cards",
        )
    },
    **{f"referrals:event_{page}": EventGuest for page in ("guest_edit", "answer", "arrived", "outcome")},
    "referrals:handoff_give": Handoff,
    "referrals:partner": PartnerAgency,
    "referrals:handoff_sheet": Handoff,
    "referrals:handoff_withdraw": Handoff,
    **{f"reports:cost_{act}": Cost for act in ("edit", "void", "history", "evidence")},
    "reports:labour_edit": Labour,
    "reports:labour_evidence": Labour,
    "reports:deliverable_edit": Deliverable,
    "reports:equipment_edit": Equipment,
    "reports:plan_edit": PlanItem,
    "reports:plan_take_out": PlanItem,
    **{
        f"reports:meeting{page}": Meeting
        for page in ("", "_edit", "_void", "_submit", "_answer", "_pdf", "_action_add")
    },
    "reports:meeting_action_edit": MeetingAction,
    "reports:meeting_action_done": MeetingAction,
}
MONTHLY = {f"centre:roster_{page}" for page in ("month", "edit", "copy", "history", "excel", "pdf")}
PROMISES = tuple(f"consultations:promise_{page}" for page in ("done", "reopen", "keep", "postpone"))


def address_of(name: str) -> str | None:
    """An address of a page with a record that exists; None for pages whose record the sample does not have."""
    if name in MONTHLY:
        return reverse(name, args=["2026-11"])
    try:
        return reverse(name)
    except NoReverseMatch:
        model = FollowUp if name in PROMISES else RECORDS.get(name) or RECORDS.get(name.split(":")[0])
        record = model and model.objects.order_by("pk").first()
        try:
            return reverse(name, args=[record.pk]) if record else None
        except NoReverseMatch:
            return None


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_matrix_says_and_nothing_else(client, role):
    call_command("seed_demo", scale=0.02, seed=3, until=date(2026, 11, 20), verbosity=0)
    user = User.objects.filter(role=role).first()
    if role == Role.INSPECTOR:
        user.watch = Watch.over(watched(user))
    client.force_login(user)
    tried = 0
    for name, gate in URLS.items():
        address = address_of(name)
        if gate in (PUBLIC, LOGGED_IN) or address is None:
            continue
        status = client.get(address).status_code
        tried += 1
        if not may(user, gate):
            assert status == 403, (name, status)
        elif needs_reason(user, gate):
            assert status == 302, (name, status)
        else:
            assert status in (200, 302, 404, 405), (name, status)
    assert tried > 50
