"""A real Chromium on the running product. A missing browser fails the tests that need it; it never skips them."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000


def chromium() -> str:
    """The path of the system's Chromium; CHROMIUM names another one."""
    names = (os.environ.get("CHROMIUM") or "chromium", "chromium-browser", "google-chrome")
    for path in filter(None, map(shutil.which, names)):
        return path
    return pytest.fail(
        "Chromium がありません / no Chromium: apt-get install chromium, or set CHROMIUM=/path/to/chromium"
    )


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One browser process for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; Django would take every query of a test for one inside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            yield started
            started.close()
            # Beside the event loop Django has opened a connection of its own, which nobody else would close.
            connections.close_all()


@pytest.fixture
def page_complaints() -> list[str]:
    """What the pages of the test complained about: script errors and blocked content; a test may clear it."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: object, transactional_db: None, page_complaints: list[str]) -> Iterator[Page]:
    """An empty tab at a Japanese desk, on the product served from this test's database."""
    context = browser.new_context(
        base_url=live_server.url, locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(PATIENCE_MS)
    tab = context.new_page()

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            page_complaints.append(message.text)

    tab.on("console", heard)
    tab.on("pageerror", lambda error: page_complaints.append(str(error)))
    yield tab
    context.close()
    assert not page_complaints
