"""Pages of the annual report's words, of the notice of completion and of its files."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.files import download, without_content
from centre.fiscal_year import Month
from centre.models import StoredFile
from centre.roles import may
from reports import lifecycle
from reports.models import Report
from reports.year import completion, texts
from reports.year.chapters import CHAPTERS
from reports.year.forms import CompletionForm, TextForm
from reports.year.money import money_of
from reports.year.months import reported_months
from reports.year.pages import YearEdit, of_year, year_asked, year_from

XLSX = completion.XLSX


def annual(request):
    """The annual report in the making: its months, its chapters and what is still to be done."""
    year = year_from(request.GET.get("year", ""))
    written = texts.texts_of(year)
    months = reported_months(year)
    until = min(Month.of(timezone.localdate()), year.months[-1])
    reports = Report.objects.filter(kind=Report.Kind.ANNUAL, year=year.year).defer("document")
    if not may(request.user, "reports.draft"):
        reports = reports.exclude(state=Report.State.DRAFT)
        months = []
    context = {
        "chapters": [(chapter, written.get(chapter.part)) for chapter in CHAPTERS],
        "months": [(found, written.get(str(found.month)), found.month <= until) for found in months],
        "reports": reports.order_by("-revision"),
        "written": sum(bool(written.get(chapter.part) and written[chapter.part].body) for chapter in CHAPTERS),
        "confirmed": sum(found.is_confirmed for found in months),
        "may_draft": may(request.user, "reports.draft"),
        **of_year(year),
    }
    return render(request, "reports/year/annual.html", context)


class WriteText(YearEdit):
    """The words of a chapter or a month, beside what the figures suggest."""

    template_name = "reports/year/text.html"
    form_class = TextForm
    success_message = "本文を保存しました。"
    page, page_label = "reports:annual_texts", "実績報告書"

    def get_object(self):
        self.year = year_from(str(self.kwargs["year"]))
        try:
            return texts.text_of(self.year, self.kwargs["part"])
        except DomainError as error:
            raise Http404 from error

    @property
    def title(self) -> str:
        chapter = self.chapter()
        return f"{chapter.number}　{chapter.title}" if chapter else f"{Month.parse(self.object.part).label}の内容"

    def chapter(self):
        return next((chapter for chapter in CHAPTERS if chapter.part == self.object.part), None)

    def suggestion(self) -> str:
        months = reported_months(self.year)
        chapter = self.chapter()
        if chapter:
            return texts.suggestion(chapter, self.year, months, money_of(self.year))
        found = next(found for found in months if str(found.month) == self.object.part)
        return texts.suggestion_for_month(found.month, found)

    def get_initial(self):
        return {"body": self.object.body or self.suggestion()}

    def get_context_data(self, **kwargs):
        revisions = self.object.revisions.exclude(body="").select_related("edited_by").order_by("-pgh_id")[:20]
        return super().get_context_data(suggestion=self.suggestion(), revisions=revisions, **kwargs)

    def act(self, form):
        return texts.write_text(self.object, self.version, body=form.cleaned_data["body"], by=self.request.user)


@require_POST
def ask_annual(request):
    """Ask for the annual report of a year and go to the progress page."""
    try:
        job = lifecycle.ask_for_annual(year_asked(request.POST.get("year", "")), by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:annual_texts")
    return redirect(reverse("centre:job", args=[job.pk]))


def notice(request):
    """The notice of completion as it stands, its files and what is missing."""
    year = year_from(request.GET.get("year", ""))
    found = completion.notice_of(year)
    context = {
        "notice": found,
        "values": completion.values_of(found),
        "missing": completion.missing_in(found),
        "may_edit": may(request.user, "reports.confirm"),
        **of_year(year),
    }
    return render(request, "reports/year/completion.html", context)


class WriteNotice(YearEdit):
    """Days, fee and form of the notice."""

    template_name = "reports/year/completion_edit.html"
    title = "業務完了届を書く"
    form_class = CompletionForm
    success_message = "業務完了届を保存しました。"
    page, page_label = "reports:completion", "業務完了届"

    def get_object(self):
        return completion.notice_to_write(year_from(str(self.kwargs["year"])))

    def get_context_data(self, **kwargs):
        return super().get_context_data(names=completion.FIELDS, **kwargs)

    def act(self, form):
        return completion.write_notice(self.object, self.version, by=self.request.user, **form.cleaned_data)


def notice_file(request, year: int, kind: str):
    """The notice as PDF, as Excel, or the prefecture's empty form."""
    found = completion.notice_of(year_from(str(year)))
    if kind == "form":
        return download(get_object_or_404(without_content(), pk=found.form_id))
    makers = {"pdf": ("application/pdf", completion.notice_pdf), "xlsx": (XLSX, completion.notice_excel)}
    if kind not in makers:
        raise Http404
    content_type, make = makers[kind]
    return download(StoredFile(name=f"業務完了届_{year}年度.{kind}", content_type=content_type, content=make(found)))
