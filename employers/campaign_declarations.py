"""What campaigns declare to the registry: menu line, promised calls on the home page, story, sending job."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from centre.filters import midnight_after
from centre.registry import Card, CardItem, HomeCard, JobKind, MenuItem, TimelineEntry, TimelineSource
from centre.roles import may
from employers import mailing
from employers.calling import promised_calls
from employers.models import Attempt, Campaign

SHOWN = 5


def _promised(user, today) -> Card | None:
    due = promised_calls(user, midnight_after(today))
    first = list(due.select_related("establishment", "campaign")[: SHOWN + 1])
    if not first:
        return None
    now = timezone.now()
    return Card(
        title="今日の折返し電話",
        figure=str(len(first) if len(first) <= SHOWN else due.count()),
        unit="件",
        items=tuple(
            CardItem(
                f"{case.establishment.name}（{case.campaign.title}）",
                reverse("employers:campaign_case", args=[case.pk]),
                f"{timezone.localtime(case.due_at):%-m月%-d日 %H:%M}",
                urgent=case.due_at < now - timedelta(minutes=5),
            )
            for case in first[:SHOWN]
        ),
        url=reverse("employers:campaigns"),
    )


def _attempts(establishment, user, limit: int) -> list[TimelineEntry]:
    attempts = Attempt.objects.filter(case__establishment=establishment).select_related("case__campaign", "made_by")
    opens = may(user, "employers.edit")
    return [_entry(attempt, opens=opens) for attempt in attempts.order_by("-made_at", "-pk")[:limit]]


def _entry(attempt: Attempt, *, opens: bool) -> TimelineEntry:
    campaign = attempt.case.campaign
    labels = {question["key"]: question["label"] for question in campaign.questions}
    said = [f"{labels[key]}：{text}" for key, text in attempt.answers.items() if key in labels]
    if attempt.updated_record:
        said.append("登録の内容を確かめました。")
    return TimelineEntry(
        at=attempt.made_at,
        kind="架電" if campaign.method == Campaign.Method.CALL else "メール",
        title=f"{campaign.title}：{attempt.get_outcome_display()}",
        body="\n".join([*said, *filter(None, [attempt.note])]),
        by=attempt.made_by.name,
        url=reverse("employers:campaign_case", args=[attempt.case_id]) if opens else campaign.get_absolute_url(),
    )


DECLARATIONS = (
    MenuItem("企業", "架電・メール", "employers:campaigns", 126),
    HomeCard("promised-calls", "employers.edit", _promised, 12),
    TimelineSource("employers.Establishment", _attempts, "employers.read"),
    JobKind(mailing.JOB, "企画のメールの送信", mailing.carry, "employers.read"),
)
