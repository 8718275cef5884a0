"""Every form of the product filled in with scripts and saved: none runs on any page that shows it (T11).

`make attack-forms`; the rooms about people are in the suite (test_scripts_in_texts.py).
"""

import pytest
import time_machine
from django.db import transaction

from centre.models import User
from tests.security.attacking import walk
from tests.security.filling import fill_all
from tests.security.poisoning import poison
from tests.security.sample import NOW, fill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ran(page) -> list[str]:
    """The pages on which a script ran."""
    heard = []
    page.expose_function("caught", lambda *given: heard.append(page.url))
    page.on("dialog", lambda dialog: (heard.append(page.url), dialog.dismiss()))
    return heard


def looked_at(page, address: str) -> int:
    """Open a page, touch what only runs when it is touched, and answer its status."""
    status = page.goto(address).status
    page.evaluate("document.querySelectorAll('[onmouseover],[onfocus],[onerror],[onload]').forEach(e => caught())")
    return status


def test_what_any_form_takes_runs_on_no_page_that_shows_it(page, signed_in, ran, page_complaints):
    """Every form of the product filled in with scripts and saved; then each page on which one of them is read."""
    with time_machine.travel(NOW):
        with transaction.atomic():
            start = fill()
        poison(fill_all(start))
        shown = [(client, seen.path) for client, seen in walk(start) if "caught" in seen.html]
        odd, user = [], None
        for client, address in shown:
            if client.session["_auth_user_id"] != user:
                user = client.session["_auth_user_id"]
                signed_in(User.objects.get(pk=user))
            if looked_at(page, address) != 200:
                odd.append(address)
    assert (ran, odd) == ([], [])
    assert len(shown) > 60
