"""Figures of making schemes known (table 7; contract 8(2), 8(3))."""

from django.db.models import QuerySet

from consultations.models import Consultation, Topic
from employers.models import Scheme, SchemeNotice
from reports.metrics.consultations import PEOPLE
from reports.metrics.definition import Dimension, Metric, Period

SCHEME = Dimension("scheme", "制度", "scheme", lambda: tuple(Scheme.objects.values_list("key", "name")))
METHOD = Dimension("method", "方法", "method", tuple(SchemeNotice.Method.choices))
ABOUT_SCHEMES = (Topic.RELOCATION_SUBSIDY, Topic.TRANSPORT, Topic.SCHOLARSHIP, Topic.OTHER_SCHEME)
TOPIC = Dimension("topic", "制度", "topic", tuple((topic.value, topic.label) for topic in ABOUT_SCHEMES))
PARTY = Dimension(
    "party",
    "相談した方",
    "party",
    tuple((party, Consultation.Party(party).label) for party in ("employer", *PEOPLE)),
)


def _told(period: Period) -> QuerySet:
    return SchemeNotice.objects.filter(noticed_on__range=(period.first, period.last))


def _with_leaflets(period: Period) -> QuerySet:
    return _told(period).filter(leaflets__gt=0)


def _handed_over(period: Period) -> QuerySet:
    return SchemeNotice.objects.filter(handed_over_on__range=(period.first, period.last))


def _asked(period: Period) -> QuerySet:
    return Consultation.objects.filter(
        held_at__gte=period.begins_at,
        held_at__lt=period.ends_before,
        party__in=("employer", *PEOPLE),
        topic__in=ABOUT_SCHEMES,
    )


TOLD = Metric(
    "schemes_told",
    "企業への説明",
    "案内した日が期間中にある、企業への制度の案内の数。1社に2つの制度なら2件。",
    1,
    "件",
    _told,
    dimensions=(SCHEME, METHOD),
)
EMPLOYERS_TOLD = Metric(
    "schemes_employers_told",
    "説明した企業（実）",
    "期間中に1つ以上の制度を案内した事業所の数（同じ事業所は1社）。",
    1,
    "社",
    _told,
    counts="distinct:establishment",
)
LEAFLETS = Metric(
    "schemes_leaflets",
    "案内で渡したチラシ",
    "期間中の制度の案内で渡したチラシの枚数の合計。企業訪問の記録に書いたチラシ（表5）とは別に数える。",
    1,
    "枚",
    _with_leaflets,
    counts="sum:leaflets",
    dimensions=(SCHEME,),
)
HANDED_OVER = Metric(
    "schemes_handed_over",
    "県へのつなぎ",
    "県へつないだ日が期間中にある、制度の案内の数。",
    1,
    "件",
    _handed_over,
    dimensions=(SCHEME,),
)
ASKED = Metric(
    "schemes_asked",
    "制度の相談",
    "主な内容が移住支援金・交通費補助・奨学金返還支援・その他の制度の、企業と就職・移住の相談の数。表3・表4の内数。",
    1,
    "件",
    _asked,
    dimensions=(TOPIC, PARTY),
    about_people=True,
)
