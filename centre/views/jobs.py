"""Pages of long work: progress with numbers, to be left and found again, and the file at the end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import ListView

from centre.errors import DomainError
from centre.files import download, without_content
from centre.models import Job
from centre.pages import PAGE_SIZE
from centre.registry import panels, registry
from centre.roles import may


class JobList(ListView):
    """The jobs this user may see, newest first."""

    template_name = "centre/jobs.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        kinds = [kind.key for kind in registry.jobs.values() if may(self.request.user, kind.ability)]
        return Job.objects.filter(kind__in=kinds).select_related("requested_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for job in context["object_list"]:
            job.label = registry.jobs[job.kind].label
        return context


def job(request, pk: int):
    """One job, whole page, with what other rooms say of it."""
    context = _context(request, pk)
    said = panels(context["job"], request.user, timezone.localdate())
    return render(request, "centre/job.html", context | {"panels": said})


def job_progress(request, pk: int):
    """The part of the page that is asked for again until the job has ended."""
    return render(request, "centre/job_progress.html", _context(request, pk))


def job_file(request, pk: int):
    """The file a job made, for the person who asked for it: what it holds was chosen for their role."""
    job = _job(request, pk)
    if not _is_own(request, job):
        raise PermissionDenied("このファイルを開けるのは、この処理を頼んだ本人だけです。")
    file = get_object_or_404(without_content(), pk=job.file_id)
    hand_out = registry.jobs[job.kind].hand_out
    if hand_out:
        try:
            hand_out(job, by=request.user, address=request.META.get("REMOTE_ADDR") or None)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("centre:job", job.pk)
    return download(file)


def _context(request, pk: int) -> dict:
    job = _job(request, pk)
    return {"job": job, "label": registry.jobs[job.kind].label, "offers_file": job.file_id and _is_own(request, job)}


def _is_own(request, job: Job) -> bool:
    return job.requested_by_id == request.user.pk


def _job(request, pk: int) -> Job:
    job = get_object_or_404(Job.objects.select_related("requested_by"), pk=pk)
    if not may(request.user, registry.jobs[job.kind].ability):
        raise PermissionDenied("あなたの役割では、この処理を開けません。")
    return job
