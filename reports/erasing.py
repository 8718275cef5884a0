"""What an erasure leaves of the reports: figures without people, and the books for five years (contract 12(2))."""

from datetime import date

from django.db.models import Max, Model, QuerySet

from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.registry import Statistics, registry
from privacy.erasing.identifiers import in_text
from privacy.erasing.ways import GONE, Law, blanked, declare, gone_if_said, kept, tells_of_nobody
from reports.metrics.definition import Period, values_by
from reports.metrics.registry import metrics
from reports.models import CompletionNotice, Cost, DeliveryPackage, ExcelForm, Labour, Meeting, MeetingAction, Report
from reports.year.money import kept_until

GROUND = "業務委託契約 仕様書12(2)（終了した年度の後5年間の保存）"
FIGURES = "確定した統計。人を含まない"
MAYBE_SAID = ("others", "discussion", "decisions", "answer", "void_reason")


def register() -> None:
    """Books, reports, and the figures that must not change."""
    registry.add(Statistics(figures))
    declare(
        [
            kept(Cost, Law("会計帳簿と証拠書類", GROUND, _last_day)),
            kept(Labour, Law("人件費の帳簿と証拠書類", GROUND, _last_day)),
            # That there was a meeting, when and of what kind stays counted; words and the kept minutes go.
            blanked(
                Meeting,
                {
                    **dict.fromkeys(("title", "prefecture", "agenda"), GONE),
                    **gone_if_said(*MAYBE_SAID),
                    "minutes": None,
                },
                of={Model: in_text("title", "prefecture", "agenda", *MAYBE_SAID)},
                files=("minutes",),
            ),
            blanked(
                MeetingAction,
                {"what": GONE, **gone_if_said("outcome")},
                of={Model: in_text("what", "outcome")},
            ),
            tells_of_nobody(Report, FIGURES),
            tells_of_nobody(DeliveryPackage, FIGURES),
            tells_of_nobody(ExcelForm, "県の様式"),
            tells_of_nobody(CompletionNotice, "業務完了届の様式"),
        ]
    )


def figures() -> dict[str, str]:
    """Every metric of every fiscal year of a contract, whole and by each of its dimensions."""
    found: dict[str, str] = {}
    for number in Contract.objects.order_by("fiscal_year").values_list("fiscal_year", flat=True):
        year = FiscalYear(number)
        period = Period(year.start, year.end, str(number))
        for key, metric in metrics().items():
            for dimensions in ((), *((dimension.key,) for dimension in metric.dimensions)):
                for part, value in values_by(metric, period, *dimensions).items():
                    found[f"{number} {key} {'/'.join((*dimensions, *part))}".strip()] = str(value)
    return found


def _last_day(rows: QuerySet) -> date | None:
    last = rows.aggregate(last=Max("fiscal_year"))["last"]
    return kept_until(FiscalYear(last)) if last else None
