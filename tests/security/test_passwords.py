"""Passwords after NIST SP 800-63B-4: long, not expected, and nothing else is asked."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from centre import passwords
from centre.models import Draft, User
from centre.roles import Role
from tests.factories.centre import UserFactory

STATIC = Path(__file__).resolve().parents[2] / "static"
PERSON = User(name="見本 太郎", email="taro.mihon@test.example")


@pytest.mark.parametrize(
    "password",
    [
        "tanuki kasa ame michi",
        "たぬきとかさとあめのみち",
        "みそしるのぐはとうふとわかめがよい",
        "correct horse battery staple",
        "ten thousand small umbrellas",
        "x9 fK pq Lm 2w Zr 7t",
        "はし" + "わたる" + "ねこ" + "三毛の夕方の散歩",
        "tanuki " * 10 + "no hara tsuzumi",
    ],
)
def test_any_long_text_is_taken_whatever_letters_it_has(password):
    if len(password) >= 15:
        validate_password(password, PERSON)
    else:
        with pytest.raises(ValidationError, match="15"):
            validate_password(password, PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short but good",
        "aaaaaaaaaaaaaaaaaaaa",
        "あああああああああああああああ",
        "abababababababababab",
        "123456789012345",
        "123456789123456789",
        "９８７６５４３２１０９８７６５４",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "passwordpassword",
        "password12345678901",
        "iloveyouiloveyou1",
        "kumamoto-uij-turn-2026",
        "KumamotoUijTurn2026!",
        "くまもと就職相談窓口2026年度用",
        "taro.mihon@test.example",
    ],
)
def test_what_somebody_would_try_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, PERSON)


def test_a_megabyte_is_no_more_work_than_a_sentence(monkeypatch):
    looked_at = []
    monkeypatch.setattr(passwords, "_once", lambda text: looked_at.append(len(text)) or text)
    validate_password("みそしるのぐはとうふとわかめがよい" * 60_000, PERSON)
    assert looked_at == [1000]


@pytest.mark.django_db
@pytest.mark.parametrize("length", [64, 128, 1000])
def test_a_long_one_is_kept_and_compared_whole(length):
    """ASVS v5.0.0-6.2.9 and 6.2.8: at least 64 characters, none cut off, none changed."""
    user, text = UserFactory(), ("見 Tanuki " * 200)[:length]
    user.set_password(text)
    user.save()
    client = Client()
    for typed, opens in ((text[:-1], False), (text.lower(), False), (text, True)):
        client.post(reverse("account_login"), {"login": user.email, "password": typed})
        assert ("_auth_user_id" in client.session) is opens


@pytest.mark.django_db
def test_the_fields_may_be_filled_by_a_password_manager(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    for name, words in {"account_change_password": "new-password", "centre:user_add": "new-password"}.items():
        page = client.get(reverse(name)).content.decode()
        fields = re.findall(r"<input[^>]*type=\"password\"[^>]*>", page)
        assert fields
        assert any(words in one for one in fields)
        assert not any("maxlength" in one or 'autocomplete="off"' in one for one in fields)


def test_no_script_hinders_pasting():
    words = "".join(path.read_text() for path in (STATIC / "js").glob("*.js"))
    assert not re.search(r"\"paste\"|onpaste|\"copy\"|contextmenu", words)


@pytest.mark.django_db
def test_a_password_is_never_kept_as_a_draft(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    typed = {"draft_form": "/centre/users/add/", "name": "見本", "password": "tanuki kasa ame", "password1": "x"}
    client.post(reverse("centre:draft"), typed)
    assert Draft.objects.get().data == {"name": "見本"}
