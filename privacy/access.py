"""Every look at personal data leaves a line in the access log (特記事項 第6, DESIGN §4.4)."""

from privacy.models import AccessLog

REASON_KEY = "privacy_reason"


def record_access(request, action: str, subject: str, subject_id: int | None = None, detail: str = "") -> AccessLog:
    """Write who looked at what, from where, and the reason the session holds.

    `action` is an AccessLog.Action; `subject` a model label such as `jobseekers.Jobseeker`; `detail` the search
    words or the figure of rows shown, never the data itself.
    """
    return AccessLog.objects.create(
        user=request.user,
        role=request.user.role,
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=detail[:300],
        reason=request.session.get(REASON_KEY, "")[:200],
        address=request.META.get("REMOTE_ADDR") or None,
    )
