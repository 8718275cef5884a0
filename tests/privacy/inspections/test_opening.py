"""Opening and ending an inspection: its terms, its time, and what the database keeps whoever asks."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.roles import Role, may
from privacy.inspections.opening import end_inspection, hand_over, open_inspection, running
from privacy.inspections.scopes import SCOPES, abilities_of
from privacy.inspections.watching import Watch
from privacy.models import Inspection
from tests.factories.centre import UserFactory, watched
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def inspector():
    return UserFactory(role=Role.INSPECTOR)


def terms(**more) -> dict:
    now = timezone.now()
    known = {
        "officials": "見本課 検査員（架空）",
        "purpose": "実地調査",
        "starts_at": now,
        "ends_at": now + timedelta(hours=3),
        "scope": ["privacy"],
        "with_personal": False,
        "by": UserFactory(role=Role.PRIVACY_MANAGER),
    }
    return known | more


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (lambda now: {"ends_at": now}, "ends_at"),
        (lambda now: {"starts_at": now - timedelta(days=2), "ends_at": now - timedelta(days=1)}, "ends_at"),
        (lambda now: {"ends_at": now + timedelta(days=14, seconds=1)}, "ends_at"),
        (lambda now: {"scope": []}, "scope"),
        (lambda now: {"scope": ["everything"]}, "scope"),
    ],
)
def test_wrong_terms_are_refused(inspector, wrong, field):
    with pytest.raises(DomainError) as refused:
        open_inspection(inspector, **terms(**wrong(timezone.now())))
    assert refused.value.field == field


def test_only_an_inspectors_account_and_one_inspection_at_a_time(inspector):
    with pytest.raises(DomainError, match="検査員のアカウント"):
        open_inspection(UserFactory(), **terms())
    first = open_inspection(inspector, **terms(ends_at=timezone.now() + timedelta(days=14)))
    with pytest.raises(DomainError, match="重なる期間"):
        open_inspection(inspector, **terms())
    end_inspection(first, by=first.opened_by)
    assert open_inspection(inspector, **terms()).pk != first.pk


def test_it_runs_from_its_first_moment_and_ends_by_itself(inspector, november):
    begins = timezone.now() + timedelta(minutes=5)
    one = open_inspection(inspector, **terms(starts_at=begins, ends_at=begins + timedelta(hours=1)))
    assert running(inspector) is None
    november.shift(timedelta(minutes=5))
    assert running(inspector) == one
    november.shift(timedelta(minutes=59, seconds=59))
    assert running(inspector) == one
    november.shift(timedelta(seconds=1))
    assert running(inspector) is None
    with pytest.raises(DomainError, match="もう終わって"):
        end_inspection(one, by=one.opened_by)


def test_the_terms_and_the_papers_never_change(inspector):
    one = open_inspection(inspector, **terms())
    with pytest.raises(DomainError, match="先の日付"):
        hand_over(one, title="写し", copies=1, handed_on=date(2026, 11, 21), by=one.opened_by)
    hand_over(one, title="写し", copies=2, handed_on=date(2026, 11, 20), by=one.opened_by)
    for change in (
        lambda: Inspection.objects.update(ends_at=one.ends_at + timedelta(days=1)),
        lambda: Inspection.objects.update(scope=list(SCOPES)),
        lambda: Inspection.objects.update(with_personal=True),
        lambda: one.papers.update(copies=3),
        lambda: one.papers.all().delete(),
        lambda: Inspection.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    end_inspection(one, by=one.opened_by)
    with pytest.raises(DatabaseError), transaction.atomic():
        Inspection.objects.update(closed_at=None, closed_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        watched(inspector, ends_at=timezone.now() - timedelta(days=2))


def test_an_inspector_holds_nothing_but_what_the_inspection_opens():
    inspector = UserFactory(role=Role.INSPECTOR)
    assert not may(inspector, "postings.read")
    inspector.watch = Watch.over(watched(inspector))
    assert may(inspector, "postings.read")
    assert not may(inspector, "postings.edit")
    inspector.watch = Watch.over(watched(UserFactory(role=Role.INSPECTOR), scope=["staff"]))
    assert not may(inspector, "postings.read")


def test_without_personal_data_nothing_opens_that_a_model_declares_personal():
    opened = abilities_of(list(SCOPES), with_personal=False)
    assert {"postings.read", "reports.read", "privacy.read", "staff.read"} <= opened
    assert not opened & {"jobseekers.read", "consultations.read", "referrals.read", "employers.contacts"}
    assert not opened & {"privacy.log", "incidents.read"}
    assert abilities_of(["people"], with_personal=True) >= {"jobseekers.read", "consultations.read"}


def test_the_privacy_manager_opens_one_by_the_form_and_notes_the_papers(inspector):
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    add = reverse("privacy:inspection_add")
    assert "検査はまだありません" in client.get(reverse("privacy:inspections")).content.decode()
    typed = {
        "inspector": inspector.pk,
        "officials": "見本課 検査員（架空）",
        "purpose": "実地調査",
        "starts_at": "2026-11-20T12:00",
        "ends_at": "2026-11-20T15:00",
        "scope": ["privacy", "staff"],
    }
    expect(send(client, add, **typed | {"inspector": UserFactory().pk}), 422)
    expect(send(client, add, **typed | {"scope": ["x"]}), 422)
    expect(send(client, add, **typed | {"ends_at": "あした"}), 422)
    assert "14日まで" in str(errors(send(client, add, **typed | {"ends_at": "2026-12-20T15:00"})))
    expect(send(client, add, **typed), 302)
    one = Inspection.objects.get()
    paper = reverse("privacy:inspection_paper", args=[one.pk])
    expect(send(client, paper, title="写し", copies=0, handed_on="2026-11-20"), 422)
    expect(send(client, paper, title="体制の報告の写し", copies=1, handed_on="2026-11-20"), 302)
    shown = client.get(reverse("privacy:inspection", args=[one.pk])).content.decode()
    assert all(words in shown for words in ("体制の報告の写し", "職員・勤務・研修", "含まない"))
    end = reverse("privacy:inspection_close", args=[one.pk])
    assert client.get(end).status_code == 405
    assert client.post(end).status_code == 302
    assert running(inspector) is None


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.OFFICIAL, Role.ADMIN, Role.SUPERVISOR])
def test_nobody_else_opens_or_ends_one(role, inspector):
    client, _ = logged_in(role)
    one = open_inspection(inspector, **terms())
    assert client.get(reverse("privacy:inspection_add")).status_code == 403
    assert client.post(reverse("privacy:inspection_close", args=[one.pk])).status_code == 403
    status = client.get(reverse("privacy:inspections")).status_code
    assert status == (200 if role == Role.SUPERVISOR else 403)
