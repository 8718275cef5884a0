"""Promises of a team: handed over several at once, judged by month, told of by one mail in the morning."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear, Month
from centre.models import Closure
from centre.roles import Role
from consultations.kept_rates import Kept, by_month, by_person
from consultations.models import FollowUp, PromiseMail
from consultations.promising import hand_over_several, keep_promise, postpone
from consultations.reminding import choose_mail, remind
from tests.factories.centre import UserFactory
from tests.factories.consultations import FollowUpFactory, PersonConsultationFactory
from tests.factories.referrals import HandoffFactory
from tests.people_pages import logged_in, send

TOKYO = ZoneInfo("Asia/Tokyo")
FRIDAY = date(2026, 11, 20)
FRIDAY_MORNING = datetime(2026, 11, 20, 6, 30, tzinfo=TOKYO)
YEAR = FiscalYear(2026)


@pytest.fixture
def friday():
    with time_machine.travel(datetime(2026, 11, 20, 7, 0, tzinfo=TOKYO), tick=False):
        yield


def kept_on(day: date, due_on: date, **given) -> FollowUp:
    """A promise due on a day that was kept on another."""
    follow_up = FollowUpFactory(due_on=due_on, **given)
    with time_machine.travel(datetime(day.year, day.month, day.day, 23, 59, tzinfo=TOKYO), tick=False):
        return keep_promise(follow_up, by=follow_up.assigned_to)


@pytest.mark.django_db
def test_the_work_list_tells_of_hand_offs_nobody_has_answered(friday):
    client, _ = logged_in(Role.COUNSELLOR)
    late = HandoffFactory(handed_on=date(2026, 10, 1), consented_on=date(2026, 10, 1))
    new = HandoffFactory(handed_on=date(2026, 11, 19), consented_on=date(2026, 11, 19))
    page = client.get("/consultations/promises/").content.decode()
    assert "返事を待っているつなぎ" in page
    assert (late.get_absolute_url() in page, new.get_absolute_url() in page) == (True, False)
    assert "返事を待っているつなぎ" not in client.get("/consultations/promises/?state=done").content.decode()
    field_staff, _ = logged_in(Role.FIELD_STAFF)
    assert "返事を待っているつなぎ" not in field_staff.get("/consultations/promises/").content.decode()


@pytest.mark.django_db
class TestHandOver:
    def test_all_go_to_the_colleague(self, friday):
        by, to = UserFactory(role=Role.COUNSELLOR), UserFactory(role=Role.COUNSELLOR)
        promises = FollowUpFactory.create_batch(3, assigned_to=by)
        assert hand_over_several([one.pk for one in promises], to=to, by=by) == 3
        assert set(FollowUp.objects.values_list("assigned_to", flat=True)) == {to.pk}

    def test_none_goes_when_one_cannot(self, friday):
        by, to = UserFactory(role=Role.COUNSELLOR), UserFactory(role=Role.FIELD_STAFF)
        easy = FollowUpFactory(assigned_to=by)
        of_a_person = FollowUpFactory(assigned_to=by, consultation=PersonConsultationFactory())
        with pytest.raises(DomainError, match="就職希望者との約束"):
            hand_over_several([easy.pk, of_a_person.pk], to=to, by=by)
        assert set(FollowUp.objects.values_list("assigned_to", flat=True)) == {by.pk}

    def test_the_page_shows_what_goes_and_to_whom(self, friday):
        client, user = logged_in(Role.COUNSELLOR)
        to = UserFactory(role=Role.COUNSELLOR)
        promises = FollowUpFactory.create_batch(2, assigned_to=user)
        address = "/consultations/promises/hand-over/"
        chosen = {"picked": [one.pk for one in promises]}
        assert "求人票の案を送る" in client.get(address, chosen).content.decode()
        assert send(client, address, **chosen, assigned_to=to.pk).status_code == 302
        assert FollowUp.objects.filter(assigned_to=to).count() == 2
        assert "選ばれていません" in client.get(address, {"picked": "x"}).content.decode()


@pytest.mark.django_db
class TestKeptRate:
    def test_a_promise_is_kept_until_the_end_of_its_day(self, friday):
        due = date(2026, 11, 10)
        kept_on(due, due)
        kept_on(due - timedelta(days=3), due)
        kept_on(due + timedelta(days=1), due)
        FollowUpFactory(due_on=due)
        FollowUpFactory(due_on=date(2026, 11, 30))
        november = dict(by_month(YEAR, FRIDAY, FollowUp.objects.all()))[Month(2026, 11)]
        assert november == Kept(on_time=2, late=1, open=1, coming=1)
        assert november.rate == 50

    def test_one_of_today_is_not_late_yet_and_a_month_without_any_has_no_rate(self, friday):
        FollowUpFactory(due_on=FRIDAY)
        months = dict(by_month(YEAR, FRIDAY, FollowUp.objects.all()))
        assert (months[Month(2026, 11)].coming, months[Month(2026, 11)].rate) == (1, None)
        assert months[Month(2026, 10)].rate is None

    def test_what_was_put_off_is_told(self, friday):
        promised = FollowUpFactory(due_on=date(2026, 11, 19))
        postpone(promised, due_on=date(2026, 11, 27), by=promised.assigned_to)
        postpone(promised, due_on=date(2026, 11, 24), by=promised.assigned_to)
        promised.refresh_from_db()
        assert promised.times_postponed == 1
        assert dict(by_month(YEAR, FRIDAY, FollowUp.objects.all()))[Month(2026, 11)].postponed == 1

    def test_each_sees_the_total_and_the_own_line_and_a_supervisor_all(self, friday):
        client, user = logged_in(Role.COUNSELLOR, name="見本 自分")
        FollowUpFactory(due_on=date(2026, 11, 9), assigned_to=user)
        FollowUpFactory(due_on=date(2026, 11, 9), assigned_to=UserFactory(name="見本 同僚"))
        page = client.get("/consultations/promises/kept/")
        assert [name for name, _ in page.context["people"]] == ["見本 自分"]
        assert dict(page.context["months"])[Month(2026, 11)].open == 2
        supervisor, _ = logged_in(Role.SUPERVISOR)
        page = supervisor.get("/consultations/promises/kept/?month=2026-11")
        assert [name for name, _ in page.context["people"]] == ["見本 同僚", "見本 自分"]

    def test_the_page_costs_the_same_for_one_and_for_many(self, friday, django_assert_num_queries):
        client, _ = logged_in(Role.SUPERVISOR)
        FollowUpFactory()
        client.get("/consultations/promises/kept/")
        with django_assert_num_queries(7):
            client.get("/consultations/promises/kept/")
        FollowUpFactory.create_batch(10)
        with django_assert_num_queries(7):
            client.get("/consultations/promises/kept/")

    def test_by_person_adds_up_to_the_month(self, friday):
        for day in (3, 5, 9, 25):
            FollowUpFactory(due_on=date(2026, 11, day))
        people = by_person(Month(2026, 11), FRIDAY, FollowUp.objects.all())
        assert sum(kept.open for _, kept in people) == 3
        assert sum(kept.coming for _, kept in people) == 1


@given(st.builds(Kept, *[st.integers(0, 500)] * 5))
def test_a_rate_is_a_share_of_what_has_come_due(kept):
    assert (kept.rate is None) == (kept.on_time + kept.late + kept.open == 0)
    assert kept.rate is None or 0 <= kept.rate <= 100
    assert (kept.rate == 100) == (kept.judged > 0 and kept.late == kept.open == 0)


@pytest.mark.django_db
class TestMailOfTheMorning:
    def test_one_mail_to_each_whose_promises_wait_however_often_it_runs(self, friday):
        user = UserFactory(role=Role.COUNSELLOR)
        overdue = FollowUpFactory(due_on=date(2026, 11, 18), assigned_to=user, what="架空 太郎さんに電話")
        today = FollowUpFactory(due_on=FRIDAY, assigned_to=user)
        FollowUpFactory(due_on=date(2026, 11, 24), assigned_to=UserFactory(role=Role.COUNSELLOR))
        assert [remind(FRIDAY), remind(FRIDAY)] == [1, 0]
        assert mail.outbox[0].to == [user.email]
        assert mail.outbox[0].subject == "約束：期限切れ1件、今日1件"
        assert f"No.{overdue.pk}" in mail.outbox[0].body
        assert f"No.{today.pk}" in mail.outbox[0].body
        assert len(mail.outbox) == 1

    def test_it_names_nobody_and_nothing(self, friday):
        follow_up = FollowUpFactory(consultation=PersonConsultationFactory(), what="架空 太郎さんに電話")
        remind(FRIDAY)
        for secret in ("架空", "電話", follow_up.jobseeker.name, follow_up.assigned_to.name):
            assert secret not in mail.outbox[0].body + mail.outbox[0].subject

    def test_a_mail_the_server_refused_leaves_with_the_next_run(self, friday, monkeypatch):
        FollowUpFactory()
        with monkeypatch.context() as broken:
            broken.setattr("django.core.mail.EmailMessage.send", _refuse)
            assert remind(FRIDAY) == 0
        assert not PromiseMail.objects.exists()
        assert remind(FRIDAY) == 1

    def test_who_does_not_want_it_gets_none(self, friday):
        follow_up = FollowUpFactory()
        choose_mail(follow_up.assigned_to, is_wanted=False)
        assert remind(FRIDAY) == 0
        choose_mail(follow_up.assigned_to, is_wanted=True)
        assert remind(FRIDAY) == 1

    def test_none_leaves_on_a_day_the_counter_is_closed(self, friday):
        FollowUpFactory()
        Closure.objects.create(date=FRIDAY, kind=Closure.Kind.HOLIDAY, name="架空の休み")
        assert remind(FRIDAY) == 0
        assert remind(date(2026, 11, 21)) == 0

    def test_somebody_who_left_or_changed_the_role_gets_none(self, friday):
        FollowUpFactory(assigned_to=UserFactory(is_active=False))
        FollowUpFactory(assigned_to=UserFactory(role=Role.OFFICIAL))
        assert remind(FRIDAY) == 0

    def test_the_choice_is_made_on_a_page_of_ones_own(self, friday):
        client, user = logged_in(Role.COUNSELLOR)
        send(client, "/consultations/mine/")
        user.refresh_from_db()
        assert not user.uses_single_keys
        assert client.get("/consultations/mine/").context["form"]["promise_mail"].value() is False
        send(client, "/consultations/mine/", single_keys="on", promise_mail="on")
        user.refresh_from_db()
        assert user.uses_single_keys


def _refuse(message) -> None:
    raise OSError("the server is away")


@pytest.mark.django_db
def test_the_overdue_lead_the_list_of_all_and_the_kept_stand_together(friday):
    client, user = logged_in(Role.COUNSELLOR)
    FollowUpFactory(
        what="済んだ約束", due_on=date(2026, 11, 2), assigned_to=user, done_at=FRIDAY_MORNING, done_by=user
    )
    just_now = {"done_at": FRIDAY_MORNING + timedelta(hours=1), "done_by": user}
    FollowUpFactory(what="いま済んだ約束", due_on=date(2026, 11, 9), assigned_to=user, **just_now)
    FollowUpFactory(what="来週の約束", due_on=date(2026, 11, 27), assigned_to=user)
    FollowUpFactory(what="遅れた約束", due_on=date(2026, 11, 10), assigned_to=user)
    rows = client.get("/consultations/promises/", {"state": ""}).context["object_list"]
    assert [(row.what, row.heading) for row in rows] == [
        ("遅れた約束", "期限切れ"),
        ("来週の約束", "2026年11月27日（金）"),
        ("いま済んだ約束", "済み"),
        ("済んだ約束", "済み"),
    ]
