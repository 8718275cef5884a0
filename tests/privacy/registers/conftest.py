"""The day on which the tests of the registers are played, and who keeps them."""

import pytest
import time_machine

from centre.roles import Role
from tests.factories.centre import UserFactory


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def manager(client):
    user = UserFactory(role=Role.PRIVACY_MANAGER)
    client.force_login(user)
    return user
