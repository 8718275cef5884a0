"""Who is registered already is pointed out while somebody is registered, and never stands in the way."""

from datetime import date

import pytest

from centre.roles import Role
from jobseekers.suspects import suspects
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    return JobseekerFactory(
        name="髙﨑 架空", phone="090-0000-4321", email="Kakuu@example.jp", birth_date=date(1993, 4, 1)
    )


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ({"name": "高崎架空"}, ("名前が同じ",)),
        ({"name": "Kakuu Takasaki", "phone": "０９０００００４３２１"}, ("電話番号が同じ",)),
        ({"email": " kakuu@EXAMPLE.jp"}, ("メールが同じ",)),
        ({"name": "髙﨑　架空", "birth_date": date(1993, 4, 1)}, ("名前が同じ", "生年月日が同じ")),
    ],
)
def test_what_is_shared_is_told(known, typed, reasons):
    assert [(one.person, one.reasons) for one in suspects(**typed)] == [(known, reasons)]


@pytest.mark.parametrize(
    "typed", [{}, {"name": " ・ "}, {"name": "架空"}, {"phone": "4321"}, {"birth_date": date(1993, 4, 1)}]
)
def test_what_many_share_is_no_reason(known, typed):
    JobseekerFactory(name="連絡先なし", phone="", email="")
    assert suspects(**typed) == []


def test_ended_support_is_told_too_and_the_surest_comes_first(known):
    namesakes = [JobseekerFactory(name="高崎架空") for _ in range(6)]
    known.closed_on = known.registered_on
    known.save()
    found = [one.person for one in suspects(name="高崎 架空", phone="090-0000-4321")]
    assert found == [known, *reversed(namesakes)][:5]


def test_the_part_of_the_page_leads_to_the_person_and_leaves_a_line(client, known):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    page = client.get("/jobseekers/suspects/", {"caller": "高崎架空", "birth_date": "平成5年4月1日"})
    assert known.get_absolute_url() in page.text
    assert "生年月日が同じ" in page.text
    assert f"登録番号{known.pk}" in AccessLog.objects.get(action=AccessLog.Action.SEARCH).detail


@pytest.mark.parametrize("typed", [{}, {"name": "だれでもない"}, {"name": "無", "birth_date": "きのう"}])
def test_nobody_found_is_nothing_shown_and_no_line(client, known, typed):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    assert client.get("/jobseekers/suspects/", typed).text.strip() == ""
    assert not AccessLog.objects.exists()


def test_the_question_is_one_however_many_are_found(client, known, django_assert_num_queries):
    for _ in range(5):
        JobseekerFactory(name="高崎架空")
    with django_assert_num_queries(1):
        assert len(suspects(name="高崎 架空")) == 5


@pytest.mark.parametrize("page", ["/jobseekers/add/", "/consultations/add/"])
def test_both_ways_of_registering_ask_while_somebody_types(client, page):
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    assert 'hx-get="/jobseekers/suspects/"' in client.get(page).text
