"""The three pages of taking in a list: choose the file, look at what it would change, take it in."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from centre.files import store
from centre.forms import SheetFile
from centre.models import StoredFile
from centre.pages import ActForm
from employers import importing
from employers.columns import COLUMNS
from employers.models import ImportRun

STEPS = ["ファイルを選ぶ", "確かめる", "取り込む"]
SHOWN = 100


class FileForm(forms.Form):
    file = SheetFile(label="ファイル", help_text="20MBまで。1行目（またはその下）に見出しを置きます。")


class NothingForm(forms.Form):
    """A confirmation has no fields."""


class ChooseFile(ActForm):
    """Keeps the file and leads to the preview; the rooms name their own columns and addresses."""

    template_name = "employers/import.html"
    form_class = FileForm
    title = "企業の一覧を取り込む"
    lead = "県や関係機関から届いた一覧をまとめて登録・更新します。"
    columns = COLUMNS
    room = "employers"

    def act(self, form):
        file = form.cleaned_data["file"]
        return store(file.name[:200], "application/octet-stream", file.read())

    def get_success_url(self, made):
        return reverse(f"{self.room}:import_preview", args=[made.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(columns=self.columns, steps=STEPS, **kwargs)


class Preview(ActForm):
    """Shows what a file would change; sending the page takes it in, once."""

    template_name = "employers/import_preview.html"
    form_class = NothingForm
    title = "企業の一覧の取込み"
    room = "employers"
    plan = staticmethod(importing.plan)
    take_in = staticmethod(importing.import_employers)

    def dispatch(self, request, *args, **kwargs):
        self.file = get_object_or_404(StoredFile, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return type(self).take_in(bytes(self.file.content), self.file.name, by=self.request.user)

    def get_success_url(self, made):
        run = ImportRun.objects.filter(sha256=made.sha256).latest("imported_at")
        return reverse(f"{self.room}:import_result", args=[run.pk])

    def get_context_data(self, **kwargs):
        plan = type(self).plan(bytes(self.file.content), self.file.name)
        return super().get_context_data(
            plan=plan,
            new=plan.count("new"),
            updated=plan.count("updated"),
            unchanged=plan.count("unchanged"),
            suspected=[row for row in plan.rows if row.suspects],
            shown_rows=sorted(plan.rows, key=lambda row: row.state == "unchanged")[:SHOWN],
            shown_errors=plan.errors[:SHOWN],
            steps=STEPS,
            start=reverse(f"{self.room}:import"),
            **kwargs,
        )


class Result(TemplateView):
    """What an import changed."""

    template_name = "employers/import_result.html"
    room = "employers"
    kind = ImportRun.Kind.EMPLOYERS

    def get_context_data(self, **kwargs):
        run = get_object_or_404(ImportRun.objects.select_related("imported_by"), pk=kwargs["pk"], kind=self.kind)
        return super().get_context_data(
            run=run, steps=STEPS, start=reverse(f"{self.room}:import"), listing=reverse(f"{self.room}:list"), **kwargs
        )
