"""A database in which similar Japanese names cannot be found is reported before anyone relies on it."""

import pytest

from config import checks


def test_the_database_of_this_run_compares_japanese(db):
    assert checks.database_compares_japanese(databases=["default"]) == []


def test_a_ctype_without_japanese_letters_is_an_error_that_says_what_to_do(db, monkeypatch):
    monkeypatch.setattr(checks, "knows_japanese_letters", lambda _connection: False)
    (error,) = checks.database_compares_japanese(databases=["default"])
    assert error.id == "config.E001"
    assert "LC_CTYPE" in error.hint


@pytest.mark.parametrize("databases", [None, []])
def test_nothing_is_asked_of_databases_that_were_not_named(databases):
    assert checks.database_compares_japanese(databases=databases) == []
