"""What return and erasure put into the menu and on the home page, and their jobs."""

from django.urls import reverse

from centre.registry import Card, CardItem, HomeCard, JobKind, MenuItem, registry
from centre.roles import may
from centre.templatetags.display import day
from privacy.erasing import finishing, handing_over, packing
from privacy.models import Erasure


def register() -> None:
    """Called once at start-up."""
    registry.add(
        MenuItem("個人情報", "返還と消去", "privacy:erasures", 830),
        HomeCard("erasures-to-decide", "erasure.approve", _to_decide, 8),
        JobKind(packing.JOB, "返還一式の作成", packing.carry_package, "erasure.ask"),
        JobKind(handing_over.JOB, "引継ぎ一式の作成", handing_over.carry_handover, "erasure.ask"),
        JobKind(finishing.JOB, "消去の実行", finishing.carry_erasure, "erasure.ask"),
    )


def _to_decide(user, today) -> Card | None:
    """Applications that wait for this person."""
    waiting = Erasure.objects.filter(state=Erasure.State.REQUESTED).exclude(requested_by=user)
    if not may(user, "erasure.approve_contract"):
        waiting = waiting.filter(scope=Erasure.Scope.PERSON)
    items = tuple(
        CardItem(str(one), reverse("privacy:erasure", args=[one.pk]), day(one.planned_on), one.planned_on <= today)
        for one in waiting[:5]
    )
    return Card("承認を待つ消去", items=items, url=reverse("privacy:erasures")) if items else None
