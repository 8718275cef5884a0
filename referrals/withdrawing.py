"""What becomes of hand-offs and introductions when a person withdraws the consent."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from jobseekers.models import Jobseeker
from referrals.models import Handoff, HandoffLink

UNDER_WAY = (Handoff.Answer.WAITING, Handoff.Answer.RECEIVED)

TOLD = "本人が同意を撤回したため、情報の取扱いの停止を関係機関に知らせる。"


def foretell(person: Jobseeker) -> str:
    """What will happen to what is under way, in a sentence; empty when nothing is."""
    agencies = list(_under_way(person).values_list("agency__name", flat=True))
    running = person.referrals.running().count()
    words = []
    if agencies:
        names = "、".join(dict.fromkeys(agencies))
        words.append(
            f"途中のつなぎ{len(agencies)}件（{names}）を終了します。渡した情報を使わないよう、相手に知らせてください。"
        )
    if running:
        words.append(f"情報提供・応募の途中の求人{running}件は記録に残りますが、こちらからは続けません。")
    return "".join(words)


def carry(person: Jobseeker, day: date, by: User) -> None:
    """Close the hand-offs to partner agencies that are under way; called within the withdrawal's transaction.

    What was handed out before and is finished keeps its answer; nothing of it is shown to the partner any more.
    """
    for handoff in _under_way(person).select_for_update(of=("self",)):
        handoff.answer, handoff.answered_on = Handoff.Answer.WITHDRAWN, max(day, handoff.handed_on)
        handoff.result = handoff.result or TOLD
        handoff.answered_on_page = False
        handoff.consent_withdrawn_on = handoff.consent_withdrawn_on or _day_of(handoff, day)
        handoff.version += 1
        handoff.save()
    others = person.handoffs.filter(direction=Handoff.Direction.OUT, consent_withdrawn_on__isnull=True)
    for handoff in others.select_for_update(of=("self",)).order_by("pk"):
        handoff.consent_withdrawn_on = _day_of(handoff, day)
        handoff.version += 1
        handoff.save()
    end_links(person.handoffs.all())


def withdraw_one(handoff: Handoff, version: int, *, withdrawn_on: date, by: User) -> Handoff:
    """Keep that a person took back the consent to this one hand-off; the partner sees nothing of it any more.

    Raises EditConflict, and DomainError when it was taken back before, or for a day outside its time.
    """
    with transaction.atomic():
        record = lock_for_edit(Handoff, handoff.pk, version)
        if record.direction != Handoff.Direction.OUT or record.jobseeker_id is None:
            raise DomainError("撤回を記録できるのは、就職希望者をつないだときだけです。")
        if record.consent_withdrawn_on:
            raise DomainError("このつなぎの同意は、すでに撤回されています。")
        if not (record.consented_on or record.handed_on) <= withdrawn_on <= timezone.localdate():
            raise DomainError("撤回した日は、同意した日から今日までの日を入れてください。", "withdrawn_on")
        record.consent_withdrawn_on = withdrawn_on
        if record.answer in UNDER_WAY:
            record.answer, record.answered_on = Handoff.Answer.WITHDRAWN, max(withdrawn_on, record.handed_on)
            record.result, record.answered_on_page = record.result or TOLD, False
        record.save()
        end_links(Handoff.objects.filter(pk=record.pk))
    return record


def end_pages_of(person, by: User) -> None:
    """Make the answer pages about a person dead whose use is stopped."""
    if isinstance(person, Jobseeker):
        end_links(person.handoffs.all())


def end_links(handoffs: QuerySet[Handoff]) -> None:
    """Make the answer pages of some hand-offs dead at once."""
    HandoffLink.objects.filter(handoff__in=handoffs, ended_at__isnull=True).update(ended_at=timezone.now())


def _day_of(handoff: Handoff, day: date) -> date:
    return max(day, handoff.consented_on or day)


def _under_way(person: Jobseeker) -> QuerySet[Handoff]:
    return person.handoffs.filter(direction=Handoff.Direction.OUT, answer__in=UNDER_WAY).order_by("pk")
