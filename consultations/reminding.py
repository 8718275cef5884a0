"""One mail in the morning to everybody for whom promises wait or something that other rooms tell of is near: numbers
only, no name and no words of anybody."""

import logging
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from centre.calendar import opening_days
from centre.models import User
from centre.registry import registry
from centre.roles import ABILITIES, may
from consultations.models import FollowUp, PromiseMail, PromiseMailOff

logger = logging.getLogger(__name__)
SHOWN = 10


def remind(day: date) -> int:
    """Send the mails of a morning on which the counter opens; answers how many left.

    Repeatable: who has had the mail of the day gets no other, and whom the mail server refused is tried again by the
    next run.
    """
    if not opening_days(day, day):
        return 0
    roles = ABILITIES["consultations.edit"].union(*(ABILITIES[line.ability] for line in registry.morning))
    wanted = User.objects.filter(is_active=True, role__in=roles, promisemailoff=None)
    return sum(_send(user, day) for user in wanted.exclude(promisemail__day=day).order_by("pk"))


def choose_mail(user: User, *, is_wanted: bool) -> None:
    """Whether this user wants the mail of the morning."""
    if is_wanted:
        PromiseMailOff.objects.filter(user=user).delete()
    else:
        PromiseMailOff.objects.get_or_create(user=user)


def _send(user: User, day: date) -> bool:
    """One mail, when there is something to tell; its row is kept only when the server took the mail."""
    due = _promises(user, day)
    told = [words for line in registry.morning if may(user, line.ability) and (words := line.words(user, day))]
    if not due and not told:
        return False
    overdue = [number for number, due_on in due if due_on < day]
    today = [number for number, due_on in due if due_on == day]
    try:
        with transaction.atomic():
            _, is_first = PromiseMail.objects.get_or_create(
                user=user, day=day, defaults={"overdue": len(overdue), "due_today": len(today)}
            )
            if is_first:
                _mail(user, overdue, today, told).send()
    except OSError:
        logger.warning("the mail server did not take a mail of the morning")
        return False
    return is_first


def _promises(user: User, day: date) -> list[tuple[int, date]]:
    """(number, due day) of the promises that wait; of somebody who keeps none any more, nothing."""
    if not may(user, "consultations.edit"):
        return []
    due = FollowUp.objects.due(day).filter(assigned_to=user).order_by("due_on", "pk")
    return list(due.values_list("pk", "due_on"))


def _mail(user: User, overdue: list[int], today: list[int], told: list[str]) -> EmailMessage:
    lines = []
    if overdue or today:
        lines += [
            "約束の件数です。内容と相手は、画面で確かめてください。",
            "",
            f"期限切れ　{_numbers(overdue)}",
            f"今日まで　{_numbers(today)}",
            "",
            f"{settings.SITE_URL}{reverse('consultations:promises')}",
            "",
        ]
    if told:
        lines += ["期限が近いものです。", "", *told, "", f"{settings.SITE_URL}{reverse('home')}", ""]
    lines.append("このメールは、開設日の朝に1通だけ送ります。")
    if may(user, "consultations.edit"):
        lines.append(f"止めるとき：{settings.SITE_URL}{reverse('consultations:mine')}")
    promises = f"約束：期限切れ{len(overdue)}件、今日{len(today)}件"
    subject = promises if overdue or today else "期限が近いものがあります"
    return EmailMessage(subject, "\n".join(lines), to=[user.email])


def _numbers(numbers: Iterable[int]) -> str:
    shown = list(numbers)
    names = "、".join(f"No.{number}" for number in shown[:SHOWN])
    more = f" ほか{len(shown) - SHOWN}件" if len(shown) > SHOWN else ""
    return f"{len(shown)}件" + (f"（{names}{more}）" if shown else "")
