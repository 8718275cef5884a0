"""Inviting: with a consent in force, once, and never more than there are seats."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from centre.errors import DomainError, EditConflict
from jobseekers.registration import foretold, withdraw_consent
from referrals.events.inviting import Whom, change_guest, invite, reply, strike
from referrals.models import CentreEvent, EventGuest
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.events import EmployerGuestFactory, EventFactory, HeldEventFactory, PersonGuestFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.second_connection import must_wait, somebody_else

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_day():
    with time_machine.travel("2026-11-10T12:00:00+09:00", tick=False):
        yield


def person(**known) -> Whom:
    return Whom("jobseeker", jobseeker=JobseekerFactory(**known))


def test_employers_and_people_are_invited_and_answer():
    event, by = EventFactory(), UserFactory()
    employer = invite(event, Whom("employer", establishment=EstablishmentFactory(), people=2), by=by)
    mover = invite(event, person(), accepted=True, by=by)
    assert (employer.standing, employer.groups, employer.size) == ("invited", 0, "1社（2人）")
    assert (mover.standing, mover.replied_on, mover.size) == ("accepted", date(2026, 11, 10), "1組1人")
    assert reply(employer, "accepted", by=by).standing == "accepted"
    assert reply(mover, "declined", by=by).standing == "declined"
    assert event.guests.figures() == {"employers": 1, "groups": 1, "people": 1}
    assert list(mover.revisions.order_by("pk").values_list("standing", "changed_by")) == [
        ("accepted", None),
        ("declined", by.pk),
    ]


def test_nobody_is_invited_without_a_consent_in_force():
    event, mover = EventFactory(), person()
    withdraw_consent(mover.jobseeker.consents.get(), withdrawn_on=date(2026, 11, 9), by=UserFactory())
    with pytest.raises(DomainError, match="支援は終了しています"):
        invite(event, mover, by=UserFactory())
    mover.jobseeker.__class__.objects.update(closed_on=None)
    with pytest.raises(DomainError, match="有効な同意がない"):
        invite(event, mover, by=UserFactory())
    with pytest.raises(IntegrityError, match="consent"), transaction.atomic():
        PersonGuestFactory(event=event, jobseeker=mover.jobseeker)


def test_a_withdrawn_consent_takes_the_person_off_the_lists_to_come():
    to_come = PersonGuestFactory(standing="accepted", event__title="見本フェア")
    past = PersonGuestFactory(jobseeker=to_come.jobseeker, event=HeldEventFactory(), came=True)
    consent = to_come.jobseeker.consents.get()
    assert any("これからの行事1件（見本フェア" in words for words in foretold(consent))
    withdraw_consent(consent, withdrawn_on=date(2026, 11, 10), by=UserFactory())
    to_come.refresh_from_db()
    past.refresh_from_db()
    assert (to_come.standing, past.standing) == ("withdrawn", "attended")


def test_the_same_employer_or_person_stands_on_a_list_once():
    guest, employer = PersonGuestFactory(), EmployerGuestFactory()
    with pytest.raises(DomainError, match="すでに名簿にあります"):
        invite(guest.event, Whom("jobseeker", jobseeker=guest.jobseeker), by=UserFactory())
    with pytest.raises(DomainError, match="すでに名簿にあります"):
        invite(employer.event, Whom("employer", establishment=employer.establishment), by=UserFactory())
    assert invite(guest.event, Whom("guardian", jobseeker=guest.jobseeker), by=UserFactory()).name.endswith(
        "さんの保護者"
    )
    strike(guest, by=UserFactory())
    assert invite(guest.event, Whom("jobseeker", jobseeker=guest.jobseeker), by=UserFactory()).standing == "invited"


@pytest.mark.parametrize(
    ("whom", "words"),
    [
        (Whom("employer"), "企業を選んで"),
        (Whom("jobseeker"), "匿名の方"),
        (Whom("anonymous", names="架空 花子"), "名は、同意がないため"),
        (Whom("anonymous", groups=2, people=1), "組数"),
        (Whom("guardian", people=0), "人数"),
    ],
)
def test_what_cannot_be_counted_is_refused(whom, words):
    with pytest.raises(DomainError, match=words):
        invite(EventFactory(), whom, by=UserFactory())


def test_the_database_keeps_employers_and_people_apart_and_the_unregistered_nameless():
    guest, employer = PersonGuestFactory(), EmployerGuestFactory()
    anonymous = invite(guest.event, Whom("anonymous", groups=1, people=2), by=UserFactory())
    for record, wrong in (
        (guest, {"party": "employer"}),
        (guest, {"groups": 2}),
        (employer, {"groups": 1}),
        (anonymous, {"names": "架空 花子"}),
        (anonymous, {"standing": "attended"}),
        (anonymous, {"invited_on": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventGuest.objects.filter(pk=record.pk).update(**wrong)


def test_seats_of_employers_and_of_people_are_counted_apart():
    event, by = EventFactory(seats_employers=1, seats_people=3), UserFactory()
    invite(event, Whom("employer", establishment=EstablishmentFactory(), people=5), accepted=True, by=by)
    invite(event, Whom("anonymous", groups=1, people=3), accepted=True, by=by)
    with pytest.raises(DomainError, match="企業の定員（1社）"):
        invite(event, Whom("employer", establishment=EstablishmentFactory()), accepted=True, by=by)
    with pytest.raises(DomainError, match="参加者の定員（3人）"):
        invite(event, Whom("anonymous"), accepted=True, by=by)
    waiting = invite(event, person(), by=by)
    with pytest.raises(DomainError, match="定員"):
        reply(waiting, "accepted", by=by)
    one = event.guests.get(party="anonymous")
    with pytest.raises(DomainError, match="定員"):
        change_guest(one, one.version, groups=1, people=4, names="", by=by)


def test_the_database_itself_gives_no_seat_twice():
    event = EventFactory(seats_people=1)
    PersonGuestFactory(event=event, standing="accepted")
    waiting = PersonGuestFactory(event=event)
    with pytest.raises(IntegrityError, match="no seat is left"), transaction.atomic():
        EventGuest.objects.filter(pk=waiting.pk).update(standing="accepted")
    with pytest.raises(IntegrityError, match="no seat is left"), transaction.atomic():
        EventGuest.objects.filter(event=event, standing="accepted").update(people=2)
    assert event.guests.filter(standing="accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_give_the_last_seat_one_waits_and_is_refused():
    by = UserFactory()
    with transaction.atomic():
        event = EventFactory(seats_people=1)
        waiting, second = PersonGuestFactory(event=event), person()
    with somebody_else() as cursor:
        cursor.execute("SELECT FROM referrals_centreevent WHERE id = %s FOR UPDATE", [event.pk])
        cursor.execute("UPDATE referrals_eventguest SET standing = 'accepted' WHERE id = %s", [waiting.pk])
        for whom in (second, Whom("anonymous")):
            with must_wait():
                invite(event, whom, accepted=True, by=by)
        cursor.connection.commit()
    with pytest.raises(DomainError, match="参加者の定員（1人）"):
        invite(event, second, accepted=True, by=by)
    assert CentreEvent.objects.get().guests.filter(standing="accepted").count() == 1


def test_nobody_is_invited_to_what_is_over_and_no_answer_changes_then():
    held = HeldEventFactory()
    with pytest.raises(DomainError, match="開催済の行事には招待できません"):
        invite(held, person(), by=UserFactory())
    guest = PersonGuestFactory(event=held, standing="absent")
    with pytest.raises(DomainError, match="返事を変えられません"):
        reply(guest, "accepted", by=UserFactory())
    with pytest.raises(DomainError, match="返事を選んで"):
        reply(guest, "attended", by=UserFactory())


def test_names_for_the_cards_are_kept_as_people_write_them():
    guest = EmployerGuestFactory()
    changed = change_guest(guest, 1, groups=0, people=2, names=" 髙﨑 𠮷郎 \n\nNguyễn Thị\n", by=UserFactory())
    assert changed.names == "髙﨑 𠮷郎\nNguyễn Thị"
    with pytest.raises(EditConflict):
        change_guest(guest, 1, groups=0, people=1, names="", by=UserFactory())


def test_who_was_received_is_not_struck_off():
    with pytest.raises(DomainError, match="先に受付を取り消し"):
        strike(PersonGuestFactory(came=True), by=UserFactory())


def test_guests_are_found_by_employer_name_card_and_phone():
    event = EventFactory()
    mover = PersonGuestFactory(event=event, jobseeker__name="髙﨑 𠮷郎", jobseeker__phone="090-0000-7788")
    employer = EmployerGuestFactory(event=event, names="見本 担当")
    assert list(event.guests.search("高崎")) == [mover] == list(event.guests.search("7788"))
    assert list(event.guests.search("担当")) == [employer] == list(event.guests.search(employer.establishment.name))
