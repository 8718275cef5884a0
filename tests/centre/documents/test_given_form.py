"""A form of the prefecture is read as warily as any other file that comes in."""

import io

import pytest
from openpyxl import Workbook

from centre.documents.given_form import read_given_form
from centre.errors import DomainError
from tests.security.hostile_files import HOSTILE_FILES


@pytest.mark.parametrize("trick", HOSTILE_FILES)
def test_a_hostile_file_is_refused_in_words_beside_the_field(trick):
    """Whatever the file tries, the answer is a sentence, never a failure of the page."""
    with pytest.raises(DomainError) as refused:
        read_given_form(HOSTILE_FILES[trick][1], "form")
    assert refused.value.field == "form"


def test_an_honest_form_is_read():
    """The guard lets through what Excel writes."""
    book, buffer = Workbook(), io.BytesIO()
    book.active["A1"] = "業務完了届"
    book.save(buffer)
    assert read_given_form(buffer.getvalue(), "form").active["A1"].value == "業務完了届"
