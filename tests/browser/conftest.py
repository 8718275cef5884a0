"""What the browser tests share: a signed-in tab and a look at its accessibility."""

from pathlib import Path

import pytest
from django.test import Client

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def signed_in(page, live_server):
    """Give the tab the session of a user, without typing the password in every test."""

    def sign_in(user) -> None:
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return sign_in


@pytest.fixture
def axe(page):
    """What axe finds on the page as it stands: (rule, elements).

    The pages' own policy keeps foreign scripts out, so it is lifted for this tab before the first page opens.
    """
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})

    def look() -> list[tuple[str, list[str]]]:
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [(v["id"], [node["html"][:160] for node in v["nodes"]][:3]) for v in found["violations"]]

    return look
