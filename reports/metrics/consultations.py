"""Figures of the consultations (tables 3 and 4)."""

from django.db.models import QuerySet

from consultations.models import Consultation
from reports.metrics.definition import Metric, Period
from reports.metrics.dimensions import (
    AGE,
    CONTINUING,
    GENDER,
    METHOD,
    PERSON_PARTY,
    TIMING,
    TOPIC,
    TURN,
    WISHED_AREA,
    WISHED_OCCUPATION,
    by_prefecture,
    by_region,
)

PEOPLE = ("jobseeker", "returnee", "guardian", "anonymous")


def _held(period: Period) -> QuerySet:
    return Consultation.objects.filter(held_at__gte=period.begins_at, held_at__lt=period.ends_before)


def _with_employers(period: Period) -> QuerySet:
    return _held(period).filter(party=Consultation.Party.EMPLOYER)


def _with_people(period: Period) -> QuerySet:
    return _held(period).filter(party__in=PEOPLE)


def _with_known_people(period: Period) -> QuerySet:
    return _with_people(period).filter(jobseeker__isnull=False)


EMPLOYER_CONSULTATIONS = Metric(
    "employer_consultations",
    "企業の相談",
    "期間中に行った企業（登録のない企業を含む）との相談の延べ件数。同じ企業が2回なら2件。",
    1,
    "件",
    _with_employers,
    dimensions=(METHOD, CONTINUING, TOPIC),
)
EMPLOYERS_ADVISED = Metric(
    "employers_advised",
    "相談した企業（実）",
    "期間中に1回以上相談した、登録簿にある事業所の数（同じ事業所は1社）。",
    1,
    "社",
    _with_employers,
    counts="distinct:establishment",
)
PERSON_CONSULTATIONS = Metric(
    "person_consultations",
    "就職・移住の相談",
    "期間中に行った就職希望者・帰省者・保護者・匿名の方との相談の延べ件数。同じ人が2回なら2件。",
    1,
    "件",
    _with_people,
    dimensions=(
        METHOD,
        CONTINUING,
        TOPIC,
        PERSON_PARTY,
        GENDER,
        AGE,
        TURN,
        by_region("jobseeker__prefecture__region"),
        by_prefecture("jobseeker__prefecture"),
        WISHED_OCCUPATION,
        WISHED_AREA,
        TIMING,
    ),
    about_people=True,
)
PEOPLE_ADVISED = Metric(
    "people_advised",
    "相談した人（実）",
    "期間中に1回以上相談した、登録のある人の数（同じ人は1人）。匿名の方は含まない。",
    1,
    "人",
    _with_known_people,
    counts="distinct:jobseeker",
)
EMPLOYER_GROUPS = Metric(
    "employer_groups", "相談の組数", "期間中の企業の相談の組数の合計。", 1, "組", _with_employers, counts="sum:groups"
)
PERSON_GROUPS = Metric(
    "person_groups", "相談の組数", "期間中の就職・移住の相談の組数の合計。", 1, "組", _with_people, counts="sum:groups"
)
PERSON_HEADS = Metric(
    "person_heads",
    "相談に来た人（延べ）",
    "期間中の就職・移住の相談に来た人数の合計（延べ）。家族など、いっしょに来た人を含む。",
    1,
    "人",
    _with_people,
    counts="sum:people",
)
