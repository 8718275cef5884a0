"""What happens by itself names tasks that exist; what the night forgets can be forgotten by hand too."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from config.celery import app
from employers.models import ImportLine
from tests.employers.lists import import_employers, listed


@pytest.fixture(autouse=True)
def tasks():
    """The tasks as a worker knows them."""
    app.loader.import_default_modules()


def test_every_scheduled_task_exists():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.django_db
@pytest.mark.parametrize("by_hand", [True, False])
def test_what_is_past_its_term_goes_by_hand_or_at_night(by_hand, settings):
    with time_machine.travel(timezone.now() - timedelta(days=settings.IMPORT_LINES_KEPT_DAYS + 1), tick=False):
        import_employers(listed("事業所名", "見本商店"))
    if by_hand:
        told = io.StringIO()
        call_command("forget_expired", stdout=told)
        assert told.getvalue() == "書出しのファイル 0件、取り込んだ一覧の行 1行を消しました。\n"
    else:
        for name in ("forget-exports", "forget-import-lines"):
            app.tasks[app.conf.beat_schedule[name]["task"]]()
    assert not ImportLine.objects.exists()
