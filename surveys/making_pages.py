"""Pages on which a questionnaire is made: its words, its questions, a look at it in each language."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.pages import ActForm, EditForm
from surveys import making
from surveys.answer_form import SheetForm
from surveys.answer_page import page
from surveys.answering import asked
from surveys.forms import LANGUAGES, CopyForm, QuestionForm, SurveyChangeForm, SurveyForm
from surveys.models import Question, Survey


class Open(ActForm):
    form_class = SurveyForm
    title = "アンケートを始める"
    lead = "満足度と自由記述の2問が入った形で始まります。質問は次の画面で足したり直したりできます。"
    success_message = "アンケートを作りました。質問を確かめてください。"

    def act(self, form):
        return making.open_survey(by=self.request.user, **form.given())

    def get_success_url(self, made):
        return reverse("surveys:questions", args=[made.pk])

    def back(self):
        return reverse("surveys:list"), "アンケート"


class Change(EditForm):
    form_class = SurveyChangeForm
    title = "題名・期間・ことばを直す"
    success_message = "アンケートを直しました。"

    def get_object(self):
        return get_object_or_404(Survey, pk=self.kwargs["pk"])

    def get_initial(self):
        names = [name for name in SurveyChangeForm.base_fields if name != "audience"]
        return {name: getattr(self.object, name) for name in names}

    def act(self, form):
        return making.change_survey(self.object, self.version, **form.given())

    def back(self):
        return self.object.get_absolute_url(), self.object.title


class Copy(ActForm):
    form_class = CopyForm
    title = "写しを作る"
    submit = "写しを作る"
    success_message = "写しを作りました。質問を確かめてください。"

    def dispatch(self, request, *args, **kwargs):
        self.survey = get_object_or_404(Survey, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        return f"「{self.survey.title}」の質問・ことば・区分を写します。回答は写しません。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"survey": self.survey}

    def act(self, form):
        return making.copy_survey(self.survey, by=self.request.user, **form.given())

    def get_success_url(self, made):
        return reverse("surveys:questions", args=[made.pk])

    def back(self):
        return self.survey.get_absolute_url(), self.survey.title


def questions(request, pk: int):
    """The questions in their order, with what can be done to each."""
    survey = get_object_or_404(Survey, pk=pk)
    context = {
        "survey": survey,
        "questions": asked(survey),
        "stands": survey.answers.exists(),
        "untranslated": making.untranslated(survey),
    }
    return render(request, "surveys/questions.html", context)


class AddQuestion(ActForm):
    form_class = QuestionForm
    title = "質問を足す"
    submit = "質問を足す"
    success_message = "質問を足しました。"

    def dispatch(self, request, *args, **kwargs):
        self.survey = get_object_or_404(Survey, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return making.add_question(self.survey, **form.given())

    def get_success_url(self, made):
        return reverse("surveys:questions", args=[self.survey.pk])

    def back(self):
        return reverse("surveys:questions", args=[self.survey.pk]), "質問"


class ChangeQuestion(EditForm):
    form_class = QuestionForm
    title = "質問を直す"
    success_message = "質問を直しました。"

    def get_object(self):
        return get_object_or_404(Question.objects.select_related("survey"), pk=self.kwargs["pk"])

    def get_initial(self):
        initial = {name: getattr(self.object, name) for name in QuestionForm.base_fields if hasattr(self.object, name)}
        choices = list(self.object.choices.all())
        for language in LANGUAGES:
            lines = [getattr(choice, f"text_{language}") for choice in choices]
            initial[f"choices_{language}"] = "\n".join(lines).strip()
        return initial

    def act(self, form):
        return making.change_question(self.object, self.version, **form.given())

    def get_success_url(self, made):
        return reverse("surveys:questions", args=[made.survey_id])

    def back(self):
        return reverse("surveys:questions", args=[self.object.survey_id]), "質問"


@require_POST
def move(request, pk: int):
    """Move a question one place."""
    step = 1 if request.POST.get("to") == "down" else -1
    return _done(request, pk, lambda question: making.move_question(question, step))


@require_POST
def remove(request, pk: int):
    """Take a question out."""
    return _done(request, pk, making.remove_question)


def _done(request, pk: int, act):
    question = get_object_or_404(Question.objects.select_related("survey"), pk=pk)
    try:
        act(question)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("surveys:questions", pk=question.survey_id)


def preview(request, pk: int):
    """The page as people see it, in each language; nothing can be sent from it."""
    survey = get_object_or_404(Survey, pk=pk)
    language = request.GET.get("lang", "")
    if language not in survey.languages:
        language = "ja"
    return page(request, survey, SheetForm(questions=asked(survey), language=language), language, is_preview=True)
