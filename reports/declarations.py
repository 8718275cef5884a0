"""What the reports declare to the registry."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from centre.fiscal_year import Month
from centre.models import Contract
from centre.registry import Card, CardItem, HomeCard, JobKind, MenuItem, registry
from centre.roles import Role, may
from reports.carrying import carry_annual, carry_month, carry_target
from reports.discussing import waiting_for
from reports.meetings.declarations import DECLARATIONS as MEETINGS
from reports.models import Report
from reports.year.package import carry_package


def register() -> None:
    """Menu line, home card and jobs of the reports."""
    registry.add(
        MenuItem("報告", "図で見る", "reports:charts", 710),
        MenuItem("報告", "集計表を作る", "reports:cross_table", 715),
        MenuItem("報告", "報告の一覧", "reports:list", 700),
        MenuItem("報告", "実績報告書", "reports:annual_texts", 720),
        MenuItem("報告", "業務完了届", "reports:completion", 722),
        MenuItem("報告", "経費と人件費", "reports:costs", 724),
        MenuItem("報告", "人件費", "reports:labour", 725),
        MenuItem("報告", "成果物と備品", "reports:deliverables", 726),
        MenuItem("報告", "計画と進捗", "reports:plan", 730),
        MenuItem("報告", "仕様書との対応", "reports:clauses", 740),
        MenuItem("報告", "月次報告の設定", "reports:layout", 790),
        HomeCard("monthly-report", "reports.read", _last_month, 30),
        HomeCard("report-messages", "reports.discuss", _messages, 31),
        JobKind("monthly_report", "月次報告の作成", carry_month, "reports.read"),
        JobKind("annual_report", "実績報告書の作成", carry_annual, "reports.read"),
        JobKind("delivery_package", "納品一式の作成", carry_package, "reports.read"),
        JobKind("target_report", "目標の達成状況の作成", carry_target, "reports.read"),
        *MEETINGS,
    )


def _last_month(user, today) -> Card:
    month = Month.of(today).previous()
    reports = Report.objects.filter(kind=Report.Kind.MONTHLY, year=month.year, month=month.month)
    may_draft = may(user, "reports.draft")
    report = (reports if may_draft else reports.exclude(state=Report.State.DRAFT)).first()
    contract = Contract.objects.filter(fiscal_year__lte=month.year).order_by("-fiscal_year").first()
    due = date(today.year, today.month, contract.report_due_day if contract else 10)
    nothing = "未作成" if may_draft else "確定前"
    state = report.get_state_display() if report else nothing
    waits = report is None or report.state == Report.State.DRAFT
    to_make = "下書きを作る" if may_draft else "報告の一覧を開く"
    return Card(
        title=f"{month.label}の月次報告",
        figure=state,
        note=f"期限は{due:%Y年%-m月%-d日}です。",
        items=(
            CardItem(
                "報告を開く" if report else to_make,
                report.get_absolute_url() if report else reverse("reports:list"),
                "期限を過ぎています" if waits and today > due else "",
                urgent=waits and today > due,
            ),
        ),
        url=reverse("reports:list"),
    )


def _messages(user, today) -> Card | None:
    waiting = list(waiting_for(user)[:5])
    if not waiting:
        return None
    asks = "回答があります" if user.role == Role.OFFICIAL else "県から質問があります"
    return Card(
        title="報告の質問・回答",
        figure=f"{len(waiting)}件",
        note=f"{asks}。",
        items=tuple(
            CardItem(
                str(report),
                f"{report.get_absolute_url()}#messages",
                f"{timezone.localtime(report.last_at):%-m月%-d日}",
            )
            for report in waiting
        ),
        url=reverse("reports:list"),
    )
