"""An inspector reads and changes nothing: the page refuses every other method, the database every write."""

from django.core.exceptions import PermissionDenied
from django.db import InternalError, connection, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from psycopg.errors import ReadOnlySqlTransaction

from centre.roles import Role
from privacy.inspections.opening import running
from privacy.inspections.stamping import stamp
from privacy.inspections.watching import Watch

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# The way in and out; none of it reaches a record.
DOOR = ("account_login", "account_logout", "account_reauthenticate", "account_change_password", "mfa_")
REFUSED = "検査では閲覧だけができます。記録は変わっていません。"


class InspectionMiddleware:
    """Watches an inspector: within the running inspection, read-only, every page on record, prints marked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated or user.role != Role.INSPECTOR or _is_door(request):
            return self.get_response(request)
        inspection = running(user)
        if inspection is None:
            return render(request, "privacy/inspections/none.html", status=403)
        user.watch = Watch.over(inspection)
        if request.method in READING:
            response = self._read(request)
        else:
            response = render(request, "errors/403.html", {"reason": REFUSED}, status=403)
        user.watch.write_lines(request, response.status_code)
        return stamp(response, user.watch.mark)

    def process_exception(self, request, exception):
        """A page that tried to write says so, instead of failing."""
        if isinstance(exception, InternalError) and isinstance(exception.__cause__, ReadOnlySqlTransaction):
            transaction.set_rollback(True)
            raise PermissionDenied(REFUSED) from exception
        return

    def _read(self, request):
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Within a transaction this cannot be taken back once a query has run.
                cursor.execute("SET TRANSACTION READ ONLY")
            response = _whole(self.get_response(request))
            transaction.set_rollback(True)
        return response


def _is_door(request) -> bool:
    try:
        return resolve(request.path_info).view_name.startswith(DOOR)
    except Resolver404:
        return False


def _whole(response):
    """A file that would be read piece by piece is read now, while the database still refuses to write."""
    if not response.streaming:
        return response
    whole = HttpResponse(b"".join(response.streaming_content), status=response.status_code, headers=response.headers)
    whole.cookies = response.cookies
    return whole
