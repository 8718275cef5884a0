"""Pages of the results, and of typing in sheets of paper."""

from urllib.parse import urlencode

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.files import download
from centre.models import StoredFile
from centre.pages import ActForm, ListPage
from privacy.access import record_access
from privacy.models import AccessLog
from surveys import answering
from surveys.answer_form import PaperForm
from surveys.models import AnswerItem, Survey
from surveys.results import result
from surveys.results_file import EXCEL, write_results
from surveys.suppression import SMALLEST_GROUP


class SurveyList(ListPage):
    """Questionnaires, newest first."""

    template_name = "surveys/list.html"
    sorts = {"-opens": ("-opens_on", "-pk")}

    def get_base_queryset(self):
        return Survey.objects.annotate(answer_count=Count("answers"))


def detail(request, pk: int):
    """A questionnaire and its result, question by question."""
    survey = get_object_or_404(Survey, pk=pk)
    context = {
        "survey": survey,
        "result": result(survey),
        "takes_answers": survey.opens_on <= timezone.localdate(),
        "smallest": SMALLEST_GROUP,
    }
    return render(request, "surveys/detail.html", context)


def results_file(request, pk: int):
    """The figures of the result page as an Excel workbook."""
    survey = get_object_or_404(Survey, pk=pk)
    content = write_results(survey, result(survey), request.user)
    record_access(request, AccessLog.Action.EXPORT, Survey._meta.label, subject_id=pk, detail="アンケートの集計")
    return download(StoredFile(name=f"アンケート_{survey.title}.xlsx", content_type=EXCEL, content=content))


class Words(ListPage):
    """What people wrote, in an order drawn by chance; nothing while fewer than five have written to a question."""

    template_name = "surveys/words.html"

    def get_base_queryset(self):
        self.survey = get_object_or_404(Survey, pk=self.kwargs["pk"])
        written = AnswerItem.objects.filter(answer__survey=self.survey).exclude(text="")
        counts = written.order_by().values("question").annotate(count=Count("pk")).filter(count__gte=SMALLEST_GROUP)
        shown = written.filter(question__in=counts.values("question")).select_related("question")
        return shown.order_by("question__position", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(survey=self.survey, **kwargs)
        record_access(
            self.request,
            AccessLog.Action.LIST,
            AnswerItem._meta.label,
            subject_id=self.survey.pk,
            detail=f"アンケートの自由記述 {len(context['object_list'])}件",
        )
        return context


class Answer(ActForm):
    """A sheet of paper typed in; after it comes the next empty one, with the same day."""

    form_class = PaperForm
    template_name = "surveys/paper.html"
    title = "紙の回答を入力"
    submit = "保存して次の回答へ"
    success_message = "回答を1件保存しました。続けて入力できます。"

    def dispatch(self, request, *args, **kwargs):
        self.survey = get_object_or_404(Survey, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        return f"{self.survey.title}　数字で選び、Enterで次の質問へ進みます。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"survey": self.survey, "questions": answering.asked(self.survey)}

    def get_initial(self):
        return {name: self.request.GET[name] for name in ("answered_on", "group") if name in self.request.GET}

    def act(self, form):
        self.same = {name: form.cleaned_data[name] for name in ("answered_on", "group") if name in form.cleaned_data}
        return answering.enter_from_paper(self.survey, form.given(), by=self.request.user, **self.same)

    def get_success_url(self, made):
        return f"{reverse('surveys:answer', args=[self.survey.pk])}?{urlencode(self.same)}"

    def back(self):
        return self.survey.get_absolute_url(), self.survey.title
