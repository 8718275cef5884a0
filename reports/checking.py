"""What should be looked at before a month's report is confirmed: each with the page on which it is put right."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from centre.fiscal_year import Month
from centre.roster.coverage import gaps, page_of
from consultations.models import Consultation
from postings.models import JobPosting, PublicationEvent, ReconciliationDifference, Vetting
from referrals.models import Referral
from reports.compiling import month_period
from reports.metrics.definition import count
from reports.metrics.late import LATE
from reports.models import Report


@dataclass(frozen=True)
class Check:
    """One thing to look at: how many there are (0 is fine) and where."""

    label: str
    found: int
    url: str
    advice: str


def checks(report: Report) -> list[Check]:
    """The checks of a monthly draft, in the order in which they are worth doing."""
    month = report.period
    period = month_period(month)
    consultations = Consultation.objects.filter(held_at__gte=period.begins_at, held_at__lt=period.ends_before)
    of_month = urlencode({"since": month.start.isoformat(), "until": month.end.isoformat()})
    ledger = PublicationEvent.objects.filter(effective_on__range=(month.start, month.end))
    return [
        Check(
            "承認待ちの精査",
            Vetting.objects.filter(state=Vetting.State.PREPARED, prepared_at__lt=period.ends_before).count(),
            reverse("postings:vettings"),
            "月末までに作られ、まだ承認も差戻しもされていません。",
        ),
        Check(
            "方法か内容のない相談",
            consultations.filter(Q(method="") | Q(topic="")).count(),
            f"{reverse('consultations:list')}?{of_month}",
            "方法別・内容別の表では「不明・未記入」になります。",
        ),
        Check(
            "登録簿にない企業との相談",
            consultations.filter(party=Consultation.Party.EMPLOYER, establishment__isnull=True).count(),
            f"{reverse('consultations:list')}?{of_month}&party=employer",
            "件数には入りますが、実数（社）には入りません。",
        ),
        Check(
            "承認済みで掲載履歴のない求人",
            _approved_but_unlisted(month).count(),
            reverse("postings:list"),
            "掲載されていれば、掲載履歴に記録してください。",
        ),
        Check(
            "サイトとの違いで未処理のもの",
            ReconciliationDifference.objects.filter(state=ReconciliationDifference.State.OPEN).count(),
            reverse("postings:differences"),
            "掲載履歴と公開サイトが合っていません。",
        ),
        Check(
            "勤務表が契約に足りないところ",
            len(gaps(period.first, period.last)),
            page_of(period.first),
            "契約 7(1) の人数・常勤・開設時間に足りない日や週です。勤務表に言葉で出ています。",
        ),
        Check(
            "締めた月に遅れて入力した記録",
            sum(int(count(metric, period).value) for metric in LATE),
            f"{report.get_absolute_url()}#table-10",
            "表10に件数が出ます。前の月の版を作り直すと、差分表ができます。",
        ),
        Check(
            "集計のあとに入った記録",
            consultations.filter(recorded_at__gt=report.as_of).count()
            + ledger.filter(recorded_at__gt=report.as_of).count()
            + Referral.objects.filter(
                informed_on__range=(month.start, month.end), recorded_at__gt=report.as_of
            ).count(),
            reverse("reports:list"),
            "この下書きには入っていません。もう一度作成してください。",
        ),
    ]


def _approved_but_unlisted(month: Month):
    approved = Vetting.objects.filter(state=Vetting.State.APPROVED, on__lte=month.end).values("posting")
    return JobPosting.objects.filter(pk__in=approved, listed_from__isnull=True, ended_on__isnull=True)
