"""Pages of the orientation about the relocation subsidy; they belong to a person, so every look is written down."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from centre.pages import EditForm
from centre.roles import may
from jobseekers.models import Jobseeker
from postings.eligibility import orientation
from postings.eligibility.orientation_form import OrientationForm
from postings.eligibility.orientation_pdf import write_orientation
from postings.models import RelocationFacts
from postings.rulebooks.library import choose
from privacy.access import record_access
from privacy.models import AccessLog

SUBJECT = RelocationFacts._meta.label


def show_orientation(request, pk: int):
    """What the book says of what a person told; without facts the form comes first, for readers Http404."""
    person = _person(pk)
    record = RelocationFacts.objects.select_related("noted_by").filter(pk=pk).first()
    if record is None:
        if not may(request.user, "jobseekers.edit"):
            raise Http404("nothing was told yet")
        return redirect("postings:orientation_edit", pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, pk)
    judgement = orientation.judged(record.facts, timezone.localdate())
    context = {
        "person": person,
        "record": record,
        "judgement": judgement,
        "counts": orientation.counts_in_words(judgement),
    }
    return render(request, "postings/orientation.html", context)


def orientation_pdf(request, pk: int):
    """The orientation as a PDF to hand over."""
    person = _person(pk)
    record = get_object_or_404(RelocationFacts.objects.select_related("noted_by"), pk=pk)
    judgement = orientation.judged(record.facts, timezone.localdate())
    record_access(request, AccessLog.Action.PRINT, SUBJECT, pk)
    return HttpResponse(
        write_orientation(person, record, judgement),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="orientation-{pk}.pdf"'},
    )


class TellFacts(EditForm):
    """What a person tells, once; the verdict follows from it."""

    template_name = "postings/orientation_form.html"
    form_class = OrientationForm
    title = "移住支援金の要件（参考）のために伺うこと"
    lead = "分からない所は空のままにします。分からないことは「要確認」になり、満たすとは扱いません。"
    submit = "保存して参考判定を見る"

    def get_object(self):
        self.person = _person(self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, Jobseeker._meta.label, self.person.pk)
        kept = RelocationFacts.objects.filter(pk=self.person.pk).first()
        return kept or RelocationFacts(jobseeker=self.person, version=0)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"version": choose(orientation.BOOK, timezone.localdate())}

    def get_initial(self):
        facts = self.object.facts if self.object.version else orientation.known_already(self.person)
        return OrientationForm.initial_of(facts)

    def act(self, form):
        today = timezone.localdate()
        return orientation.keep_facts(self.person, self.version, facts=form.facts(), on=today, by=self.request.user)

    def get_success_url(self, made):
        return reverse("postings:orientation", args=[self.person.pk])

    def back(self):
        return self.person.get_absolute_url(), self.person.name


def _person(pk: int) -> Jobseeker:
    return get_object_or_404(Jobseeker.objects.select_related("residence_status", "circumstances"), pk=pk)
