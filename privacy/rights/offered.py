"""What the requests show elsewhere: the deadlines on the home page, the panel of a person."""

from datetime import date, timedelta

from django.db.models import Case, F, Model, When
from django.urls import reverse

from centre.registry import Card, CardItem
from privacy.models import RightsRequest
from privacy.rights.guard import is_stopped

SHOWN = 5
SOON = timedelta(days=2)


def open_requests():
    """Requests that are neither finished nor taken back, the next deadline first."""
    return RightsRequest.objects.filter(finished_on=None, withdrawn_on=None).order_by("forward_by", "pk")


def deadlines(user, today) -> Card | None:
    """Open requests with what comes next; names stay covered on the home page."""
    found = open_requests()
    count = found.count()
    if not count:
        return None
    return Card(
        "本人からの請求",
        figure=str(count),
        unit="件",
        note="保有個人情報の請求は県が決めます。窓口は受け付けて県に引き継ぎます。",
        items=tuple(_item(one, today) for one in found[:SHOWN]),
        url=reverse("privacy:requests"),
    )


def morning_line(user, day: date) -> str:
    """How many open requests are past their next deadline, and of how many it is near."""
    after_handing_on = When(forwarded_on__isnull=False, then=F("answer_by"))
    due = open_requests().annotate(due=Case(after_handing_on, default=F("forward_by")))
    late, near = due.filter(due__lt=day).count(), due.filter(due__range=(day, day + SOON)).count()
    return f"本人からの請求　期限切れ{late}件、{SOON.days}日以内に期限{near}件" if late or near else ""


def panel_of(person: Model, user, today) -> Card | None:
    """The requests about one person, and whether the use is stopped; nothing when there is none."""
    found = RightsRequest.objects.filter(subject=person._meta.label, subject_id=person.pk)
    if not found:
        return None
    note = "利用を止めています。照会・情報提供・メール・つなぎ・行事の招待には出ません。" if is_stopped(person) else ""
    items = tuple(_item(one, today) for one in found[:SHOWN])
    return Card("本人からの請求", note=note, items=items)


def _item(request: RightsRequest, today) -> CardItem:
    due = request.answer_by if request.forwarded_on else request.forward_by
    if not request.is_open or due is None:
        return CardItem(str(request), request.get_absolute_url(), request.state)
    return CardItem(f"{request}：{request.state}", request.get_absolute_url(), f"期限 {due:%-m月%-d日}", due < today)
