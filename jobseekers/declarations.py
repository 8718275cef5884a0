"""What the jobseekers declare to the registry."""

from datetime import datetime, time

from django.utils import timezone

from centre.registry import CardItem, MenuItem, SearchSource, TimelineEntry, TimelineSource, registry
from centre.roles import needs_reason
from jobseekers.models import Jobseeker
from privacy.access import write_line
from privacy.models import AccessLog


def register() -> None:
    """Menu line, story and search of the jobseekers."""
    registry.add(
        MenuItem("人", "就職希望者", "jobseekers:list", 300),
        TimelineSource("jobseekers.Jobseeker", _course, "jobseekers.read"),
        SearchSource("就職希望者", "jobseekers.read", _find, 20),
    )


def _course(person: Jobseeker, user, limit: int) -> list[TimelineEntry]:
    """Registration, consents and the end of the support."""
    entries = [_entry(person.registered_on, "登録", "就職希望者の登録", person.registered_by.name)]
    for consent in person.consents.all():
        entries.append(
            _entry(
                consent.given_on,
                "同意",
                f"{consent.text}に同意（{consent.get_method_display()}）",
                consent.recorded_by.name,
            )
        )
        if consent.withdrawn_on:
            entries.append(_entry(consent.withdrawn_on, "同意", "同意の撤回"))
    if person.closed_on:
        entries.append(_entry(person.closed_on, "終了", "支援の終了"))
    return entries[-limit:]


def _entry(day, kind: str, title: str, by: str = "") -> TimelineEntry:
    return TimelineEntry(at=timezone.make_aware(datetime.combine(day, time(9))), kind=kind, title=title, by=by)


def _find(text: str, user, limit: int) -> list[CardItem]:
    """People for the search box; who must give a reason first searches on the list page, which asks for it."""
    if needs_reason(user, "jobseekers.read"):
        return []
    found = list(Jobseeker.objects.search(text).select_related("prefecture").order_by("kana", "pk")[:limit])
    if found:
        write_line(user, AccessLog.Action.SEARCH, Jobseeker._meta.label, detail=f"{text[:100]} {len(found)}件を表示")
    return [CardItem(person.name, person.get_absolute_url(), str(person.prefecture or "")) for person in found]
