"""The jobs of a long list: reading it, taking it in, taking it back."""

from django.urls import reverse

from centre.jobs import kept_alive
from centre.models import Job
from centre.registry import JobKind
from centre.tabular.reading import TabularError
from employers.importing.reading import READ, TAKE_IN, read, set_aside
from employers.importing.taking_in import take_in
from employers.importing.undoing import undo
from employers.models import ImportBatch, ImportRun

UNDO = "undo_import"


def read_list(job: Job, progress) -> dict:
    """Read a list with progress by rows; a file that cannot be read ends in its batch, with the reason."""
    batch = ImportBatch.objects.with_file().get(pk=job.params["batch"])
    try:
        read(batch, progress)
    except TabularError as error:
        set_aside(batch, error)
    return {"result_url": reverse("employers:import_preview", args=[batch.pk]), "message": "読み終わりました。"}


def take_in_list(job: Job, progress) -> dict:
    """Take in a list that was read; a second attempt after a lost worker finds it taken in, or does it whole."""
    batch = ImportBatch.objects.select_related("run").get(pk=job.params["batch"])
    run = batch.run
    if run is None:
        rows = batch.lines.count()
        with kept_alive(progress, 0, rows, f"{rows:,}行を書き込んでいます。終わるまで何も変わりません。"):
            run = take_in(batch, by=job.requested_by, leave_out_rejected=job.params["leave_out_rejected"])
    return {"result_url": reverse("employers:import_result", args=[run.pk]), "message": "取り込みました。"}


def undo_run(job: Job, progress) -> dict:
    """Take an import back."""
    run = ImportRun.objects.get(pk=job.params["run"])
    rows = run.summary["new"] + run.summary["updated"]
    with kept_alive(progress, 0, rows, f"{rows:,}行を前の内容に戻しています。"):
        undo(run, by=job.requested_by)
    return {"result_url": reverse("employers:import_result", args=[run.pk]), "message": "前の内容に戻しました。"}


KINDS = (
    JobKind(READ, "企業の一覧の読込み", read_list, "employers.edit"),
    JobKind(TAKE_IN, "企業の一覧の取込み", take_in_list, "employers.edit"),
    JobKind(UNDO, "企業の取込みの取消し", undo_run, "employers.edit"),
)
