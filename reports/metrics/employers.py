"""Figures of the employers (tables 2 and 5)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultations.models import Consultation
from employers.models import Attempt, Campaign, Registration, Renewal, Visit
from postings.models import JobPosting, PublicationEvent
from reports.metrics.definition import Earlier, Metric, Period
from reports.metrics.dimensions import SIZE, by_industry, by_wide_area

OF_ESTABLISHMENT = (
    by_industry("establishment__industry"),
    by_wide_area("establishment__municipality__wide_area"),
    SIZE,
)


def _before(period: Period) -> QuerySet:
    return Registration.objects.filter(registered_on__lt=period.first).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=period.first)
    )


def _began(period: Period) -> QuerySet:
    return Registration.objects.filter(registered_on__range=(period.first, period.last))


def _renewed(period: Period) -> QuerySet:
    return Renewal.objects.filter(
        renewed_on__range=(period.first, period.last), registration__establishment__merged_into__isnull=True
    )


def _ended(period: Period) -> QuerySet:
    return Registration.objects.filter(ended_on__range=(period.first, period.last))


def _at_end(period: Period) -> QuerySet:
    return Registration.objects.filter(registered_on__lte=period.last).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=period.last)
    )


def _eligible_at_end(period: Period) -> QuerySet:
    listed = PublicationEvent.objects.filter(
        posting__establishment=OuterRef("establishment"), eligible=True, effective_on__lte=period.last
    )
    return _at_end(period).filter(Exists(listed))


def _all_time(period: Period) -> QuerySet:
    return Registration.objects.filter(registered_on__lte=period.last)


REGISTERED_BEFORE = Metric(
    "registered_before", "前月末の登録", "期間の前日に利用者登録が有効な事業所の数。", 1, "社", _before
)
REGISTERED_NEW = Metric("registered_new", "新規", "期間中に登録日がある利用者登録の数。", 1, "社", _began)
REGISTERED_RENEWED = Metric(
    "registered_renewed",
    "更新",
    "期間中に更新日がある利用者登録の更新の数。",
    2,
    "社",
    _renewed,
    since=date(2026, 11, 21),
    earlier=(Earlier(1, "期間中に更新日がある利用者登録の数。", date(2026, 11, 20)),),
)
REGISTERED_ENDED = Metric("registered_ended", "抹消", "期間中に抹消日がある利用者登録の数。", 1, "社", _ended)
REGISTERED_AT_END = Metric(
    "registered_at_end",
    "月末の登録",
    "期間の末日に利用者登録が有効な事業所の数（前月末＋新規−抹消）。",
    1,
    "社",
    _at_end,
    dimensions=OF_ESTABLISHMENT,
)
REGISTERED_ELIGIBLE = Metric(
    "registered_eligible",
    "うち移住支援金対象法人",
    "月末の登録のうち、月末までに移住支援金の対象として掲載した求人を持つ事業所の数。",
    1,
    "社",
    _eligible_at_end,
)
REGISTERED_EVER = Metric("registered_ever", "累計", "期間の末日までに登録された利用者登録の数。", 1, "社", _all_time)


def _visits(period: Period) -> QuerySet:
    return Visit.objects.filter(visited_on__range=(period.first, period.last))


def _first_visits(period: Period) -> QuerySet:
    earlier = Visit.objects.filter(establishment=OuterRef("establishment")).filter(
        Q(visited_on__lt=OuterRef("visited_on")) | Q(visited_on=OuterRef("visited_on"), pk__lt=OuterRef("pk"))
    )
    return _visits(period).filter(~Exists(earlier))


def _dug_up(period: Period) -> QuerySet:
    return JobPosting.objects.filter(received_on__range=(period.first, period.last), source=JobPosting.Source.VISIT)


def _calls(period: Period) -> QuerySet:
    return Consultation.objects.filter(
        held_at__gte=period.begins_at,
        held_at__lt=period.ends_before,
        party=Consultation.Party.EMPLOYER,
        method=Consultation.Method.PHONE,
    )


def _campaign_calls(period: Period) -> QuerySet:
    return Attempt.objects.filter(
        made_at__gte=period.begins_at,
        made_at__lt=period.ends_before,
        case__campaign__method=Campaign.Method.CALL,
    )


def _campaign_calls_answered(period: Period) -> QuerySet:
    answered = (Attempt.Outcome.REACHED, Attempt.Outcome.CALL_BACK, Attempt.Outcome.DECLINED)
    return _campaign_calls(period).filter(outcome__in=answered)


def _campaign_calls_updated(period: Period) -> QuerySet:
    return _campaign_calls(period).filter(updated_record=True)


VISITS = Metric(
    "visits",
    "訪問（延べ）",
    "期間中に訪問日がある企業訪問の数。",
    1,
    "件",
    _visits,
    dimensions=(by_industry("establishment__industry"), by_wide_area("establishment__municipality__wide_area")),
)
VISITED = Metric(
    "visited",
    "訪問した企業（実）",
    "期間中に1回以上訪問した事業所の数（同じ事業所は1社）。",
    1,
    "社",
    _visits,
    counts="distinct:establishment",
)
VISITED_FIRST = Metric(
    "visited_first", "うち初めて訪問", "期間中の訪問のうち、その事業所への最初の訪問の数。", 1, "社", _first_visits
)
LEAFLETS = Metric(
    "leaflets",
    "配布したチラシ",
    "期間中の企業訪問で配布したチラシの枚数の合計。",
    1,
    "枚",
    _visits,
    counts="sum:leaflets",
)
DUG_UP = Metric("dug_up", "掘り起こした求人（件）", "受付の経路が訪問で、受付日が期間中の求人の数。", 1, "件", _dug_up)
DUG_UP_HEADCOUNT = Metric(
    "dug_up_headcount",
    "掘り起こした求人（人）",
    "受付の経路が訪問で、受付日が期間中の求人の採用人数の合計。",
    1,
    "人",
    _dug_up,
    counts="sum:headcount",
)
CALLS = Metric(
    "calls",
    "企業との電話",
    "期間中に電話で行った企業との相談・問合せの数。架電の企画で一斉にかけた電話は含まない。",
    2,
    "件",
    _calls,
    since=date(2026, 11, 21),
    earlier=(Earlier(1, "期間中に電話で行った企業との相談・問合せの数。", date(2026, 11, 20)),),
)
CAMPAIGN_CALLS = Metric(
    "campaign_calls",
    "企画による架電",
    "期間中に、架電の企画で企業にかけた電話の数。不在・留守電・番号違いも1件と数える。",
    1,
    "件",
    _campaign_calls,
)
CAMPAIGN_CALLS_ANSWERED = Metric(
    "campaign_calls_answered",
    "うちつながった",
    "企画による架電のうち、結果が「連絡がついた」「折返し」「辞退」の数。",
    1,
    "件",
    _campaign_calls_answered,
)
CAMPAIGN_CALLS_UPDATED = Metric(
    "campaign_calls_updated",
    "うち登録の内容を更新した",
    "企画による架電のうち、登録の内容を確かめて最終確認日を改めた数。",
    1,
    "件",
    _campaign_calls_updated,
)
