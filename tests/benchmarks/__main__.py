"""`python -m tests.benchmarks`: the measurements behind the figures in the notes."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

if __name__ == "__main__":
    from tests.benchmarks.pages import main

    sys.exit(main())
