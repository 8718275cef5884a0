"""Named questions about employers."""

from django.db.models import Exists, OuterRef, QuerySet


class CorporationQuerySet(QuerySet):
    def with_facts(self) -> "CorporationQuerySet":
        """Corporations together with what a vetting reads of them."""
        return self.select_related("head_office_prefecture").prefetch_related("shareholders")


class EstablishmentQuerySet(QuerySet):
    def registered_on(self, day) -> "EstablishmentQuerySet":
        """Establishments whose registration is in force on a day."""
        registrations = self.model._meta.get_field("registrations").related_model.objects.filter(
            establishment=OuterRef("pk"), registered_on__lte=day
        )
        return self.filter(Exists(registrations.exclude(ended_on__lte=day)))
