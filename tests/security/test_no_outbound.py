"""T23: the product speaks to its own database and broker on this machine and to nobody else."""

import ipaddress
import socket
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from centre.fiscal_year import Month
from centre.roles import Role
from employers.models import Corporation
from postings.models import JobPosting
from reports.lifecycle import draft_monthly
from tests.security.walking import addresses, logged_in_as


class Outbound(AssertionError):
    """Somebody wanted to leave this machine."""


def _is_here(address: object) -> bool:
    """Whether an address of a socket is this machine: a file, or a loopback number."""
    if not isinstance(address, tuple):
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


@pytest.fixture
def guard(monkeypatch):
    """Every way out is watched; answers what was asked for."""
    asked = []

    def watch(name: str, of: object, at: int) -> None:
        real = getattr(of, name)

        def watched(*arguments, **options):
            address = arguments[at] if not isinstance(arguments[at], str | bytes) else (arguments[at],)
            if not _is_here(address):
                asked.append(address)
                raise Outbound(f"{name} {address}")
            return real(*arguments, **options)

        monkeypatch.setattr(of, name, watched)

    for name in ("connect", "connect_ex"):
        watch(name, socket.socket, 1)
    watch("getaddrinfo", socket, 0)
    return asked


def test_the_guard_stops_what_wants_to_leave(guard):
    for leave in (
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.getaddrinfo("centre.example", 443),
    ):
        with pytest.raises(Outbound):
            leave()
    assert len(guard) == 2


@pytest.mark.django_db
def test_no_page_no_file_and_no_report_asks_another_machine(guard):
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        call_command("seed_demo", scale=0.02, seed=3, until=date(2026, 11, 20), verbosity=0)
        client, user = logged_in_as(Role.SUPERVISOR)
        opened = sum(client.get(one.path).status_code == 200 for one in addresses() if not one.unknown)
        draft_monthly(Month(2026, 10), by=user)
        mail.send_mail("見本", "本文", "from@test.example", ["to@test.example"])
    assert opened > 100
    assert Corporation.objects.exists()
    assert JobPosting.objects.exists()
    assert guard == []


@pytest.mark.django_db(transaction=True)
def test_no_page_makes_the_browser_ask_another_machine(page, live_server):
    call_command("seed_demo", scale=0.02, seed=3, verbosity=0)
    client, _ = logged_in_as(Role.SUPERVISOR)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/account/login/")
    page.context.add_cookies([session])
    for path in (
        "/",
        "/employers/",
        "/postings/",
        "/jobseekers/",
        "/consultations/",
        "/reports/",
        "/postings/target/",
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
