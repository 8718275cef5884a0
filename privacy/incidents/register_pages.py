"""The register of incidents, and the year's exercises."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.pages import ActForm, EditForm, ListPage
from centre.roles import may
from privacy.incidents import figures, handling
from privacy.incidents.forms import ExerciseForm
from privacy.models import ExercisePlan, Incident


class Incidents(ListPage):
    """Incidents and exercises, the newest first."""

    template_name = "privacy/incidents/incidents.html"

    def get_base_queryset(self):
        return Incident.objects.select_related("pressed_by")

    def get_context_data(self, **kwargs):
        year = FiscalYear.of(timezone.localdate())
        return super().get_context_data(
            year=year,
            count=figures.incidents_in(year.start, year.end).count(),
            last_exercise=figures.last_exercise(),
            plans=ExercisePlan.objects.filter(fiscal_year__gte=year.year).select_related("incident"),
            may_handle=may(self.request.user, "incidents.handle"),
            **kwargs,
        )


class _Exercise:
    def get_success_url(self, made):
        return reverse("privacy:incidents")

    def back(self):
        return reverse("privacy:incidents"), "事故と訓練"


class PlanExercise(_Exercise, ActForm):
    title = "訓練を計画する"
    lead = "訓練は、事故のボタンを押して「これは訓練です」に印を付けると始まり、近い予定に結び付きます。"
    form_class = ExerciseForm
    success_message = "訓練を計画しました。"

    def act(self, form):
        return handling.plan_exercise(by=self.request.user, **form.cleaned_data)


class ChangeExercise(_Exercise, EditForm):
    title = "訓練の計画を直す"
    form_class = ExerciseForm
    success_message = "訓練の計画を保存しました。"

    def get_object(self):
        return get_object_or_404(ExercisePlan, pk=self.kwargs["pk"])

    def act(self, form):
        return handling.change_exercise(self.object, self.version, by=self.request.user, **form.cleaned_data)
