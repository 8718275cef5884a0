"""Named questions about events and their guests."""

from datetime import date
from unicodedata import normalize

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from employers.models import Establishment
from jobseekers.models import Jobseeker

IS_EMPLOYER = Q(party="employer")
BY_NAME = (
    Case(When(IS_EMPLOYER, then=0), default=1),
    Coalesce("establishment__kana_key", "jobseeker__kana", Value("\U0010ffff"), output_field=CharField()),
    "pk",
)


class EventQuerySet(QuerySet):
    def planned(self) -> "EventQuerySet":
        """Events that are neither held nor cancelled yet."""
        return self.filter(state="planned")

    def coming(self, today: date) -> "EventQuerySet":
        """Planned events that are not over on a day, the next first."""
        return self.planned().filter(last_on__gte=today).order_by("first_on", "pk")

    def to_settle(self, today: date) -> "EventQuerySet":
        """Planned events whose last day is over: somebody must say what became of them."""
        return self.planned().filter(last_on__lt=today).order_by("last_on", "pk")

    def search(self, text: str) -> "EventQuerySet":
        """Events whose title, place or kind holds every word that was typed, in half-width letters too."""
        found = self
        for word in normalize("NFKC", text).split():
            kinds = [kind for kind, label in self.model.Kind.choices if word in label]
            found = found.filter(Q(title__icontains=word) | Q(place__icontains=word) | Q(kind__in=kinds))
        return found

    def for_list(self) -> "EventQuerySet":
        """What a line of the list shows: each with who said they come or came, in 社, 組 and 人."""
        seated = Q(guests__standing__in=["accepted", "attended"])
        employers, people = Q(guests__party="employer"), ~Q(guests__party="employer")
        return self.select_related("agency").annotate(
            employers=Count("guests", filter=seated & employers),
            groups=Coalesce(Sum("guests__groups", filter=seated & people), 0),
            people=Coalesce(Sum("guests__people", filter=seated & people), 0),
        )


class GuestQuerySet(QuerySet):
    def for_list(self) -> "GuestQuerySet":
        """What a line shows, without a query per line."""
        return self.select_related("establishment", "jobseeker", "event")

    def expected(self) -> "GuestQuerySet":
        """Those whom the reception looks out for, and those who have come."""
        return self.filter(standing__in=["invited", "accepted", "attended", "absent"])

    def by_name(self) -> "GuestQuerySet":
        """Employers first, then people, each in the order of their kana; who has no name comes last."""
        return self.order_by(*BY_NAME)

    def waiting_first(self) -> "GuestQuerySet":
        """As `by_name`, with those who have arrived at the end."""
        return self.order_by(Case(When(standing="attended", then=1), default=0), *BY_NAME)

    def search(self, text: str) -> "GuestQuerySet":
        """Guests whose employer, name, name on the card, phone or number holds what was typed."""
        text = text.strip()
        if not text:
            return self
        found = (
            Q(establishment__in=Establishment.objects.search(text).order_by().values("pk"))
            | Q(jobseeker__in=Jobseeker.objects.search(text).order_by().values("pk"))
            | Q(names__icontains=text)
        )
        return self.filter(found)

    def figures(self) -> dict[str, int]:
        """How many of these guests there are, in the three units that are never mixed: 社, 組, 人."""
        return self.order_by().aggregate(
            employers=Count("establishment", distinct=True, filter=IS_EMPLOYER),
            groups=Coalesce(Sum("groups", filter=~IS_EMPLOYER), 0),
            people=Coalesce(Sum("people", filter=~IS_EMPLOYER), 0),
        )
