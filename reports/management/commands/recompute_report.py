"""`manage.py recompute_report 12`: count a report again as of its own instant and say whether it still comes out."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from centre.errors import DomainError
from reports.models import Report
from reports.recomputing import Outcome, recompute


class Command(BaseCommand):
    help = "報告の数字を、集計した時点の記録から計算し直し、報告した数と比べます。違えば終了コード1。"

    def add_arguments(self, parser):
        parser.add_argument("report", type=int, help="報告の番号（/reports/番号/）")

    def handle(self, *, report, **options):
        record = Report.objects.filter(pk=report).first()
        if record is None:
            raise CommandError(f"報告 {report} はありません。", returncode=2)
        found: Counter = Counter()
        try:
            for one in recompute(record):
                found[one.outcome] += 1
                if one.outcome == Outcome.DIFFERENT:
                    self.stdout.write(f"{one.figure.key}: 報告 {one.figure.value:g} / 計算 {one.counted.value:g}")
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        self.stdout.write(f"{record}: " + "、".join(f"{outcome} {found[outcome]}" for outcome in Outcome))
        if found[Outcome.DIFFERENT]:
            raise CommandError("報告した数と合わない数字があります。", returncode=1)
