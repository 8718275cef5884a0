"""The ways in which figures are divided (DOMAIN 7.2)."""

from django.db.models import Case, F, IntegerField, Max, Min, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, ExtractYear, Floor, Least
from django.db.models.lookups import Exact, IsNull

from centre.models import Industry, Municipality, Occupation, Prefecture
from consultations.models import Consultation, Topic
from employers.sizes import SIZES, size_of
from jobseekers.models import Jobseeker, WishedOccupation
from reports.metrics.definition import Dimension

METHOD = Dimension("method", "方法", "method", tuple(Consultation.Method.choices))
CONTINUING = Dimension("continuing", "新規・継続", "is_continuing", ((False, "新規"), (True, "継続")))
TOPIC = Dimension("topic", "主な内容", "topic", tuple(Topic.choices))
PERSON_PARTY = Dimension(
    "party",
    "相談した方",
    "party",
    (("jobseeker", "就職希望者"), ("returnee", "帰省者"), ("guardian", "保護者"), ("anonymous", "匿名の方")),
)
GENDER = Dimension("gender", "性別", "jobseeker__gender", tuple(Jobseeker.Gender.choices), rest="登録のない方")
TURN = Dimension("turn", "U・I・Jの別", "jobseeker__turn", tuple(Jobseeker.Turn.choices), rest="未確認・登録のない方")

AGE_GROUPS = ((1, "10代"), (2, "20代"), (3, "30代"), (4, "40代"), (5, "50代"), (6, "60代以上"))
AGE = Dimension(
    "age",
    "年代（相談した年の末日の満年齢）",
    Case(
        When(jobseeker__birth_date__isnull=True, then=Value(None, output_field=IntegerField())),
        default=Least(
            # PostgreSQL's years are numerics and a cast rounds: 29 must not become 3 tens.
            Cast(Floor((ExtractYear("held_at") - ExtractYear("jobseeker__birth_date")) / Value(10)), IntegerField()),
            Value(6),
        ),
    ),
    AGE_GROUPS,
)
TIMING = Dimension(
    "timing", "希望する時期", "jobseeker__wished_timing", tuple(Jobseeker.Timing.choices), rest="登録のない方"
)
WISHED_OCCUPATION = Dimension(
    "wished_occupation",
    "希望する職種（最も希望するもの）",
    Subquery(
        WishedOccupation.objects.filter(jobseeker=OuterRef("jobseeker"))
        .order_by("place", "pk")
        .values("occupation")[:1]
    ),
    lambda: tuple(Occupation.objects.values_list("code", "name")),
    rest="希望の記録がない方",
    of="jobseeker",
)
SEVERAL_AREAS = "複数の地域"


def _wished(place) -> Subquery:
    """The first or the last, by name, of the wide areas in which somebody wishes for municipalities."""
    wished = Jobseeker.wished_municipalities.through.objects.filter(jobseeker=OuterRef("jobseeker"))
    areas = wished.order_by().values("jobseeker").annotate(area=place("municipality__wide_area")).values("area")
    return Subquery(areas, output_field=TextField())


_FIRST, _LAST, _WHOLE = _wished(Min), _wished(Max), F("jobseeker__wished_areas__0")
# One part for each person: those who wish for several areas are a part of their own, so that the parts add up.
WISHED_AREA = Dimension(
    "wished_area",
    "希望する地域",
    Case(
        When(jobseeker__wished_areas__len__gt=1, then=Value(SEVERAL_AREAS)),
        When(Q(jobseeker__wished_areas__len=1) & Q(IsNull(_FIRST, rhs=True)), then=_WHOLE),
        When(Q(jobseeker__wished_areas__len=1) & Q(Exact(_FIRST, _WHOLE)) & Q(Exact(_LAST, _WHOLE)), then=_WHOLE),
        When(jobseeker__wished_areas__len=1, then=Value(SEVERAL_AREAS)),
        When(Q(Exact(_FIRST, _LAST)), then=_FIRST),
        When(Q(IsNull(_FIRST, rhs=False)), then=Value(SEVERAL_AREAS)),
        default=Value(None),
        output_field=TextField(),
    ),
    lambda: (*_same(Municipality.objects.values_list("wide_area", flat=True)), (SEVERAL_AREAS, SEVERAL_AREAS)),
    rest="希望の記録がない方",
    of="jobseeker",
)
SIZE = Dimension("size", "従業員規模", size_of("establishment__employees"), tuple(SIZES.items()))


def by_industry(path: str) -> Dimension:
    """Major groups of industry; `path` leads to the industry's code."""
    return Dimension("industry", "産業", path, lambda: tuple(Industry.objects.values_list("code", "name")))


def by_wide_area(path: str) -> Dimension:
    """Wide areas of the prefecture; `path` leads to the municipality's wide area."""
    return Dimension("area", "所在地域", path, lambda: _same(Municipality.objects.values_list("wide_area", flat=True)))


def by_region(path: str) -> Dimension:
    """Regions of Japan in which people live now; `path` leads to the prefecture's region."""
    return Dimension(
        "region",
        "現住所の地方",
        path,
        lambda: _same(Prefecture.objects.values_list("region", flat=True)),
        rest="登録のない方・不明",
    )


def by_prefecture(path: str) -> Dimension:
    """Prefectures in which people live now, those only in which somebody lives; `path` leads to the code."""
    return Dimension(
        "prefecture",
        "現住所の都道府県",
        path,
        lambda: tuple(Prefecture.objects.values_list("code", "name")),
        rest="登録のない方・不明",
        sparse=True,
    )


def _same(names) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in dict.fromkeys(names))
