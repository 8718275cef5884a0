"""Named questions about employers."""

import unicodedata
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from centre.pairs import FirstFound, Pairs, holds, holds_common
from centre.tabular.names import address_key, name_key, number_typed


class CorporationQuerySet(QuerySet):
    def with_facts(self) -> "CorporationQuerySet":
        """Corporations together with what a vetting reads of them."""
        return self.select_related("head_office_prefecture").prefetch_related("shareholders")


class EstablishmentQuerySet(FirstFound):
    few_by = ("name_key", "pk")
    many_by = ("-updated_at", "-pk")

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
        """The same for words that very many hold."""
        found = self
        for word in unicodedata.normalize("NFKC", text).split():
            found = found.filter(common_word(word))
        return found

    def confirm(self, day: date) -> int:
        """Their data were confirmed on a day; a later confirmation stays. Answers how many were moved forward."""
        earlier = self.exclude(last_confirmed_on__gte=day)
        return earlier.update(last_confirmed_on=day, updated_at=timezone.now())

    def for_list(self) -> "EstablishmentQuerySet":
        """What a line of the register shows, without a query per line."""
        return self.select_related("corporation", "municipality", "industry")


def common_word(word: str, of: str = "") -> Q:
    """Condition that an employer holds a word that very many hold; `of` leads to it from another record."""
    return holds_common(f"{of}search_key", _writings(word))


def _writings(word: str) -> set[str]:
    """How a word of a search may stand in the key: as a name, as an address, as the digits of a number."""
    writings = {name_key(word), address_key(word)}
    if digits := number_typed(word):
        writings.add(digits)
    return {writing for writing in writings if writing} or {word}
