"""Whether this machine can serve: for the reverse proxy, the start script and whoever watches the product."""

from django.db import connection
from django.http import JsonResponse

from centre.backups import health as backups


def health(request):
    """200 when the database answers; `backup` says whether backups are young and proved, without detail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok", "backup": "ok" if backups.health().is_sound else "late"})
