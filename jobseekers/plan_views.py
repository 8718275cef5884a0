"""Pages of the plan of support; they exist only where the contract's setting asks for plans."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from centre.pages import ActForm, EditForm
from jobseekers import supporting
from jobseekers.models import Jobseeker, SupportGoal, SupportPlan, SupportReview
from jobseekers.plan_forms import (
    AssessmentForm,
    ConferenceForm,
    EndPlanForm,
    GoalForm,
    PlanForm,
    ReviewForm,
    SettleForm,
)
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog

SUBJECT = SupportPlan._meta.label


def seen(request, pk: int) -> SupportPlan:
    """A plan with its person, 404 where plans are not kept; the look is written down."""
    if not supporting.plans_are_kept():
        raise Http404("support plans are not part of this contract")
    plan = get_object_or_404(SupportPlan.objects.select_related("jobseeker", "made_by"), pk=pk)
    if request.method == "GET":
        record_access(request, AccessLog.Action.READ, SUBJECT, plan.pk)
    return plan


def show_plan(request, pk: int):
    """A plan with its goals, reviews and conferences."""
    plan = seen(request, pk)
    context = {
        "plan": plan,
        "goals": plan.goals.all(),
        "reviews": plan.reviews.select_related("held_by"),
        "conferences": plan.conferences.select_related("recorded_by"),
    }
    return render(request, "jobseekers/plan.html", context)


class BeginPlan(GuardedPage, ActForm):
    guarded_subject = SUBJECT
    form_class = PlanForm
    title = "支援計画を作る"
    lead = "本人と話し合って、いまの状況と目標を書きます。3・6・12か月後の見直しは自動で予定に入ります。"
    submit = "計画を始める"
    success_message = "支援計画を始めました。"

    def dispatch(self, request, *args, **kwargs):
        if not supporting.plans_are_kept():
            raise Http404("support plans are not part of this contract")
        self.person = get_object_or_404(Jobseeker, pk=kwargs["pk"])
        if request.method == "GET":
            record_access(request, AccessLog.Action.READ, Jobseeker._meta.label, self.person.pk)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        given = form.cleaned_data | {"goals": form.cleaned_data["goals"].splitlines()}
        return supporting.begin_plan(self.person, by=self.request.user, **given)

    def back(self):
        return self.person.get_absolute_url(), self.person.name


class OfPlan(GuardedPage, ActForm):
    """A form about a plan that goes back to the plan."""

    guarded_subject = SUBJECT

    def dispatch(self, request, *args, **kwargs):
        self.plan = seen(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        return self.plan.get_absolute_url()

    def back(self):
        return self.plan.get_absolute_url(), "支援計画"


class RevisePlan(GuardedPage, EditForm):
    guarded_subject = SUBJECT
    form_class = AssessmentForm
    title = "アセスメントを直す"
    success_message = "アセスメントを保存しました。"

    def get_object(self):
        return seen(self.request, self.kwargs["pk"])

    def get_initial(self):
        return {"assessment": self.object.assessment}

    def act(self, form):
        return supporting.revise_plan(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.object.get_absolute_url(), "支援計画"


class AddGoal(OfPlan):
    form_class = GoalForm
    title = "目標を足す"
    success_message = "目標を足しました。"

    def act(self, form):
        return supporting.add_goal(self.plan, by=self.request.user, **form.cleaned_data)


class Confer(OfPlan):
    form_class = ConferenceForm
    title = "支援会議を記録"
    success_message = "支援会議を記録しました。"

    def act(self, form):
        return supporting.record_conference(self.plan, by=self.request.user, **form.cleaned_data)


class OfPart(OfPlan):
    """A form about one goal or review of the plan."""

    def dispatch(self, request, *args, **kwargs):
        self.part = get_object_or_404(self.model, pk=kwargs["part"], plan_id=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        return str(self.part)


class SettleGoal(OfPart):
    model = SupportGoal
    form_class = SettleForm
    title = "目標の結果"
    success_message = "目標の結果を記録しました。"

    def act(self, form):
        return supporting.settle_goal(self.part, by=self.request.user, **form.cleaned_data)


class HoldReview(OfPart):
    model = SupportReview
    form_class = ReviewForm
    title = "見直しを記録"
    success_message = "見直しを記録しました。"

    def act(self, form):
        return supporting.hold_review(self.part, by=self.request.user, **form.cleaned_data)


class EndPlan(OfPlan):
    form_class = EndPlanForm
    title = "支援計画を終える"
    lead = "まだ行っていない見直しは、予定から外れます。"
    submit = "計画を終える"
    success_message = "支援計画を終えました。"

    def act(self, form):
        return supporting.end_plan(self.plan, by=self.request.user, **form.cleaned_data)
