"""Fixing a paper of an incident: from then on its PDF and its workbook are the same bytes for everybody."""

import hashlib

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.files import store
from centre.models import User
from privacy.incidents import contents, paper
from privacy.incidents.noting import refuse_ended, write_note
from privacy.models import Incident, IncidentReport

PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def freeze(incident: Incident, kind: str, *, by: User) -> IncidentReport:
    """Fix what a paper says now as its next version; what says the same as the last one of the day is that one.

    Raises DomainError for a kind that is none, or when the incident has ended.
    """
    if kind not in IncidentReport.Kind.values:
        raise DomainError("その書類はありません。")
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    refuse_ended(locked)
    last = locked.reports.filter(kind=kind).order_by("number").last()
    now = timezone.now()
    content = contents.content_of(locked, kind, now)
    # A second press, or a second person at the same time, makes no second version.
    if last and last.content | {"at": content["at"]} == content:
        return last
    number = last.number + 1 if last else 1
    pdf = paper.write_pdf(content, standing(number))
    name = f"{'訓練_' if locked.is_exercise else ''}{IncidentReport.Kind(kind).label}_{locked.pk}_第{number}版"
    report = IncidentReport.objects.create(
        incident=locked,
        kind=kind,
        number=number,
        content=content,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pdf=store(f"{name}.pdf", PDF, pdf),
        workbook=store(f"{name}.xlsx", EXCEL, paper.write_excel(content, standing(number))),
        made_at=now,
        made_by=by,
    )
    write_note(locked, f"{report}を確定した（SHA-256 {report.sha256[:16]}…）", by=by)
    return report


def standing(number: int) -> str:
    """What a fixed paper says of itself."""
    return f"確定 第{number}版"
