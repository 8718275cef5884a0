"""Named questions about consultations and promises."""

from django.db.models import Q, QuerySet

from centre.roles import may


class ConsultationQuerySet(QuerySet):
    def visible_to(self, user) -> "ConsultationQuerySet":
        """What a role may read: roles without access to people see employers' consultations and their own."""
        if may(user, "jobseekers.read"):
            return self
        return self.filter(Q(party__in=["employer", "partner"]) | Q(counsellor=user))


class FollowUpQuerySet(QuerySet):
    def open(self) -> "FollowUpQuerySet":
        """Promises not yet kept."""
        return self.filter(done_at__isnull=True)

    def due(self, day) -> "FollowUpQuerySet":
        """Open promises whose day has come."""
        return self.open().filter(due_on__lte=day)
