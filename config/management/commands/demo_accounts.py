"""`manage.py demo_accounts`: the accounts of the demo, for the start script."""

from django.core.management.base import BaseCommand

from config.sample.accounts import ACCOUNTS, PASSWORD, address


class Command(BaseCommand):
    help = "デモの利用者とパスワードを表示します。"
    requires_system_checks = []

    def handle(self, **options):
        for _, local, name, role in ACCOUNTS:
            self.stdout.write(f"  {address(local):<28} {role.label:<12} {name}")
        self.stdout.write(f"  パスワード（共通）: {PASSWORD}")
