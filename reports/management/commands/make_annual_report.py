"""`manage.py make_annual_report 2026 --output DIR`: the annual report of a fiscal year as .xlsx, .pdf and .json."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from reports.files import write_files
from reports.lifecycle import draft_annual_report


class Command(BaseCommand):
    help = "月次報告から実績報告書の下書きを作り、Excel・PDF・JSON を書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="年度（西暦。令和8年度は 2026）")
        parser.add_argument("--output", type=Path, default=Path("output"))

    def handle(self, *, year, output, **options):
        try:
            report = draft_annual_report(FiscalYear(year), by=None)
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        for path in write_files(report, output):
            self.stdout.write(str(path))
