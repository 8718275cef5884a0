"""What the centre itself declares to the registry."""

from datetime import date, timedelta

from django.urls import reverse

from centre.backups.health import health
from centre.models import Duty, Training, User
from centre.registry import Card, CardItem, HomeCard, MenuItem, registry
from centre.roles import may
from centre.roster import cells, coverage, staffing

SHOWN = 5
AHEAD = timedelta(days=14)


def register() -> None:
    """Menu lines and home cards of the centre."""
    registry.add(
        MenuItem("ホーム", "今日の仕事", "home", 10),
        MenuItem("職員", "勤務表", "centre:roster", 850),
        MenuItem("職員", "研修", "centre:trainings", 860),
        MenuItem("職員", "職員の台帳", "centre:staff", 870),
        MenuItem("設定", "契約と目標", "centre:contract", 910),
        MenuItem("設定", "開設日の暦", "centre:calendar", 920),
        MenuItem("設定", "関係機関", "centre:agencies", 930),
        MenuItem("設定", "職員と役割", "centre:users", 940),
        MenuItem("設定", "処理の一覧", "centre:jobs", 950),
        MenuItem("設定", "バックアップ", "centre:backups", 960),
        HomeCard("backups", "backups.read", _backups, 5),
        HomeCard("roster", "roster.read", _roster, 60),
        HomeCard("staff-dates", "staff.read", _dates, 65),
    )


def _roster(user: User, today: date) -> Card:
    """Who is at the counter today; who fills the roster sees what the next two weeks lack."""
    here = Duty.objects.filter(date=today, kind__in=coverage.AT_COUNTER).select_related("user").order_by("user__name")
    told = "、".join(f"{duty.user.name} {cells.content_of(duty).hours}" for duty in here)
    found = coverage.gaps(today, today + AHEAD) if may(user, "roster.edit") else []
    items = tuple(
        CardItem(gap.words, coverage.page_of(gap.day), "休暇による" if gap.is_excused else "不足", not gap.is_excused)
        for gap in found[:SHOWN]
    )
    return Card(
        title="窓口の勤務",
        figure=str(len(found)) if found else "",
        unit="件の不足（2週間）" if found else "",
        note=f"今日：{told}" if told else "今日の出勤は勤務表にありません。",
        items=items,
        url=coverage.page_of(today),
        empty="2週間の配置は契約のとおりです。" if may(user, "roster.edit") else "",
    )


def _backups(user: User, today: date) -> Card | None:
    """Nothing while the backups are young and proved; otherwise what is wrong, before everything else."""
    found = health()
    if found.is_sound:
        return None
    address = reverse("centre:backups")
    return Card("バックアップ", items=(CardItem(found.fault, address, "要対応", urgent=True),), url=address)


def _dates(user: User, today: date) -> Card | None:
    """Qualifications that run out and trainings that come; nothing when there are none."""
    items = [
        CardItem(
            f"{one.user.name}　{one.get_kind_display()}",
            reverse("centre:staff_person", args=[one.user_id]),
            f"期限 {one.expires_on.month}月{one.expires_on.day}日",
            one.expires_on < today,
        )
        for one in staffing.running_out(today)[:SHOWN]
    ]
    late = Training.objects.filter(held_on__isnull=True, planned_on__lte=today + AHEAD).order_by("planned_on", "pk")
    items += [
        CardItem(
            f"研修　{one.title}",
            reverse("centre:trainings"),
            f"予定 {one.planned_on.month}月{one.planned_on.day}日",
            one.planned_on < today,
        )
        for one in late[:SHOWN]
    ]
    return Card("資格と研修の期限", items=tuple(items), url=reverse("centre:staff")) if items else None
