"""What mails to a record declare to the registry: menu, buttons, stories, what is open, the sending job."""

from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    Card,
    CardItem,
    HomeCard,
    JobKind,
    MenuItem,
    OnStop,
    OnWithdrawal,
    OpenSource,
    RecordLink,
    TimelineEntry,
    TimelineSource,
)
from centre.roles import may
from consultations.mails import sending, writing
from consultations.models import MailRound, RecordMail

SHOWN = 5


def _to_person(person) -> str:
    return "" if person.closed_on or not person.email else reverse("consultations:mail_to_person", args=[person.pk])


def _to_employer(establishment) -> str:
    return reverse("consultations:mail_to_employer", args=[establishment.pk])


def _open(subject, user, today) -> list[CardItem]:
    mails = RecordMail.objects.of(subject)
    failed = mails.failed(timezone.now()).order_by("-handed_over_at", "-pk")[:SHOWN]
    waiting = mails.prepared().order_by("-prepared_at", "-pk")[:SHOWN]
    return [
        CardItem(f"届かなかったメール：{mail.subject}", mail.get_absolute_url(), "確かめる", urgent=True)
        for mail in failed
    ] + [CardItem(f"確認を待つメール：{mail.subject}", mail.get_absolute_url()) for mail in waiting]


def _story(subject, user, limit: int) -> list[TimelineEntry]:
    opens = may(user, "mails.edit")
    mails = RecordMail.objects.of(subject).filter(dropped_at__isnull=True).select_related("prepared_by")
    return [
        TimelineEntry(
            at=mail.sent_at or mail.prepared_at,
            kind="メール",
            title=f"{mail.subject}（{_state(mail)}）",
            body=mail.body[:200],
            by=mail.prepared_by.name,
            url=mail.get_absolute_url() if opens else "",
        )
        for mail in mails.order_by("-prepared_at", "-pk")[:limit]
    ]


def _state(mail: RecordMail) -> str:
    if mail.sent_at:
        return "送信"
    if mail.failure:
        return "届いていません"
    return "送信待ち" if mail.released_at else "確認待ち"


def _card(user, today) -> Card | None:
    """Rounds that wait for a second person, and mails that did not arrive."""
    rounds = MailRound.objects.filter(mails__in=RecordMail.objects.prepared()).exclude(prepared_by=user).distinct()
    first = list(rounds.order_by("-prepared_at")[:SHOWN])
    failed = RecordMail.objects.failed(timezone.now()).count()
    if not first and not failed:
        return None
    return Card(
        title="メールの確認",
        figure=str(failed),
        unit="通が届いていません",
        note="まとめて用意されたメールは、用意した人とは別の人が送信を認めます。",
        items=tuple(CardItem(f"確認を待つ：{one.title}", one.get_absolute_url()) for one in first),
        url=f"{reverse('consultations:mails')}?state={'failed' if failed else 'prepared'}",
    )


def _foretell(person) -> str:
    count = RecordMail.objects.of(person).unsent().count()
    return f"まだ送っていないメール{count}通を取りやめます。" if count else ""


DECLARATIONS = (
    MenuItem("相談", "メール", "consultations:mails", 58),
    MenuItem("相談", "メールの文面", "consultations:mail_templates", 59),
    RecordLink("jobseekers.Jobseeker", "mails.edit", "メールを書く", _to_person, 40, uses_person=True),
    RecordLink("employers.Establishment", "mails.edit", "メールを書く", _to_employer, 40),
    HomeCard("mails", "mails.edit", _card, 14),
    OpenSource("jobseekers.Jobseeker", _open, "mails.edit"),
    OpenSource("employers.Establishment", _open, "mails.edit"),
    TimelineSource("jobseekers.Jobseeker", _story, "consultations.read"),
    TimelineSource("employers.Establishment", _story, "consultations.read"),
    OnWithdrawal(_foretell, writing.drop_for_withdrawal),
    OnStop(writing.drop_for_stop),
    JobKind(sending.JOB, "個別のメールの送信", sending.carry, "mails.edit"),
)
