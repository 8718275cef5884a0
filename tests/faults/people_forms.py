"""The forms of the rooms about people as their pages send them: those that make a record, those that change one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.urls import reverse

from centre.exporting.listing import Listing
from centre.models import Contract, Job, PartnerAgency
from centre.roles import Role
from consultations.models import Consultation, FollowUp, MailRound, MailTemplate, Phrase, RecordMail
from jobseekers import supporting
from jobseekers.models import CaseConference, Circumstances, Consent, Jobseeker, SupportGoal, SupportPlan
from referrals.events.export_columns import GUESTS
from referrals.hiring import step
from referrals.matching.export_columns import PEOPLE_FOR, POSTINGS_FOR
from referrals.models import (
    CentreEvent,
    EventGuest,
    EventOutcome,
    Handoff,
    Letter,
    Referral,
    Relocation,
    RetentionCheck,
)
from referrals.partners.partner_file import PARTNER_FILE
from surveys.models import Answer, InvitationBatch, Question, Survey
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.events import EmployerGuestFactory, EventFactory, PersonGuestFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory, waiting_mail
from tests.factories.referrals import (
    HandoffFactory,
    HiredFactory,
    ListedPostingFactory,
    ReferralFactory,
    RetentionCheckFactory,
)
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


def export(name: str, listing: Listing, shown: Callable[[], str]) -> Callable[[], Sent]:
    """The page that exports a list; `shown` makes what the list shows and answers its conditions."""

    def make() -> Sent:
        page = f"{reverse(f'referrals:{name}')}?{shown()}"
        column = next(iter(listing.offered))
        return Sent(page, Job, {"format": "xlsx", "reason": "県への説明の資料のため", f"use_{column}": "on"})

    return make


def postings_for_somebody() -> str:
    ListedPostingFactory()
    return f"jobseeker={JobseekerFactory().pk}&least=0"


def people_for_a_posting() -> str:
    JobseekerFactory()
    return f"posting={ListedPostingFactory().pk}&least=0"


def told_to_a_partner() -> str:
    return f"agency={HandoffFactory().agency_id}"


def guests_of_an_event() -> str:
    return f"event={PersonGuestFactory().event_id}"


def event_add() -> Sent:
    typed = {"kind": "seminar", "title": "見本", "first_on": "2026-12-01", "place": "見本会館", "run_by": "ours"}
    return Sent(reverse("referrals:event_add"), CentreEvent, typed)


def event_invite() -> Sent:
    typed = {"picked": f"jobseeker-{JobseekerFactory().pk}", "answer": "invited"}
    return Sent(reverse("referrals:event_invite", args=[EventFactory().pk]), EventGuest, typed)


def event_invite_to() -> Sent:
    page = f"{reverse('referrals:event_invite_to')}?establishment={EstablishmentFactory().pk}"
    return Sent(page, EventGuest, {"event": str(EventFactory().pk), "answer": "invited"})


def event_walk_in() -> Sent:
    typed = {"party": "anonymous", "groups": "1", "people": "2"}
    return Sent(reverse("referrals:event_walk_in", args=[EventFactory(first_on=TODAY).pk]), EventGuest, typed)


def event_outcome() -> Sent:
    page = reverse("referrals:event_outcome", args=[PersonGuestFactory(came=True).pk])
    return Sent(page, EventOutcome, {"kind": "other", "note": "見本"})


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
    "referrals:export_postings_for": export("export_postings_for", POSTINGS_FOR, postings_for_somebody),
    "referrals:export_people_for": export("export_people_for", PEOPLE_FOR, people_for_a_posting),
    "referrals:export_partner_people": export("export_partner_people", PARTNER_FILE, told_to_a_partner),
    "referrals:event_guests_export": export("event_guests_export", GUESTS, guests_of_an_event),
    "referrals:event_add": event_add,
    "referrals:event_invite": event_invite,
    "referrals:event_invite_to": event_invite_to,
    "referrals:event_walk_in": event_walk_in,
    "referrals:event_outcome": event_outcome,
    "surveys:add": surveys_add,
    "surveys:answer": paper,
    "surveys:copy": copy,
    "surveys:question_add": question_add,
    "surveys:invite": invite,
}
# Forms that move a record which is there: its state lets one of five through.

# ---- forms that change a record


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
    "referrals:contract": lambda: edited("referrals:contract", HiredFactory(), None, {}, is_indefinite="yes"),
    "referrals:take_back": lambda: edited("referrals:take_back", applied(), None, {}, note="まちがえた"),
    "referrals:relocate": moved,
    "referrals:retention_check": lambda: edited(
        "referrals:retention_check", RetentionCheckFactory(), RetentionCheck, {"note": "先のメモ"}, result="employed",
        note="後のメモ",
    ),
    "referrals:event_edit": lambda: edited(
        "referrals:event_edit", EventFactory(), None, {"title": "先の名称"}, title="後の名称"
    ),
    "referrals:event_hold": lambda: edited(
        "referrals:event_hold", EventFactory(first_on=TODAY), None, {"title": "先の名称"}
    ),
    "referrals:event_cancel": lambda: edited(
        "referrals:event_cancel", EventFactory(), None, {"title": "先の名称"}, reason="台風のため"
    ),
    "referrals:event_guest_edit": lambda: edited(
        "referrals:event_guest_edit", EmployerGuestFactory(), None, {"names": "架空 一"}, people="3", names="架空 二"
    ),
    "referrals:handoff_withdraw": lambda: edited(
        "referrals:handoff_withdraw", HandoffFactory(), None, {}, withdrawn_on="2026-11-20"
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
