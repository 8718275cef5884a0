"""What privacy declares to the registry."""

from django.urls import reverse
from django.utils import timezone

from centre.registry import (
    Card,
    CardItem,
    HomeCard,
    JobKind,
    MenuItem,
    MorningLine,
    OnAccountClosed,
    RecordPanel,
    registry,
)
from centre.templatetags.display import moment
from privacy.exporting import job_of
from privacy.log_check import JOB, carry_check
from privacy.models import LogCheck
from privacy.registers import cards
from privacy.registers.export_columns import ENTRIES
from privacy.retention import offered as retention
from privacy.rights import offered as rights
from privacy.sharing import panels
from privacy.sharing.register import PROVISIONS


def register() -> None:
    """Menu lines, the alarm of a changed log, and the job that looks for it."""
    registry.add(
        MenuItem("個人情報", "責任者・従事者・作業場所", "privacy:duties", 795),
        MenuItem("個人情報", "承諾・保管・指示の台帳", "privacy:registers", 796),
        MenuItem("個人情報", "県の承諾を待つもの", "privacy:approvals", 798),
        MenuItem("個人情報", "提供の記録", "privacy:provisions", 797),
        MenuItem("個人情報", "本人からの請求", "privacy:requests", 798),
        MenuItem("個人情報", "保存の期間と消去", "privacy:retention", 799),
        MenuItem("個人情報", "閲覧記録", "privacy:access_log", 800),
        MenuItem("個人情報", "閲覧記録の照合", "privacy:log_checks", 802),
        MenuItem("個人情報", "いつもと違う使い方", "privacy:unusual", 804),
        MenuItem("個人情報", "個人情報の台帳", "privacy:register", 810),
        HomeCard("rights-requests", "rights.edit", rights.deadlines, 70),
        MorningLine("rights.edit", rights.morning_line),
        MorningLine("retention.read", retention.morning_line),
        HomeCard("retention", "retention.read", retention.notices, 72),
        MenuItem("個人情報", "検査", "privacy:inspections", 830),
        MenuItem("個人情報", "点検表", "privacy:checklists", 832),
        HomeCard("changed-log", "privacy.read", _changed_log, 5),
        HomeCard("unusual-use", "privacy.log", _unusual_use, 75),
        HomeCard("privacy-duties", "registers.read", cards.open_duties, 20),
        HomeCard("privacy-approvals", "registers.approve", cards.approvals, 20),
        OnAccountClosed(cards.foretell_leaving, cards.leave_duty),
        job_of(ENTRIES),
        RecordPanel("centre.Job", panels.file_of, "jobs.read", 10),
        job_of(PROVISIONS),
        JobKind(JOB, "閲覧記録の照合", carry_check, "privacy.read"),
    )


def _changed_log(user, today) -> Card | None:
    """Said on the home page as long as the last look found the log changed."""
    check = LogCheck.objects.first()
    if check is None or not check.fault:
        return None
    where = f"（行 {check.faulty_line}）" if check.faulty_line else ""
    address = reverse("privacy:log_checks")
    item = CardItem(f"{check.fault}{where}", address, moment(check.checked_at), urgent=True)
    return Card("閲覧記録が変えられています", items=(item,), url=address)


def _unusual_use(user, today) -> Card | None:
    """Said for a day: what the night's look counted, to ask the colleagues about."""
    check = LogCheck.objects.first()
    if check is None or not check.unusual or timezone.localtime(check.checked_at).date() != today:
        return None
    address = reverse("privacy:unusual")
    item = CardItem(f"きのうの使い方に、本人に確かめたいものが{check.unusual}件あります。", address)
    return Card("いつもと違う使い方", items=(item,), url=address)
