"""What the work about listings that run out declares to the registry."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    CalendarEvent,
    CalendarSource,
    Card,
    CardItem,
    HomeCard,
    JobKind,
    MenuItem,
    OpenSource,
    TimelineEntry,
    TimelineSource,
)
from centre.roles import may
from postings.models import RenewalInquiry
from postings.renewal import expiry, mailing

SHOWN = 5
NEAR = timedelta(days=3)


def _lapsed(user, today) -> Card | None:
    found = expiry.lapsed(today)
    first = list(found[: SHOWN + 1])
    if not first:
        return None
    return Card(
        title="回答のないまま掲載が切れた求人",
        figure=str(len(first) if len(first) <= SHOWN else found.count()),
        unit="件",
        note="切れたあとに応募した方は、移住支援金の対象にならないおそれがあります。",
        items=tuple(
            CardItem(
                f"{one.title}（{one.establishment.name}）",
                reverse("postings:publish", args=[one.pk]),
                f"{one.listed_until:%-m月%-d日}に切れた",
                urgent=True,
            )
            for one in first[:SHOWN]
        ),
        url=reverse("postings:renewals"),
    )


def _work(user, today) -> Card:
    answers, mails = RenewalInquiry.objects.to_confirm().count(), mailing.prepared().count()
    calls = RenewalInquiry.objects.to_call(today)
    first = list(calls.select_related("posting__establishment").order_by("ends_on", "pk")[:SHOWN])
    return Card(
        title="掲載期限の問合せ",
        figure=str(answers),
        unit="件の回答を確認",
        note=f"送るメール {mails:,}通、期限の電話 {calls.count():,}件",
        items=tuple(
            CardItem(
                f"電話：{one.posting.title}（{one.posting.establishment.name}）",
                reverse("postings:renewal_calls"),
                f"{one.ends_on:%-m月%-d日}まで",
                urgent=one.ends_on <= today + NEAR,
            )
            for one in first
        ),
        url=reverse("postings:renewal_answers" if answers or not mails else "postings:renewals"),
        empty="電話する企業はありません。",
    )


def _open(establishment, user, today) -> list[CardItem]:
    """Answers to confirm and calls to make about this employer's listings."""
    own = RenewalInquiry.objects.filter(posting__establishment=establishment).select_related("posting")
    answers = [
        CardItem(
            f"回答「{one.get_answer_display()}」の確認：{one.posting.title}",
            reverse("postings:renewal_answers"),
            f"{one.ends_on:%-m月%-d日}まで",
            one.ends_on <= today + NEAR,
        )
        for one in own.to_confirm().order_by("ends_on", "pk")[:SHOWN]
    ]
    calls = [
        CardItem(
            f"掲載の期限の電話：{one.posting.title}",
            reverse("postings:renewal_calls"),
            f"{one.ends_on:%-m月%-d日}まで",
            one.ends_on <= today + NEAR,
        )
        for one in own.to_call(today).order_by("ends_on", "pk")[:SHOWN]
    ]
    return answers + calls


def _answered(establishment, user, limit: int) -> list[TimelineEntry]:
    answered = RenewalInquiry.objects.filter(posting__establishment=establishment, answered_at__isnull=False)
    return [
        TimelineEntry(
            at=one.answered_at,
            kind="掲載期限",
            title=f"{one.posting.title}：{one.get_answer_display()}との回答",
            body=one.answer_note,
            by=one.answered_to.name if one.answered_to else "",
            url=one.posting.get_absolute_url(),
        )
        for one in answered.select_related("posting", "answered_to").order_by("-answered_at")[:limit]
    ]


def _end_days(user, first, last) -> list[CalendarEvent]:
    """How many listings run out on each day to come; no title, no employer."""
    if not may(user, "ledger.record"):
        return []
    days = expiry.by_day(max(first, timezone.localdate()), last)
    return [
        CalendarEvent(f"expiry-{day}", day, f"掲載期限 {found.listings}件", f"{reverse('postings:expiry')}?day={day}")
        for day, found in sorted(days.items())
    ]


DECLARATIONS = (
    MenuItem("求人", "掲載期限の暦", "postings:expiry", 232),
    MenuItem("求人", "期限の問合せ", "postings:renewals", 234),
    HomeCard("lapsed", "ledger.record", _lapsed, 5),
    HomeCard("renewals", "ledger.record", _work, 38),
    OpenSource("employers.Establishment", _open, "ledger.record"),
    TimelineSource("employers.Establishment", _answered, "ledger.record"),
    CalendarSource("expiry", _end_days),
    JobKind(mailing.JOB, "掲載期限の問合せメールの送信", mailing.carry, "ledger.record"),
)
