"""The page of the backups: what is there, whether it was proved, and orders to destroy the keys."""

from centre.backups.health import health
from centre.models import Backup, KeyDestruction
from centre.pages import ListPage


class Backups(ListPage):
    """The backups, the newest first."""

    model = Backup
    template_name = "centre/backups.html"

    def get_context_data(self, **kwargs):
        destructions = KeyDestruction.objects.select_related("ordered_by")[:10]
        return super().get_context_data(health=health(), destructions=destructions, **kwargs)
