"""Named questions about jobseekers."""

import re
import unicodedata

import jaconv
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat, Replace

from centre.pairs import FirstFound, Pairs, holds, holds_common
from centre.tabular.names import number_typed, phone_key
from jobseekers.person_names import person_key
from privacy.rights.guard import stops_in_force


def searched(of: str = "") -> Concat:
    """What the search box looks through: the name's key, the kana without spaces and middle dots, the phone's digits.

    `of` leads to the person from another record.
    """
    kana = Replace(
        Replace(Replace(F(f"{of}kana"), Value(" "), Value("")), Value("\u3000"), Value("")), Value("・"), Value("")
    )
    return Concat(F(f"{of}name_key"), Value("|"), kana, Value("|"), F(f"{of}phone_key"))


SEARCHED = searched()


class JobseekerQuerySet(FirstFound):
    few_by = ("kana", "pk")
    many_by = ("-pk",)

    def open(self) -> "JobseekerQuerySet":
        """People whose support has not ended."""
        return self.filter(closed_on__isnull=True)

    def usable(self) -> "JobseekerQuerySet":
        """People who may be compared, invited and written to: the support goes on and nobody stopped the use."""
        return self.open().exclude(Exists(self._stop()))

    def with_stop(self) -> "JobseekerQuerySet":
        """Each with `is_stopped`: whether the use of the data is stopped (`privacy.rights.guard`)."""
        return self.annotate(is_stopped=Exists(self._stop()))

    def _stop(self) -> QuerySet:
        return stops_in_force(self.model).filter(subject_id=OuterRef("pk"))

    def closed(self) -> "JobseekerQuerySet":
        """People whose support has ended."""
        return self.filter(closed_on__isnull=False)

    def search(self, text: str) -> "JobseekerQuerySet":
        """One box for name, kana, phone (with or without hyphens) and the number of the registration."""
        if not text.strip():
            return self
        found = self.alias(words=SEARCHED, pairs=Pairs(SEARCHED))
        return found.filter(*holds("words", "pairs", _writings(text), _by_number(text)))

    def search_common(self, text: str) -> "JobseekerQuerySet":
        """The same for words that very many hold."""
        return self.filter(common_word(text))

    def same_person(self, name: str, phone: str, birth_date) -> "JobseekerQuerySet":
        """Open registrations that look like the same person: same name, and same phone or birth date."""
        same = Q(pk__in=[])
        if digits := phone_key(phone or ""):
            same |= Q(phone_key=digits)
        if birth_date:
            same |= Q(birth_date=birth_date)
        return self.open().filter(same, name_key=person_key(name))

    def for_list(self) -> "JobseekerQuerySet":
        """What a line of the list shows, without a query per line."""
        wishes = self.model._meta.get_field("occupation_wishes").related_model.objects.select_related("occupation")
        return self.select_related("prefecture").prefetch_related(
            Prefetch("occupation_wishes", queryset=wishes), "wished_municipalities"
        )

    def for_page(self) -> "JobseekerQuerySet":
        """What the page of a person shows, each kind of record in one query."""
        return (
            self.for_list()
            .select_related("residence_status", "registered_by", "circumstances__origin_prefecture")
            .prefetch_related(
                "wished_industries",
                "consents__text",
                "consents__recorded_by",
                "consents__withdrawn_by",
                "works__occupation",
                "turn_decisions__decided_by",
                "plans",
            )
        )


def common_word(text: str, of: str = "") -> Q:
    """Condition that a person holds what very many hold; `of` leads to the person from another record."""
    return holds_common(searched(of), _writings(text), _by_number(text, of))


def _writings(text: str) -> set[str]:
    """How what was typed may stand in `SEARCHED`: as a name, as kana, as the digits of a phone."""
    compact = _compact(text)
    writings = {person_key(compact) or compact, jaconv.kata2hira(compact).replace("・", "") or compact}
    if digits := number_typed(text):
        writings.add(digits)
    return writings


def _by_number(text: str, of: str = "") -> Q | None:
    """The number of a registration, with or without `No.`."""
    digits = _compact(text).lower().removeprefix("no.")
    return Q(**{f"{of}pk": int(digits)}) if re.fullmatch("[0-9]{1,9}", digits) else None


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
