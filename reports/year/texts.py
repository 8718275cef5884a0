"""The words of the annual report: suggested from the figures, written by people, each earlier wording kept."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear, Month
from centre.models import Contract, Training, User
from reports.metrics.definition import Metric
from reports.models import AnnualText
from reports.year.chapters import CHAPTERS, Chapter
from reports.year.money import Money
from reports.year.months import ReportedMonth, whole_year

MOST_CHARACTERS = 4000
NOTHING_YET = "特記すべきことはありませんでした。"


def text_of(year: FiscalYear, part: str) -> AnnualText:
    """The words of a part, made empty when nobody wrote any yet. Raises DomainError for an unknown part."""
    if part not in {chapter.part for chapter in CHAPTERS} | {str(month) for month in year.months}:
        raise DomainError("この章または月は、実績報告書にありません。")
    text, _ = AnnualText.objects.get_or_create(fiscal_year=year.year, part=part)
    return text


def write_text(text: AnnualText, version: int, *, body: str, by: User) -> AnnualText:
    """Keep the words of a part. Raises EditConflict when somebody else saved meanwhile."""
    with transaction.atomic():
        record = lock_for_edit(AnnualText, text.pk, version)
        record.body, record.edited_by, record.edited_at = body.strip(), by, timezone.now()
        record.save()
    return record


def texts_of(year: FiscalYear) -> dict[str, AnnualText]:
    """The written words of a year by part."""
    return {text.part: text for text in AnnualText.objects.filter(fiscal_year=year.year).select_related("edited_by")}


def suggestion(chapter: Chapter, year: FiscalYear, months: list[ReportedMonth], money: Money) -> str:
    """Words for a chapter made from the figures as reported, to be gone over by a person."""
    if chapter.number == 1:
        return _overview(year)
    if chapter.number == 2:
        return f"窓口に職員延べ{sum(money.duty_days.values()):,}人日を配置し、人件費は{money.labour:,}円でした。"
    if chapter.number in (11, 12):
        return ""
    sentences = []
    for block in chapter.blocks():
        told = [(line.metric, whole_year(months, line)) for line in block.lines if not line.indent]
        words = _enumerated((metric, counted.value) for metric, counted in told if counted and counted.value)
        if words:
            sentences.append(f"{block.title}：{words}。")
    return "\n".join(sentences) or NOTHING_YET


def suggestion_for_month(month: Month, found: ReportedMonth) -> str:
    """What a month's report remarked and which trainings it had."""
    lines = list(found.report.document.get("remarks", ())) if found.report else []
    trainings = Training.objects.filter(date__range=(month.start, month.end)).order_by("date")
    lines += [
        f"{training.date.month}月{training.date.day}日に研修「{training.title}」を行った。" for training in trainings
    ]
    return "\n".join(lines)


def _overview(year: FiscalYear) -> str:
    contract = Contract.objects.filter(fiscal_year=year.year).first()
    if contract is None:
        return ""
    return (
        f"{contract.principal}から委託を受け、「{contract.title}」を実施した。"
        f"県内企業の採用の相談とUIJターン就職希望者の相談に応じ、求人を掘り起こし、移住支援金の対象となる求人の掲載を進めた。"
    )


def _enumerated(figures: Iterable[tuple[Metric, object]]) -> str:
    return "、".join(f"{metric.label}{int(value):,}{metric.unit}" for metric, value in figures)
