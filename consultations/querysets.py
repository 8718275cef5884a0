"""Named questions about consultations and promises."""

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from centre.pairs import Folded, Pairs, Way, folded, held, holds, holds_common
from centre.roles import may
from employers import querysets as employers
from jobseekers import querysets as jobseekers

# What the search looks through besides the employer and the person.
WRITTEN = Folded(Concat(F("caller"), Value("|"), F("summary"), Value("|"), F("note"), output_field=TextField()))


class ConsultationQuerySet(QuerySet):
    def visible_to(self, user) -> "ConsultationQuerySet":
        """What a role may read: roles without access to people see employers' consultations and their own."""
        if may(user, "jobseekers.read"):
            return self
        return self.filter(Q(party__in=["employer", "partner"]) | Q(counsellor=user))

    def earlier_with(self, who, moment) -> "ConsultationQuerySet":
        """Consultations with the same employer, person or agency before a moment; none when nobody is known."""
        if who.jobseeker:
            same = Q(jobseeker=who.jobseeker)
        elif who.establishment:
            same = Q(establishment=who.establishment)
        elif who.agency:
            same = Q(agency=who.agency)
        else:
            return self.none()
        return self.filter(same, held_at__lt=moment)

    def search(self, text: str, *, people: bool) -> "ConsultationQuerySet":
        """One box: every word stands in the employer, the agency, the text, or, where `people`, the person."""
        return held(self, [self._ways(word, people) for word in text.split()])

    def _ways(self, word: str, people: bool) -> list[Way]:
        writings = {folded(word)}
        everything = self.model._base_manager
        with_words = everything.alias(words=WRITTEN, pairs=Pairs(WRITTEN))
        ways = [Way(with_words.filter(*holds("words", "pairs", writings)), holds_common(WRITTEN, writings))]
        of_agency = Q(agency__name__icontains=word)
        ways.append(Way(everything.filter(of_agency), of_agency))
        others = (("establishment", employers.common_word), ("jobseeker", jobseekers.common_word))
        for field, common_word in others if people else others[:1]:
            holding = self.model._meta.get_field(field).related_model.objects.search(word).order_by()
            ways.append(Way(everything.filter(**{f"{field}__in": holding}), common_word(word, f"{field}__")))
        return ways

    def for_list(self) -> "ConsultationQuerySet":
        """What a line of the list shows, without a query per line; notes stay in the database."""
        return self.select_related("establishment", "jobseeker", "agency", "counsellor").defer("note")


class FollowUpQuerySet(QuerySet):
    def open(self) -> "FollowUpQuerySet":
        """Promises not yet kept."""
        return self.filter(done_at__isnull=True)

    def due(self, day) -> "FollowUpQuerySet":
        """Open promises whose day has come."""
        return self.open().filter(due_on__lte=day)

    def open_first(self) -> "FollowUpQuerySet":
        """The order of the work list: open ones by day and keeper, the overdue first; then the kept, last first."""
        is_kept = Case(When(done_at__isnull=True, then=0), default=1)
        return self.order_by(is_kept, F("done_at").desc(), "due_on", "assigned_to__name", "pk")

    def visible_to(self, user) -> "FollowUpQuerySet":
        """What a role may read: roles without access to people see promises to employers and their own."""
        if may(user, "jobseekers.read"):
            return self
        about_employers = Q(jobseeker__isnull=True) & (
            Q(consultation__isnull=True) | Q(consultation__party__in=["employer", "partner"])
        )
        return self.filter(about_employers | Q(assigned_to=user))

    def for_list(self) -> "FollowUpQuerySet":
        """What a line of the work list shows, without a query per line."""
        return self.select_related("establishment", "jobseeker", "assigned_to", "consultation")


class PhraseQuerySet(QuerySet):
    def usable_by(self, user) -> "PhraseQuerySet":
        """The own phrases and the shared ones, in their order."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
