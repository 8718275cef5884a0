"""The settings as they are in production, read in a process of their own: a test run's are bent."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only-of-this-test-run-" * 3,
    "LOG_SEAL_KEY": "only-of-this-test-run-too-" * 3,
    "ALLOWED_HOSTS": "centre.example",
    "CSRF_TRUSTED_ORIGINS": "https://centre.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}
NAMES = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "X_FRAME_OPTIONS", "MFA_REQUIRED")
SHOW = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in dir(settings) if name.startswith({NAMES!r})}}))
"""


def run(*command: str, **more: str) -> subprocess.CompletedProcess:
    """A command of Python in the environment of production, with `more` variables."""
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=ENVIRONMENT | more, capture_output=True, text=True, check=False
    )


def settings_of_production() -> dict:
    """What decides on transport, cookies and frames."""
    return json.loads(run("-c", SHOW).stdout)
