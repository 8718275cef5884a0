"""Figures of the courses to a hiring (table 8; contract 8(5))."""

from collections.abc import Callable

from django.db.models import QuerySet

from centre.models import Municipality, Occupation, Prefecture
from employers.sizes import SIZES, size_of
from referrals.hiring_records import Answer
from referrals.models import Referral
from referrals.stages import REASON_NAMES, REASONS, Stage
from reports.metrics.definition import Dimension, Metric, Period

MOVE = Dimension("move", "移住", "relocation__moves", tuple(Answer.choices), rest="未記入")
ORIGIN = Dimension(
    "origin",
    "移住元",
    "relocation__moved_from",
    lambda: tuple(Prefecture.objects.filter(relocation__isnull=False).distinct().values_list("code", "name")),
    rest="移住なし・未記入",
)
DESTINATION = Dimension(
    "destination",
    "移住先",
    "relocation__moved_to",
    lambda: tuple(Municipality.objects.filter(relocations__isnull=False).distinct().values_list("code", "name")),
    rest="移住なし・未記入",
)
OCCUPATION = Dimension(
    "occupation",
    "職種",
    "posting__occupation",
    lambda: tuple(Occupation.objects.values_list("code", "name")),
)
SIZE = Dimension("size", "企業規模", size_of("posting__establishment__employees"), tuple(SIZES.items()))
EXPECTED = Dimension(
    "subsidy", "移住支援金の申請の見込み", "relocation__subsidy_expected", tuple(Answer.choices), rest="未記入"
)


def _reasons(stage: Stage) -> Dimension:
    return Dimension("reason", "理由", "ended_reason", tuple((key, REASON_NAMES[key]) for key in REASONS[stage]))


def _within(field: str, **also) -> Callable[[Period], QuerySet]:
    """Courses with a day between the first and the last of a period."""

    def records(period: Period) -> QuerySet:
        return Referral.objects.filter(**{f"{field}__range": (period.first, period.last)}, **also)

    return records


INFORMED = Metric(
    "referrals_informed",
    "情報提供",
    "期間中に情報提供日がある、求人の情報提供の数。1人に2つの求人なら2件。",
    1,
    "件",
    _within("informed_on"),
)
APPLIED = Metric("referrals_applied", "応募", "期間中に応募日がある応募の数。", 1, "件", _within("applied_on"))
INTERVIEWED = Metric(
    "referrals_interviewed",
    "面接",
    "期間中に最初の面接があった応募の数。同じ応募の2回目からの面接は数えない。",
    1,
    "件",
    _within("interviewed_on"),
)
OFFERED = Metric("referrals_offered", "内定", "期間中に内定の日がある応募の数。", 1, "件", _within("offered_on"))
HIRED = Metric(
    "referrals_hired",
    "就職",
    "期間中に入社の日がある応募の数。",
    1,
    "件",
    _within("joined_on"),
    dimensions=(MOVE, ORIGIN, DESTINATION, OCCUPATION, SIZE, EXPECTED),
    about_people=True,
)
PEOPLE_HIRED = Metric(
    "people_hired",
    "就職した人（実）",
    "期間中に入社の日がある人の数（同じ人は1人）。",
    1,
    "人",
    _within("joined_on"),
    counts="distinct:jobseeker",
)
MOVED = Metric(
    "referrals_moved",
    "うち移住あり",
    "就職のうち、移住が「あり」と記録されたものの数。",
    1,
    "件",
    _within("joined_on", relocation__moves=Answer.YES),
)
SUBSIDY_EXPECTED = Metric(
    "referrals_subsidy_expected",
    "うち移住支援金の申請見込み",
    "就職のうち、本人に移住支援金を申請する見込みがあると記録されたものの数。支給は移住先の市町村が決める。",
    1,
    "件",
    _within("joined_on", relocation__subsidy_expected=Answer.YES),
)
WITHDRAWN = Metric(
    "referrals_withdrawn",
    "辞退",
    "期間中に辞退の日がある応募・情報提供の数。",
    1,
    "件",
    _within("closed_on", stage=Stage.WITHDRAWN.value),
    dimensions=(_reasons(Stage.WITHDRAWN),),
    about_people=True,
)
REJECTED = Metric(
    "referrals_rejected",
    "不採用",
    "期間中に不採用の日がある応募の数。",
    1,
    "件",
    _within("closed_on", stage=Stage.REJECTED.value),
    dimensions=(_reasons(Stage.REJECTED),),
    about_people=True,
)
