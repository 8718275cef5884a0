"""Pages around a month's report: its words, and the questions and answers about it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from centre.pages import ActForm, EditForm
from centre.roles import may
from reports.commenting import comment, note_of
from reports.discussing import say
from reports.forms import MessageForm, NoteForm
from reports.models import Report


class Comment(EditForm):
    title = "特記事項と来月の予定"
    lead = "保存すると、下書きの表紙に入ります。確定すると変えられません。"
    form_class = NoteForm
    success_message = "特記事項と来月の予定を保存しました。"

    def get_object(self):
        self.report = get_object_or_404(Report, pk=self.kwargs["pk"], kind=Report.Kind.MONTHLY)
        return note_of(self.report.period)

    def act(self, form):
        return comment(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.report.get_absolute_url()

    def back(self):
        return self.report.get_absolute_url(), "報告に戻る"


class Discuss(ActForm):
    title = "報告への質問・回答"
    lead = "県と事業統括責任者のやりとりです。相手の「今日の仕事」に出ます。"
    form_class = MessageForm
    submit = "送る"
    success_message = "送りました。"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.report = get_object_or_404(Report, pk=kwargs["pk"])
        if self.report.state == Report.State.DRAFT and not may(request.user, "reports.draft"):
            raise Http404

    def act(self, form):
        return say(self.report, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return f"{self.report.get_absolute_url()}#messages"

    def back(self):
        return self.report.get_absolute_url(), "報告に戻る"
