"""Whether this machine can serve: for the reverse proxy and the start script."""

from django.db import connection
from django.http import JsonResponse


def health(request):
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})
