"""Named questions about referrals and hand-offs."""

from django.db.models import QuerySet


class ReferralQuerySet(QuerySet):
    def for_list(self) -> "ReferralQuerySet":
        """What a line of the list shows, without a query per line."""
        return self.select_related("jobseeker", "posting__establishment", "recorded_by")

    def running(self) -> "ReferralQuerySet":
        """Those whose result is not known yet."""
        return self.filter(closed_on__isnull=True)


class HandoffQuerySet(QuerySet):
    def for_list(self) -> "HandoffQuerySet":
        """What a line of the list shows, without a query per line."""
        return self.select_related("agency", "establishment", "jobseeker", "recorded_by")

    def waiting(self) -> "HandoffQuerySet":
        """Hand-offs whose answer has not come."""
        return self.filter(direction="out", answer="waiting")
