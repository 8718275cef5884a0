"""What the other tests stand on: master data comes back, the worker is real."""

import pytest

from centre.jobs import sweep
from centre.models import Municipality


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_master_data_come_back_after_a_test_that_commits(turn):
    assert Municipality.objects.exists()
    Municipality.objects.all()._raw_delete("default")


@pytest.mark.django_db
def test_master_data_are_there_for_the_tests_that_follow():
    assert Municipality.objects.exists()


def test_a_worker_is_there_and_can_be_killed(start_worker):
    worker = start_worker()
    assert worker.answers()
    worker.kill()
    assert worker.process.returncode == -9


def test_the_shared_worker_answers(worker):
    assert worker.answers()
    assert sweep() == 0
