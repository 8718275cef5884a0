"""What becomes of hand-offs and introductions when a person withdraws the consent."""

from datetime import date

from django.db.models import QuerySet

from centre.models import User
from jobseekers.models import Jobseeker
from referrals.models import Handoff

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
    """Close the hand-offs to partner agencies that are under way; called within the withdrawal's transaction."""
    for handoff in _under_way(person).select_for_update(of=("self",)):
        handoff.answer, handoff.answered_on = Handoff.Answer.WITHDRAWN, max(day, handoff.handed_on)
        handoff.result = handoff.result or TOLD
        handoff.version += 1
        handoff.save(update_fields=["answer", "answered_on", "result", "version"])


def _under_way(person: Jobseeker) -> QuerySet[Handoff]:
    return person.handoffs.filter(
        direction=Handoff.Direction.OUT, answer__in=[Handoff.Answer.WAITING, Handoff.Answer.RECEIVED]
    ).order_by("pk")
