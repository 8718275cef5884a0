"""What every test stands on: settings of a test run, real servers, a real worker, a real browser."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

pytest_plugins = ["tests.capture_server", "tests.running_browser", "tests.running_worker", "tests.truncation"]

hypothesis_settings.register_profile("developer", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "developer")


def redis_of_this_run(url: str) -> str:
    """A Redis database apart from the developer's own, and one for each process of a parallel run."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    return urlsplit(url)._replace(path=f"/{number}").geturl()


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Bend the settings where a test run must differ, before anything has read them."""
    url = redis_of_this_run(settings.REDIS_URL)
    os.environ["REDIS_URL"] = url
    settings.REDIS_URL = settings.CELERY_BROKER_URL = url
    settings.CACHES["default"]["LOCATION"] = url
    # Pages are drawn without collectstatic; the live server finds the files where they are kept.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = True
    # Argon2 is slow on purpose; tests make many accounts.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_folders(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test writes a file into the checkout."""
    folder = tmp_path_factory.getbasetemp()
    settings.STATIC_ROOT = str(folder / "static")
    settings.MEDIA_ROOT = str(folder / "media")
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> None:
    """Nothing is left in the cache (rate limits, locks) by the test before."""
    if "django_db_setup" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture
def no_broker(monkeypatch):
    """Jobs stay in the database; the tests carry them themselves."""
    monkeypatch.setattr("centre.jobs.send", lambda job: None)
