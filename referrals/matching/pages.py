"""Pages of matching: postings for a person, people for a posting, and why a pair matches or does not."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property

from centre.pages import MOST_COUNTED, ListPage
from jobseekers.models import Jobseeker, WishSummary
from postings.models import JobPosting
from privacy.access import record_access
from privacy.models import AccessLog
from privacy.rights.guard import stops_in_force
from privacy.rights.turning_back import lead_back
from referrals.matching.criteria import CRITERIA
from referrals.matching.filters import PeopleForFilter, PostingsForFilter
from referrals.matching.ranking import people_for, postings_for
from referrals.matching.reasons import findings, sentence
from referrals.models import Referral

PERSON = Jobseeker._meta.label
MOST_FOUND = 8


class BestPaginator(Paginator):
    """Pages through the keys of the best MOST_COUNTED rows: one question to the database ranks them all."""

    @cached_property
    def best(self) -> list:
        """The keys, the best first; one more than is shown when there are more."""
        return list(self.object_list.values_list("pk", flat=True)[: MOST_COUNTED + 1])

    @property
    def is_capped(self) -> bool:
        return len(self.best) > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        return min(len(self.best), MOST_COUNTED)

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return self._get_page(self.best[first : min(first + self.per_page, self.count)], number, self)


class RankedPage(ListPage):
    """A ranking; the rows of the page shown are read by their keys, with the points of each criterion."""

    def get_paginator(self, queryset, per_page, **kwargs):
        return BestPaginator(queryset, per_page, **kwargs)

    def read(self, rows):
        """The rows with all that a line of the page shows."""
        raise NotImplementedError(f"{type(self).__name__} reads no rows")

    def told_of(self, row) -> str:
        """One sentence about a row."""
        raise NotImplementedError(f"{type(self).__name__} has no words")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        keys = list(context["object_list"])
        found = {row.pk: row for row in self.read(self.object_list.order_by().filter(pk__in=keys))}
        # A row that changed since the ranking no longer fits; it is left out.
        rows = [(found[key], self.told_of(found[key])) for key in keys if key in found]
        # Saved filters would carry the person or the posting to other pages.
        return context | {"rows": rows, "criteria": CRITERIA, "saved_filters": (), "list_query": ""}


class PostingsFor(RankedPage):
    """Live postings that suit a person, the best first."""

    template_name = "referrals/postings_for.html"
    filterset_class = PostingsForFilter

    @cached_property
    def wishes(self) -> WishSummary:
        """What the person wishes for."""
        return _wishes(self.request)

    def get(self, request, *args, **kwargs):
        if self.wishes.is_stopped:
            return lead_back(request, self.wishes.jobseeker)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        ranked = postings_for(self.wishes, timezone.localdate())
        return ranked.none() if self.wishes.is_stopped else ranked

    def read(self, rows):
        return rows.select_related("establishment", "work_municipality")

    def told_of(self, row) -> str:
        return sentence(findings(self.wishes, row, row))

    def get_context_data(self, **kwargs):
        record_access(self.request, AccessLog.Action.READ, PERSON, self.wishes.pk, "合う求人")
        has_consent = _has_consent(self.wishes)
        return super().get_context_data(person=self.wishes.jobseeker, has_consent=has_consent, **kwargs)


class PeopleFor(RankedPage):
    """People with a consent in force who may suit a posting, the best first; every one shown was looked at."""

    template_name = "referrals/people_for.html"
    filterset_class = PeopleForFilter

    @cached_property
    def posting(self) -> JobPosting:
        """The posting with what is compared."""
        postings = JobPosting.objects.select_related("establishment", "work_municipality")
        return get_object_or_404(postings, pk=number_of(self.request, "posting"))

    def get_base_queryset(self):
        return people_for(self.posting, timezone.localdate())

    def read(self, rows):
        return rows.select_related("jobseeker__prefecture")

    def told_of(self, row) -> str:
        return sentence(findings(row, self.posting, row))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        detail = f"求人{self.posting.pk}に合う人 {len(context['rows'])}件を表示"
        record_access(self.request, AccessLog.Action.LIST, PERSON, detail=detail)
        return context | {
            "posting": self.posting,
            "is_live": self.posting.is_listed(timezone.localdate()),
        }


def match(request):
    """Why a person and a posting match or do not, criterion by criterion; with one of them given, find the other."""
    person_number, posting_number = request.GET.get("jobseeker"), request.GET.get("posting")
    if person_number and posting_number:
        wishes = _wishes(request)
        if wishes.is_stopped:
            return lead_back(request, wishes.jobseeker)
        return render(request, "referrals/match.html", _compared(request, wishes))
    text = request.GET.get("q", "").strip()[:80]
    if person_number:
        person = get_object_or_404(Jobseeker.objects.with_stop(), pk=number_of(request, "jobseeker"))
        if person.is_stopped:
            return lead_back(request, person)
        record_access(request, AccessLog.Action.READ, PERSON, person.pk)
        context = {"person": person, "postings": _postings(text)}
    else:
        postings = JobPosting.objects.select_related("establishment")
        posting = get_object_or_404(postings, pk=number_of(request, "posting"))
        people = _people(text)
        if text:
            record_access(request, AccessLog.Action.SEARCH, PERSON, detail=f"{text} {len(people)}件を表示")
        context = {"posting": posting, "people": people}
    return render(request, "referrals/match_with.html", context | {"text": text})


def _wishes(request) -> WishSummary:
    """The wishes of the person that the address names, with `is_stopped`. Raises Http404."""
    stop = stops_in_force(Jobseeker).filter(subject_id=OuterRef("pk"))
    summaries = WishSummary.objects.select_related("jobseeker").annotate(is_stopped=Exists(stop))
    return get_object_or_404(summaries, pk=number_of(request, "jobseeker"))


def _has_consent(wishes: WishSummary) -> bool:
    """Whether a consent is in force today."""
    return wishes.consented_on is not None and wishes.consented_on <= timezone.localdate()


def _compared(request, wishes: WishSummary) -> dict:
    today = timezone.localdate()
    ranked = postings_for(wishes, today).select_related("establishment", "work_municipality")
    posting = get_object_or_404(ranked, pk=number_of(request, "posting"))
    record_access(request, AccessLog.Action.READ, PERSON, wishes.pk, f"求人{posting.pk}との比較")
    found = findings(wishes, posting, posting)
    return {
        "person": wishes.jobseeker,
        "posting": posting,
        "findings": found,
        "sentence": sentence(found),
        "referral": Referral.objects.filter(jobseeker=wishes.pk, posting=posting).first(),
        "is_live": posting.is_listed(today),
        "has_consent": _has_consent(wishes),
    }


def _postings(text: str) -> list[JobPosting]:
    if not text:
        return []
    found = JobPosting.objects.search_with_employer(text)
    return list(found.select_related("establishment").order_by("-received_on", "-pk")[:MOST_FOUND])


def _people(text: str) -> list[Jobseeker]:
    return Jobseeker.objects.usable().first_found(text, MOST_FOUND) if text else []


def number_of(request, name: str) -> int:
    """A record's number from the address. Raises Http404 for anything else."""
    text = request.GET.get(name, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Http404(text)
    return int(text)
