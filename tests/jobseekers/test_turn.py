"""U, I or J: suggested from origin, residence and wish, with the reason; nothing unknown is guessed."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from centre.errors import DomainError, EditConflict
from centre.roles import Role
from jobseekers.choosing_turn import choose_turn, suggestion_for
from jobseekers.models import Circumstances, TurnDecision
from jobseekers.turn import suggest_turn
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

CODES = [f"{number:02d}" for number in range(1, 48)]
PREFECTURE = st.sampled_from([*CODES, None])


@pytest.mark.parametrize(
    ("origin", "residence", "turn"),
    [("43", "13", "U"), ("43", None, "U"), ("40", "13", "J"), ("46", "27", "J"), ("13", "13", "I"), ("40", "40", "I")],
)
def test_the_usual_reading(origin, residence, turn):
    assert suggest_turn(origin, residence).turn == turn


@given(PREFECTURE, PREFECTURE)
def test_nothing_is_suggested_without_origin_or_for_people_who_live_here(origin, residence):
    suggestion = suggest_turn(origin, residence)
    assert suggestion.because
    if origin is None or residence == "43":
        assert suggestion.turn == ""


@given(PREFECTURE, st.sampled_from([*(code for code in CODES if code != "43"), None]))
def test_u_is_suggested_exactly_for_those_from_here_who_live_elsewhere(origin, residence):
    assert (suggest_turn(origin, residence).turn == "U") == (origin == "43")


def test_the_reason_names_the_wish_to_return_home():
    assert "出身の天草市へ戻る" in suggest_turn("43", "13", "天草市", ("天草市", "熊本市")).because
    assert "別の市町村" in suggest_turn("43", "13", "天草市", ("熊本市",)).because


@pytest.fixture
def from_kumamoto(db):
    person = JobseekerFactory()
    Circumstances.objects.create(jobseeker=person, origin_prefecture_id="43", updated_by=UserFactory())
    return person


def test_suggestion_and_choice_are_kept_apart_with_who_chose(from_kumamoto):
    by = UserFactory()
    decision = choose_turn(from_kumamoto, 1, turn="J", note="育ちは福岡県で、熊本市には住んだことがない", by=by)
    assert (decision.suggested, decision.chosen, decision.decided_by) == ("U", "J", by)
    from_kumamoto.refresh_from_db()
    assert (from_kumamoto.turn, suggestion_for(from_kumamoto).turn) == ("J", "U")


def test_against_the_suggestion_a_reason_is_needed(from_kumamoto):
    with pytest.raises(DomainError) as refused:
        choose_turn(from_kumamoto, 1, turn="I", by=UserFactory())
    assert refused.value.field == "note"
    from_kumamoto.refresh_from_db()
    assert from_kumamoto.turn == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        TurnDecision.objects.create(
            jobseeker=from_kumamoto, chosen="I", suggested="U", suggested_because="架空", decided_by=UserFactory()
        )


def test_the_second_chooser_is_told(from_kumamoto):
    choose_turn(from_kumamoto, 1, turn="U", by=UserFactory())
    with pytest.raises(EditConflict):
        choose_turn(from_kumamoto, 1, turn="U", by=UserFactory())


@pytest.mark.django_db
def test_a_decision_is_never_rewritten(from_kumamoto):
    choose_turn(from_kumamoto, 1, turn="U", by=UserFactory())
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        TurnDecision.objects.update(chosen="I")


def test_the_page_shows_the_suggestion_and_keeps_the_choice(from_kumamoto):
    client, user = logged_in(Role.COUNSELLOR)
    page = f"/jobseekers/{from_kumamoto.pk}/turn/"
    assert "案：Uターン" in client.get(page).content.decode()
    assert set(errors(send(client, page, turn="I", version=1))) == {"note"}
    expect(send(client, page, turn="U", version=1), 302)
    shown = client.get(from_kumamoto.get_absolute_url()).content.decode()
    assert "Uターン" in shown
    assert user.name in shown
