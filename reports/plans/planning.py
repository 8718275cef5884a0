"""Writing the lines of a yearly plan and their progress; a plan can begin with the lines of the year before."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import User
from reports.models import PlanItem
from reports.plans.outcomes import metric_of

_CARRIED = ("heading", "subheading", "organisation", "section", "position", "plan", "figure_label", "metric", "unit")


def add_item(year: FiscalYear, *, by: User, **fields) -> PlanItem:
    """Enter a line. Raises DomainError when its outcome is both counted and entered, or entered without a day."""
    with transaction.atomic():
        return PlanItem.objects.create(fiscal_year=year.year, edited_by=by, **_checked(year, fields))


def change_item(item: PlanItem, version: int, *, by: User, **fields) -> PlanItem:
    """Change a line; the earlier content stays in its history. Raises EditConflict or DomainError."""
    with transaction.atomic():
        record = lock_for_edit(PlanItem, item.pk, version)
        for name, value in _checked(FiscalYear(record.fiscal_year), fields).items():
            setattr(record, name, value)
        record.edited_by = by
        record.save()
    return record


def take_out(item: PlanItem, *, by: User) -> None:
    """Take a line out of the plan; its history stays. Raises DomainError once it has an outcome entered by hand."""
    with transaction.atomic():
        record = PlanItem.objects.select_for_update().get(pk=item.pk)
        if record.entered is not None or record.progress:
            raise DomainError("実績か進捗を書いた項目は外せません。空にしてから外してください。")
        record.delete()


def carry_over(year: FiscalYear, *, by: User) -> int:
    """Begin a year's plan with the lines of the year before, without volumes and outcomes; answers how many.

    Raises DomainError when the year has lines already, or the year before has none.
    """
    with transaction.atomic():
        if PlanItem.objects.filter(fiscal_year=year.year).exists():
            raise DomainError("この年度には、もう計画の項目があります。")
        earlier = PlanItem.objects.filter(fiscal_year=year.year - 1)
        made = PlanItem.objects.bulk_create(
            PlanItem(fiscal_year=year.year, edited_by=by, **{name: getattr(item, name) for name in _CARRIED})
            for item in earlier
        )
        if not made:
            raise DomainError("前の年度に計画の項目がありません。")
    return len(made)


def check_figure(metric: str, entered: Decimal | None, as_of: date | None) -> None:
    """Raises DomainError when an outcome is both counted and entered, or entered without a day."""
    if metric and entered is not None:
        raise DomainError("数え方を選んだときは、実績の数を手で入れません。", "entered")
    if entered is not None and as_of is None:
        raise DomainError("手で入れた実績には、時点の日付を入れてください。", "as_of")


def _checked(year: FiscalYear, fields: dict) -> dict:
    metric, as_of = metric_of(fields["metric"]), fields["as_of"]
    if fields["metric"] and metric is None:
        raise DomainError("この数え方は、報告にありません。", "metric")
    check_figure(fields["metric"], fields["entered"], as_of)
    _check_day(year, as_of)
    if metric:
        return {**fields, "unit": metric.unit, "figure_label": fields["figure_label"] or metric.label}
    if (fields["planned"] is not None or fields["entered"] is not None) and not fields["unit"]:
        raise DomainError("単位（件・人・社など）を入れてください。", "unit")
    return fields


def _check_day(year: FiscalYear, as_of: date | None) -> None:
    if as_of and not year.start <= as_of <= year.end:
        raise DomainError(f"時点は、{year.label}の中の日にしてください。", "as_of")
