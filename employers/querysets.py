"""Named questions about employers."""

import unicodedata
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from centre.pairs import Pairs, holds
from centre.tabular.names import address_key, name_key, phone_key

# Up to so many matches are gathered and sorted; more of them are met soon when reading in order.
FEW = 500


class CorporationQuerySet(QuerySet):
    def with_facts(self) -> "CorporationQuerySet":
        """Corporations together with what a vetting reads of them."""
        return self.select_related("head_office_prefecture").prefetch_related("shareholders")


class EstablishmentQuerySet(QuerySet):
    def with_registration(self, day) -> "EstablishmentQuerySet":
        """Each establishment with `is_registered`: whether its registration is in force on a day."""
        return self.annotate(is_registered=Exists(self._registrations(day)))

    def registered_on(self, day) -> "EstablishmentQuerySet":
        """Establishments whose registration is in force on a day."""
        return self.filter(Exists(self._registrations(day)))

    def not_registered_on(self, day) -> "EstablishmentQuerySet":
        """Establishments without a registration in force on a day."""
        return self.filter(~Exists(self._registrations(day)))

    def _registrations(self, day) -> QuerySet:
        registrations = self.model._meta.get_field("registrations").related_model._base_manager
        begun = registrations.filter(establishment=OuterRef("pk"), registered_on__lte=day)
        return begun.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def search(self, text: str) -> "EstablishmentQuerySet":
        """One box for name, kana, phone, corporate number and address; old and new characters are equal.

        Every word must be found; a word may be a part of a name, of an address or of a number.
        """
        found = self.alias(pairs=Pairs("search_key"))
        for word in unicodedata.normalize("NFKC", text).split():
            for condition in holds("search_key", "pairs", _writings(word)):
                found = found.filter(condition)
        return found

    def search_common(self, text: str) -> "EstablishmentQuerySet":
        """The same for words that very many hold: read in the order asked for until a page is full.

        The database takes a word to be rare and would gather all its rows first; of a position it assumes nothing.
        """
        found = self
        for word in unicodedata.normalize("NFKC", text).split():
            condition = Q(pk__in=[])
            for key in _writings(word):
                condition |= Q(GreaterThan(StrIndex("search_key", Value(key)), 0))
            found = found.filter(condition)
        return found

    def first_found(self, text: str, limit: int) -> list:
        """A few establishments that hold the words: by name; of very many the ones changed last."""
        found = list(self.search(text).order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(found) <= FEW:
            return list(self.filter(pk__in=found).order_by("name_key", "pk")[:limit])
        # In the order of names, a word at the end of the alphabet would be met after all the others.
        return list(self.search_common(text).order_by("-updated_at", "-pk")[:limit])

    def confirm(self, day: date) -> int:
        """Their data were confirmed on a day; a later confirmation stays. Answers how many were moved forward."""
        earlier = self.exclude(last_confirmed_on__gte=day)
        return earlier.update(last_confirmed_on=day, updated_at=timezone.now())

    def for_list(self) -> "EstablishmentQuerySet":
        """What a line of the register shows, without a query per line."""
        return self.select_related("corporation", "municipality", "industry")


def _writings(word: str) -> set[str]:
    """How a word of a search may stand in the key: as a name, as an address, as the digits of a number."""
    writings = {name_key(word), address_key(word)}
    if len(digits := phone_key(word)) >= 3:
        writings.add(digits)
    return {writing for writing in writings if writing} or {word}
