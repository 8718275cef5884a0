"""`manage.py monthly_report 2026-10 --output DIR`: the month's report as .xlsx, .pdf and .json."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from centre.errors import DomainError
from centre.fiscal_year import Month
from reports.files import write_files
from reports.lifecycle import draft_monthly


class Command(BaseCommand):
    help = "月次報告を作り、Excel・PDF・JSON を書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("month", help="例：2026-10")
        parser.add_argument("--output", type=Path, default=Path("output"))

    def handle(self, *, month, output, **options):
        try:
            report = draft_monthly(Month.parse(month), by=None)
        except ValueError as error:
            raise CommandError(f"月は 2026-10 のように入れてください：{month}", returncode=2) from error
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        for path in write_files(report, output):
            self.stdout.write(str(path))
