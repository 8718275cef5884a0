"""Named questions about jobseekers."""

import unicodedata

import jaconv
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from centre.tabular.names import name_key, phone_key


class JobseekerQuerySet(QuerySet):
    def open(self) -> "JobseekerQuerySet":
        """People whose support has not ended."""
        return self.filter(closed_on__isnull=True)

    def closed(self) -> "JobseekerQuerySet":
        """People whose support has ended."""
        return self.filter(closed_on__isnull=False)

    def search(self, text: str) -> "JobseekerQuerySet":
        """One box for name, kana, phone (with or without hyphens) and the number of the registration."""
        compact = "".join(unicodedata.normalize("NFKC", text).split())
        if not compact:
            return self
        digits = phone_key(compact)
        found = Q(name_key__contains=name_key(compact) or compact)
        found |= Q(kana_compact__contains=jaconv.kata2hira(compact))
        if len(digits) >= 3:
            found |= Q(phone_key__contains=digits)
        if digits == compact.lower().removeprefix("no.") and len(digits) <= 9:
            found |= Q(pk=int(digits))
        without_spaces = Replace(Replace(F("kana"), Value(" "), Value("")), Value("\u3000"), Value(""))
        return self.alias(kana_compact=without_spaces).filter(found)

    def same_person(self, name: str, phone: str, birth_date) -> "JobseekerQuerySet":
        """Open registrations that look like the same person: same name, and same phone or birth date."""
        same = Q(pk__in=[])
        if digits := phone_key(phone or ""):
            same |= Q(phone_key=digits)
        if birth_date:
            same |= Q(birth_date=birth_date)
        return self.open().filter(same, name_key=name_key(name))

    def for_list(self) -> "JobseekerQuerySet":
        """What a line of the list shows, without a query per line."""
        return self.select_related("prefecture").prefetch_related("wished_occupations", "wished_municipalities")
