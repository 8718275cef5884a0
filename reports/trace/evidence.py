"""What the last month shows for each clause: frozen figures that open their records, and counts of other records."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from centre.addresses import URLS
from centre.fiscal_year import Month
from centre.gates import LOGGED_IN
from centre.models import Contract, User
from centre.registry import registry
from centre.roles import may
from privacy.models import AccessLog
from referrals.models import Handoff
from reports.clauses import CONTRACT, SPECIAL, Clause
from reports.compiling import month_period
from reports.documents.content import ReportDocument
from reports.models import CompletionNotice, Cost, Deliverable, Equipment, Figure, Labour, Report


@dataclass(frozen=True)
class Records:
    """Records of the last month (or, where a month says nothing, of now) that are no figure of the report."""

    label: str
    unit: str
    question: Callable[[Month], QuerySet]
    screen: str


@dataclass(frozen=True)
class Link:
    """A name with the page behind it; without an address for a role that may not open the page."""

    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """A clause as its page shows it."""

    clause: Clause
    screens: tuple[Link, ...]
    evidence: tuple[Link, ...]


def _in(model, field: str) -> Callable[[Month], QuerySet]:
    return lambda month: model.objects.filter(**{f"{field}__range": (month.start, month.end)})


def _looked_up(month: Month) -> QuerySet:
    period = month_period(month)
    return AccessLog.objects.filter(at__gte=period.begins_at, at__lt=period.ends_before)


_HANDOFFS = Records("つなぎ", "件", _in(Handoff, "handed_on"), "referrals:handoffs")
_LOOKED = Records("個人情報の閲覧などの記録", "件", _looked_up, "privacy:access_log")
_CONTRACTS = Records("登録した契約", "件", lambda month: Contract.objects.all(), "centre:contract")
_STAFF = Records("有効な職員", "人", lambda month: User.objects.filter(is_active=True), "centre:staff")
_COSTS = Records("経費の記録", "件", _in(Cost, "paid_on"), "reports:costs")
_LABOUR = Records("人件費の記録", "件", _in(Labour, "month"), "reports:labour")
_REPORTS = Records(
    "月次報告",
    "件",
    lambda month: Report.objects.filter(kind=Report.Kind.MONTHLY, year=month.year, month=month.month),
    "reports:list",
)
_MADE = Records("成果物", "件", lambda month: Deliverable.objects.all(), "reports:deliverables")
_THINGS = Records("備品", "件", lambda month: Equipment.objects.all(), "reports:deliverables")
_NOTICES = Records("業務完了届", "件", lambda month: CompletionNotice.objects.all(), "reports:completion")

RECORDS: dict[str, tuple[Records, ...]] = {
    "3": (_CONTRACTS,),
    "5": (_HANDOFFS,),
    "6": (_CONTRACTS,),
    "7(2)": (_STAFF,),
    "7(3)": (_STAFF,),
    "8(1)②": (_THINGS,),
    "8(1)③": (_CONTRACTS, _COSTS),
    "8(1)⑤": (_REPORTS,),
    "8(2)③・(5)③": (_HANDOFFS,),
    "8(5)②": (_HANDOFFS,),
    "8(7)": (_HANDOFFS,),
    "10(1)①": (_NOTICES,),
    "10(1)②": (_LABOUR, _COSTS),
    "10(1)③": (_MADE,),
    "10(2)・11": (_NOTICES,),
    "12(2)": (_COSTS, _LABOUR),
    "12(4)": (_MADE, _THINGS),
    "13(1)": (_LOOKED, _COSTS),
    "特記 第2": (_LOOKED,),
    "特記 第3": (_STAFF,),
    "特記 第4": (_STAFF,),
    "特記 第6": (_LOOKED,),
    "特記 第7": (_CONTRACTS,),
    "特記 第8": (_LOOKED, _HANDOFFS),
    "特記 第9": (_LOOKED,),
    "特記 第10": (_LOOKED,),
    "特記 第12": (_STAFF,),
    "特記 第14": (_STAFF,),
    "特記 第15": (_REPORTS,),
    "特記 第16": (_LOOKED,),
}

# Screens that are no line of the menu.
NAMES = {
    "employers:export": "企業の書き出し",
    "employers:campaigns": "働きかけ",
    "postings:export": "求人の書き出し",
    "consultations:add": "相談を記録",
    "mfa_index": "2段階の認証",
    "privacy:access_log": "閲覧の記録",
    "privacy:register": "保有個人情報の表",
}


def report_of(month: Month, user) -> Report | None:
    """The newest report of a month that this user may see."""
    reports = Report.objects.filter(kind=Report.Kind.MONTHLY, year=month.year, month=month.month)
    if not may(user, "reports.draft"):
        reports = reports.exclude(state=Report.State.DRAFT)
    return reports.order_by("-revision").first()


def trace(month: Month, user) -> tuple[list[Line], list[Line], Report | None]:
    """The clauses of the contract and of its special terms, with what a month shows for each of them."""
    report = report_of(month, user)
    figures: dict[str, Figure] = {}
    labels: dict[str, str] = {}
    if report:
        wanted = {key for clause in (*CONTRACT, *SPECIAL) for key in clause.figures}
        found = report.figures.filter(metric__in=wanted, breakdown={}, key__endswith=".month").defer("record_ids")
        figures = {figure.metric: figure for figure in found}
        labels = {item.key: item.label for item in ReportDocument.from_json(report.document).definitions}
    counted: dict[Records, int] = {}

    def line(clause: Clause) -> Line:
        evidence = [
            Link(
                f"{labels.get(key, key)} {int(figures[key].value):,}{figures[key].unit}",
                reverse("reports:figure", args=[report.pk, figures[key].key]),
            )
            for key in clause.figures
            if key in figures
        ]
        for records in RECORDS.get(clause.place, ()):
            if records not in counted:
                counted[records] = records.question(month).count()
            evidence.append(
                Link(f"{records.label} {counted[records]:,}{records.unit}", _address(records.screen, user))
            )
        screens = tuple(Link(name_of(screen), _address(screen, user)) for screen in clause.screens)
        return Line(clause, screens, tuple(evidence))

    return [line(clause) for clause in CONTRACT], [line(clause) for clause in SPECIAL], report


def name_of(screen: str) -> str:
    """The name of a screen as the menu has it. Raises KeyError for one that has no name."""
    menu = {item.view_name: item.label for item in registry.menu}
    return menu[screen] if screen in menu else NAMES[screen]


def _address(screen: str, user) -> str:
    gate = URLS[screen]
    return reverse(screen) if gate == LOGGED_IN or may(user, gate) else ""
