"""Files kept in the database."""

import hashlib
from urllib.parse import quote

from django.http import HttpResponse

from centre.models import StoredFile


def store(name: str, content_type: str, content: bytes) -> StoredFile:
    """Keep a file with its SHA-256."""
    return StoredFile.objects.create(
        name=name,
        content_type=content_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


def download(file: StoredFile) -> HttpResponse:
    """The answer that saves the file under its Japanese name, never shown inside the page."""
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
