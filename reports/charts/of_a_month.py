"""The five charts of a month: target, trend, funnel, origin, occupations; the page and the report take the same."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from centre.fiscal_year import FiscalYear, Month
from centre.models import Occupation
from centre.templatetags.display import day
from jobseekers.models import WishedOccupation
from postings.toward_target.outlook import Outlook, look_ahead
from postings.toward_target.target import fold, policy_of, target_of
from reports.compiling import month_period, year_to_date
from reports.documents.content import Chart, Series
from reports.metrics.answers import Answers
from reports.metrics.consultations import EMPLOYER_CONSULTATIONS, PERSON_CONSULTATIONS
from reports.metrics.definition import Metric, Period, values_by
from reports.metrics.funnel import FUNNEL, PEOPLE_REGISTERED
from reports.metrics.postings import LIVE_HEADCOUNT
from reports.one_sight import read_once

MONTHS_BACK = 12
MOST_PLACES, MOST_OCCUPATIONS = 12, 10
REST = "そのほか"
# The metrics behind the charts, whose definitions the report prints.
CHARTED = (EMPLOYER_CONSULTATIONS, PERSON_CONSULTATIONS, LIVE_HEADCOUNT, *(metric for _, metric in FUNNEL))


def charts_of(month: Month, answers: Answers | None = None) -> tuple[Chart, ...]:
    """All five charts as they stand at the end of a month, or today while it runs; `answers` are known already."""
    answers = answers or Answers()
    return target_line(month), trend(month), funnel(month, answers), origins(month), occupations(month)


def target_line(month: Month, outlook: Outlook | None = None) -> Chart:
    """The count toward the target with the band of an outlook, else of the one that the month's end allowed."""
    year = FiscalYear.of(month.start)
    target, policy, found = (read_once(act, year) for act in (target_of, policy_of, fold))
    months = [one for one in year.months if one.start <= month.start]
    known_to = min(month.end, timezone.localdate() - timedelta(days=1))
    standing, days = len(found.standing), [line.effective_on for line, _ in found.counted]
    cumulated = [standing + sum(on <= end for on in days) for end in [one.end for one in months]]
    if outlook is None and known_to >= year.start:
        outlook = look_ahead(year, policy, known_to)
    ahead = outlook.months[-(12 - len(months)) :] if outlook and len(months) < 12 else []
    before, after = (None,) * (12 - len(ahead)), (None,) * (12 - len(months))
    series = [
        Series("累計", "line", (*cumulated, *after)),
        Series(f"目標{target:,}件への均等の線", "target", tuple(round(target * n / 12) for n in range(1, 13))),
    ]
    until = f"{month.label}の末" if month.end < timezone.localdate() else day(timezone.localdate())
    words = f"{until}までの累計は{cumulated[-1]:,}件、目標{target:,}件の{cumulated[-1] / target:.0%}です。"
    if ahead:
        series.insert(0, Series("80%の見込み", "band", (*before, *((low, high) for _, _, low, high in ahead))))
        series.append(Series("見込み", "forecast", (*before, *(round(mean) for _, mean, _, _ in ahead))))
        words += f"3月31日の見込みは{outlook.mean:,.0f}件（80%の幅は{outlook.low:,}〜{outlook.high:,}件）です。"
    labels = tuple(f"{one.month}月" for one in year.months)
    return Chart("目標に向けた累計（対象法人）", "件", labels, tuple(series), words, head="月末")


def trend(month: Month) -> Chart:
    """Consultations of each month, a year back."""
    months = [month]
    for _ in range(MONTHS_BACK):
        months.insert(0, months[0].previous())
    period = Period(months[0].start, month.end, "")
    employers, people = (_by_month(metric, period) for metric in (EMPLOYER_CONSULTATIONS, PERSON_CONSULTATIONS))
    now = employers[month.start] + people[month.start]
    past = employers[months[0].start] + people[months[0].start]
    return Chart(
        "相談件数の月ごとの動き",
        "件",
        tuple(f"{one.year % 100}/{one.month}" for one in months),
        (
            Series("企業", "line", tuple(employers[one.start] for one in months)),
            Series("就職・移住", "line", tuple(people[one.start] for one in months)),
        ),
        f"{month.label}の相談は合わせて{now:,}件、前の年の同じ月は{past:,}件でした。",
        head="年/月",
    )


def funnel(month: Month, answers: Answers) -> Chart:
    """From consultation to hiring in the fiscal year so far, in people."""
    period = year_to_date(month)
    steps = {name: int(answers.value(metric, period)) for name, metric in FUNNEL}
    return Chart(
        "相談から入社まで（年度の初めから）",
        "人",
        tuple(steps),
        (Series("人数（実）", "bar", tuple(steps.values())),),
        f"相談した登録者は{steps['相談']:,}人、応募は{steps['応募']:,}人、入社は{steps['入社']:,}人です。"
        "段階ごとに期間中の人数を数えたもので、同じ人を追った数ではありません。",
        across=True,
        head="段階",
    )


def origins(month: Month) -> Chart:
    """Consultations with people by the prefecture in which they live, the fiscal year so far."""
    period = year_to_date(month)
    unknown = PERSON_CONSULTATIONS.dimension("prefecture").rest
    found = {name: int(value) for (name,), value in values_by(PERSON_CONSULTATIONS, period, "prefecture").items()}
    known = Counter({name: value for name, value in found.items() if name != unknown})
    bars = dict(known.most_common(MOST_PLACES))
    if len(known) > MOST_PLACES:
        bars[f"{REST}の都道府県"] = known.total() - sum(bars.values())
    first = next(iter(bars), "")
    words = f"最も多いのは{first}の{bars[first]:,}件です。" if bars else "住んでいる都道府県が分かる相談はありません。"
    return Chart(
        "相談した方の現住所（年度の初めから）",
        "件",
        tuple(bars),
        (Series("就職・移住の相談", "bar", tuple(bars.values()), parts_of=PERSON_CONSULTATIONS.key),),
        f"{words}ほかに、登録のない方・不明が{found.get(unknown, 0):,}件あります。",
        across=True,
        head="都道府県",
        running=True,
    )


def occupations(month: Month) -> Chart:
    """What people wish for first against what is offered, both in heads (人), at the end of the month."""
    names = dict(Occupation.objects.values_list("code", "name"))
    wished = Counter(_wished(month))
    offered = Counter(_offered(month))
    most = [code for code, _ in (wished + offered).most_common(MOST_OCCUPATIONS)]
    most.sort(key=lambda code: -wished[code])
    labels = tuple(names[code] for code in most)
    scarce = max(most, key=lambda code: wished[code] - offered[code], default=None)
    words = f"第1希望は{wished.total():,}人分、掲載中の採用人数は{offered.total():,}人分です。"
    if scarce and wished[scarce] > offered[scarce]:
        words += f"希望に対して求人が最も足りないのは{names[scarce]}です。"
    return Chart(
        f"希望する職種と掲載中の求人（{month.label}末）",
        "人",
        labels,
        tuple(
            Series(name, "bar", tuple(counter[code] for code in most), parts_of=parts_of)
            for name, counter, parts_of in (
                ("希望する人（第1希望）", wished, PEOPLE_REGISTERED.key),
                ("掲載中の採用人数", offered, ""),
            )
        ),
        words,
        across=True,
        head="職種",
    )


def _by_month(metric: Metric, period: Period) -> Counter:
    """{first day of the month: how many}"""
    months = metric.records(period).order_by().annotate(of=TruncMonth("held_at")).values("of")
    return Counter({row["of"].date(): row["figure"] for row in months.annotate(figure=Count("pk"))})


def _wished(month: Month) -> dict[str, int]:
    """{occupation: people registered at the end of the month who wish for it most}"""
    registered = Q(jobseeker__registered_on__lte=month.end) & (
        Q(jobseeker__closed_on__isnull=True) | Q(jobseeker__closed_on__gt=month.end)
    )
    first = WishedOccupation.objects.filter(registered, place=1).order_by().values_list("occupation")
    return dict(first.annotate(people=Count("jobseeker", distinct=True)))


def _offered(month: Month) -> dict[str, int]:
    """{occupation: heads of the postings listed at the end of the month}"""
    live = LIVE_HEADCOUNT.records(month_period(month)).filter(posting__occupation__isnull=False).order_by()
    return dict(live.values_list("posting__occupation").annotate(heads=Sum("posting__headcount")))
