"""Forms of the rooms about people: sent five times at once each makes one record (T4), and the second of two editors
overwrites nothing, sees both texts and can save (T5)."""

import re
import threading
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connections, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from centre.addresses import URLS
from centre.models import User
from centre.pages import ActForm, EditForm
from centre.roles import Role, may
from consultations import urls as consultations
from consultations.models import Phrase, RecordMail
from jobseekers import urls as jobseekers
from referrals import urls as referrals
from surveys import urls as surveys
from tests.factories.centre import UserFactory
from tests.factories.referrals import HandoffFactory
from tests.faults.people_forms import CHANGE, MAKE

# Forms that move a record which is there: its state lets one of five through.
MOVE = {
    *(f"jobseekers:{name}" for name in ("goal_settle", "review", "plan_end", "close", "reopen", "withdraw")),
    *(f"consultations:promise_{name}" for name in ("keep", "postpone", "hand_over")),
    *(f"consultations:{name}" for name in ("mine", "mail", "mail_round_release", "promises_hand_over")),
    "referrals:letter_void",
}
# Makes a file and no record; each file that left has its line in the access log.
WRITES_A_FILE = {"referrals:register_export"}
# Answers the first of five with the address itself, which is shown once; it has a test of its own below.
SHOWN_ONCE = {"referrals:handoff_give"}
# Not built as a form of `centre/pages.py`, and tried with the others.
MADE_BY_HAND = {"referrals:event_invite", "referrals:event_walk_in"}
# Adds a line to a record that was read: there is no earlier text to overwrite.
ADDS = {"referrals:event_outcome"}
ROOMS = {"jobseekers": jobseekers, "consultations": consultations, "referrals": referrals, "surveys": surveys}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def pages_of(patterns) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from pages_of(one.url_patterns)
        else:
            yield one


def forms(*, that_change: bool) -> set[str]:
    """The pages of the four rooms whose forms make something, or change something."""
    found = {
        f"{room}:{one.name}": getattr(one.callback, "view_class", object)
        for room, urls in ROOMS.items()
        for one in pages_of(urls.urlpatterns)
    }
    return {
        name for name, view in found.items() if issubclass(view, ActForm) and issubclass(view, EditForm) == that_change
    }


def who_may(name: str) -> User:
    gate = URLS[name]
    return next(user for role in Role if may(user := UserFactory(role=role), gate))


def said(answer) -> tuple[int, str]:
    """What a page answered: where it leads, or what was wrong."""
    if answer.status_code == 302:
        return 302, answer["Location"]
    if answer.status_code == 200:
        return 200, " ".join(re.findall(r"/consultations/\d+/", answer.content.decode()))
    return answer.status_code, str(answer.context["form"].errors) if answer.context else ""


def test_every_form_that_makes_something_is_tried():
    tried = set(MAKE) - MADE_BY_HAND - ADDS
    assert forms(that_change=False) == tried | MOVE | WRITES_A_FILE | SHOWN_ONCE


@pytest.mark.django_db(transaction=True)
def test_sent_five_times_at_once_each_form_makes_one_record():
    """T4: five connections, one key; the same answer for all."""
    wrong = {}
    for name, make in MAKE.items():
        with transaction.atomic():
            sent, user = make(), who_may(name)
        key, answers = str(uuid.uuid4()), []
        before = sent.made.objects.count()
        together = threading.Barrier(5)

        def submit(client, sent=sent, key=key, answers=answers, together=together):
            together.wait()
            answers.append(said(client.post(sent.address, {"submission_key": key, **sent.fields})))
            connections.close_all()

        clients = [Client() for _ in range(5)]
        for client in clients:
            client.force_login(user)
        threads = [threading.Thread(target=submit, args=[client]) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        made = sent.made.objects.count() - before
        if made != 1 or len(set(answers)) != 1 or answers[0][0] not in (200, 302) or not answers[0][1]:
            wrong[name] = (made, answers)
    assert not wrong


@pytest.mark.django_db(transaction=True)
def test_the_address_for_a_partner_is_made_once_and_shown_once():
    """T4 where the five answers differ on purpose: a second page with the address would be a second copy of it."""
    with transaction.atomic():
        handoff, user = HandoffFactory(), UserFactory(role=Role.COUNSELLOR)
    client, key = Client(), str(uuid.uuid4())
    client.force_login(user)
    page = reverse("referrals:handoff_give", args=[handoff.pk])
    answers = [client.post(page, {"submission_key": key, "way": "address"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 302, 302, 302, 302]
    assert handoff.links.count() == 1


# ---- two editors


def test_every_form_that_changes_a_record_is_tried():
    assert forms(that_change=True) == set(CHANGE) | ADDS


def as_shown(form) -> dict:
    """What the browser would send of a form that nobody touched."""
    shown = {bound.html_name: _offered(bound) for bound in form}
    return {name: value for name, value in shown.items() if value not in (None, False, "")}


def _offered(bound):
    """The value of a field; of several, those that stand on the page."""
    value = bound.value()
    if isinstance(value, list):
        offered = {str(choice) for choice, _ in bound.field.choices}
        return [one for one in value if str(one) in offered]
    return value


def editor_of(name: str) -> User:
    """Who may change the record: whoever wrote it where it has an author, else somebody of the role."""
    mail = RecordMail.objects.order_by("pk").last()
    if name == "consultations:mail_edit" and mail:
        return mail.prepared_by
    if name == "consultations:phrase_edit":
        return Phrase.objects.get().owner
    return who_may(name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHANGE)
def test_the_second_of_two_editors_overwrites_nothing_sees_both_texts_and_can_save(name):
    """T5: the page was opened, somebody else saved, then the page was sent."""
    sent, client = CHANGE[name](), Client()
    client.force_login(editor_of(name))
    opened = client.get(sent.address)
    typed = as_shown(opened.context["form"]) | sent.fields
    record = sent.made.objects.order_by("pk").last()
    sent.made.objects.filter(pk=record.pk).update(version=models.F("version") + 1, **sent.theirs)
    record.refresh_from_db()
    key = {"submission_key": str(uuid.uuid4()), "version": opened.context["version"]}
    refused = client.post(sent.address, key | typed)
    assert refused.status_code == 409, said(refused)
    page = refused.content.decode()
    assert "ほかの職員がこの記録を先に保存しました" in page
    now = sent.made.objects.get(pk=record.pk)
    assert all(getattr(now, one.attname) == getattr(record, one.attname) for one in now._meta.concrete_fields)
    form = refused.context["form"]
    assert {one: str(form[one].value()) for one in sent.fields if one != "is_shared"} == {
        one: value for one, value in sent.fields.items() if one != "is_shared"
    }
    assert all(str(value) in page for one, value in sent.theirs.items() if one != "turn")
    again = {"submission_key": str(uuid.uuid4()), "version": refused.context["version"]}
    assert client.post(sent.address, again | typed).status_code == 302
