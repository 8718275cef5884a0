"""The search box of the page header: a few hits of each room, and the way to all of them."""

import pytest

from centre.roles import Role
from centre.views.search import LIMIT
from tests.factories.employers import EstablishmentFactory
from tests.people_pages import logged_in

pytestmark = pytest.mark.django_db
ALL = "/employers/?q=%E8%A6%8B%E6%9C%AC%26%E5%BE%A1"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "while typing"])
def test_where_there_may_be_more_the_list_is_offered_with_the_same_words(headers):
    client, _ = logged_in(Role.COUNSELLOR)
    for number in range(LIMIT - 1):
        EstablishmentFactory(name=f"見本&御{number}")
    assert ALL not in client.get("/search/", {"q": "見本&御"}, headers=headers).content.decode()
    EstablishmentFactory(name="見本&御")
    assert ALL in client.get("/search/", {"q": "見本&御"}, headers=headers).content.decode()
    assert len(client.get(ALL).context["object_list"]) == LIMIT


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "while typing"])
@pytest.mark.parametrize(("role", "offered"), [(Role.COUNSELLOR, True), (Role.OFFICIAL, False)])
def test_what_was_written_is_looked_for_in_its_list(role, offered, headers):
    client, _ = logged_in(role)
    shown = client.get("/search/?q=ぬるぽ", headers=headers).content.decode()
    assert "見つかりません" in shown
    assert ("/consultations/?q=" in shown) is offered


def test_the_box_keeps_the_words_on_the_page_of_the_hits_only():
    client, _ = logged_in(Role.COUNSELLOR)
    box = 'hx-sync="this:replace" value="架空&quot;"'
    assert box in client.get("/search/", {"q": '架空"'}).content.decode()
    assert box not in client.get("/employers/", {"q": '架空"'}).content.decode()
