"""`manage.py ask_about_expiring [--day 2026-12-01]`: the day's questions about listings that run out; repeatable."""

from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from postings.renewal.asking import ask_about_expiring


class Command(BaseCommand):
    help = "掲載期限が近い求人の問合せを用意します。何度実行しても、同じ問合せは増えません。"

    def add_arguments(self, parser):
        parser.add_argument("--day", type=date.fromisoformat, help="この日の分（2026-12-01 の形。省略すると今日）")

    def handle(self, *, day, **options):
        done = ask_about_expiring(day or timezone.localdate())
        self.stdout.write(
            f"問合せ {done.inquiries}件、用意したメール {done.mails}通、"
            f"電話 {done.calls}件、期限切れ・記録済み {done.over}件"
        )
