"""Values that nobody types, in every parameter and part of an address of every page: no page breaks (T12).

Each page tells itself which parameters it reads (`spying`). Here each gets a share of the values, in all parameters at
once, and a sharp one in each alone; `make attack-values` sends all of them in every way. Fields: every_form.py.
"""

import pytest

from centre.files import store
from centre.roles import Role
from tests.factories.centre import UserFactory
from tests.security.attacking import Tally, send_to_parameters, send_to_paths

pytestmark = pytest.mark.django_db


def test_no_page_breaks_on_a_parameter(at_the_counter):
    tally = Tally()
    send_to_parameters(at_the_counter, tally)
    assert tally.broken == {}
    assert (tally.pages > 250, tally.parameters > 300, tally.sent > 1000) == (True, True, True), tally


def test_no_page_breaks_on_a_part_of_its_address(at_the_counter):
    tally = Tally()
    send_to_paths(tally)
    assert tally.broken == {}
    assert tally.sent > 300


@pytest.mark.parametrize("address", ["/postings/target/actions/?q=x", "/postings/?sort=x&page=-1"])
def test_a_parameter_that_a_page_does_not_know_changes_nothing(client, address):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    assert client.get(address).status_code in (200, 404)


@pytest.mark.parametrize("address", ["/employers/field/?q=%00", "/employers/%00/", "/verify/a%00b/"])
def test_what_no_database_takes_is_refused_at_the_door(client, address):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    assert client.get(address).status_code in (400, 404)


@pytest.mark.parametrize("after", ["1); DROP TABLE centre_user", "(a+)+$[", "//evil.example/", "home"])
def test_after_the_reason_nobody_is_led_away_from_the_product(client, after):
    client.force_login(UserFactory(role=Role.PRIVACY_MANAGER))
    answer = client.post("/privacy/reason/", {"reason": "本人の求めを確かめるため", "next": after})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_the_preview_of_an_import_opens_no_file_that_was_not_sent_to_it(client):
    """A number in the address is no right: a scan, or a list of people that went out, stays where it is."""
    client.force_login(UserFactory(role=Role.FIELD_STAFF))
    people = store("求職者.csv", "text/csv", "求人番号,職種\n架空 花子,090-0000-0000\n".encode())
    assert client.get(f"/postings/import/{people.pk}/").status_code == 404
