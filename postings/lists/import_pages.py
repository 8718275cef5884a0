"""The three pages of taking in a list of postings: choose the file, look at what it would change, take it in."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from centre.files import store
from centre.forms import SheetFile
from centre.models import StoredFile
from centre.pages import ActForm
from centre.tabular.reading import read_table
from employers.models import ImportRun
from postings.lists import importing
from postings.lists.columns import COLUMNS

STEPS = ["ファイルを選ぶ", "確かめる", "取り込む"]
SHOWN = 100
# The type of a list that was sent to these pages, which no other stored file has.
LIST = "application/x-list-of-postings"


class FileForm(forms.Form):
    file = SheetFile(label="ファイル", help_text="20MBまで。1行目（またはその下）に見出しを置きます。")


class NothingForm(forms.Form):
    """A confirmation has no fields."""


class ChooseFile(ActForm):
    """Keeps the file and leads to the preview."""

    template_name = "postings/import.html"
    form_class = FileForm
    title = "求人の一覧を取り込む"
    lead = "4月1日現在の掲載求人（県からの引継ぎ）や、新しい求人をまとめて登録します。企業は先に登録しておきます。"

    def act(self, form):
        file = form.cleaned_data["file"]
        content = file.read()
        # What is no list is refused before anything of it is kept; its rows are looked at on the next page.
        read_table(content, file.name, headings=[name for spec in COLUMNS for name in (spec.label, *spec.headings)])
        return store(file.name, LIST, content)

    def get_success_url(self, made):
        return reverse("postings:import_preview", args=[made.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(columns=COLUMNS, steps=STEPS, **kwargs)


class Preview(ActForm):
    """Shows what a file would change; sending the page takes it in, once."""

    template_name = "postings/import_preview.html"
    form_class = NothingForm
    title = "求人の一覧の取込み"

    def dispatch(self, request, *args, **kwargs):
        # Only what was sent here: the number of another file (a scan, a list that went out) opens nothing.
        self.file = get_object_or_404(StoredFile, pk=kwargs["pk"], content_type=LIST)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return importing.import_postings(bytes(self.file.content), self.file.name, by=self.request.user)

    def get_success_url(self, made):
        run = ImportRun.objects.filter(sha256=made.sha256).latest("imported_at")
        return reverse("postings:import_result", args=[run.pk])

    def get_context_data(self, **kwargs):
        plan = importing.plan(bytes(self.file.content), self.file.name)
        return super().get_context_data(
            plan=plan,
            new=plan.count("new"),
            updated=plan.count("updated"),
            unchanged=plan.count("unchanged"),
            suspected=[row for row in plan.rows if row.suspects],
            shown_rows=sorted(plan.rows, key=lambda row: row.state == "unchanged")[:SHOWN],
            shown_errors=plan.errors[:SHOWN],
            steps=STEPS,
            start=reverse("postings:import"),
            **kwargs,
        )


class Result(TemplateView):
    """What an import changed."""

    template_name = "postings/import_result.html"

    def get_context_data(self, **kwargs):
        run = get_object_or_404(
            ImportRun.objects.select_related("imported_by"), pk=kwargs["pk"], kind=ImportRun.Kind.POSTINGS
        )
        return super().get_context_data(
            run=run, steps=STEPS, start=reverse("postings:import"), listing=reverse("postings:list"), **kwargs
        )
