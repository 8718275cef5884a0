"""`python -m tests.benchmarks [NAME]`: the measurements behind the figures in the notes, on throw-away servers."""

import importlib
import os
import sys
import tempfile

import django
from django.core.management import call_command

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as static:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ["STATIC_ROOT"] = static
        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
        name = sys.argv[1] if len(sys.argv) > 1 else "pages"
        sys.exit(importlib.import_module(f"tests.benchmarks.{name}").main())
