"""The watermark of a paper or a file with people in it: who took it out, and when."""

from django.utils import timezone

from centre.models import User
from centre.templatetags.display import moment


def mark_of(user: User, note: str = "") -> str:
    """Who and when, in words; `note` says where it is found again."""
    return "　".join(part for part in ("取扱注意", user.name, moment(timezone.now()), note) if part)
