"""Pages of what people were told about and what came of it (mode A: information only)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.pages import ActForm, EditForm, ListPage
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from referrals.application_day import warning
from referrals.filters import ReferralFilter
from referrals.forms import ApplicationForm, InformForm, ResultForm
from referrals.informing import inform, record_application, record_result
from referrals.matching.ranking import candidates
from referrals.models import Referral

SUBJECT = Referral._meta.label


class ReferralList(ListPage):
    """Who was told about which posting, newest first."""

    template_name = "referrals/list.html"
    filterset_class = ReferralFilter
    sorts = {"-informed": ("-informed_on", "-pk"), "informed": ("informed_on", "pk")}

    def get_base_queryset(self):
        return Referral.objects.for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()
        action = AccessLog.Action.SEARCH if words else AccessLog.Action.LIST
        shown = len(context["object_list"])
        record_access(self.request, action, SUBJECT, detail=f"{words} {shown}件を表示".strip())
        return context


def detail(request, pk: int):
    """How far it went with a person and a posting, and what can be recorded next."""
    referral = get_object_or_404(Referral.objects.for_list(), pk=pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, referral.pk)
    context = {
        "referral": referral,
        "warning": warning(referral.posting, referral.applied_on) if referral.applied_on else "",
    }
    return render(request, "referrals/detail.html", context)


class Inform(GuardedPage, ActForm):
    """Note which posting a person was told about; opened from the person's page."""

    guarded_subject = SUBJECT
    template_name = "referrals/inform.html"
    form_class = InformForm
    title = "求人の情報を提供"
    lead = "求人の内容を本人に伝えたことを記録します。応募は本人が企業に行います。"
    submit = "情報提供を記録する"
    success_message = "情報提供を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        number = request.GET.get("jobseeker", "")
        if not number.isdecimal() or len(number) > 15:
            raise Http404(number)
        self.person = get_object_or_404(Jobseeker, pk=number)
        self.text = request.GET.get("q", "").strip()[:80]
        self.chosen = _chosen(request.GET.get("posting", ""))
        if request.method == "GET":
            record_access(request, AccessLog.Action.READ, Jobseeker._meta.label, self.person.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        found = list(candidates(self.person, self.text, timezone.localdate()))
        if self.chosen and self.chosen not in found:
            found.insert(0, self.chosen)
        return super().get_form_kwargs() | {"postings": found}

    def get_initial(self):
        return {"posting": self.chosen.pk} if self.chosen else {}

    def act(self, form):
        return inform(self.person, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.person.get_absolute_url(), self.person.name

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        count = len(context["form"].fields["posting"].choices)
        return context | {"person": self.person, "text": self.text, "count": count}


def _chosen(number: str) -> JobPosting | None:
    """The posting that the address names, if any. Raises Http404 for one that does not exist."""
    if not number:
        return None
    if not number.isdecimal() or len(number) > 15:
        raise Http404(number)
    return get_object_or_404(JobPosting.objects.select_related("establishment", "work_municipality"), pk=number)


class OfReferral(EditForm):
    """A form about a referral that goes back to its page."""

    def get_object(self):
        referral = get_object_or_404(Referral.objects.for_list(), pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, referral.pk)
        return referral

    @property
    def lead(self) -> str:
        return f"{self.object.jobseeker.name}　{self.object.posting.title}（{self.object.posting.establishment.name}）"

    def get_initial(self):
        names = self.form_class.base_fields
        return {name: getattr(self.object, name) for name in names if getattr(self.object, name)}

    def back(self):
        return reverse("referrals:detail", args=[self.object.pk]), "情報提供・応募"


class Apply(OfReferral):
    form_class = ApplicationForm
    title = "応募の記録"
    success_message = "応募日を記録しました。"

    def act(self, form):
        referral = record_application(self.object, self.version, by=self.request.user, **form.cleaned_data)
        if text := warning(referral.posting, referral.applied_on):
            messages.warning(self.request, text)
        return referral


class Result(GuardedPage, OfReferral):
    guarded_subject = SUBJECT
    form_class = ResultForm
    title = "結果の記録"
    success_message = "結果を記録しました。"

    def act(self, form):
        return record_result(self.object, self.version, by=self.request.user, **form.cleaned_data)
