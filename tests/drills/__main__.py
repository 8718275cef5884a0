"""`python -m tests.drills NAME`: a drill on throw-away servers; ends with 1 when a goal is missed."""

import importlib
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DEVELOPMENT"] = "1"
    django.setup()
    sys.exit(importlib.import_module(f"tests.drills.{sys.argv[1]}").main())
