"""Deny by default: every address of the product has its entry in the one matrix."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from centre.addresses import URLS
from centre.gates import LOGGED_IN, PUBLIC
from centre.registry import registry
from centre.roles import ABILITIES, Role, may
from tests.factories.centre import UserFactory


def view_names(resolver=None, namespaces=()) -> set[str]:
    """Every named and unnamed view of the URL configuration."""
    names = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            names |= view_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            names.add(":".join((*namespaces, pattern.name or f"unnamed {pattern.pattern}")))
    return names


def test_every_address_has_an_entry_and_every_entry_an_address():
    assert view_names() == set(URLS)


def test_every_entry_names_a_known_ability():
    assert set(URLS.values()) <= {PUBLIC, LOGGED_IN, *ABILITIES}


def test_every_ability_is_held_by_somebody():
    assert all(roles and roles <= set(Role) for roles in ABILITIES.values())


def test_every_declaration_names_a_known_ability_and_page():
    assert {item.view_name for item in registry.menu} <= set(URLS)
    abilities = {source.ability for source in (*registry.home, *registry.timelines, *registry.searches)}
    assert abilities | {kind.ability for kind in registry.jobs.values()} <= set(ABILITIES)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_home_page_opens_for_every_role(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_a_closed_account_holds_no_ability():
    user = UserFactory(role=Role.SUPERVISOR, is_active=False)
    assert not may(user, "employers.read")


@pytest.mark.django_db
def test_without_log_in_a_page_leads_to_the_log_in_and_back(client):
    response = client.get("/employers/?q=見本")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=/employers/")


@pytest.mark.django_db
def test_without_log_in_a_part_of_a_page_says_so_instead_of_replacing_what_was_typed(client):
    response = client.get("/employers/suspects/", headers={"HX-Request": "true"})
    assert response.status_code == 401
