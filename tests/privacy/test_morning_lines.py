"""The mail of the morning tells of requests whose deadline is near and of deletions to come: numbers, no name."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from centre.roles import Role
from consultations.models import PromiseMail
from consultations.reminding import choose_mail, remind
from privacy.retention import deleting
from privacy.retention.offered import morning_line as deletions
from privacy.rights import receiving
from privacy.rights.offered import morning_line as requests
from tests.factories.centre import UserFactory, contract_2026
from tests.factories.consultations import FollowUpFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.rights import TODAY, asked, decided

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-20 12:00+09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def manager():
    return UserFactory(role=Role.PRIVACY_MANAGER)


@pytest.fixture
def batch():
    """Two records that may be deleted from 20 December on."""
    contract = contract_2026()
    contract.keep_closed_months = 6
    contract.save()
    for _ in range(2):
        JobseekerFactory(registered_on=date(2026, 4, 1), closed_on=date(2026, 5, 20))
    return deleting.give_notice("ended_support", by=UserFactory(role=Role.SUPERVISOR))


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_a_request_is_told_of_two_days_before_its_deadline_and_when_it_is_over(manager):
    asked(JobseekerFactory())
    assert [requests(manager, days(count)) for count in (2, 3, 5, 6)] == [
        "",
        "本人からの請求　期限切れ0件、2日以内に期限1件",
        "本人からの請求　期限切れ0件、2日以内に期限1件",
        "本人からの請求　期限切れ1件、2日以内に期限0件",
    ]


def test_what_was_handed_on_counts_to_the_day_of_the_answer_and_what_is_over_no_more(manager):
    contract = contract_2026()
    contract.rights_answer_days = 30
    contract.save()
    request = decided(asked(JobseekerFactory()), manager)
    assert (requests(manager, days(6)), requests(manager, days(31))) == (
        "",
        "本人からの請求　期限切れ1件、2日以内に期限0件",
    )
    receiving.finish(request, request.version, finished_on=TODAY, outcome="記録を渡した", by=manager)
    assert requests(manager, days(31)) == ""


def test_without_an_agreed_day_of_the_answer_there_is_no_deadline(manager):
    decided(asked(JobseekerFactory()), manager)
    assert requests(manager, days(400)) == ""


def test_a_deletion_is_told_of_a_week_before_and_whether_it_is_released(manager, batch):
    assert batch.deletes_from == days(30)
    assert deletions(manager, days(22)) == ""
    assert deletions(manager, days(23)) == (
        "保存の期間が過ぎた記録　12月20日から2件を消します（まだ認められていません）"
    )
    deleting.release_batch(batch, by=manager)
    assert deletions(manager, days(23)) == "保存の期間が過ぎた記録　12月20日から2件を消します"
    deleting.cancel_batch(batch, by=manager)
    assert deletions(manager, days(23)) == ""


def test_the_mail_goes_to_those_who_see_to_it_and_once(manager, batch, noon):
    person = JobseekerFactory(name="架空 花子")
    asked(person, received_on=TODAY)
    counsellor = UserFactory(role=Role.COUNSELLOR, email="soudan@mihon.example")
    for role in (Role.ADMIN, Role.OFFICIAL, Role.FIELD_STAFF):
        UserFactory(role=role)
    day = date(2026, 12, 14)
    noon.move_to("2026-12-14 07:00+09:00")
    sent = remind(day)
    outbox = {envelope.to[0]: envelope for envelope in mail.outbox}
    assert sent == len(outbox) == PromiseMail.objects.filter(day=day).count()
    assert (remind(day), len(mail.outbox)) == (0, sent)
    to_manager, to_counsellor = outbox[manager.email], outbox[counsellor.email]
    assert to_manager.subject == "期限が近いものがあります"
    assert "12月20日から2件を消します" in to_manager.body
    assert "本人からの請求　期限切れ1件" in to_manager.body
    assert "12月20日" not in to_counsellor.body
    # The manager has no page on which the mail is chosen.
    assert ("止めるとき" in to_manager.body, "止めるとき" in to_counsellor.body) == (False, True)
    assert not any("花子" in one.body + one.subject for one in mail.outbox)
    assert {user.role for user in map(_user_of, outbox)} <= {Role.COUNSELLOR, Role.SUPERVISOR, Role.PRIVACY_MANAGER}


def test_promises_and_deadlines_stand_in_one_mail(noon):
    user = UserFactory(role=Role.COUNSELLOR)
    follow_up = FollowUpFactory(due_on=days(7), assigned_to=user)
    asked(JobseekerFactory(), by=user)
    noon.move_to("2026-11-27 07:00+09:00")
    remind(days(7))
    (envelope,) = [one for one in mail.outbox if one.to == [user.email]]
    assert envelope.subject == "約束：期限切れ0件、今日1件"
    assert f"No.{follow_up.pk}" in envelope.body
    assert "本人からの請求　期限切れ1件" in envelope.body


def test_who_does_not_want_the_mail_gets_none_of_it(noon):
    user = UserFactory(role=Role.COUNSELLOR)
    asked(JobseekerFactory(registered_by=user), by=user)
    choose_mail(user, is_wanted=False)
    noon.move_to("2026-11-27 07:00+09:00")
    remind(days(7))
    assert user.email not in {one.to[0] for one in mail.outbox}


def _user_of(address: str):
    return UserFactory._meta.model.objects.get(email=address)
