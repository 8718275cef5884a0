"""How a person and a posting are held against each other: each criterion, from both sides, blind to age and sex."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jobseekers.models import Jobseeker, ResidenceStatus
from postings.models import JobPosting
from referrals.matching.criteria import CRITERIA, FULL, Criterion, Grade
from referrals.matching.ranking import at_least, not_told, people_for, points_name, postings_for
from referrals.matching.reasons import findings, sentence, sentence_of_points
from referrals.matching.wages_compared import in_kind
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.referrals import ReferralFactory
from tests.referrals.pairs import TODAY, grades, person_with, points, posting_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def told(person, posting) -> str:
    row = (
        postings_for(person.wish_summary, TODAY)
        .select_related("establishment", "work_municipality")
        .get(pk=posting.pk)
    )
    return sentence(findings(person.wish_summary, row, row))


def test_who_suits_in_everything_has_a_hundred_points():
    person, posting = person_with(), posting_with()
    assert FULL == 100
    assert set(grades(person, posting).values()) == {"first", "same", "met"}
    assert postings_for(person.wish_summary, TODAY).get().score == 100
    assert told(person, posting) == (
        "希望の職種（1番目）、希望の地域（八代市）、月給は希望より1万円高い、無期雇用、週の時間は希望どおり（週40時間）、"
        "希望の業種、求める免許・資格を持っている、働き始めの時期が合う、車通勤ができる、移住支援金の対象として掲載。"
    )


def test_where_nothing_is_known_every_criterion_counts_half_and_says_so():
    person = JobseekerFactory(prefecture_id=None)
    posting = posting_with(
        occupation_id=None, work_municipality_id=None, work_prefecture_id=None, wage_kind="", wage_from_yen=None,
        wage_to_yen=None, weekly_hours=None, licences="", starts_on=None, car_commute=None, contract="",
        listed_eligible=None, establishment__industry_id=None,
    )  # fmt: skip
    assert set(grades(person, posting).values()) == {"unknown"}
    row = postings_for(person.wish_summary, TODAY).select_related("establishment", "work_municipality").get()
    assert row.score == FULL / 2
    assert {one.words for one in findings(person.wish_summary, row, row)} == {"本人の希望を伺っていません"}
    assert sentence_of_points(points(row)).endswith("車通勤・移住支援金は要確認。")


@pytest.mark.parametrize(
    ("wishes", "terms", "criterion", "grade"),
    [
        ({}, {"occupation_id": "12"}, "occupation", "other"),
        ({}, {"occupation_id": "01"}, "occupation", "missed"),
        ({}, {"occupation_id": None}, "occupation", "unknown"),
        ({"occupations": ()}, {}, "occupation", "unknown"),
        ({}, {"work_municipality_id": "43501"}, "place", "near"),
        ({}, {"work_municipality_id": "43101"}, "place", "far"),
        ({}, {"work_municipality_id": None}, "place", "unknown"),
        ({}, {"work_municipality_id": None, "work_prefecture_id": "40"}, "place", "missed"),
        ({"municipalities": ()}, {}, "place", "unknown"),
        ({"municipalities": ()}, {"work_municipality_id": None, "work_prefecture_id": "40"}, "place", "unknown"),
        ({"municipalities": (), "wished_areas": ["県南"]}, {}, "place", "same"),
        ({"municipalities": ("43100",)}, {"work_municipality_id": "43104"}, "place", "same"),
        ({"municipalities": ("43104",)}, {"work_municipality_id": "43100"}, "place", "near"),
        ({}, {"wage_from_yen": 200_000}, "wage", "met"),
        ({}, {"wage_from_yen": 199_999}, "wage", "reached"),
        ({}, {"wage_from_yen": 199_999, "wage_to_yen": None}, "wage", "missed"),
        ({}, {"wage_from_yen": 150_000, "wage_to_yen": 199_999}, "wage", "missed"),
        ({}, {"wage_from_yen": None, "wage_to_yen": None}, "wage", "unknown"),
        ({}, {"wage_kind": ""}, "wage", "unknown"),
        ({"least_wage_kind": "", "least_wage_yen": None}, {}, "wage", "unknown"),
        # 1,200 yen for 40 hours in 52 weeks are 208,000 a month.
        ({}, {"wage_kind": "hourly", "wage_from_yen": 1_200, "wage_to_yen": None}, "wage", "met"),
        ({}, {"wage_kind": "hourly", "wage_from_yen": 1_150, "wage_to_yen": 1_160}, "wage", "reached"),
        ({}, {"wage_kind": "hourly", "wage_from_yen": 1_200, "weekly_hours": None}, "wage", "unknown"),
        ({}, {"wage_kind": "daily", "wage_from_yen": 12_000, "wage_to_yen": None}, "wage", "unknown"),
        ({}, {"wage_kind": "daily", "wage_from_yen": 9_300, "wage_to_yen": None, "daily_hours": 8}, "wage", "met"),
        ({}, {"wage_kind": "annual", "wage_from_yen": 2_400_000, "wage_to_yen": None}, "wage", "met"),
        ({}, {"contract": "fixed"}, "contract", "missed"),
        ({}, {"contract": ""}, "contract", "unknown"),
        ({"wishes_indefinite": False}, {"contract": "fixed"}, "contract", "met"),
        ({"wishes_indefinite": None}, {}, "contract", "unknown"),
        ({}, {"weekly_hours": Decimal("40.5")}, "hours", "missed"),
        ({}, {"weekly_hours": Decimal("34.5")}, "hours", "missed"),
        ({"weekly_hours_to": None}, {"weekly_hours": Decimal(44)}, "hours", "met"),
        ({}, {"weekly_hours": None}, "hours", "unknown"),
        ({"weekly_hours_from": None, "weekly_hours_to": None}, {}, "hours", "unknown"),
        ({"industries": ("G", "M")}, {}, "industry", "missed"),
        ({}, {"establishment__industry_id": None}, "industry", "unknown"),
        ({"industries": ()}, {}, "industry", "unknown"),
        ({}, {"licences": "普通自動車免許 ／ 介護福祉士、"}, "licences", "met"),
        ({}, {"licences": "大型自動車免許"}, "licences", "unknown"),
        ({}, {"licences": ""}, "licences", "unknown"),
        ({"licences": ""}, {}, "licences", "unknown"),
        ({}, {"starts_on": date(2027, 1, 3)}, "start", "missed"),
        ({}, {"starts_on": date(2027, 1, 4)}, "start", "met"),
        ({}, {"starts_on": None}, "start", "unknown"),
        ({"starts_from": None}, {}, "start", "unknown"),
        # A start that is past means at once.
        ({"starts_from": TODAY}, {"starts_on": date(2026, 10, 1)}, "start", "met"),
        ({}, {"car_commute": False}, "car", "missed"),
        ({}, {"car_commute": None}, "car", "unknown"),
        ({"wishes_car_commute": False}, {"car_commute": False}, "car", "met"),
        ({"wishes_car_commute": None}, {}, "car", "unknown"),
        ({}, {"listed_eligible": False}, "subsidy", "missed"),
        ({"prefecture_id": "43"}, {"listed_eligible": False}, "subsidy", "met"),
        ({"prefecture_id": None}, {}, "subsidy", "unknown"),
    ],
)
def test_each_criterion_by_itself(wishes, terms, criterion, grade):
    found = grades(person_with(**wishes), posting_with(**terms))
    assert found[criterion] == grade
    # Hours serve the comparison of wages too; otherwise nothing else changes.
    others = {key for key, value in found.items() if value not in ("first", "same", "met")}
    assert others <= {criterion, "hours"}


def test_a_sentence_names_what_fits_what_does_not_and_what_has_to_be_asked():
    person = person_with(municipalities=("43202",), industries=(), licences="")
    posting = posting_with(contract="fixed", car_commute=None, wage_from_yen=180_000, wage_to_yen=195_000)
    assert told(person, posting) == (
        "希望の職種（1番目）、希望の地域（八代市）、週の時間は希望どおり（週40時間）、働き始めの時期が合う、"
        "移住支援金の対象として掲載。ただし、月給は希望より5,000円低い、有期雇用。車通勤は要確認。"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wage_kind": "hourly", "wage_from_yen": 1_200}, "月給は希望より8,000円高い"),
        ({"wage_from_yen": 200_000}, "月給は希望と同じ"),
        ({"wage_from_yen": 190_000}, "月給は上限で希望に届く"),
        ({"work_municipality_id": "43101"}, "県内だが希望の地域の外（熊本市中央区）"),
        ({"starts_on": date(2026, 12, 1)}, "働き始めの時期が合わない（求人は2026年12月1日から）"),
    ],
)
def test_words_name_the_fact(change, words):
    assert words in told(person_with(), posting_with(**change))


def test_weights_and_grades_are_whole_points_and_tell_apart():
    for criterion in CRITERIA:
        assert [criterion.grade(criterion.points(key)) for key in criterion.grades] == list(criterion.grades)
        assert criterion.grades["unknown"].share == 50
    with pytest.raises(ValueError, match="whole and different"):
        Criterion("x", "x", 5, "", {"met": Grade(100, ""), "unknown": Grade(50, "")})


def test_the_best_come_first_and_equals_keep_their_order():
    person = person_with()
    other_place, older = posting_with(work_municipality_id="43101"), posting_with(listed_from=date(2026, 9, 1))
    newer, twin = posting_with(), posting_with()
    assert list(postings_for(person.wish_summary, TODAY)) == [twin, newer, older, other_place]


def test_only_people_with_a_consent_in_force_and_support_going_on_are_ranked():
    posting = posting_with()
    found, ended, withdrawn = person_with(), person_with(closed_on=TODAY), person_with()
    coming = person_with(registered_on=date(2026, 11, 21))
    withdrawn.consents.update(withdrawn_on=TODAY)
    assert [row.pk for row in people_for(posting, TODAY)] == [found.pk]
    assert {ended.pk, withdrawn.pk, coming.pk}.isdisjoint(row.pk for row in people_for(posting, TODAY))


def test_who_was_told_before_is_left_out_however_it_ended():
    person, fresh, posting = person_with(), person_with(), posting_with()
    ReferralFactory(
        jobseeker=person, posting=posting, stage="rejected", applied_on=TODAY, closed_on=TODAY, ended_reason="terms"
    )
    assert [row.pk for row in not_told(people_for(posting, TODAY), posting=posting.pk)] == [fresh.pk]
    assert not not_told(postings_for(person.wish_summary, TODAY), jobseeker=person.pk).exists()


@pytest.mark.parametrize("least", [0, 40, 51, 60, 83, 100])
def test_a_least_score_leaves_exactly_those_that_reach_it(least):
    person = person_with()
    for number, place in enumerate(("43202", "43501", "43101")):
        for occupation in ("08", "12", "01"):
            posting_with(occupation_id=occupation, work_municipality_id=place, wage_from_yen=150_000 + 30_000 * number)
    ranked = postings_for(person.wish_summary, TODAY)
    assert list(at_least(ranked, least)) == [row for row in ranked if row.score >= least]


def test_what_may_not_count_changes_no_rank():
    people, posting = [person_with() for _ in range(3)], posting_with()
    people.append(person_with(occupations=("12",)))
    before = list(people_for(posting, TODAY).values_list("pk", "score"))
    rankings = [list(postings_for(one.wish_summary, TODAY).values_list("pk", "score")) for one in people]
    status = ResidenceStatus.objects.first()
    for number, person in enumerate(people):
        Jobseeker.objects.filter(pk=person.pk).update(
            gender=("male", "female", "other", "not_answered")[number],
            birth_date=date(1950 + 15 * number, 1, 1),
            residence_status=status if number % 2 else None,
            residence_until=date(2027, 1, 1),
            name=f"仮名 {number}",
            turn="U" if number else "I",
            wishes="家族の事情",
        )
    JobPosting.objects.update(
        age_limited=True, age_max=35, age_reason="3号イ", sex_limit="female", sex_reason="security"
    )
    assert list(people_for(posting, TODAY).values_list("pk", "score")) == before
    for person, ranking in zip(people, rankings, strict=True):
        person.wish_summary.refresh_from_db()
        assert list(postings_for(person.wish_summary, TODAY).values_list("pk", "score")) == ranking


def test_the_question_to_the_database_reads_nothing_about_age_or_sex():
    person, posting = person_with(), posting_with()
    for ranked in (postings_for(person.wish_summary, TODAY), people_for(posting, TODAY)):
        asked = str(ranked.values_list("pk").query)
        assert not any(
            word in asked for word in ("gender", "birth", '"age_', '"sex_', "residence", "jobseekers_jobseeker")
        )


amounts = st.none() | st.integers(1, 6_000_000)
kinds = st.sampled_from(["hourly", "daily", "monthly", "annual"])
hours = st.none() | st.decimals(1, 60, places=1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds, st.integers(1, 6_000_000), kinds, amounts, amounts, hours,
    st.none() | st.decimals(1, 12, places=2), st.none() | st.decimals(100, 2500, places=1),
)  # fmt: skip
@example("monthly", 208_000, "hourly", 1_200, None, Decimal(40), None, None)
@example("hourly", 1_200, "monthly", 207_999, 208_000, Decimal(40), None, None)
@example("annual", 2_400_000, "monthly", 200_000_000, None, None, None, None)
@example("monthly", 200_000_000, "annual", 2_400_000, None, None, None, None)
def test_both_sides_and_the_words_agree_on_every_wage(kind, yen, offered, lower, upper, weekly, daily, annual):
    if lower is not None and upper is not None and upper < lower:
        lower, upper = upper, lower
    person = person_with(least_wage_kind=kind, least_wage_yen=yen)
    posting = posting_with(
        wage_kind=offered, wage_from_yen=lower, wage_to_yen=upper, weekly_hours=weekly, daily_hours=daily,
        annual_hours=annual,
    )  # fmt: skip
    known = [in_kind(amount, posting, kind) for amount in (lower, upper)]
    expected = "missed"
    if known == [None, None]:
        expected = "unknown"
    elif known[0] is not None and known[0] >= yen:
        expected = "met"
    elif known[1] is not None and known[1] >= yen:
        expected = "reached"
    assert grades(person, posting)["wage"] == expected
    assert told(person, posting)


def test_the_points_of_a_row_are_named_by_the_criteria():
    row = postings_for(person_with().wish_summary, TODAY).filter(pk=posting_with().pk).get()
    assert {name for name in vars(row) if name.startswith("points_")} == {points_name(one) for one in CRITERIA}
