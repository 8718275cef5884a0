"""Exporting postings, all of a filter or only what changed since the last export."""

from urllib.parse import urlencode

from django.utils import timezone

from centre.models import Job
from postings.lists.export_columns import POSTINGS
from privacy.export_pages import ExportPage


class ExportPostings(ExportPage):
    template_name = "postings/export.html"
    listing = POSTINGS
    list_url = "postings:list"

    def get_context_data(self, **kwargs):
        # What changed while the last file was written is in the next one again.
        last = Job.objects.filter(kind=f"export_{POSTINGS.key}", state=Job.State.DONE).order_by("-started_at").first()
        since = timezone.localtime(last.started_at) if last else None
        return super().get_context_data(
            last=last,
            since=urlencode({"changed_since": since.isoformat(timespec="seconds")}) if since else "",
            **kwargs,
        )
