"""`python -m tests.drills NAME`: a drill on the servers that the environment names; they must be throw-away ones."""

import importlib
import os
import sys
import tempfile

import django

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as static:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ["STATIC_ROOT"] = static
        django.setup()
        sys.exit(importlib.import_module(f"tests.drills.{sys.argv[1]}").main())
