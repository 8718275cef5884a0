"""Pages of the surveys."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.pages import ActForm, ListPage
from centre.roles import may
from surveys.asking import enter_answer, open_survey
from surveys.forms import AnswerForm, SurveyForm
from surveys.models import Survey
from surveys.results import result

COMMENTS = 50


class SurveyList(ListPage):
    """Questionnaires, newest first."""

    template_name = "surveys/list.html"
    sorts = {"-opens": ("-opens_on", "-pk")}

    def get_base_queryset(self):
        return Survey.objects.annotate(answer_count=Count("answers"))


def detail(request, pk: int):
    """A questionnaire and its result; comments are for those who run the counter."""
    survey = get_object_or_404(Survey, pk=pk)
    outcome = result(survey)
    comments = ()
    if outcome.is_shown and may(request.user, "surveys.edit"):
        comments = survey.answers.exclude(comment="").order_by("-answered_on", "-pk")[:COMMENTS]
    today = timezone.localdate()
    context = {
        "survey": survey,
        "result": outcome,
        "comments": comments,
        "takes_answers": survey.opens_on <= today,
    }
    return render(request, "surveys/detail.html", context)


class Open(ActForm):
    form_class = SurveyForm
    title = "アンケートを始める"
    success_message = "アンケートを始めました。"

    def act(self, form):
        return open_survey(by=self.request.user, **form.cleaned_data)

    def back(self):
        return reverse("surveys:list"), "アンケート"


class Answer(ActForm):
    form_class = AnswerForm
    title = "回答を入力"
    submit = "保存して次の回答へ"
    success_message = "回答を1件保存しました。続けて入力できます。"

    def dispatch(self, request, *args, **kwargs):
        self.survey = get_object_or_404(Survey, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        return f"{self.survey.title}　{self.survey.question}"

    def act(self, form):
        return enter_answer(self.survey, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("surveys:answer", args=[self.survey.pk])

    def back(self):
        return self.survey.get_absolute_url(), self.survey.title
