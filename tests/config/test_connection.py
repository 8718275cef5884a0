"""What each connection to the database brings with it."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_guards_of_history_find_their_setting_and_need_no_error_at_every_row():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        assert cursor.fetchone() == ("{}",)
