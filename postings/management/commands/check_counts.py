"""`manage.py check_counts [--year 2026]`: compare both counts toward the target; ends with 1 when they differ."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from postings.toward_target.checking import check_counts, differences


class Command(BaseCommand):
    help = "掲載件数を2つの方法で数え、同じになるか確かめて残します（違うときの終了状態は 1）。"

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, help="年度（西暦。省くと今年度）")

    def handle(self, *, year, **options):
        today = timezone.localdate()
        try:
            checks = check_counts(today, FiscalYear(year) if year else FiscalYear.of(today))
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        for check in checks:
            self.stdout.write(f"{check.get_policy_display()}：{'一致' if check.agrees else '不一致'}")
            for name, folded, by_sql in differences(check):
                self.stdout.write(f"  {name}　履歴をたどる {folded:,}　期間の計算 {by_sql:,}")
        if not all(check.agrees for check in checks):
            raise CommandError(checks[0].refusal or "2つの計算が一致しません。", returncode=1)
