"""Axe finds nothing on any page, on a desk and on a phone."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from centre.fiscal_year import Month
from centre.models import Contract, Training, User
from centre.roles import Role
from consultations.models import Consultation, MailRound, MailTemplate, RecordMail
from employers.models import Establishment
from jobseekers.models import Jobseeker
from jobseekers.supporting import begin_plan
from postings.eligibility.vetting import prepare
from postings.models import (
    CourseDocument,
    EligibilityCourse,
    JobPosting,
    MinimumWage,
    ReconciliationDifference,
    RuleDraft,
)
from postings.site.certifying import certify
from postings.site.reconciling import reconcile
from privacy.models import Incident, Inspection, RegisterEntry, Workplace
from referrals.models import CentreEvent, EventGuest, Handoff
from referrals.partners.links import make_link
from reports.lifecycle import draft_monthly
from reports.models import Cost, Deliverable, Equipment, Labour, Meeting, MeetingAction, PlanItem
from surveys.answering import enter_from_paper
from surveys.inviting import invite
from surveys.making import open_survey
from surveys.tokens import token_of
from tests.factories.incidents import an_incident
from tests.factories.referrals import HandoffFactory

PLAIN = (
    "reports:charts", "reports:cross_table",
    "home", "styleguide", "search", "employers:list", "employers:add", "employers:visits", "employers:import",
    "employers:field", "employers:field_new", "employers:plan", "employers:suggestions", "employers:areas",
    "employers:confirmations", "employers:schemes", "employers:twins", "employers:merges", "employers:campaigns",
    "employers:campaign_add", "employers:export", "feeds",
    "postings:list", "postings:vettings", "postings:ledger", "postings:extend", "postings:target", "postings:actions",
    "postings:import",
    "postings:export", "postings:differences", "postings:reconcile", "postings:courses",
    "postings:revet", "postings:rule_drafts", "postings:rule_draft_add",
    "postings:minimum_wages", "postings:announce_wage",
    "postings:expiry", "postings:renewals", "postings:renewal_answers", "postings:renewal_calls",
    "jobseekers:list", "jobseekers:add", "consultations:list", "consultations:add", "consultations:promises",
    "consultations:kept_rates", "consultations:phrases", "consultations:phrase_add", "consultations:mine",
    "consultations:promises_hand_over", "consultations:mails", "consultations:mail_several",
    "consultations:mail_templates", "consultations:mail_template_add",
    "referrals:list", "referrals:open", "referrals:retention", "referrals:handoffs", "referrals:partners",
    "referrals:partner_people", "referrals:events", "referrals:event_add", "referrals:event_guests",
    "surveys:list", "surveys:add", "reports:list", "reports:layout", "reports:layout_edit", "reports:take_form",
    "centre:contract", "centre:staff", "centre:trainings", "centre:training_add",
    "reports:annual_texts", "reports:completion", "reports:costs", "reports:cost_add", "reports:labour",
    "reports:labour_add", "reports:deliverables", "reports:deliverable_add", "reports:equipment_add",
    "reports:plan", "reports:plan_add", "reports:clauses", "reports:meetings", "reports:meeting_add",
    "centre:calendar", "centre:agencies", "centre:agency_add", "centre:jobs",
    "privacy:duties", "privacy:notices", "privacy:provisions", "privacy:provision_add", "privacy:provisions_export",
    "privacy:requests", "privacy:request_add", "privacy:retention", "privacy:hold_add",
    "privacy:incidents", "privacy:exercise_plan_add", "privacy:inspections",
    "privacy:checklists",
    "privacy:access_log", "privacy:log_checks", "privacy:unusual", "privacy:register",
    "privacy:registers", "privacy:profiles", "privacy:entries", "privacy:entries_export", "mfa_index",
    "centre:sessions",
)  # fmt: skip
BY_ADMIN = ("centre:contract_add", "centre:users", "centre:user_add", "centre:closure_add")


OF_A_SURVEY = (
    "detail",
    "questions",
    "edit",
    "copy",
    "preview",
    "question_add",
    "invitations",
    "invite",
    "answer",
    "words",
)


def asked_in_english(supervisor):
    """A questionnaire with six answers, in two languages, and a link to it."""
    day = timezone.localdate()
    survey = open_survey(
        title="見本のアンケート", audience="movers", opens_on=day, closes_on=day, languages=["en"], by=supervisor
    )
    scale, words = survey.questions.order_by("position")
    for score in (5, 5, 5, 5, 5, 4):
        enter_from_paper(survey, {scale.pk: score, words.pk: "見本の意見"}, answered_on=day, by=supervisor)
    return survey, invite(survey, count=1, expires_on=day, by=supervisor)


def pages_of_a_hand_off(supervisor) -> list[str]:
    """What the counter does with a hand-off, and what its partner sees without an account."""
    with transaction.atomic():  # the guard of consents looks at the end of the transaction
        handoff = HandoffFactory(recorded_by=supervisor)
    _, token = make_link(handoff, by=supervisor)
    return [
        handoff.get_absolute_url(),
        *(reverse(f"referrals:{name}", args=[handoff.pk]) for name in ("handoff_give", "handoff_withdraw", "answer")),
        f"{reverse('referrals:hand_off')}?jobseeker={handoff.jobseeker_id}",
        *(f"{reverse('handoff', args=[token])}?lang={language}" for language in ("ja", "easy", "en")),
        reverse("referrals:partner", args=[handoff.agency_id]),
        f"{reverse('referrals:partner_people')}?agency={handoff.agency_id}",
        f"{reverse('referrals:export_partner_people')}?agency={handoff.agency_id}",
    ]


def pages_of_the_registers() -> list[str]:
    """The registers' pages that need a record or a register in their address."""
    carried, asked = RegisterEntry.objects.get(state="carried"), RegisterEntry.objects.filter(state="asked").first()
    return [
        carried.get_absolute_url(),
        f"{reverse('privacy:entries')}?kind=carry",
        *(reverse(f"privacy:{page}", args=["carry"]) for page in ("entry_add", "register_term")),
        *(reverse(f"privacy:{page}", args=[carried.pk]) for page in ("entry_edit", "entry_document_add")),
        reverse("privacy:entry_step", args=[carried.pk, "close"]),
        reverse("privacy:entry_step", args=[asked.pk, "permit"]),
    ]


def addresses_of_the_official() -> list[str]:
    """What only the official opens."""
    asked, place = RegisterEntry.objects.filter(state="asked").first(), Workplace.objects.get(approved_on=None)
    return [
        reverse("privacy:approvals"),
        reverse("privacy:incidents_reported"),
        reverse("privacy:approval_entry", args=[asked.pk]),
        reverse("privacy:approval_workplace", args=[place.pk]),
        reverse("reports:meeting_answer", args=[Meeting.objects.to_answer().first().pk]),
        Meeting.objects.filter(state=Meeting.State.ACKNOWLEDGED).first().get_absolute_url(),
    ]


def addresses(supervisor) -> list[str]:
    """Every page of the product that a supervisor opens, with a record where it needs one."""
    establishment = Establishment.objects.filter(consultations__isnull=False).first()
    other = Establishment.objects.exclude(pk=establishment.pk).first()
    posting = JobPosting.objects.filter(listed_from__isnull=False).first()
    vetting = prepare(posting, on=date(2026, 11, 2), by=User.objects.get(role=Role.REVIEWER))
    listable = EligibilityCourse.objects.filter(state="listable").first()
    under_way = EligibilityCourse.objects.filter(state="documents").first()
    paper = CourseDocument.objects.filter(state="received").first()
    certificate = certify(posting, by=supervisor)
    reconcile("求人番号,職種\nKM-9,販売\n".encode(), "site.csv", on=timezone.localdate(), by=supervisor)
    difference = ReconciliationDifference.objects.get(kind="only_there")
    report = draft_monthly(Month(2026, 10), by=supervisor)
    person = Jobseeker.objects.filter(relocation_facts__isnull=False, closed_on__isnull=True).first()
    Contract.objects.filter(fiscal_year=2026).update(keeps_support_plans=True)
    plan = begin_plan(person, begun_on=date(2026, 11, 2), assessment="見本", goals=["見本"], by=supervisor)
    figure = report.figures.filter(value__gt=0).first()
    held, coming = (CentreEvent.objects.filter(state=state).first().pk for state in ("held", "planned"))
    came = EventGuest.objects.filter(standing="attended").first().pk
    survey, batch = asked_in_english(supervisor)
    incident = an_incident(supervisor).pk
    of_records = [
        *[
            reverse(f"privacy:incident{page}", args=[incident])
            for page in (
                "",
                "_begin",
                "_withdraw",
                "_edit",
                "_evidence",
                "_affected",
                "_measure_add",
                "_note",
                "_tell",
            )
        ],
        f"{reverse('privacy:incident_affected', args=[incident])}?since=2026-01-01T00:00&until=2027-01-01T00:00",
        reverse("privacy:incident", args=[Incident.objects.get(is_exercise=True).pk]),
        reverse("privacy:inspection", args=[Inspection.objects.first().pk]),
        reverse("privacy:checklist", args=["ipa"]),
        reverse("privacy:checklist", args=["clauses"]),
        *[reverse(f"centre:roster_{page}", args=["2026-11"]) for page in ("month", "edit", "history")],
        reverse("centre:roster_day", args=[supervisor.pk, "2026-11-04"]),
        reverse("centre:staff_person", args=[supervisor.pk]),
        reverse("centre:appointment_add", args=[supervisor.pk]),
        reverse("centre:qualification_add", args=[supervisor.pk]),
        reverse("centre:training_held", args=[Training.objects.first().pk]),
        reverse("employers:detail", args=[establishment.pk]),
        reverse("employers:edit", args=[establishment.pk]),
        reverse("employers:register", args=[establishment.pk]),
        reverse("employers:field_visit", args=[establishment.pk]),
        reverse("employers:plan_one", args=[establishment.pk]),
        reverse("employers:scheme", args=[establishment.pk]),
        reverse("employers:twins_compare", args=[establishment.pk, other.pk]),
        reverse("employers:facts", args=[establishment.corporation_id]),
        reverse("postings:add", args=[establishment.pk]),
        reverse("postings:detail", args=[posting.pk]),
        reverse("postings:edit", args=[posting.pk]),
        reverse("postings:history", args=[posting.pk]),
        reverse("postings:law", args=[posting.pk]),
        reverse("postings:accept", args=[posting.pk]),
        RuleDraft.objects.latest("pk").get_absolute_url(),
        reverse("postings:declare", args=[establishment.corporation_id]),
        reverse("postings:minimum_wage", args=[MinimumWage.objects.latest("effective_from").pk]),
        reverse("postings:prepare", args=[posting.pk]),
        reverse("postings:publish", args=[posting.pk]),
        reverse("postings:listing_evidence", args=[posting.pk]),
        reverse("postings:certify", args=[posting.pk]),
        reverse("postings:extend_record") + f"?scope=marked&postings={posting.pk}",
        certificate.get_absolute_url(),
        reverse("postings:certificate_revoke", args=[certificate.pk]),
        reverse("verify", args=[certificate.token]),
        difference.get_absolute_url(),
        reverse("postings:difference_take_in", args=[difference.pk]),
        reverse("postings:vetting", args=[vetting.pk]),
        reverse("postings:course", args=[listable.corporation_id]),
        reverse("postings:course", args=[under_way.corporation_id]),
        reverse("postings:course_receive", args=[under_way.pk]),
        reverse("postings:course_settle", args=[under_way.pk]),
        reverse("postings:course_certify", args=[under_way.pk]),
        reverse("postings:course_check", args=[paper.pk]),
        reverse("jobseekers:detail", args=[person.pk]),
        reverse("jobseekers:circumstances", args=[person.pk]),
        reverse("jobseekers:turn", args=[person.pk]),
        reverse("jobseekers:withdraw", args=[person.pk, person.consents.first().pk]),
        reverse("jobseekers:plan_begin", args=[person.pk]),
        plan.get_absolute_url(),
        reverse("postings:orientation", args=[person.pk]),
        reverse("postings:orientation_edit", args=[person.pk]),
        reverse("consultations:detail", args=[Consultation.objects.first().pk]),
        reverse("consultations:mail_to_person", args=[person.pk]),
        reverse("consultations:mail_to_employer", args=[establishment.pk]),
        RecordMail.objects.prepared().filter(round__isnull=True).first().get_absolute_url(),
        RecordMail.objects.exclude(failure="").first().get_absolute_url(),
        MailRound.objects.first().get_absolute_url(),
        reverse("consultations:mail_round_release", args=[MailRound.objects.first().pk]),
        reverse("consultations:mail_template_edit", args=[MailTemplate.objects.first().pk]),
        reverse("referrals:handoff", args=[Handoff.objects.first().pk]),
        *pages_of_a_hand_off(supervisor),
        *pages_of_the_registers(),
        *[reverse(f"referrals:event{page}", args=[held]) for page in ("", "_edit", "_reception")],
        *[reverse(f"referrals:event_{page}", args=[coming]) for page in ("hold", "cancel")],
        reverse("referrals:event_invite", args=[coming]) + "?q=見本",
        f"{reverse('referrals:event_invite_to')}?jobseeker={person.pk}",
        *[reverse(f"referrals:event_{page}", args=[came]) for page in ("guest_edit", "outcome")],
        reverse("centre:agency", args=[Handoff.objects.first().agency_id]),
        reverse("centre:agency_edit", args=[Handoff.objects.first().agency_id]),
        reverse("centre:agency_end", args=[Handoff.objects.first().agency_id]),
        *[reverse(f"surveys:{name}", args=[survey.pk]) for name in OF_A_SURVEY],
        reverse("surveys:question_edit", args=[survey.questions.first().pk]),
        reverse("survey", args=[token_of(batch, 1)]) + "?lang=en",
        f"{reverse('referrals:postings_for')}?jobseeker={person.pk}&least=0",
        f"{reverse('referrals:people_for')}?posting={posting.pk}&least=0",
        f"{reverse('referrals:match')}?jobseeker={person.pk}&posting={posting.pk}",
        f"{reverse('referrals:match')}?jobseeker={person.pk}",
        reverse("reports:report", args=[report.pk]),
        reverse("reports:figure", args=[report.pk, figure.key]),
        reverse("reports:layout_columns", args=[3]),
        reverse("reports:comment", args=[report.pk]),
        reverse("reports:discuss", args=[report.pk]),
        reverse("reports:annual_text", args=[2026, "3"]),
        reverse("reports:completion_edit", args=[2026]),
        reverse("reports:cost_edit", args=[Cost.objects.first().pk]),
        reverse("reports:cost_void", args=[Cost.objects.first().pk]),
        reverse("reports:cost_history", args=[Cost.objects.first().pk]),
        reverse("reports:labour_edit", args=[Labour.objects.first().pk]),
        reverse("reports:deliverable_edit", args=[Deliverable.objects.first().pk]),
        reverse("reports:equipment_edit", args=[Equipment.objects.first().pk]),
        reverse("reports:plan_edit", args=[PlanItem.objects.first().pk]),
        *(
            reverse(f"reports:meeting{page}", args=[Meeting.objects.to_submit().first().pk])
            for page in ("", "_edit", "_void", "_action_add")
        ),
        reverse("reports:meeting_action_edit", args=[MeetingAction.objects.filter(done_on=None).first().pk]),
        reverse("reports:meeting_action_done", args=[MeetingAction.objects.filter(done_on=None).first().pk]),
    ]
    return [reverse(name) for name in PLAIN] + of_records


@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_has_a_violation_and_none_is_wider_than_the_window(page, signed_in, axe, width):
    call_command("seed_demo", scale=0.02, seed=7, until=date(2026, 11, 20))
    people = {user.role: user for user in User.objects.all()}
    assert Contract.objects.get(fiscal_year=2026).target_postings == 2200
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    todo = [(Role.SUPERVISOR, address) for address in addresses(people[Role.SUPERVISOR])]
    todo += [(Role.OFFICIAL, address) for address in addresses_of_the_official()]
    todo += [(Role.ADMIN, reverse(name)) for name in BY_ADMIN]
    role = None
    for wanted, address in todo:
        if wanted != role:
            signed_in(people[wanted])
            role = wanted
        assert page.goto(address).status == 200, address
        violations = axe()
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            violations.append(("wider than the window", []))
        if violations:
            found[address] = violations
    assert found == {}


@pytest.mark.parametrize("width", [1280, 375])
def test_the_page_of_a_hand_off_whose_secret_is_unknown_has_no_violation(page, axe, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert page.goto(reverse("handoff", args=["none"])).status == 404
    assert axe() == []


def test_the_log_in_page_has_no_violation(page, axe):
    page.goto("/account/login/")
    assert axe() == []
