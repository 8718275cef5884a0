"""What the jobseekers declare to the registry."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    Card,
    CardItem,
    HomeCard,
    MenuItem,
    OpenSource,
    RecordLink,
    RecordPanel,
    RightsSubject,
    SearchSource,
    TimelineEntry,
    TimelineSource,
    registry,
)
from centre.roles import needs_reason
from jobseekers import registration, residence, supporting
from jobseekers.models import Jobseeker, SupportReview, TurnDecision, WishSummary
from privacy.access import write_line
from privacy.declarations import mask
from privacy.models import AccessLog
from privacy.rights import offered as rights

SHOWN = 5
# What a request for correction may change here; wishes and circumstances are changed on the person's own pages.
CORRECTABLE = ("name", "kana", "birth_date", "phone", "email", "city", "licences", "wishes")


def register() -> None:
    """Menu line, story and search of the jobseekers."""
    registry.add(
        MenuItem("人", "就職希望者", "jobseekers:list", 300),
        RecordLink("jobseekers.Jobseeker", "privacy.read", "この方を見た人", _who_looked, 900),
        RecordLink("jobseekers.Jobseeker", "rights.edit", "本人からの請求を受け付ける", _ask, 950),
        RecordPanel("jobseekers.Jobseeker", rights.panel_of, "rights.read", 40),
        RightsSubject("jobseekers.Jobseeker", CORRECTABLE, _correct, _stop, _lift),
        TimelineSource("jobseekers.Jobseeker", _course, "jobseekers.read"),
        HomeCard("residence-ending", "jobseekers.edit", _residence_ending, 75),
        HomeCard("support-reviews", "jobseekers.edit", _reviews_due, 76),
        OpenSource("jobseekers.Jobseeker", _open_reviews, "jobseekers.edit"),
        SearchSource("就職希望者", "jobseekers.read", _find, 20, "jobseekers:list"),
    )


def _ask(person) -> str:
    return f"{reverse('privacy:request_add')}?subject={person._meta.label}&subject_id={person.pk}"


def _correct(person: Jobseeker, field: str, value, by) -> None:
    registration.revise(person, person.version, by=by, **{field: value})


def _stop(person: Jobseeker, by) -> None:
    """The trigger of the summary keeps the person out of every ranking from here on."""
    WishSummary.objects.filter(jobseeker=person).update(is_open=False)


def _lift(person: Jobseeker, by) -> None:
    WishSummary.objects.filter(jobseeker=person).update(is_open=person.closed_on is None)


def _who_looked(person) -> str:
    """The lines of the access log about this person: who looked, when, why."""
    return f"{reverse('privacy:access_log')}?subject={person._meta.label}&subject_id={person.pk}"


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
            by = consent.withdrawn_by.name if consent.withdrawn_by else ""
            entries.append(_entry(consent.withdrawn_on, "同意", f"{consent.text}への同意の撤回", by))
    entries += [_chosen(decision) for decision in person.turn_decisions.all()]
    for plan in person.plans.all():
        entries.append(_entry(plan.begun_on, "支援計画", "支援計画の開始"))
        if plan.ended_on:
            entries.append(_entry(plan.ended_on, "支援計画", "支援計画の終了"))
    if person.closed_on:
        entries.append(_entry(person.closed_on, "終了", "支援の終了"))
    return sorted(entries, key=lambda entry: entry.at)[-limit:]


def _chosen(decision: TurnDecision) -> TimelineEntry:
    title = f"{decision.get_chosen_display()}（案：{decision.get_suggested_display() or 'なし'}）"
    return TimelineEntry(decision.decided_at, "U・I・J", title, body=decision.note, by=decision.decided_by.name)


def _residence_ending(user, today) -> Card | None:
    """Permits that end within three months; names stay covered on the home page, which is not in the access log."""
    ending = residence.ending_soon(today)
    count = ending.count()
    if not count:
        return None
    return Card(
        title="在留期限が近い方",
        figure=str(count),
        unit="人",
        note=f"{residence.WARN_MONTHS}か月以内に在留期限が来る方です。更新の予定を本人に確かめてください。",
        items=tuple(
            CardItem(
                f"{mask(person.name)}（登録番号{person.pk}）",
                person.get_absolute_url(),
                f"{person.residence_until:%-m月%-d日}",
                person.residence_until < today,
            )
            for person in ending[:SHOWN]
        ),
    )


def _reviews_due(user, today) -> Card | None:
    """Reviews of support plans that are due; nothing where the contract keeps no plans."""
    if not supporting.plans_are_kept():
        return None
    due = supporting.reviews_due(today)
    count = due.count()
    if not count:
        return None
    return Card(
        title="支援計画の見直し",
        figure=str(count),
        unit="件",
        items=tuple(
            _review(review, today, f"（{mask(review.plan.jobseeker.name)}）")
            for review in due.order_by("due_on", "pk")[:SHOWN]
        ),
    )


def _open_reviews(person: Jobseeker, user, today) -> list[CardItem]:
    return [_review(review, today) for review in supporting.reviews_due(today).filter(plan__jobseeker=person)]


def _review(review: SupportReview, today, whose: str = "") -> CardItem:
    return CardItem(
        f"支援計画の{review}{whose}",
        reverse("jobseekers:review", args=[review.plan_id, review.pk]),
        f"{review.due_on:%-m月%-d日}",
        review.due_on < today,
    )


def _entry(day, kind: str, title: str, by: str = "") -> TimelineEntry:
    return TimelineEntry(at=timezone.make_aware(datetime.combine(day, time(9))), kind=kind, title=title, by=by)


def _find(text: str, user, limit: int) -> list[CardItem]:
    """People for the search box; who must give a reason first searches on the list page, which asks for it."""
    if needs_reason(user, "jobseekers.read"):
        return []
    found = Jobseeker.objects.with_stop().select_related("prefecture").first_found(text, limit)
    if found:
        write_line(user, AccessLog.Action.SEARCH, Jobseeker._meta.label, detail=f"{text[:100]} {len(found)}件を表示")
    return [CardItem(person.name, person.get_absolute_url(), _beside(person)) for person in found]


def _beside(person: Jobseeker) -> str:
    words = (str(person.prefecture or ""), "利用停止中" if person.is_stopped else "")
    return "・".join(word for word in words if word)
