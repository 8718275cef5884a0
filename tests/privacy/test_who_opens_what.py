"""Each role at each page of the rooms about people: what the matrix promises is what the server does."""

from datetime import date

import pytest
import time_machine

from centre.models import Contract
from centre.roles import Role
from jobseekers.supporting import begin_plan
from postings.eligibility.orientation import keep_facts
from privacy.access import REASON_KEY
from tests.factories.consultations import FollowUpFactory, PersonConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.referrals import HandoffFactory, ReferralFactory, RetentionCheckFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db

# What an inspector opens depends on the inspection: tests/privacy/inspections.
AT_THE_COUNTER = [role for role in Role if role != Role.INSPECTOR]
C, F, R, S, P, OFFICIAL, ADMIN = AT_THE_COUNTER
PEOPLE, PEOPLE_EDIT = {C, S, P}, {C, S}
PAGES = {
    "/jobseekers/": PEOPLE,
    "/jobseekers/{jobseeker}/": PEOPLE,
    "/jobseekers/add/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/edit/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/circumstances/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/turn/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/plan/": PEOPLE_EDIT,
    "/jobseekers/plans/{plan}/": PEOPLE,
    "/jobseekers/plans/{plan}/edit/": PEOPLE_EDIT,
    "/jobseekers/plans/{plan}/conferences/add/": PEOPLE_EDIT,
    "/jobseekers/plans/{plan}/end/": PEOPLE_EDIT,
    "/postings/orientation/{jobseeker}/": PEOPLE,
    "/postings/orientation/{jobseeker}/orientation.pdf": PEOPLE,
    "/postings/orientation/{jobseeker}/edit/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/close/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/reopen/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/consent/": PEOPLE_EDIT,
    "/jobseekers/{jobseeker}/consents/{consent}/withdraw/": PEOPLE_EDIT,
    "/consultations/": {C, F, R, S, P},
    "/consultations/promises/": {C, F, R, S, P},
    "/consultations/add/": {C, F, R, S},
    "/consultations/add/?jobseeker={jobseeker}": PEOPLE_EDIT,
    "/consultations/suggestions/?caller=0000": {C, F, R, S},
    "/consultations/party/?picked=establishment-{establishment}": {C, F, R, S},
    "/consultations/party/?picked=jobseeker-{jobseeker}": PEOPLE_EDIT,
    "/consultations/{consultation}/": PEOPLE,
    "/consultations/{consultation}/edit/": PEOPLE_EDIT,
    "/consultations/{consultation}/promise/": PEOPLE_EDIT,
    "/consultations/promises/{follow_up}/keep/": PEOPLE_EDIT,
    "/consultations/promises/{follow_up}/postpone/": PEOPLE_EDIT,
    "/consultations/promises/{follow_up}/hand-over/": PEOPLE_EDIT,
    "/referrals/": PEOPLE,
    "/referrals/{referral}/": PEOPLE,
    "/referrals/add/?jobseeker={jobseeker}": PEOPLE_EDIT,
    "/referrals/open/": PEOPLE,
    "/referrals/{referral}/step/applied/": PEOPLE_EDIT,
    "/referrals/{referral}/correct/": PEOPLE_EDIT,
    "/referrals/{referral}/contract/": PEOPLE_EDIT,
    "/referrals/{referral}/take-back/": PEOPLE_EDIT,
    "/referrals/{referral}/move/": PEOPLE_EDIT,
    "/referrals/retention/": PEOPLE,
    "/referrals/retention/{check}/": PEOPLE_EDIT,
    "/referrals/handoffs/": PEOPLE,
    "/referrals/handoffs/{handoff}/": PEOPLE,
    "/referrals/handoffs/{handoff}/answer/": PEOPLE_EDIT,
    "/referrals/handoffs/add/?jobseeker={jobseeker}": PEOPLE_EDIT,
    "/referrals/handoffs/take-over/?establishment={establishment}": PEOPLE_EDIT,
    "/surveys/": {C, S, OFFICIAL},
    "/surveys/add/": {C, S},
    "/privacy/access-log/": {S, P},
    "/privacy/register/": {S, P},
    "/privacy/provisions/": {C, R, S, P},
    "/privacy/requests/": {C, S, P},
    "/privacy/retention/": {S, P},
}


@pytest.fixture
def records() -> dict:
    """The numbers of one record of each kind, all about one person."""
    consultation = PersonConsultationFactory()
    person = consultation.jobseeker
    Contract.objects.update_or_create(
        fiscal_year=2026,
        defaults={"title": "見本業務", "ends_on": date(2027, 3, 31), "keeps_support_plans": True},
    )
    by = person.registered_by
    plan = begin_plan(person, begun_on=date(2026, 11, 2), assessment="見本", goals=["見本"], by=by)
    keep_facts(person, 0, facts={}, on=date(2026, 11, 2), by=by)
    return {
        "plan": plan.pk,
        "jobseeker": person.pk,
        "consent": person.consents.get().pk,
        "consultation": consultation.pk,
        "establishment": EstablishmentFactory().pk,
        "follow_up": FollowUpFactory(consultation=consultation).pk,
        "referral": ReferralFactory(jobseeker=person).pk,
        "check": RetentionCheckFactory(referral__jobseeker=person).pk,
        "handoff": HandoffFactory(jobseeker=person).pk,
    }


@pytest.mark.parametrize("role", AT_THE_COUNTER)
@time_machine.travel("2026-11-20 10:00+09:00", tick=False)
def test_a_role_opens_its_pages_and_no_other(role, records):
    client, _ = logged_in(role)
    session = client.session
    session[REASON_KEY] = "権限の点検のため"
    session.save()
    opened = {page for page in PAGES if client.get(page.format(**records)).status_code == 200}
    assert opened == {page for page, roles in PAGES.items() if role in roles}


@pytest.mark.parametrize("page", [page for page, roles in PAGES.items() if P in roles and "privacy" not in page])
def test_the_privacy_manager_is_asked_for_a_reason_first(page, records):
    client, _ = logged_in(P)
    response = client.get(page.format(**records))
    assert response.status_code == 302
    assert response["Location"].startswith("/privacy/reason/?next=")
