"""What the referrals declare to the registry."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from centre.contracts import contract_of
from centre.registry import (
    Card,
    CardItem,
    HomeCard,
    MenuItem,
    OnStop,
    OnWithdrawal,
    OpenSource,
    PageAbout,
    RecordLink,
    TimelineEntry,
    TimelineSource,
    registry,
)
from privacy.exporting import job_of
from referrals import withdrawing
from referrals.documents import DECLARATIONS as DOCUMENTS
from referrals.events.declarations import DECLARATIONS as EVENTS
from referrals.hiring_declarations import DECLARATIONS as HIRING
from referrals.matching.export_columns import PEOPLE_FOR, POSTINGS_FOR
from referrals.models import Handoff
from referrals.partners.partner_file import PARTNER_FILE, people_address

NEWS = timedelta(days=7)
SHOWN = 5


def register() -> None:
    """Menu lines, home card and stories of the referrals."""
    registry.add(
        MenuItem("人", "情報提供・応募", "referrals:list", 310),
        MenuItem("人", "つなぎ", "referrals:handoffs", 320),
        MenuItem("人", "関係機関ごとの件数", "referrals:partners", 330),
        RecordLink("centre.PartnerAgency", "referrals.count", "つなぎの件数", _figures_of),
        RecordLink("centre.PartnerAgency", "referrals.read", "渡す名簿", people_address),
        job_of(PARTNER_FILE),
        RecordLink("jobseekers.Jobseeker", "referrals.read", "合う求人", _postings_for, uses_person=True),
        RecordLink("postings.JobPosting", "referrals.read", "合う人", _people_for),
        job_of(POSTINGS_FOR),
        job_of(PEOPLE_FOR),
        HomeCard("waiting-handoffs", "referrals.edit", _waiting, 70, is_promised=True),
        TimelineSource("employers.Establishment", _handoffs, "referrals.read"),
        HomeCard("answered-handoffs", "referrals.edit", _answered, 75),
        OpenSource("jobseekers.Jobseeker", _open_handoffs, "referrals.edit"),
        OpenSource("employers.Establishment", _open_handoffs, "referrals.edit"),
        OnWithdrawal(withdrawing.foretell, withdrawing.carry),
        OnStop(withdrawing.end_pages_of),
        PageAbout("referrals:handoff", _handed_off),
        TimelineSource("jobseekers.Jobseeker", _handoffs, "referrals.read"),
        *HIRING,
        *EVENTS,
        *DOCUMENTS,
    )


def _handed_off(pk: int):
    handoff = Handoff.objects.select_related("jobseeker", "establishment").filter(pk=pk).first()
    return handoff and (handoff.jobseeker or handoff.establishment)


def _figures_of(agency) -> str:
    return reverse("referrals:partner", args=[agency.pk])


def _postings_for(person) -> str:
    return "" if person.closed_on else f"{reverse('referrals:postings_for')}?jobseeker={person.pk}"


def _people_for(posting) -> str:
    return f"{reverse('referrals:people_for')}?posting={posting.pk}"


def _waiting(user, today) -> Card | None:
    late = Handoff.objects.late(today)
    count = late.count()
    if not count:
        return None
    return Card(
        title="返事を待っているつなぎ",
        figure=str(count),
        unit="件",
        note=f"つないでから{contract_of(today).handoff_remind_days}日を過ぎました。関係機関に様子を聞いてください。",
        items=tuple(
            CardItem(f"{item.agency.name}：{item.purpose}", item.get_absolute_url(), f"{item.handed_on:%-m月%-d日}")
            for item in late.select_related("agency").order_by("handed_on", "pk")[:SHOWN]
        ),
        url=f"{reverse('referrals:handoffs')}?answer={Handoff.Answer.WAITING}&sort=handed",
    )


def _answered(user, today) -> Card | None:
    new = Handoff.objects.filter(answered_on_page=True, answered_on__gt=today - NEWS)
    count = new.count()
    if not count:
        return None
    return Card(
        title="回答ページから届いた返事",
        figure=str(count),
        unit="件",
        note=f"この{NEWS.days}日に、関係機関が返事をしたつなぎです。",
        items=tuple(
            CardItem(
                f"{item.agency.name}：{item.get_answer_display()}",
                item.get_absolute_url(),
                f"{item.answered_on:%-m月%-d日}",
            )
            for item in new.select_related("agency").order_by("-answered_on", "-pk")[:SHOWN]
        ),
        url=reverse("referrals:handoffs"),
    )


def _open_handoffs(subject, user, today) -> list[CardItem]:
    patience = timedelta(days=contract_of(today).handoff_remind_days)
    waiting = subject.handoffs.waiting().select_related("agency").order_by("handed_on", "pk")[:SHOWN]
    return [
        CardItem(
            f"つなぎの返事待ち：{one.agency.name}",
            one.get_absolute_url(),
            f"{one.handed_on:%-m月%-d日}",
            one.handed_on < today - patience,
        )
        for one in waiting
    ]


def _handoffs(subject, user, limit: int) -> list[TimelineEntry]:
    found = subject.handoffs.select_related("agency", "recorded_by").order_by("-handed_on", "-pk")[:limit]
    return [
        TimelineEntry(
            at=_afternoon(handoff.handed_on),
            kind="つなぎ",
            title=f"{handoff.get_direction_display()} {handoff.agency.name}（{handoff.get_answer_display()}）",
            body=handoff.purpose,
            by=handoff.recorded_by.name,
            url=handoff.get_absolute_url(),
        )
        for handoff in found
    ]


def _afternoon(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(13)))
