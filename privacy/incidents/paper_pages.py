"""The papers of an incident, drafts and fixed versions, its evidence as files."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.files import download, without_content
from centre.pages import ListPage
from centre.roles import may
from privacy.access import record_access
from privacy.incidents import contents, freezing, paper
from privacy.models import AccessLog, Incident, IncidentEvidence, IncidentReport

SUBJECT = Incident._meta.label


def draft(request, pk: int, kind: str):
    """A paper as it would be now, marked as a draft."""
    incident = get_object_or_404(Incident, pk=pk)
    if kind not in IncidentReport.Kind.values or incident.noticed_at is None:
        raise Http404
    label = IncidentReport.Kind(kind).label
    record_access(request, AccessLog.Action.PRINT, SUBJECT, pk, f"{label}（確定前）")
    response = HttpResponse(
        paper.write_pdf(contents.content_of(incident, kind, timezone.now())), content_type="application/pdf"
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{incident}_{label}_確定前.pdf')}"
    return response


@require_POST
def freeze(request, pk: int, kind: str):
    """Fix a paper as its next version."""
    incident = get_object_or_404(Incident, pk=pk)
    if kind not in IncidentReport.Kind.values:
        raise Http404
    try:
        report = freezing.freeze(incident, kind, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{report}を確定しました。")
    return redirect("privacy:incident", pk)


class Reported(ListPage):
    """What the prefecture was given about incidents, for its official: the fixed papers, the newest first."""

    template_name = "privacy/incidents/reported_papers.html"

    def get_base_queryset(self):
        return IncidentReport.objects.told().select_related("incident").defer("content").order_by("-made_at", "-pk")


def report_pdf(request, pk: int):
    """A fixed version, always the same bytes."""
    return _fixed(request, pk, "pdf")


def report_excel(request, pk: int):
    """A fixed version as a workbook."""
    return _fixed(request, pk, "workbook")


def evidence_file(request, pk: int):
    """A piece of evidence as it came."""
    kept = get_object_or_404(IncidentEvidence.objects.select_related("incident"), pk=pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, kept.incident_id, f"証拠 {kept.pk}")
    return download(get_object_or_404(without_content(), pk=kept.file_id))


def _fixed(request, pk: int, form: str):
    # The official opens what the prefecture was given, and nothing of an incident before it is told.
    papers = IncidentReport.objects.all() if may(request.user, "incidents.read") else IncidentReport.objects.told()
    report = get_object_or_404(papers.defer("content"), pk=pk)
    record_access(request, AccessLog.Action.PRINT, SUBJECT, report.incident_id, str(report))
    return download(get_object_or_404(without_content(), pk=getattr(report, f"{form}_id")))
