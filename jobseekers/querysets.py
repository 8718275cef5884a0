"""Named questions about jobseekers."""

from django.db.models import QuerySet


class JobseekerQuerySet(QuerySet):
    def open(self) -> "JobseekerQuerySet":
        """People whose support has not ended."""
        return self.filter(closed_on__isnull=True)
