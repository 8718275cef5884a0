"""`manage.py make_package 2026 --output DIR`: the delivery package of a fiscal year as one ZIP for the CD-ROM."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from centre.errors import DomainError
from centre.files import pieces_of
from centre.fiscal_year import FiscalYear
from reports.models import Report
from reports.year.package import frozen_reports, make_package, missing


class Command(BaseCommand):
    help = "確定した報告から納品一式（ZIP）を作り、書き出します。実績報告書が確定している年度だけです。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="年度（西暦。令和8年度は 2026）")
        parser.add_argument("--output", type=Path, default=Path("output"))

    def handle(self, *, year, output, **options):
        chosen = FiscalYear(year)
        if not any(report.kind == Report.Kind.ANNUAL for report in frozen_reports(chosen)):
            raise CommandError("実績報告書が確定していません。確定してから、納品一式を作ってください。", returncode=2)
        try:
            made = make_package(chosen, by=None)
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        output.mkdir(parents=True, exist_ok=True)
        path = output / made.file.name
        with path.open("wb") as target:
            target.writelines(pieces_of(made.file))
        for line in missing(chosen):
            self.stderr.write(f"まだ確定していないため入っていません：{line}")
        self.stdout.write(f"{path}  SHA-256 {made.file.sha256}")
