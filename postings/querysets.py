"""Named questions about postings."""

from django.db.models import Q, QuerySet


class JobPostingQuerySet(QuerySet):
    def live_on(self, day) -> "JobPostingQuerySet":
        """Postings whose latest ledger lines show them on the public site on a day (today or later)."""
        return self.filter(
            Q(listed_until__isnull=True) | Q(listed_until__gte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
            listed_from__lte=day,
        )

    def expiring(self, first, last) -> "JobPostingQuerySet":
        """Listed postings whose listing runs out between two days (both included)."""
        return self.filter(ended_on__isnull=True, listed_until__range=(first, last))
