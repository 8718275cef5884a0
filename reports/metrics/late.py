"""Records that came in after their month's report was confirmed: they are told in the report of the month of entry."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import ExtractMonth, ExtractYear

from consultations.models import Consultation
from employers.models import Registration, SchemeNotice, Visit
from postings.models import PublicationEvent
from referrals.models import Referral
from reports.metrics.definition import Metric, Period
from reports.models import Report


def _late(model, day: str, first_of: str = "first"):
    def records(period: Period):
        closed = Report.objects.filter(
            kind=Report.Kind.MONTHLY, year=OuterRef("day_year"), month=OuterRef("day_month"),
            confirmed_at__lt=OuterRef("recorded_at"),
        )  # fmt: skip
        return (
            model.objects.filter(
                **{f"{day}__lt": getattr(period, first_of)},
                recorded_at__gte=period.begins_at,
                recorded_at__lt=period.ends_before,
            )
            .annotate(day_year=ExtractYear(day), day_month=ExtractMonth(day))
            .filter(Exists(closed))
        )

    return records


def _metric(key: str, label: str, records) -> Metric:
    words = f"期間中に入力された{label}のうち、その日の属する月の報告が、入力より前に確定していたものの数。"
    return Metric(f"late_{key}", f"遅れて入力した{label}", words, 1, "件", records)


LATE = (
    LATE_CONSULTATIONS := _metric("consultations", "相談", _late(Consultation, "held_at", "begins_at")),
    LATE_VISITS := _metric("visits", "企業訪問", _late(Visit, "visited_on")),
    LATE_REGISTRATIONS := _metric("registrations", "利用者登録", _late(Registration, "registered_on")),
    LATE_NOTICES := _metric("notices", "制度の案内", _late(SchemeNotice, "noticed_on")),
    LATE_LINES := _metric("lines", "掲載履歴", _late(PublicationEvent, "effective_on")),
    LATE_REFERRALS := _metric("referrals", "情報提供", _late(Referral, "informed_on")),
)
