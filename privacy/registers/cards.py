"""What the home page says of the duties, and what a closed account leaves behind."""

from datetime import date

from django.urls import reverse

from centre.models import User
from centre.registry import Card, CardItem
from centre.templatetags.display import day as in_words
from privacy.duties import gate
from privacy.models import RegisterEntry
from privacy.registers import overview
from privacy.registers.catalogue import KINDS
from privacy.registers.recording import open_leaving

MOST = 5


def open_duties(user: User, today: date) -> Card | None:
    """Not reported, overdue or due within three days, not acknowledged, without a pledge; None when all is done."""
    duties = reverse("privacy:duties")
    items = [
        CardItem(f"県に未報告：{one}", duties, in_words(one.starts_on), urgent=True)
        for rows in overview.unreported(today)
        for one in rows[:MOST]
    ]
    items += [_due(entry, today) for entry in overview.due_soon(today)[:MOST]]
    profile, staff = gate.profile_on(today), gate.handlers()
    unread, unpledged = (gate.without(duty, staff, today, profile) for duty in (gate.NOTICE, gate.PLEDGE))
    items += _people("周知文を未確認", unread, reverse("privacy:notices"))
    items += _people("誓約書を未回収", unpledged, f"{reverse('privacy:entries')}?kind=pledge")
    leaving = RegisterEntry.objects.filter(kind="leaving", state="open").select_related("person")
    items += [
        CardItem(f"退職時の再確認：{entry.person.name}", entry.get_absolute_url(), in_words(entry.asked_on))
        for entry in leaving[:MOST]
    ]
    if not items:
        return None
    return Card("個人情報の義務", items=tuple(items), url=reverse("privacy:registers"))


def approvals(user: User, today: date) -> Card | None:
    """What waits for the prefecture's answer."""
    address = reverse("privacy:approvals")
    waiting = RegisterEntry.objects.waiting_for_the_prefecture()
    items = [
        CardItem(
            f"{entry.declaration.title}：{entry.subject}",
            reverse("privacy:approval_entry", args=[entry.pk]),
            in_words(entry.asked_on),
        )
        for entry in waiting[:MOST]
    ]
    items += [
        CardItem(f"作業場所：{one.place}", reverse("privacy:approval_workplace", args=[one.pk]))
        for one in overview.workplaces_to_approve(today)[:MOST]
    ]
    items += [
        CardItem(f"責任者：{one.user.name}", reverse("privacy:approval_manager", args=[one.pk]))
        for one in overview.managers_to_approve(today)[:MOST]
    ]
    return Card("県の承諾を待つもの", items=tuple(items), url=address) if items else None


def foretell_leaving(person: User) -> str:
    """What the page that closes an account says."""
    if person.role in gate.EXEMPT:
        return ""
    return (
        "「利用できる」を外すと、退職後も秘密を守ることの再確認（特記事項 第2・第14）が"
        f"「{KINDS['leaving'].title}」の台帳に1件残り、個人情報保護責任者の今日の仕事に出ます。"
    )


def leave_duty(person: User, day: date, by: User) -> None:
    """A closed account leaves the duty to confirm secrecy once more."""
    open_leaving(person, day=day, by=by)


def _due(entry: RegisterEntry, today: date) -> CardItem:
    late = entry.due_on < today
    words = f"{in_words(entry.due_on)}{'（過ぎています）' if late else ''}"
    return CardItem(f"{entry.label} {entry.name}", entry.get_absolute_url(), words, urgent=late)


def _people(what: str, people, address: str) -> list[CardItem]:
    names = [one.name for one in people[: MOST + 1]]
    if not names:
        return []
    more = "ほか" if len(names) > MOST else ""
    return [CardItem(f"{what}：{'、'.join(names[:MOST])}{more}", address)]
