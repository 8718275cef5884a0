"""Nobody whose use of the data is stopped is compared, told, invited, written to, passed on or put forward for it."""

from datetime import date

import pytest
import time_machine
from django.db import Error, transaction

from centre.errors import DomainError
from centre.models import Contract
from centre.roles import Role
from consultations.mails import sending, writing
from consultations.mails.documents import offered
from consultations.models import RecordMail
from consultations.picking import suggest
from jobseekers.consenting import people_without_consent
from jobseekers.models import Jobseeker, WishSummary
from privacy.models import Provision, UseStop
from privacy.rights import carrying_out
from privacy.rights.guard import is_stopped
from referrals import letters
from referrals.events.inviting import Whom, invite
from referrals.handing_off import hand_off
from referrals.informing import inform
from referrals.matching.export_columns import POSTINGS_FOR
from referrals.models import EventGuest, Handoff, Referral, RetentionCheck
from referrals.partners.links import make_link
from tests.factories.centre import UserFactory
from tests.factories.events import EventFactory, PersonGuestFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory, waiting_mail
from tests.factories.referrals import HandoffFactory, ListedPostingFactory, ReferralFactory, RetentionCheckFactory
from tests.factories.rights import TODAY, asked
from tests.people_pages import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-20 12:00+09:00", tick=False):
        yield


@pytest.fixture
def boss():
    return UserFactory(role=Role.SUPERVISOR)


@pytest.fixture
def person():
    return MailedPersonFactory(name="架空 花子", phone="090-0000-1234")


def stop(person, boss):
    """Stop the use of a person's data."""
    carrying_out.stop_use(asked(person, kind="stop"), by=boss)


def test_a_stopped_person_is_in_no_ranking_mail_or_hand_off(person, boss):
    posting, waiting = ListedPostingFactory(), waiting_mail(person, by=boss)
    handoff = HandoffFactory(jobseeker=person)
    link, _ = make_link(handoff, by=boss)
    assert WishSummary.objects.get(jobseeker=person).is_open
    carrying_out.stop_use(asked(person, kind="stop"), by=boss)
    assert is_stopped(person)
    assert not WishSummary.objects.get(jobseeker=person).is_open
    waiting.refresh_from_db()
    link.refresh_from_db()
    assert waiting.dropped_at
    assert link.ended_at
    assert not Handoff.objects.tellable().exists()
    with pytest.raises(DomainError, match="利用停止"):
        waiting_mail(person, by=boss)
    with pytest.raises(DomainError, match="利用停止"):
        inform(person, posting, informed_on=TODAY, by=boss)
    with pytest.raises(DomainError, match="利用停止"):
        hand_off(
            agency=handoff.agency, purpose="見本", handed_on=TODAY, consented_on=TODAY, shared=["name"],
            jobseeker=person, by=boss,
        )  # fmt: skip


@pytest.mark.parametrize(
    "make",
    [
        lambda person: HandoffFactory(jobseeker=person),
        lambda person: ReferralFactory(jobseeker=person),
        lambda person: PersonGuestFactory(jobseeker=person),
        lambda person: RecordMail.objects.create(
            jobseeker=person, to_address=person.email, subject="見本", body="見本", prepared_by=person.registered_by
        ),
    ],
)
def test_the_database_itself_refuses_to_use_a_stopped_person(person, boss, make):
    carrying_out.stop_use(asked(person, kind="stop"), by=boss)
    with pytest.raises(Error, match="the use of this person is stopped"), transaction.atomic():
        make(person)
    WishSummary.objects.filter(jobseeker=person).update(is_open=True)
    assert not WishSummary.objects.get(jobseeker=person).is_open
    assert not Referral.objects.exists()


def test_a_stop_is_lifted_with_a_reason_and_both_stay_written(person, boss):
    request = asked(person, kind="stop")
    carrying_out.stop_use(request, by=boss)
    with pytest.raises(DomainError, match="すでに止めて"):
        carrying_out.stop_use(request, by=boss)
    with pytest.raises(DomainError, match="5文字以上"):
        carrying_out.lift_stop(request, reason="", by=boss)
    carrying_out.lift_stop(request, reason="本人が再開を希望したため", by=boss)
    assert (is_stopped(person), WishSummary.objects.get(jobseeker=person).is_open) == (False, True)
    assert HandoffFactory(jobseeker=person)
    assert UseStop.objects.get().lifted_by == boss


def test_a_stopped_person_is_taken_off_coming_events_and_not_invited_again(person, boss):
    line, past = (
        PersonGuestFactory(jobseeker=person),
        PersonGuestFactory(jobseeker=person, event__first_on=date(2026, 11, 2)),
    )
    other = PersonGuestFactory(event=line.event)
    stop(person, boss)
    for guest in (line, past, other):
        guest.refresh_from_db()
    assert (line.standing, past.standing, other.standing) == ("withdrawn", "invited", "invited")
    with pytest.raises(DomainError, match="利用停止"):
        invite(EventFactory(), Whom(EventGuest.Party.JOBSEEKER, jobseeker=person), by=boss)


def test_no_letter_names_a_stopped_person_to_an_employer(person, boss):
    Contract.objects.filter(fiscal_year=2026).update(
        placement_mode="B", licence_number="43-ム-000000", licence_valid_until=date(2027, 3, 31), contractor="見本"
    )
    posting = ListedPostingFactory(establishment__email="saiyo@kakuu.example")
    course, later = ReferralFactory(jobseeker=person, posting=posting), ReferralFactory(jobseeker=person)
    letter = letters.issue(course, by=boss)
    chosen = f"letter:{letter.pk}"
    assert chosen in dict(offered(posting.establishment, boss))
    mail = waiting_mail(posting.establishment, documents=[chosen], by=boss)
    stop(person, boss)
    assert chosen not in dict(offered(posting.establishment, boss))
    with pytest.raises(DomainError, match="利用停止"):
        letters.issue(later, by=boss)
    sending.release(mail, has_looked=True, by=boss)
    with time_machine.travel("2026-11-20 12:02+09:00", tick=False):
        sending.send_one(mail.pk, None)
    mail.refresh_from_db()
    assert (mail.sent_at, mail.failure) == (None, "利用停止の請求をした方のことが書かれた書類です。送りませんでした。")
    assert not Provision.objects.filter(means="mail").exists()


def test_several_mails_leave_a_stopped_person_out_and_the_page_counts_so(person, boss):
    other = MailedPersonFactory(name="架空 次郎")
    stop(person, boss)
    client, user = logged_in(Role.SUPERVISOR)
    page = client.get("/consultations/mails/several/")
    assert (page.context["chosen"], page.context["reachable"]) == (1, 1)
    made = writing.prepare_several(
        Jobseeker.objects.all(), template=MailTemplateFactory(), title="見本", conditions="", by=user
    )
    assert [mail.jobseeker for mail in made.mails.all()] == [other]


def test_a_file_that_leaves_by_consent_counts_a_stopped_person_as_lacking(person, boss):
    guest = PersonGuestFactory(jobseeker=person)
    rows = EventGuest.objects.filter(pk=guest.pk)
    text = person.consents.get().text_id
    assert people_without_consent(rows, text) == 0
    stop(person, boss)
    assert people_without_consent(rows, text) == 1


def test_whoever_calls_is_still_found_and_marked(person, boss):
    stop(person, boss)
    (pick,) = suggest("架空花子", boss)
    assert pick.hint.endswith("利用停止中")
    assert suggest("架空花子", boss, usable_only=True) == []
    client, _ = logged_in(Role.COUNSELLOR)
    assert "利用停止中" in client.get("/jobseekers/").content.decode()
    assert "利用停止中" in client.get("/search/?q=架空花子").content.decode()


def test_pages_that_put_people_forward_leave_a_stopped_person_out(person, boss):
    posting, event = ListedPostingFactory(), EventFactory()
    known = JobseekerFactory(name="架空 次郎")
    stop(person, boss)
    client, _ = logged_in(Role.COUNSELLOR)
    for page in (
        f"/referrals/people/?posting={posting.pk}&least=0",
        f"/referrals/match/?posting={posting.pk}&q=架空",
        f"/referrals/events/{event.pk}/invite/?q=架空",
    ):
        words = client.get(page).content.decode()
        assert (known.name in words, person.name in words) == (True, False), page


def test_pages_that_use_a_person_lead_back_and_their_buttons_are_gone(person, boss):
    posting, (client, _) = ListedPostingFactory(), logged_in(Role.COUNSELLOR)
    pages = (
        f"/referrals/postings/?jobseeker={person.pk}",
        f"/referrals/match/?jobseeker={person.pk}",
        f"/referrals/match/?jobseeker={person.pk}&posting={posting.pk}",
        f"/referrals/add/?jobseeker={person.pk}",
        f"/referrals/handoffs/add/?jobseeker={person.pk}",
        f"/referrals/events/invite/?jobseeker={person.pk}",
        f"/consultations/mails/to-person/{person.pk}/",
    )
    own = person.get_absolute_url()
    before = client.get(own).content.decode()
    for page in pages:
        assert client.get(page).status_code == 200, page
    stop(person, boss)
    after = client.get(own).content.decode()
    for page in pages:
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, own), page
    for label in ("合う求人", "行事に招待", "メールを書く", "求人の情報を提供", "関係機関へつなぐ"):
        assert (f">{label}</a>" in before, f">{label}</a>" in after) == (True, False), label
    assert "この方の情報の利用を止めています" in after
    assert ">相談を記録</a>" in after


def test_the_file_of_postings_that_suit_a_stopped_person_is_empty(person, boss):
    ListedPostingFactory()
    query = f"jobseeker={person.pk}&least=0"
    assert POSTINGS_FOR.shown(query, boss).rows.count() == 1
    stop(person, boss)
    assert POSTINGS_FOR.shown(query, boss).rows.count() == 0


def test_nobody_is_asked_to_follow_up_a_stopped_person(person, boss):
    course = ReferralFactory(jobseeker=person, informed_on=date(2026, 10, 5))
    RetentionCheckFactory(referral__jobseeker=person)
    client, _ = logged_in(Role.COUNSELLOR)
    assert person.name in client.get("/referrals/open/").content.decode()
    assert RetentionCheck.objects.due(TODAY).count() == Referral.objects.quiet_since(TODAY).count() == 1
    stop(person, boss)
    page = client.get("/referrals/open/")
    assert person.name not in page.content.decode()
    assert page.context["all_open"] == 0
    assert RetentionCheck.objects.due(TODAY).count() == Referral.objects.quiet_since(TODAY).count() == 0
    # What happened all the same can be written down on its own page.
    assert client.get(course.get_absolute_url()).status_code == 200
