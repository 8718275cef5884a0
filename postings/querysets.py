"""Named questions about postings."""

import unicodedata
from datetime import timedelta

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from centre.pairs import Folded, Pairs, Way, folded, held, holds, holds_common
from employers.querysets import common_word

TITLE = Folded("title")


class JobPostingQuerySet(QuerySet):
    def live_on(self, day) -> "JobPostingQuerySet":
        """Postings whose latest ledger lines show them on the public site on a day (today or later)."""
        return self.filter(
            Q(listed_until__isnull=True) | Q(listed_until__gte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
            listed_from__lte=day,
        )

    def offered_on(self, day) -> "JobPostingQuerySet":
        """Postings that are live on a day, or taken in and neither listed yet nor withdrawn."""
        return self.filter(
            Q(listed_from__isnull=True)
            | Q(listed_from__gt=day)
            | Q(listed_until__isnull=True)
            | Q(listed_until__gte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        )

    def with_decision(self) -> "JobPostingQuerySet":
        """Each posting with `decision` and `told_on` of its latest decision on acceptance."""
        latest = self._decisions().order_by("-pk")
        return self.annotate(
            decision=Subquery(latest.values("decision")[:1]), told_on=Subquery(latest.values("told_on")[:1])
        )

    def decided(self, decision: str) -> "JobPostingQuerySet":
        """Postings whose latest decision on acceptance is this one; `none` those nobody has decided on."""
        if decision == "none":
            return self.filter(~Exists(self._decisions()))
        return self.with_decision().filter(decision=decision)

    def _decisions(self) -> QuerySet:
        return self.model._meta.get_field("acceptances").related_model.objects.filter(posting=OuterRef("pk"))

    def search(self, text: str) -> "JobPostingQuerySet":
        """Postings whose title holds the words, in either width and case, or that carry the number."""
        found = self.alias(words=TITLE, pairs=Pairs(TITLE))
        for word in text.split():
            for condition in holds("words", "pairs", {folded(word)}, _numbered(word)):
                found = found.filter(condition)
        return found

    def search_with_employer(self, text: str) -> "JobPostingQuerySet":
        """The same, and a word may stand in the employer as well."""
        found, postings = self, self.model.objects
        employers = self.model._meta.get_field("establishment").related_model.objects
        for word in text.split():
            titled = holds_common(TITLE, {folded(word)}, _numbered(word))
            of_employers = postings.filter(establishment__in=employers.search(word).order_by())
            ways = (
                Way(postings.search(word), titled),
                Way(of_employers, common_word(word, "establishment__")),
            )
            found = held(found, ways)
        return found

    def expiring(self, first, last) -> "JobPostingQuerySet":
        """Listed postings whose listing runs out between two days (both included)."""
        return self.filter(ended_on__isnull=True, listed_until__range=(first, last))


class RevettingNeedQuerySet(QuerySet):
    def of_live(self, day) -> "RevettingNeedQuerySet":
        """Needs of postings that the public site shows as eligible on a day."""
        return self.filter(
            Q(posting__listed_until__isnull=True) | Q(posting__listed_until__gte=day),
            Q(posting__ended_on__isnull=True) | Q(posting__ended_on__gt=day),
            posting__listed_from__lte=day,
            posting__listed_eligible=True,
        )


# Which addition of one posting on one day is counted (DESIGN §4.2): the first of this order.
ADDITIONS = ("new", "relisted", "extended", "changed")


class PublicationEventQuerySet(QuerySet):
    """Questions to the ledger, answered by SQL over intervals."""

    def additions(self, first, last, *, each_event: bool = False) -> "PublicationEventQuerySet":
        """Lines that count as an addition between two days: one per posting and day, or each when `each_event`."""
        lines = self.filter(kind__in=ADDITIONS, effective_on__range=(first, last))
        if each_event:
            return lines
        rank = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(ADDITIONS)), default=Value(9))
        before = (
            self.filter(posting=OuterRef("posting"), effective_on=OuterRef("effective_on"), kind__in=ADDITIONS)
            .annotate(rank=rank)
            .filter(Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lt=OuterRef("pk")))
        )
        return lines.annotate(rank=rank).filter(~Exists(before))

    def last_url(self) -> str:
        """The address of the listed page as last recorded; empty when no line has one."""
        with_url = self.exclude(url="").order_by("-effective_on", "-pk")
        return with_url.values_list("url", flat=True).first() or ""

    def in_force_on(self, day) -> "PublicationEventQuerySet":
        """The line by which each posting is listed on a day: its latest up to that day, unless ended or run out."""
        later = self.model.objects.filter(posting=OuterRef("posting"), effective_on__lte=day).filter(
            Q(effective_on__gt=OuterRef("effective_on"))
            | Q(effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk"))
        )
        return (
            self.filter(effective_on__lte=day)
            .exclude(kind="ended")
            .filter(Q(listed_until__isnull=True) | Q(listed_until__gte=day))
            .filter(~Exists(later))
        )

    def live_through_turn(self, first_day) -> "PublicationEventQuerySet":
        """The lines by which postings are live on the eve of `first_day` and still on it by the same listing."""
        ended = self.model.objects.filter(posting=OuterRef("posting"), effective_on=first_day, kind="ended")
        return (
            self.in_force_on(first_day - timedelta(days=1))
            .filter(Q(listed_until__isnull=True) | Q(listed_until__gte=first_day))
            .filter(~Exists(ended))
        )

    def run_out(self, first, last) -> "PublicationEventQuerySet":
        """Lines whose listing ran out unextended, so that the first day without it lies between two days."""
        gone_on = ExpressionWrapper(OuterRef("listed_until") + timedelta(days=1), output_field=DateField())
        later = self.model.objects.filter(posting=OuterRef("posting"), effective_on__lte=gone_on).filter(
            Q(effective_on__gt=OuterRef("effective_on"))
            | Q(effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk"))
        )
        eve = timedelta(days=1)
        return self.filter(listed_until__range=(first - eve, last - eve)).exclude(kind="ended").filter(~Exists(later))


class CourseQuerySet(QuerySet):
    """Questions about the courses of corporations to being 対象法人."""

    def open(self) -> "CourseQuerySet":
        """Courses that are neither renewed nor withdrawn: at most one of a corporation."""
        return self.exclude(state__in=["renewed", "withdrawn"])

    def in_force_on(self, day) -> "CourseQuerySet":
        """Courses by which postings may be listed as eligible on a day."""
        return self.filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), cleared_on__lte=day, valid_until__gte=day
        )

    def due_by(self, day) -> "CourseQuerySet":
        """Open courses whose certification or one of whose papers runs out on a day or before."""
        return self.filter(due_on__lte=day)

    def with_missing(self, day) -> "CourseQuerySet":
        """Each course with `missing`: how many required kinds of paper have no good one on a day."""
        papers = self.model._meta.get_field("documents").related_model._base_manager
        kinds = papers.model._meta.get_field("kind").related_model._base_manager.filter(is_required=True)
        there = papers.filter(
            course=OuterRef("pk"), kind__is_required=True, state__in=["received", "checked"], valid_until__gte=day
        )
        found = there.order_by().values("course").annotate(kinds=Count("kind", distinct=True)).values("kinds")
        required = kinds.order_by().annotate(one=Value(1)).values("one").annotate(kinds=Count("pk")).values("kinds")
        return self.annotate(missing=Coalesce(Subquery(required), 0) - Coalesce(Subquery(found), 0))


def _numbered(word: str) -> Q:
    return Q(site_number=unicodedata.normalize("NFKC", word))
