"""`python -m tests.attacks NAME`: the long versions of tests/security, with their numbers, on throw-away servers."""

import importlib
import logging
import os
import sys
import tempfile

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_test_environment

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ["STATIC_ROOT"] = folder
        django.setup()
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        settings.MEDIA_ROOT = f"{folder}/media"
        setup_test_environment()
        logging.disable(logging.ERROR)
        call_command("migrate", verbosity=0)
        sys.exit(importlib.import_module(f"tests.attacks.{sys.argv[1]}").main())
