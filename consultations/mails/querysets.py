"""Named questions about mails to a person or an employer."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from employers.envelopes import HANDED_OVER, RECALL_FOR
from jobseekers.models import Consent, Jobseeker
from privacy.rights.guard import stopped_keys

# After so long nobody is still handing the mail over: whether it arrived is asked of the recipient.
IN_DOUBT_AFTER = timedelta(minutes=10)


class RecordMailQuerySet(QuerySet):
    def unsent(self) -> "RecordMailQuerySet":
        """Neither gone nor failed nor given up."""
        return self.filter(sent_at__isnull=True, failure="", dropped_at__isnull=True)

    def prepared(self) -> "RecordMailQuerySet":
        """Waiting for somebody to let them go."""
        return self.unsent().filter(released_at__isnull=True)

    def recallable(self) -> "RecordMailQuerySet":
        """Let go and not left."""
        return self.unsent().filter(released_at__isnull=False)

    def due(self, now: datetime) -> "RecordMailQuerySet":
        """The minute of recall is over, and the person still agrees to be written to."""
        agreed = Consent.objects.filter(jobseeker=OuterRef("jobseeker"), withdrawn_on__isnull=True)
        return self.recallable().filter(
            Q(jobseeker__isnull=True) | Q(Exists(agreed)) & ~Q(jobseeker__in=stopped_keys(Jobseeker)),
            released_at__lte=now - RECALL_FOR,
        )

    def failed(self, now: datetime) -> "RecordMailQuerySet":
        """Refused, or in doubt because the worker died while handing it over; nobody has seen to it yet."""
        in_hand = Q(failure=HANDED_OVER, handed_over_at__gt=now - IN_DOUBT_AFTER)
        return self.exclude(failure="").filter(settled_at__isnull=True).exclude(in_hand)

    def of(self, record) -> "RecordMailQuerySet":
        """Those of one person or one employer."""
        return self.filter(**{whose(record): record})

    def for_page(self) -> "RecordMailQuerySet":
        """With whom it is about and the names of what goes with it, the files' content left aside."""
        attached = self.model._meta.get_field("attachments").related_model.objects
        return self.select_related(
            "jobseeker", "establishment__corporation", "round", "prepared_by", "released_by"
        ).prefetch_related(
            Prefetch("attachments", attached.select_related("document__file").defer("document__file__content"))
        )


def whose(record) -> str:
    """The column by which mails and documents belong to this record."""
    return record._meta.model_name
