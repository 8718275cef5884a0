"""A match in words: criterion by criterion, and in one sentence. The ranking gives the points; words do not judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

from django.db.models import Model

from centre.templatetags.display import day, yen
from jobseekers.models import Jobseeker, WishSummary
from postings.models import JobPosting
from referrals.matching.criteria import CRITERIA, HALF, MET, MISSED, REACHED, UNKNOWN, Criterion, Grade
from referrals.matching.ranking import points_name
from referrals.matching.wages_compared import in_kind

NOT_ASKED, NOT_STATED = "本人の希望を伺っていません", "求人の内容が分かっていません"


@dataclass(frozen=True)
class Finding:
    """One criterion of a match: its points, its grade, and what was compared with what."""

    criterion: Criterion
    points: int
    grade: str
    words: str
    asked: bool

    @property
    def badge(self) -> str:
        """The colour of the grade: met, unknown or not_met."""
        share = self.criterion.grades[self.grade].share
        return UNKNOWN if self.grade == UNKNOWN else MET if share > HALF else "not_met"

    @property
    def state(self) -> str:
        """The grade in a word beside its colour."""
        return {MET: "合う", UNKNOWN: "要確認", "not_met": "合わない"}[self.badge]


def findings(wishes: WishSummary, posting: JobPosting, row: Model) -> tuple[Finding, ...]:
    """Every criterion of a pair in the order of the criteria; `row` carries the points that the ranking gave."""
    made = []
    for criterion in CRITERIA:
        points = getattr(row, points_name(criterion))
        grade = criterion.grade(points)
        words = WORDS.get(criterion.key, _plain)(wishes, posting, criterion.grades[grade], grade)
        asked = ASKED[criterion.key](wishes)
        if grade == UNKNOWN:
            words = NOT_STATED if asked else NOT_ASKED
        made.append(Finding(criterion, points, grade, words, asked))
    return tuple(made)


def sentence(found: tuple[Finding, ...]) -> str:
    """A match in one sentence: what fits, what does not, what has to be asked of the employer."""
    fits = [one.words for one in found if one.badge == MET]
    misses = [one.words for one in found if one.badge == "not_met"]
    open_ones = [one.criterion.label for one in found if one.grade == UNKNOWN and one.asked]
    return _joined(fits, misses, open_ones)


def sentence_of_points(points: Mapping[str, int]) -> str:
    """The same from the points alone, for files: {key of the criterion: points}."""
    grades = [(criterion, criterion.grade(points[criterion.key])) for criterion in CRITERIA]
    known = [criterion.grades[grade] for criterion, grade in grades if grade != UNKNOWN]
    return _joined(
        [grade.words for grade in known if grade.share > HALF],
        [grade.words for grade in known if grade.share < HALF],
        [criterion.label for criterion, grade in grades if grade == UNKNOWN],
    )


def _joined(fits: list[str], misses: list[str], open_ones: list[str]) -> str:
    parts = ["、".join(fits)] if fits else []
    if misses:
        parts.append(("ただし、" if fits else "") + "、".join(misses))
    if open_ones:
        parts.append("・".join(open_ones) + "は要確認")
    return "。".join(parts) + "。" if parts else "比べられることがまだありません。"


def _plain(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    return grade.words


def _occupation(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    if key in (MISSED, UNKNOWN):
        return grade.words
    return f"希望の職種（{wishes.occupations.index(posting.occupation_id) + 1}番目）"


def _place(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    if posting.work_municipality is None:
        return grade.words
    return f"{grade.words}（{posting.work_municipality}）"


def _wage(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    if key == UNKNOWN:
        return grade.words
    kind = Jobseeker.WageKind(wishes.least_wage_kind).label
    lower = in_kind(posting.wage_from_yen, posting, wishes.least_wage_kind)
    upper = in_kind(posting.wage_to_yen, posting, wishes.least_wage_kind)
    if key == MET:
        above = floor(lower) - wishes.least_wage_yen
        return f"{kind}は希望より{yen(above)}高い" if above else f"{kind}は希望と同じ"
    if key == REACHED:
        return f"{kind}は上限で希望に届く"
    best = lower if upper is None else upper
    return f"{kind}は希望より{yen(ceil(wishes.least_wage_yen - best))}低い"


def _hours(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    return (
        grade.words if posting.weekly_hours is None else f"{grade.words}（週{posting.weekly_hours.normalize():f}時間）"
    )


def _start(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    return f"{grade.words}（求人は{day(posting.starts_on)}から）" if key == MISSED else grade.words


def _subsidy(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    return "移住支援金の対象として掲載" if key == MET and posting.listed_eligible else grade.words


def _contract(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    return "無期雇用" if key == MET and posting.contract == "indefinite" else grade.words


def _car(wishes: WishSummary, posting: JobPosting, grade: Grade, key: str) -> str:
    return "車通勤ができる" if key == MET and posting.car_commute else grade.words


WORDS = {
    "occupation": _occupation,
    "place": _place,
    "wage": _wage,
    "contract": _contract,
    "hours": _hours,
    "start": _start,
    "car": _car,
    "subsidy": _subsidy,
}
# Whether the person was asked; what was not asked is told apart from what the posting does not say.
ASKED = {
    "occupation": lambda wishes: bool(wishes.occupations),
    "place": lambda wishes: bool(wishes.municipalities or wishes.areas),
    "wage": lambda wishes: bool(wishes.least_wage_kind),
    "contract": lambda wishes: wishes.wishes_indefinite is not None,
    "hours": lambda wishes: (wishes.weekly_hours_from, wishes.weekly_hours_to) != (None, None),
    "industry": lambda wishes: bool(wishes.industries),
    "licences": lambda wishes: bool(wishes.licences),
    "start": lambda wishes: wishes.starts_from is not None,
    "car": lambda wishes: wishes.wishes_car_commute is not None,
    "subsidy": lambda wishes: wishes.comes_from_outside is not None,
}
