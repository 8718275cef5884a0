"""Choosing U, I or J for a person: the suggestion and the choice are kept apart, with who chose."""

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from jobseekers.models import Circumstances, Jobseeker, TurnDecision
from jobseekers.turn import Suggestion, suggest_turn


def suggestion_for(person: Jobseeker) -> Suggestion:
    """What the product suggests from what is known of a person today."""
    known = getattr(person, "circumstances", None) or Circumstances()
    wished = tuple(place.name for place in person.wished_municipalities.all())
    return suggest_turn(known.origin_prefecture_id, person.prefecture_id, known.origin_city, wished)


def choose_turn(person: Jobseeker, version: int, *, turn: str, note: str = "", by: User) -> TurnDecision:
    """Choose a `Jobseeker.Turn` for a person.

    Raises EditConflict when the person was saved after `version`, DomainError for a choice against the suggestion
    without a reason.
    """
    with transaction.atomic():
        record = lock_for_edit(Jobseeker, person.pk, version)
        record.turn = turn
        record.save(update_fields=["turn", "version", "updated_at"])
        return keep_decision(record, note=note, by=by)


def keep_decision(person: Jobseeker, *, note: str, by: User) -> TurnDecision:
    """Write down the turn a person has now, beside the suggestion. Raises DomainError against it without a reason."""
    suggestion = suggestion_for(person)
    if suggestion.turn and suggestion.turn != person.turn and not note:
        raise DomainError("案と違う区分を選ぶときは、理由を書いてください。", "note")
    return TurnDecision.objects.create(
        jobseeker=person,
        chosen=person.turn,
        suggested=suggestion.turn,
        suggested_because=suggestion.because,
        note=note,
        decided_by=by,
    )
