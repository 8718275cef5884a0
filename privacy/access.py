"""Every look at personal data leaves a line in the access log (特記事項 第6, DESIGN §4.4)."""

from privacy.models import AccessLog

REASON_KEY = "privacy_reason"


def record_access(
    request, action: str, subject: str, subject_id: int | None = None, detail: str = "", reason: str = ""
) -> AccessLog:
    """Write who looked at what, from where, and the reason given, else the one the session holds.

    `action` is an AccessLog.Action; `subject` a model label such as `jobseekers.Jobseeker`; `detail` the search
    words or the figure of rows shown, never the data itself.
    """
    return write_line(
        request.user,
        action,
        subject,
        subject_id=subject_id,
        detail=detail[:300],
        reason=(reason or request.session.get(REASON_KEY, ""))[:200],
        address=request.META.get("REMOTE_ADDR") or None,
    )


def write_line(user, action: str, subject: str, **known) -> AccessLog:
    """Write a line where no request is at hand (the search box asks each room by user only).

    Of an inspector the lines are kept until the page is made: the database refuses every write until then.
    """
    line = AccessLog(user=user, role=user.role, action=action, subject=subject, **known)
    watch = getattr(user, "watch", None)
    if watch is None:
        line.save()
    else:
        watch.lines.append(line)
    return line


def give_reason(request, reason: str) -> AccessLog:
    """Keep the reason for looking at personal data for this session, and write it down."""
    request.session[REASON_KEY] = reason
    return record_access(request, AccessLog.Action.REASON, "privacy.AccessLog")
