"""Orientation about the relocation subsidy for one person: the facts are kept, the judgement is made anew each time.

Informative only: the municipality decides. Ties with antisocial forces are not asked here; the applicant swears to
that at the municipality, so the requirement stays open.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from centre.errors import EditConflict
from centre.models import User
from jobseekers.models import Jobseeker
from postings.models import RelocationFacts
from postings.rulebooks.book import Judgement, Outcome, judge
from postings.rulebooks.library import choose_for
from postings.rulebooks.relocation_person import STATUSES

BOOK = "relocation_person"
NOT_ASKED = frozenset({"antisocial"})


def keep_facts(person: Jobseeker, version: int, *, facts: Mapping, on: date, by: User) -> RelocationFacts:
    """Keep what a person told; `version` is 0 the first time.

    Raises EditConflict when it was saved since, DomainError with the fact's key for facts that cannot be.
    """
    judged(facts, on)
    with transaction.atomic():
        Jobseeker.objects.select_for_update().get(pk=person.pk)
        record = RelocationFacts.objects.filter(pk=person.pk).first() or RelocationFacts(jobseeker=person, version=0)
        if record.version != version:
            raise EditConflict(record)
        record.facts, record.noted_by, record.version = dict(facts), by, version + 1
        record.save()
    return record


def judged(facts: Mapping, on: date) -> Judgement:
    """What the book says of these facts on a day. Raises DomainError for facts that cannot be."""
    return judge(choose_for(BOOK, facts, on), facts, on=on)


def counts_in_words(judgement: Judgement) -> str:
    """How many requirements are met, open and not met."""
    outcomes = [finding.outcome for finding in judgement.findings]
    return (
        f"満たす{outcomes.count(Outcome.MET)}・要確認{outcomes.count(Outcome.UNKNOWN)}"
        f"・満たさない{outcomes.count(Outcome.NOT_MET)}"
    )


def known_already(person: Jobseeker) -> dict:
    """What the person's page tells of the facts, to begin the form with."""
    known = getattr(person, "circumstances", None)
    told = {"destination_prefecture": "43"}
    if known and known.household_size:
        told["household"] = known.household_size > 1
    if known and known.children_under_18 is not None:
        told["children_under_18"] = known.children_under_18
    if person.residence_status:
        by_name = {name: key for key, name in STATUSES.items()}
        told["status"] = by_name.get(person.residence_status.name, "other")
    return told
