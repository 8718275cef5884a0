"""Named questions about employers."""

import unicodedata

from django.db.models import Exists, OuterRef, Q, QuerySet

from centre.tabular.names import address_key, name_key, phone_key


class CorporationQuerySet(QuerySet):
    def with_facts(self) -> "CorporationQuerySet":
        """Corporations together with what a vetting reads of them."""
        return self.select_related("head_office_prefecture").prefetch_related("shareholders")


class EstablishmentQuerySet(QuerySet):
    def with_registration(self, day) -> "EstablishmentQuerySet":
        """Each establishment with `is_registered`: whether its registration is in force on a day."""
        registrations = self.model._meta.get_field("registrations").related_model.objects.filter(
            establishment=OuterRef("pk"), registered_on__lte=day
        )
        return self.annotate(is_registered=Exists(registrations.exclude(ended_on__lte=day)))

    def registered_on(self, day) -> "EstablishmentQuerySet":
        """Establishments whose registration is in force on a day."""
        return self.with_registration(day).filter(is_registered=True)

    def search(self, text: str) -> "EstablishmentQuerySet":
        """One box for name, kana, phone, corporate number and address; old and new characters are equal."""
        words = unicodedata.normalize("NFKC", text).split()
        found = self
        for word in words:
            digits = phone_key(word)
            condition = Q(name_key__contains=name_key(word) or word)
            condition |= Q(kana_key__contains=name_key(word) or word) | Q(
                address_key__contains=address_key(word) or word
            )
            condition |= Q(corporation__name_key__contains=name_key(word) or word)
            if len(digits) >= 3:
                condition |= Q(phone_key__contains=digits) | Q(corporation__corporate_number__startswith=digits)
            found = found.filter(condition)
        return found

    def for_list(self) -> "EstablishmentQuerySet":
        """What a line of the register shows, without a query per line."""
        return self.select_related("corporation", "municipality", "industry")
