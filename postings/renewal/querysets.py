"""Named questions about inquiries; no table is imported here, so that the tables may import this."""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

OPEN = ("waiting", "undeliverable")
ABSENCES = 3


class InquiryQuerySet(QuerySet):
    def current(self) -> "InquiryQuerySet":
        """Inquiries whose listing still has the end day they ask about."""
        return self.filter(posting__listed_until=F("ends_on"), posting__ended_on__isnull=True)

    def unanswered(self) -> "InquiryQuerySet":
        """Inquiries that wait for the employer's word."""
        return self.current().filter(state__in=OPEN)

    def to_confirm(self) -> "InquiryQuerySet":
        """Answers that somebody at the counter has yet to make true."""
        return self.current().filter(state="answered")

    def to_call(self, today: date) -> "InquiryQuerySet":
        """Inquiries to be settled by phone before the listing ends, with `absences`; one per posting."""
        return self.unanswered().filter(call_on__lte=today, ends_on__gte=today).with_absences()

    def with_absences(self) -> "InquiryQuerySet":
        """How often nobody was there when called, as `absences`."""
        return self.annotate(absences=Count("calls", filter=Q(calls__outcome="absent")))

    def given_up(self) -> "InquiryQuerySet":
        """Of those to call: nobody was there three times, the supervisor decides."""
        return self.filter(absences__gte=ABSENCES)


def newest_of(inquiries: QuerySet, field: str) -> Subquery:
    """A field of the newest inquiry about a posting's present end day; for annotating postings."""
    asked = inquiries.filter(posting=OuterRef("pk"), ends_on=OuterRef("listed_until")).exclude(state="settled")
    return Subquery(asked.order_by("-pk").values(field)[:1])
