"""Which build runs: a proof by tests holds for the build that was tested."""

import re
from pathlib import Path

from django.conf import settings

COMMIT = re.compile(r"[0-9a-f]{7,40}")


def build_in_words() -> str:
    """The commit and day of the build, from the environment or from a checkout; empty when nobody can tell."""
    commit = settings.BUILD_COMMIT or _checked_out(settings.BASE_DIR / ".git")
    if not COMMIT.fullmatch(commit):
        return ""
    return f"{commit[:12]}（{settings.BUILD_DATE}）" if settings.BUILD_DATE else commit[:12]


def _checked_out(git: Path) -> str:
    """The commit of a checkout, read from its files."""
    try:
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        return (git / head.removeprefix("ref: ")).read_text().strip()
    except OSError:
        return ""
