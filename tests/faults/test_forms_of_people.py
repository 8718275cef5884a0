"""Forms of the rooms about people: sent five times at once each makes one record (T4), and the second of two editors
overwrites nothing, sees both texts and can save (T5)."""

import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
import time_machine
from django.db import connections, models, transaction
from django.test import Client
from django.urls import reverse

from centre.addresses import URLS
from centre.models import Contract, Job, PartnerAgency, User
from centre.pages import ActForm, EditForm
from centre.roles import Role, may
from consultations import urls as consultations
from consultations.models import Consultation, FollowUp, MailRound, MailTemplate, Phrase, RecordMail
from jobseekers import supporting
from jobseekers import urls as jobseekers
from jobseekers.models import CaseConference, Circumstances, Consent, Jobseeker, SupportGoal, SupportPlan
from referrals.hiring import step
from referrals.models import Handoff, Letter, Referral, Relocation, RetentionCheck
from surveys import urls as surveys
from surveys.models import Answer, InvitationBatch, Question, Survey
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory, waiting_mail
from tests.factories.referrals import HandoffFactory, ListedPostingFactory, ReferralFactory, RetentionCheckFactory
from tests.factories.surveys import question, survey

TODAY = date(2026, 11, 20)
CONSULTATION = {"method": "phone", "held_at": "2026-11-20T09:30", "topic": "hiring", "groups": "1", "people": "1"}
DAYS = {"opens_on": "2026-11-01", "closes_on": "2026-11-30"}


@dataclass(frozen=True)
class Sent:
    """A form as a page sends it: its address, its fields, the kind of record; `theirs` is what a colleague saves."""

    address: str
    made: type[models.Model]
    fields: dict = field(default_factory=dict)
    theirs: dict = field(default_factory=dict)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def plan() -> SupportPlan:
    Contract.objects.update_or_create(
        fiscal_year=2026,
        defaults={"title": "見本業務", "ends_on": date(2027, 3, 31), "keeps_support_plans": True},
    )
    by = UserFactory()
    return supporting.begin_plan(JobseekerFactory(), begun_on=TODAY, assessment="見本", goals=["目標"], by=by)


def licensed() -> None:
    Contract.objects.update_or_create(
        fiscal_year=2026,
        defaults={
            "title": "見本業務", "ends_on": date(2027, 3, 31), "placement_mode": "B", "licence_number": "43-ム-000000",
            "licence_valid_until": date(2026, 12, 31), "contractor": "見本",
        },
    )  # fmt: skip


def jobseekers_add() -> Sent:
    typed = {
        "name": "架空 花子", "gender": "not_answered", "wished_timing": "undecided", "agreed": "on", "method": "oral",
        "given_on": "2026-11-20", "registered_on": "2026-11-20",
    }  # fmt: skip
    return Sent(reverse("jobseekers:add"), Jobseeker, typed)


def plan_begin() -> Sent:
    person = plan().jobseeker
    supporting.end_plan(person.plans.get(), ended_on=TODAY, by=UserFactory())
    typed = {"assessment": "見本", "goals": "目標", "begun_on": "2026-11-20"}
    return Sent(reverse("jobseekers:plan_begin", args=[person.pk]), SupportPlan, typed)


def goal_add() -> Sent:
    return Sent(reverse("jobseekers:goal_add", args=[plan().pk]), SupportGoal, {"what": "応募を1件"})


def conference() -> Sent:
    typed = {"held_on": "2026-11-20", "roles": "相談員", "minutes": "話したこと"}
    return Sent(reverse("jobseekers:conference", args=[plan().pk]), CaseConference, typed)


def consent() -> Sent:
    typed = {"given_on": "2026-11-20", "method": "oral", "agreed": "on"}
    return Sent(reverse("jobseekers:consent", args=[JobseekerFactory().pk]), Consent, typed)


def entry(name: str) -> Callable[[], Sent]:
    def make() -> Sent:
        place = EstablishmentFactory()
        typed = {"picked": f"establishment-{place.pk}", "party": "employer", "caller": place.name, **CONSULTATION}
        return Sent(reverse(f"consultations:{name}"), Consultation, typed)

    return make


def phrase_add() -> Sent:
    return Sent(reverse("consultations:phrase_add"), Phrase, {"text": "＿に送る", "place": "1"})


def promise() -> Sent:
    typed = {"what": "電話する", "due_on": "2026-11-24"}
    return Sent(reverse("consultations:promise", args=[ConsultationFactory().pk]), FollowUp, typed)


def mail_to_person() -> Sent:
    person = MailedPersonFactory()
    typed = {"to_address": person.email, "subject": "件名", "body": "本文"}
    return Sent(reverse("consultations:mail_to_person", args=[person.pk]), RecordMail, typed)


def mail_to_employer() -> Sent:
    place = EstablishmentFactory(email="info@mihon.example")
    typed = {"to_address": place.email, "subject": "件名", "body": "本文"}
    return Sent(reverse("consultations:mail_to_employer", args=[place.pk]), RecordMail, typed)


def mail_several() -> Sent:
    MailedPersonFactory()
    typed = {"title": "案内", "template": str(MailTemplateFactory().pk)}
    return Sent(reverse("consultations:mail_several"), MailRound, typed)


def mail_template_add() -> Sent:
    typed = {"title": "御礼", "reader": "person", "subject": "件名", "body": "本文", "place": "1"}
    return Sent(reverse("consultations:mail_template_add"), MailTemplate, typed)


def inform() -> Sent:
    page = f"{reverse('referrals:add')}?jobseeker={JobseekerFactory().pk}"
    return Sent(page, Referral, {"posting": str(ListedPostingFactory().pk), "informed_on": "2026-11-20"})


def hand_off(name: str) -> Callable[[], Sent]:
    def make() -> Sent:
        page = f"{reverse(f'referrals:{name}')}?jobseeker={JobseekerFactory().pk}"
        typed = {"agency": str(PartnerAgency.objects.first().pk), "purpose": "相談", "handed_on": "2026-11-20"}
        return Sent(page, Handoff, typed | {"items": "氏名", "shared": ["name"], "consented_on": "2026-11-20"})

    return make


def letter() -> Sent:
    licensed()
    return Sent(reverse("referrals:letter", args=[ReferralFactory().pk]), Letter)


def register_export() -> Sent:
    licensed()
    return Sent(reverse("referrals:register_export", args=["postings"]), Job, {"reason": "県の立入検査のため"})


def surveys_add() -> Sent:
    return Sent(reverse("surveys:add"), Survey, {"title": "見本", "audience": "movers", **DAYS})


def paper() -> Sent:
    asked = survey()
    typed = {"answered_on": "2026-11-20"} | {f"q{one.pk}": "5" for one in asked.questions.filter(kind="satisfaction")}
    return Sent(reverse("surveys:answer", args=[asked.pk]), Answer, typed)


def copy() -> Sent:
    return Sent(reverse("surveys:copy", args=[survey().pk]), Survey, {"title": "写し", **DAYS})


def question_add() -> Sent:
    typed = {"kind": "yes_no", "text_ja": "また使いますか"}
    return Sent(reverse("surveys:question_add", args=[survey().pk]), Question, typed)


def invite() -> Sent:
    typed = {"count": "3", "expires_on": "2026-11-30"}
    return Sent(reverse("surveys:invite", args=[survey().pk]), InvitationBatch, typed)


MAKE: dict[str, Callable[[], Sent]] = {
    "jobseekers:add": jobseekers_add,
    "jobseekers:plan_begin": plan_begin,
    "jobseekers:goal_add": goal_add,
    "jobseekers:conference": conference,
    "jobseekers:consent": consent,
    "consultations:add": entry("add"),
    "consultations:panel": entry("panel"),
    "consultations:phrase_add": phrase_add,
    "consultations:promise": promise,
    "consultations:mail_to_person": mail_to_person,
    "consultations:mail_to_employer": mail_to_employer,
    "consultations:mail_several": mail_several,
    "consultations:mail_template_add": mail_template_add,
    "referrals:add": inform,
    "referrals:hand_off": hand_off("hand_off"),
    "referrals:take_over": hand_off("take_over"),
    "referrals:letter": letter,
    "surveys:add": surveys_add,
    "surveys:answer": paper,
    "surveys:copy": copy,
    "surveys:question_add": question_add,
    "surveys:invite": invite,
}
# Forms that move a record which is there: its state lets one of five through.
MOVE = {
    *(f"jobseekers:{name}" for name in ("goal_settle", "review", "plan_end", "close", "reopen", "withdraw")),
    *(f"consultations:promise_{name}" for name in ("keep", "postpone", "hand_over")),
    *(f"consultations:{name}" for name in ("mine", "mail", "mail_round_release", "promises_hand_over")),
}
ROOMS = {"jobseekers": jobseekers, "consultations": consultations, "surveys": surveys}


def forms(*, that_change: bool) -> set[str]:
    """The pages of the three rooms whose forms make something, or change something."""
    found = {
        f"{room}:{one.name}": getattr(one.callback, "view_class", object)
        for room, urls in ROOMS.items()
        for one in urls.urlpatterns
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
    assert forms(that_change=False) == {name for name in MAKE if not name.startswith("referrals:")} | MOVE


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


# ---- two editors


def edited(name: str, record, made=None, theirs: dict | None = None, /, *more, **typed) -> Sent:
    return Sent(reverse(name, args=[record.pk, *more]), made or type(record), typed, theirs or {})


def told_twice() -> Sent:
    person = JobseekerFactory()
    record = Circumstances.objects.create(jobseeker=person, origin_city="天草市", updated_by=UserFactory())
    return Sent(
        reverse("jobseekers:circumstances", args=[person.pk]), type(record), {"origin_city": "玉名市"},
        {"origin_city": "荒尾市"},
    )  # fmt: skip


def applied() -> Referral:
    referral = ReferralFactory()
    return step(referral, referral.version, "applied", on=date(2026, 11, 5), by=UserFactory())


def moved() -> Sent:
    referral = ReferralFactory()
    record = Relocation.objects.create(referral=referral, moves="yes", moved_from_city="品川区")
    page = reverse("referrals:relocate", args=[referral.pk])
    return Sent(page, type(record), {"moved_from_city": "世田谷区"}, {"moved_from_city": "大田区"})


def revised_mail() -> Sent:
    user = UserFactory(role=Role.COUNSELLOR)
    mail = waiting_mail(MailedPersonFactory(), by=user)
    return edited("consultations:mail_edit", mail, None, {"body": "先の本文"}, body="後の本文")


CHANGE: dict[str, Callable[[], Sent]] = {
    "jobseekers:edit": lambda: edited(
        "jobseekers:edit", JobseekerFactory(), None, {"wishes": "先の希望"}, wishes="後の希望"
    ),
    "jobseekers:circumstances": told_twice,
    "jobseekers:turn": lambda: edited(
        "jobseekers:turn", JobseekerFactory(), None, {"turn": "I"}, turn="U", note="見本"
    ),
    "jobseekers:plan_edit": lambda: edited(
        "jobseekers:plan_edit", plan(), None, {"assessment": "先の見立て"}, assessment="後の見立て"
    ),
    "consultations:edit": lambda: edited(
        "consultations:edit", ConsultationFactory(), None, {"note": "先の記録"}, note="後の記録" * 2500
    ),
    "consultations:phrase_edit": lambda: edited(
        "consultations:phrase_edit",
        Phrase.objects.create(owner=UserFactory(role=Role.SUPERVISOR), text="見本", is_shared=True),
        None,
        {"text": "先の文"},
        text="後の文",
        is_shared="on",
    ),
    "consultations:mail_edit": revised_mail,
    "consultations:mail_template_edit": lambda: edited(
        "consultations:mail_template_edit", MailTemplateFactory(), None, {"body": "先の文"}, body="後の文"
    ),
    "referrals:step": lambda: edited("referrals:step", ReferralFactory(), None, {}, "applied", on="2026-11-10"),
    "referrals:correct": lambda: edited(
        "referrals:correct", applied(), None, {}, stage="applied", on="2026-11-06", note="聞き違い"
    ),
    "referrals:take_back": lambda: edited("referrals:take_back", applied(), None, {}, note="まちがえた"),
    "referrals:relocate": moved,
    "referrals:retention_check": lambda: edited(
        "referrals:retention_check", RetentionCheckFactory(), RetentionCheck, {"note": "先のメモ"}, result="employed",
        note="後のメモ",
    ),
    "referrals:answer": lambda: edited(
        "referrals:answer", HandoffFactory(), None, {"result": "先の結果"}, answer="received",
        answered_on="2026-11-20", result="後の結果",
    ),
    "surveys:edit": lambda: edited("surveys:edit", survey(), Survey, {"title": "先の題"}, title="後の題"),
    "surveys:question_edit": lambda: edited(
        "surveys:question_edit", question(survey(), "yes_no"), Question, {"text_ja": "先の問い"}, text_ja="後の問い"
    ),
}  # fmt: skip


def test_every_form_that_changes_a_record_is_tried():
    assert forms(that_change=True) == {name for name in CHANGE if not name.startswith("referrals:")}


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
