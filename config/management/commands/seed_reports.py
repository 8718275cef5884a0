"""`manage.py seed_reports`: sample reports over the sample data of `seed_demo`."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.sample import reports
from reports.models import Report


class Command(BaseCommand):
    help = "見本データから、県が受け取った報告と、先月の下書きを作ります。"

    def handle(self, **options):
        if Report.objects.exists():
            raise CommandError("報告がすでにあります。見本の報告は、報告のないデータベースにだけ作ります。")
        with transaction.atomic():
            made = reports.make(timezone.localdate())
        for report in made:
            self.stdout.write(f"{report}（{report.get_state_display()}）")
