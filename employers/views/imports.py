"""Taking in a list of employers: choose the file, see what it would change, decide, take it in, undo it."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre import jobs
from centre.errors import DomainError
from centre.files import store
from centre.forms import SheetFile
from centre.models import Job
from centre.numbers import number_of
from centre.pages import PAGE_SIZE, ActForm
from centre.tabular.reading import TabularError
from employers.filters import ImportLineFilter
from employers.importing import deciding, forgetting, import_jobs, reading, undoing
from employers.importing.columns import COLUMNS
from employers.importing.rejected_rows import workbook
from employers.importing.taking_in import count_lines, take_in
from employers.models import Establishment, ImportBatch, ImportLine, ImportRun

STEPS = ["ファイルを選ぶ", "確かめる", "取り込む"]
AT_ONCE_BYTES = 200_000
AT_ONCE_LINES = 1_500
SHOWN = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    file = SheetFile(label="ファイル", help_text="20MBまで。1行目（またはその下）に見出しを置きます。")


class MappingForm(forms.Form):
    """One choice for each heading of the list."""

    def __init__(self, *args, batch: ImportBatch, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "読まない"), *((spec.key, spec.label) for spec in COLUMNS)]
        for position, heading in enumerate(batch.headings):
            if heading:
                self.fields[f"column_{position}"] = forms.ChoiceField(
                    label=heading, choices=choices, required=False, initial=batch.mapping.get(heading, "")
                )

    def mapping(self) -> dict[str, str]:
        """{heading: key of the column, or empty}."""
        return {field.label: self.cleaned_data[name] for name, field in self.fields.items()}


class TakeInForm(forms.Form):
    leave_out_rejected = forms.BooleanField(label="取り込めない行を除いて、ほかの行を取り込む", required=False)


class ChooseFile(ActForm):
    """Keeps the file, looks at its headings, and reads it: a short list at once, a long one as a job."""

    template_name = "employers/import.html"
    form_class = FileForm
    title = "企業の一覧を取り込む"
    lead = "県や関係機関から届いた一覧をまとめて登録・更新します。取り込む前に、変わるところを1行ずつ確かめられます。"

    def act(self, form):
        file = form.cleaned_data["file"]
        kept = store(file.name[:200], "application/octet-stream", file.read())
        return _begin(reading.open_batch(kept, self.request.user), self.request.user)

    def get_success_url(self, made):
        if made.state == ImportBatch.State.READING and reading.missing_columns(made):
            return reverse("employers:import_mapping", args=[made.pk])
        return reverse("employers:import_preview", args=[made.pk])

    def get_context_data(self, **kwargs):
        batches = ImportBatch.objects.with_file().select_related("prepared_by", "run__undo")[:SHOWN]
        return super().get_context_data(columns=COLUMNS, steps=STEPS, batches=batches, **kwargs)

    def back(self):
        return reverse("employers:list"), "企業の一覧"


class ChangeMapping(ActForm):
    """Which heading of the list is which column; remembered for the next list with the same headings."""

    template_name = "employers/import_mapping.html"
    form_class = MappingForm
    title = "列の対応"
    lead = "一覧の見出しを、どの項目として読むかを決めます。同じ見出しの一覧では、次からこの対応で読みます。"
    submit = "この対応で読む"

    def dispatch(self, request, *args, **kwargs):
        self.batch = get_object_or_404(ImportBatch.objects.with_file(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"batch": self.batch}

    def act(self, form):
        batch = reading.change_mapping(self.batch, form.mapping(), self.request.user)
        return _begin(batch, self.request.user)

    def get_success_url(self, made):
        return reverse("employers:import_preview", args=[made.pk])

    def back(self):
        return reverse("employers:import_preview", args=[self.batch.pk]), "確かめる画面"

    def get_context_data(self, **kwargs):
        missing = reading.missing_columns(self.batch)
        return super().get_context_data(batch=self.batch, missing=missing, steps=STEPS, **kwargs)


class Preview(ActForm):
    """What a list would change, row by row; sending the page takes it in, once."""

    template_name = "employers/import_preview.html"
    form_class = TakeInForm
    title = "企業の一覧の取込み"
    submit = "この内容で取り込む"

    def dispatch(self, request, *args, **kwargs):
        batches = ImportBatch.objects.with_file().select_related("prepared_by")
        self.batch = get_object_or_404(batches, pk=kwargs["pk"])
        if self.batch.state == ImportBatch.State.TAKEN_IN and request.method == "GET":
            return redirect("employers:import_result", self.batch.run_id)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        rejected = form.cleaned_data["leave_out_rejected"]
        if self.batch.lines.count() > AT_ONCE_LINES:
            params = {"batch": self.batch.pk, "leave_out_rejected": rejected}
            return jobs.ask(import_jobs.TAKE_IN, str(self.batch.pk), params, self.request.user)
        return take_in(self.batch, by=self.request.user, leave_out_rejected=rejected)

    def get_success_url(self, made):
        if isinstance(made, Job):
            return reverse("centre:job", args=[made.pk])
        return reverse("employers:import_result", args=[made.pk])

    def back(self):
        return reverse("employers:import"), "ファイルを選び直す"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(batch=self.batch, steps=STEPS, **kwargs)
        if self.batch.state == ImportBatch.State.READING:
            return context | {"job": _job(self.batch)}
        counts = count_lines(self.batch)
        filterset = ImportLineFilter(self.request.GET or None, queryset=self.batch.lines.order_by("row_number"))
        return context | {
            "counts": counts,
            "rows": sum(counts.values()),
            "filterset": filterset,
            "page": Paginator(filterset.qs, PAGE_SIZE).get_page(self.request.GET.get("page")),
            "columns": _columns(self.batch),
        }


def _columns(batch: ImportBatch) -> list[tuple[str, str]]:
    labels = {spec.key: spec.label for spec in COLUMNS}
    return [(heading, labels.get(batch.mapping.get(heading, ""), "")) for heading in batch.headings if heading]


@require_POST
def decide(request, pk: int):
    """Say of a suspected row what it is (a part of the preview): new, out, or the number of an employer."""
    line = get_object_or_404(ImportLine.objects.select_related("batch"), pk=pk)
    choice = request.POST.get("choice", "")
    problem = ""
    try:
        if choice == "new":
            line = deciding.decide_new(line)
        elif choice == "out":
            line = deciding.decide_left_out(line)
        elif (number := number_of(choice)) is not None:
            line = deciding.decide_same(line, get_object_or_404(Establishment, pk=number))
        else:
            problem = "どれかを選んでください。"
    except DomainError as error:
        problem = error.message
    context = {"line": line, "problem": problem}
    if request.htmx:
        return render(request, "employers/import_line.html", context, status=422 if problem else 200)
    return HttpResponseRedirect(f"{reverse('employers:import_preview', args=[line.batch_id])}?state=suspected")


@require_POST
def decide_rest(request, pk: int):
    """The same answer for all suspected rows that are still open."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    answer = deciding.decide_rest_new if request.POST.get("choice") == "new" else deciding.decide_rest_left_out
    try:
        answer(batch)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("employers:import_preview", batch.pk)


def rejected(request, pk: int):
    """The rows that cannot be taken in, with their reasons, as a workbook."""
    batch = get_object_or_404(ImportBatch.objects.with_file(), pk=pk)
    answer = HttpResponse(workbook(batch), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="rejected-{batch.pk}.xlsx"'
    return answer


class Result(ActForm):
    """What an import changed; sending the page takes the whole import back."""

    template_name = "employers/import_result.html"
    form_class = forms.Form
    title = "取り込みました"
    submit = "この取込みを取り消す"

    def dispatch(self, request, *args, **kwargs):
        runs = ImportRun.objects.filter(kind=ImportRun.Kind.EMPLOYERS).select_related("imported_by", "undo__undone_by")
        self.run = get_object_or_404(runs, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        if self.run.summary["new"] + self.run.summary["updated"] > AT_ONCE_LINES:
            return jobs.ask(import_jobs.UNDO, str(self.run.pk), {"run": self.run.pk}, self.request.user)
        return undoing.undo(self.run, by=self.request.user)

    def get_success_url(self, made):
        if isinstance(made, Job):
            return reverse("centre:job", args=[made.pk])
        return reverse("employers:import_result", args=[self.run.pk])

    def back(self):
        return reverse("employers:import"), "企業の取込み"

    def get_context_data(self, **kwargs):
        undone = getattr(self.run, "undo", None)
        too_late = "" if undone or not forgetting.is_too_late(self.run) else forgetting.too_late()
        return super().get_context_data(run=self.run, undone=undone, too_late=too_late, steps=STEPS, **kwargs)


def _begin(batch: ImportBatch, by) -> ImportBatch:
    """Read a short list at once; ask for a job for a long one; wait while a required column is not known."""
    if reading.missing_columns(batch):
        return batch
    if batch.file.size > AT_ONCE_BYTES:
        jobs.ask(import_jobs.READ, str(batch.pk), {"batch": batch.pk}, by)
        return batch
    try:
        return reading.read(batch)
    except TabularError as error:
        return reading.set_aside(batch, error)


def _job(batch: ImportBatch) -> Job | None:
    return Job.objects.filter(kind=import_jobs.READ, key=str(batch.pk)).order_by("-pk").first()
