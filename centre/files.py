"""Files kept in the database."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import connection, transaction
from django.db.models import BinaryField, F, Func, QuerySet, Value
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from centre.models import StoredFile

_PIECE = 1024 * 1024
_LONGEST_NAME = StoredFile._meta.get_field("name").max_length


def without_content() -> QuerySet[StoredFile]:
    """Stored files whose content stays in the database until it is asked for."""
    return StoredFile.objects.defer("content")


def store(name: str, content_type: str, content: bytes) -> StoredFile:
    """Keep a file with its SHA-256; of a name that is too long the end stays, which says what it is."""
    return StoredFile.objects.create(
        name=name[-_LONGEST_NAME:],
        content_type=content_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


def store_path(name: str, content_type: str, path: Path) -> StoredFile:
    """Keep a file that lies on disk, piece by piece: however large it is, it is never whole in our memory.

    The database puts the pieces together as a large object that is gone when the row is there.
    """
    digest, size = hashlib.sha256(), 0
    with transaction.atomic(), connection.cursor() as cursor, path.open("rb") as source:
        cursor.execute("SELECT lo_from_bytea(0, '')")
        pieces = Value(cursor.fetchone()[0])
        while piece := source.read(_PIECE):
            cursor.execute("SELECT lo_put(%s, %s, %s)", [pieces.value, size, piece])
            digest.update(piece)
            size += len(piece)
        file = StoredFile.objects.create(
            name=name,
            content_type=content_type,
            content=Func(pieces, function="lo_get", output_field=BinaryField()),
            sha256=digest.hexdigest(),
            size=size,
        )
        cursor.execute("SELECT lo_unlink(%s)", [pieces.value])
    return file


def download(file: StoredFile) -> HttpResponseBase:
    """The answer that saves the file under its Japanese name, never shown inside the page.

    Ask for stored files by `without_content()`: they go from the database to the reader piece by piece.
    """
    if "content" in file.get_deferred_fields():
        response = StreamingHttpResponse(pieces_of(file), content_type=file.content_type)
        response["Content-Length"] = str(file.size)
    else:
        response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def pieces_of(file: StoredFile) -> Iterator[bytes]:
    """The content of a stored file, a piece at a time."""
    # A position in a bytea is counted from 1.
    for start in range(1, file.size + 1, _PIECE):
        piece = Func(F("content"), Value(start), Value(_PIECE), function="substring", output_field=BinaryField())
        yield bytes(StoredFile.objects.values_list(piece, flat=True).get(pk=file.pk))
