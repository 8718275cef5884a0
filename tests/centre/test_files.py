"""Files in the database come back piece by piece, however large they are."""

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre import files

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 250, 300])
def test_a_file_is_read_in_pieces_that_make_the_whole(size, monkeypatch):
    monkeypatch.setattr(files, "_PIECE", 100)
    content = bytes(number % 251 for number in range(size))
    kept = files.store("見本.csv", "text/csv", content)
    with CaptureQueriesContext(connection) as queries:
        answer = files.download(files.without_content().get(pk=kept.pk))
        pieces = list(answer.streaming_content)
    assert b"".join(pieces) == content
    assert all(len(piece) <= 100 for piece in pieces)
    assert len(queries) == 1 + (size + 99) // 100
    assert answer["Content-Length"] == str(size)


def test_a_large_file_is_never_whole_in_memory(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"\x00\xff" * (8 * MEGABYTE))
    kept = files.store_path("大きな見本.bin", "application/octet-stream", path)
    size = kept.size
    tracemalloc.start()
    try:
        answer = files.download(files.without_content().get(pk=kept.pk))
        passed = sum(len(piece) for piece in answer.streaming_content)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert passed == size == 16 * MEGABYTE
    assert most < 5 * MEGABYTE


def test_a_file_that_was_not_stored_is_sent_as_it_is():
    made = files.StoredFile(name="下書き.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    assert files.download(made).content == b"%PDF-1.7"


def test_slices_of_a_new_file_are_read_without_unpacking_it():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute"
            " WHERE attrelid = 'centre_storedfile'::regclass AND attname = 'content'"
        )
        assert cursor.fetchone() == ("e",)


def test_of_a_name_that_is_too_long_the_end_is_kept():
    kept = files.store("長" * 300 + ".pdf", "application/pdf", b"%PDF-1.7")
    assert (len(kept.name), kept.name[-5:]) == (200, "長.pdf")
