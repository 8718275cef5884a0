"""Questions and answers about a confirmed report, between the prefecture and the supervisor."""

from django.db.models import OuterRef, QuerySet, Subquery

from centre.errors import DomainError
from centre.models import User
from centre.roles import Role
from reports.models import Report, ReportMessage


def say(report: Report, *, text: str, by: User) -> ReportMessage:
    """Add a question or an answer. Raises DomainError for a draft and for nothing said."""
    if report.state == Report.State.DRAFT:
        raise DomainError("下書きには質問を書けません。確定した報告に書いてください。", "text")
    if not text.strip():
        raise DomainError("質問か回答を書いてください。", "text")
    return ReportMessage.objects.create(report=report, author=by, text=text.strip())


def waiting_for(user: User) -> QuerySet[Report]:
    """Reports whose last word was the other side's: a question for the supervisor, an answer for the official."""
    last = ReportMessage.objects.filter(report=OuterRef("pk")).order_by("-at", "-pk")
    reports = (
        Report.objects.filter(messages__isnull=False)
        .defer("document")
        .annotate(last_role=Subquery(last.values("author__role")[:1]), last_at=Subquery(last.values("at")[:1]))
        .distinct()
    )
    if user.role == Role.OFFICIAL:
        return reports.exclude(last_role=Role.OFFICIAL).order_by("-last_at")
    return reports.filter(last_role=Role.OFFICIAL).order_by("last_at")
