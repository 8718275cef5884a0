"""`manage.py target_report 2026 --output DIR`: the count toward the year's target as .xlsx, .pdf and .json."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from reports.files import write_files
from reports.lifecycle import draft_target_report


class Command(BaseCommand):
    help = "目標の達成状況の報告を作り、Excel・PDF・JSON を書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="年度（西暦。令和8年度は 2026）")
        parser.add_argument("--output", type=Path, default=Path("output"))

    def handle(self, *, year, output, **options):
        try:
            report = draft_target_report(FiscalYear(year), by=None)
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        for path in write_files(report, output):
            self.stdout.write(str(path))
