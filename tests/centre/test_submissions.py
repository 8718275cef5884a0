"""The same form sent five times makes one record."""

import uuid

import pytest

from centre.errors import DomainError
from centre.models import Draft, Submission
from centre.submissions import once
from tests.factories.centre import UserFactory

pytestmark = pytest.mark.django_db


def test_the_second_submission_goes_to_what_the_first_made():
    user, key, made = UserFactory(), str(uuid.uuid4()), []

    def act():
        made.append("record")
        return "/there/"

    assert [once(key, user, act) for _ in range(5)] == ["/there/"] * 5
    assert made == ["record"]


def test_a_failed_act_leaves_the_key_free_for_the_next_try():
    user, key = UserFactory(), str(uuid.uuid4())

    def fails():
        raise DomainError("日付を確かめてください。")

    with pytest.raises(DomainError):
        once(key, user, fails)
    assert not Submission.objects.exists()
    assert once(key, user, lambda: "/there/") == "/there/"


@pytest.mark.parametrize("key", ["", "abc", None])
def test_a_key_the_product_never_gave_out_is_refused(key):
    with pytest.raises(DomainError, match="送信番号"):
        once(key, UserFactory(), lambda: "/there/")


def test_somebody_elses_key_is_refused():
    key = str(uuid.uuid4())
    once(key, UserFactory(), lambda: "/there/")
    with pytest.raises(DomainError, match="ほかの人"):
        once(key, UserFactory(), lambda: "/elsewhere/")


def test_typed_text_is_kept_and_the_answer_says_when(client):
    user = UserFactory()
    client.force_login(user)
    response = client.post("/centre/draft/", {"draft_form": "/employers/add/", "name": "見本製作所", "version": "3"})
    assert set(response.json()) == {"saved_at"}
    assert Draft.objects.get(user=user, form="/employers/add/").data == {"name": "見本製作所"}


def test_a_draft_belongs_to_the_one_who_typed_it(client):
    Draft.objects.create(user=UserFactory(), form="/employers/add/", data={"name": "ほかの人の下書き"})
    client.force_login(UserFactory())
    assert "ほかの人の下書き" not in client.get("/employers/add/").content.decode()


def test_an_absurdly_long_draft_is_refused_with_words(client):
    client.force_login(UserFactory())
    response = client.post("/centre/draft/", {"draft_form": "/x/", "note": "あ" * 200_001})
    assert response.status_code == 400
    assert "長すぎる" in response.json()["error"]
