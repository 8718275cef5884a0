"""Figures of the listed postings and of the target (table 6; contract 8(4), 9)."""

from decimal import Decimal

from django.db.models import QuerySet
from django.db.models.functions import ExtractMonth

from centre.fiscal_year import FiscalYear
from postings.models import PublicationEvent
from postings.querysets import ADDITIONS
from postings.toward_target.target import fold, policy_of, target_of
from reports.metrics.definition import Counted, Dimension, Metric, Period
from reports.one_sight import read_once


def _year(period: Period) -> FiscalYear:
    return FiscalYear.of(period.last)


def _baseline(period: Period) -> QuerySet:
    return PublicationEvent.objects.filter(pk__in=[line.number for line in read_once(fold, _year(period)).standing])


def _added(*kinds: str):
    def records(period: Period) -> QuerySet:
        counted = read_once(fold, _year(period)).counted
        numbers = [
            line.number for line, kind in counted if kind in kinds and period.first <= line.effective_on <= period.last
        ]
        return PublicationEvent.objects.filter(pk__in=numbers)

    return records


def _added_all(period: Period) -> QuerySet:
    once_a_day = read_once(policy_of, _year(period)).once_a_day
    return PublicationEvent.objects.additions(period.first, period.last, each_event=not once_a_day)


def _baseline_all(period: Period) -> QuerySet:
    return PublicationEvent.objects.live_through_turn(_year(period).start)


def _ended(period: Period) -> QuerySet:
    return PublicationEvent.objects.filter(kind="ended", effective_on__range=(period.first, period.last))


def _run_out(period: Period) -> QuerySet:
    return PublicationEvent.objects.run_out(period.first, period.last)


def _ended_eligible(period: Period) -> QuerySet:
    return _ended(period).filter(eligible=True)


def _run_out_eligible(period: Period) -> QuerySet:
    return _run_out(period).filter(eligible=True)


def _live(period: Period) -> QuerySet:
    return PublicationEvent.objects.in_force_on(period.last)


def _live_eligible(period: Period) -> QuerySet:
    return _live(period).filter(eligible=True)


def _toward_target(period: Period) -> Counted:
    """Baseline and additions of the fiscal year up to the end of the period, by the one counting function."""
    found = read_once(fold, _year(period))
    numbers = [line.number for line in found.standing]
    numbers += [line.number for line, _ in found.counted if line.effective_on <= period.last]
    return Counted(Decimal(len(numbers)), tuple(sorted(numbers)))


def _toward_target_all(period: Period) -> Counted:
    year = Period(_year(period).start, period.last, period.label)
    numbers = [*_baseline_all(period).values_list("pk", flat=True), *_added_all(year).values_list("pk", flat=True)]
    return Counted(Decimal(len(numbers)), tuple(sorted(numbers)))


def _share_of_target(period: Period) -> Counted:
    """How much of the contract's target is reached, in per cent with one decimal."""
    found = _toward_target(period)
    share = found.value * 100 / read_once(target_of, _year(period)) if found.value else Decimal(0)
    return Counted(share.quantize(Decimal("0.1")), found.record_ids)


BY_KIND = Dimension("kind", "区分", "kind", tuple((kind, PublicationEvent.Kind(kind).label) for kind in ADDITIONS))
BY_ELIGIBLE = Dimension("eligible", "対象の別", "eligible", ((True, "対象法人"), (False, "対象外")))
BY_MONTH = Dimension(
    "month", "月", ExtractMonth("effective_on"), tuple((month, f"{month}月") for month in (*range(4, 13), 1, 2, 3))
)
PER_DAY = "同じ求人の追加は、契約の設定「数え方」により1日に1件まで（新規・再掲載・延長・変更の順に1つ）。"

BASELINE = Metric(
    "baseline",
    "4月1日現在の掲載",
    "年度の始まる前に掲載が始まり、3月31日と4月1日を通して掲載されていた、対象法人の求人の数。",
    1,
    "件",
    _baseline,
)
ADDED_NEW = Metric(
    "added_new",
    "新規",
    f"期間中に効力を生じた新規の掲載（対象法人）。{PER_DAY}",
    1,
    "件",
    _added("new"),
    dimensions=(BY_MONTH,),
)
ADDED_EXTENDED = Metric(
    "added_extended",
    "延長",
    f"期間中に効力を生じた掲載期限の延長（対象法人）。{PER_DAY}",
    1,
    "件",
    _added("extended"),
    dimensions=(BY_MONTH,),
)
ADDED_CHANGED = Metric(
    "added_changed",
    "変更",
    f"期間中に効力を生じた内容の変更（対象法人）。{PER_DAY}",
    1,
    "件",
    _added("changed"),
    dimensions=(BY_MONTH,),
)
ADDED_RELISTED = Metric(
    "added_relisted",
    "再掲載",
    f"期間中に効力を生じた再掲載（対象法人）。{PER_DAY}",
    1,
    "件",
    _added("relisted"),
    dimensions=(BY_MONTH,),
)
ADDED_ALL = Metric(
    "added_all",
    "追加（すべての法人）",
    f"対象法人に限らずに数えた、期間中の追加（新規・延長・変更・再掲載）。{PER_DAY}",
    1,
    "件",
    _added_all,
    dimensions=(BY_MONTH, BY_KIND, BY_ELIGIBLE),
)
BASELINE_ALL = Metric(
    "baseline_all",
    "4月1日現在の掲載（すべての法人）",
    "対象法人に限らずに数えた、3月31日と4月1日を通して掲載されていた求人の数。",
    1,
    "件",
    _baseline_all,
)
ADDED_HEADCOUNT = Metric(
    "added_headcount",
    "追加した求人の採用人数（対象法人）",
    "期間中の新規・延長・変更・再掲載（対象法人）の求人の、採用人数の合計。同じ求人が2件なら2回数える。",
    1,
    "人",
    _added("new", "extended", "changed", "relisted"),
    counts="sum:posting__headcount",
)
ENDED = Metric("ended", "取下げ", "掲載されなくなった最初の日が期間中にある取下げの数。", 1, "件", _ended)
RUN_OUT = Metric(
    "run_out", "期限切れ", "延長されずに掲載期限が過ぎ、掲載のない最初の日が期間中にある求人の数。", 1, "件", _run_out
)
ENDED_ELIGIBLE = Metric(
    "ended_eligible",
    "うち対象法人",
    "取下げのうち、移住支援金の対象として掲載していたものの数。",
    1,
    "件",
    _ended_eligible,
)
RUN_OUT_ELIGIBLE = Metric(
    "run_out_eligible",
    "うち対象法人",
    "期限切れのうち、移住支援金の対象として掲載していたものの数。",
    1,
    "件",
    _run_out_eligible,
)
LIVE_AT_END = Metric("live_at_end", "月末の掲載", "期間の末日に掲載されている求人の数。", 1, "件", _live)
LIVE_HEADCOUNT = Metric(
    "live_headcount",
    "月末の掲載（人）",
    "期間の末日に掲載されている求人の採用人数の合計。",
    1,
    "人",
    _live,
    counts="sum:posting__headcount",
)
LIVE_ELIGIBLE_HEADCOUNT = Metric(
    "live_eligible_headcount",
    "うち対象として掲載（人）",
    "月末の掲載のうち、移住支援金の対象として掲載されている求人の採用人数の合計。",
    1,
    "人",
    _live_eligible,
    counts="sum:posting__headcount",
)
LIVE_ELIGIBLE = Metric(
    "live_eligible",
    "うち対象として掲載",
    "月末の掲載のうち、移住支援金の対象として掲載されている求人の数。",
    1,
    "件",
    _live_eligible,
)
TARGET_COUNT = Metric(
    "target_count",
    "年度の合計（対象法人）",
    "4月1日現在の掲載と、4月1日から期間の末日までの追加（新規・延長・変更・再掲載）の合計（契約 9）。",
    1,
    "件",
    _baseline,
    compute=_toward_target,
)
TARGET_SHARE = Metric(
    "target_share",
    "目標比（対象法人）",
    "年度の合計（対象法人）を、契約に定めた掲載求人の目標（件）で割った百分率。小数第2位を四捨五入する。",
    1,
    "％",
    _baseline,
    compute=_share_of_target,
)
TARGET_COUNT_ALL = Metric(
    "target_count_all",
    "年度の合計（すべての法人）",
    "対象法人に限らずに数えた、4月1日現在の掲載と追加の合計。",
    1,
    "件",
    _baseline,
    compute=_toward_target_all,
)
