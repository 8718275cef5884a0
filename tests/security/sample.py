"""The sample that the attacks run on: the demo's year, and a record of every kind that the demo does not have."""

from collections.abc import Iterator
from datetime import date

import time_machine
from django.core.management import call_command
from django.db import transaction

from centre.fiscal_year import Month
from centre.roles import Role
from postings.renewal.asking import ask_about_expiring
from reports.lifecycle import draft_monthly
from surveys.inviting import invite
from tests.employers.lists import batch_of, listed
from tests.factories.campaigns import started
from tests.factories.centre import UserFactory
from tests.factories.surveys import question, survey
from tests.faults import test_forms_of_people as people
from tests.faults import test_forms_of_postings as postings

NOW = "2026-11-20T10:00:00+09:00"
TODAY = date(2026, 11, 20)


def fill() -> dict[str, dict]:
    """Make the sample; answer the addresses of what the demo does not have, with what a form there takes."""
    with time_machine.travel(NOW, tick=False):
        call_command("seed_demo", scale=0.02, seed=3, until=TODAY, verbosity=0)
        found = {sent.address: sent.fields for sent in _made(people)}
        with transaction.atomic():
            _employers()
            _surveys()
        draft_monthly(Month(2026, 10), by=None)
        ask_about_expiring(TODAY)
    with postings.at_noon():
        found |= {sent.address: sent.fields for sent in _made(postings)}
    return found


def _made(forms) -> Iterator:
    """The records and forms that the tests of double sending know; each whole before its transaction ends."""
    for make in (*forms.MAKE.values(), *forms.CHANGE.values()):
        with transaction.atomic():
            sent = make()
        yield sent


def _employers() -> None:
    by = UserFactory(role=Role.COUNSELLOR)
    started(by=by)
    started("mail", by=by)
    batch_of(listed("事業所名,所在地", "見本商店,熊本市中央区1番", "見本商店,熊本市中央区1番"))


def _surveys() -> None:
    made = survey()
    question(made, "one", "はい", "いいえ")
    invite(made, count=2, expires_on=made.closes_on, by=UserFactory())
