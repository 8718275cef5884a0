"""Pages of what people were told about and what came of it (mode A: information only)."""

from datetime import date

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from centre.pages import ActForm, EditForm, ListPage
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from privacy.rights.turning_back import turned_back
from referrals.application_day import judge
from referrals.filters import OpenCourseFilter, ReferralFilter
from referrals.forms import InformForm
from referrals.hiring import correct_day, step, take_back, tell_contract
from referrals.hiring_forms import KEYS, ContractForm, CorrectDayForm, GroundForm, RelocationForm, StepForm
from referrals.informing import inform
from referrals.licence import licence_on
from referrals.matching.ranking import candidates
from referrals.models import Referral, Relocation, RetentionCheck
from referrals.querysets import PATIENCE
from referrals.relocating import apply_until, record_relocation
from referrals.stages import DAYS, NAMES, NEXT, NEXT_ACTION, OPEN, Stage

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


class OpenCourses(ListPage):
    """Courses under way, those that have waited longest first, with the next action of each."""

    template_name = "referrals/open.html"
    filterset_class = OpenCourseFilter
    sorts = {
        "moved": ("last_day", "pk"),
        "-moved": ("-last_day", "-pk"),
        "employer": ("posting__establishment__name_key", "pk"),
        "-employer": ("-posting__establishment__name_key", "-pk"),
    }

    def get_base_queryset(self):
        return Referral.objects.to_follow().with_last_day().for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = timezone.localdate()
        shown = context["object_list"]
        record_access(self.request, AccessLog.Action.LIST, SUBJECT, detail=f"{len(shown)}件を表示")
        counts = dict(Referral.objects.to_follow().order_by().values_list("stage").annotate(Count("pk")))
        return context | {
            "rows": [
                (one, NEXT_ACTION[Stage(one.stage)], _followers(one), (today - one.last_day).days) for one in shown
            ],
            "tabs": [(stage.value, NAMES[stage], counts.get(stage.value, 0)) for stage in OPEN],
            "all_open": sum(counts.values()),
            "stage": self.request.GET.get("stage", ""),
            "patience": PATIENCE.days,
            "due_checks": RetentionCheck.objects.due(today).count(),
            "licence": licence_on(today),
        }


def _followers(referral: Referral) -> list[tuple[str, str]]:
    return [(stage.value, NAMES[stage]) for stage in NEXT[Stage(referral.stage)]]


def detail(request, pk: int):
    """How far it went with a person and a posting, its history, and what can be recorded next."""
    courses = Referral.objects.for_list().select_related(
        "relocation__moved_from", "relocation__moved_to", "posting__establishment__corporation"
    )
    referral = get_object_or_404(courses, pk=pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, referral.pk)
    # An application that was taken back leaves its evidence in the table, not on the page.
    evidence = referral.evidence.select_related("judged_by").first() if referral.applied_on else None
    relocation = getattr(referral, "relocation", None)
    today = timezone.localdate()
    licence = licence_on(today)
    context = {
        "referral": referral,
        "facts": _facts(referral),
        "next_stages": [(stage.value, NAMES[stage]) for stage in NEXT[Stage(referral.stage)]],
        "next_action": NEXT_ACTION.get(Stage(referral.stage), ""),
        "evidence": evidence,
        "now_differs": _differs(referral, evidence),
        "steps": referral.steps.select_related("by"),
        "checks": referral.checks.select_related("checked_by") if referral.joined_on else (),
        "relocation": relocation,
        "apply_until": apply_until(relocation) if relocation else None,
        "day": today,
        "licence": licence,
        "letters": referral.letters.select_related("issued_by") if licence else (),
    }
    return render(request, "referrals/detail.html", context)


def _facts(referral: Referral) -> list[tuple[str, date]]:
    """The days of the stages that were passed, in their order."""
    return [(NAMES[stage], day) for stage, name in DAYS.items() if (day := getattr(referral, name))]


def _differs(referral: Referral, evidence) -> str:
    """What the ledger says today of the day of application, when that is not what was kept; else nothing."""
    if evidence is None:
        return ""
    now = judge(referral.posting, referral.applied_on)
    return now.words if now.eligible != evidence.eligible else ""


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
        if back := turned_back(request, self.person):
            return back
        if request.method == "GET":
            record_access(request, AccessLog.Action.READ, Jobseeker._meta.label, self.person.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        is_chosen = self.chosen is not None and not self.text
        found = [self.chosen] if is_chosen else list(candidates(self.person, self.text, timezone.localdate()))
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
        return context | {"person": self.person, "text": self.text, "count": count, "chosen": self.chosen}


def _chosen(number: str) -> JobPosting | None:
    """The posting that the address names, if any. Raises Http404 for one that does not exist."""
    if not number:
        return None
    if not number.isdecimal() or len(number) > 15:
        raise Http404(number)
    return get_object_or_404(JobPosting.objects.select_related("establishment", "work_municipality"), pk=number)


class OfReferral(EditForm):
    """A form about a referral that goes back to its page."""

    guarded_subject = SUBJECT

    def get_object(self):
        referral = get_object_or_404(Referral.objects.for_list(), pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, referral.pk)
        return referral

    @property
    def lead(self) -> str:
        return f"{self.object.jobseeker.name}　{self.object.posting.title}（{self.object.posting.establishment.name}）"

    def get_success_url(self, made):
        return self.object.get_absolute_url()

    def back(self):
        return self.object.get_absolute_url(), "情報提供・応募"


class Step(GuardedPage, OfReferral):
    """Record one step; the address names the stage, so that its form asks only for what this step needs."""

    form_class = StepForm

    def dispatch(self, request, *args, **kwargs):
        if kwargs["stage"] not in set(Stage) - {Stage.INFORMED}:
            raise Http404(kwargs["stage"])
        self.stage = Stage(kwargs["stage"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self) -> str:
        return f"{NAMES[self.stage]}の記録"

    @property
    def lead(self) -> str:
        if self.stage != Stage.APPLIED:
            return super().lead
        # The days of the listing stand there before the day is typed (J5).
        return f"{super().lead}　今日の応募なら、{judge(self.object.posting, timezone.localdate()).words}"

    @property
    def success_message(self) -> str:
        return f"{NAMES[self.stage]}を記録しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"stage": self.stage}

    def act(self, form):
        return step(self.object, self.version, self.stage, by=self.request.user, **form.cleaned_data)


class CorrectDay(GuardedPage, OfReferral):
    form_class = CorrectDayForm
    title = "日を直す"
    success_message = "日を直しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"referral": self.object}

    def act(self, form):
        return correct_day(self.object, self.version, by=self.request.user, **form.cleaned_data)


class TellContract(GuardedPage, OfReferral):
    """Keep whether the contract has a term, when that is learnt after the first day at work."""

    form_class = ContractForm
    title = "雇用の期間の記録"
    success_message = "雇用の期間を記録しました。"

    def get_initial(self):
        return {"is_indefinite": KEYS[self.object.is_indefinite]}

    def act(self, form):
        return tell_contract(self.object, self.version, by=self.request.user, **form.cleaned_data)


class TakeBack(GuardedPage, OfReferral):
    form_class = GroundForm
    title = "直前の段階を取り消す"
    submit = "取り消す"
    success_message = "直前の段階を取り消しました。"

    @property
    def lead(self) -> str:
        return f"{super().lead}　いまの段階は「{self.object.get_stage_display()}」です。取消しは経過に残ります。"

    def act(self, form):
        return take_back(self.object, self.version, by=self.request.user, **form.cleaned_data)


class Relocate(EditForm):
    """What the person told of the move; it carries the version of the Relocation, 0 while there is none."""

    form_class = RelocationForm
    title = "移住の記録"
    success_message = "移住の内容を保存しました。"

    def get_object(self):
        self.referral = get_object_or_404(Referral.objects.for_list(), pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, self.referral.pk)
        return self._kept()

    def _kept(self) -> Relocation:
        found = Relocation.objects.filter(referral=self.referral).first()
        return found or Relocation(referral=self.referral, version=0)

    @property
    def lead(self) -> str:
        return f"{self.referral.jobseeker.name}　本人から聞いたことを記録します。支給は移住先の市町村が決めます。"

    def get_form_kwargs(self):
        return ActForm.get_form_kwargs(self) | {"instance": self._kept()}

    def act(self, form):
        return record_relocation(self.referral, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.referral.get_absolute_url()

    def back(self):
        return self.referral.get_absolute_url(), "情報提供・応募"
