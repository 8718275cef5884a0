"""What the page tests of the rooms about people share: sending a form the way a page sends it."""

import uuid

import pytest
from django.test import Client

from centre.models import User
from tests.factories.centre import UserFactory


def logged_in(role: str, **given) -> tuple[Client, User]:
    """A browser of a user with a role."""
    client, user = Client(), UserFactory(role=role, **given)
    client.force_login(user)
    return client, user


def send(client: Client, address: str, key: str | None = None, **fields):
    """Post a form with its key against double sending."""
    return client.post(address, {"submission_key": key or str(uuid.uuid4()), **fields})


def errors(response) -> dict:
    """The errors a page shows, by field."""
    return response.context["form"].errors


def expect(response, status: int) -> None:
    """The status of a page; the errors it shows when it is another."""
    if response.status_code != status:
        pytest.fail(f"{response.status_code}: {errors(response) if response.context else response}")
