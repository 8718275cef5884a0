"""`manage.py backup`: one backup of the whole database, encrypted; with --verify restored on the side and read."""

from django.core.management.base import BaseCommand, CommandError

from centre.backups.folder import BASE, DUMP
from centre.backups.taking import take_backup
from centre.backups.tidying import tidy
from centre.backups.verifying import verify
from centre.errors import DomainError


class Command(BaseCommand):
    help = "バックアップを1つ取ります。保存先は BACKUP_DIR、鍵は BACKUP_KEY_FILE です。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--verify", action="store_true", help="別の場所に復元して起動し、すべての表を読んで確かめる"
        )
        parser.add_argument("--tidy", action="store_true", help="期限を過ぎたバックアップを消す")
        parser.add_argument("--dump", action="store_true", help="データフォルダーに届かない機械で：書き出しだけを取る")

    def handle(self, **options):
        try:
            taken = take_backup(kind=DUMP if options["dump"] else BASE)
            seconds = (taken.finished_at - taken.begun_at).total_seconds()
            self.stdout.write(
                f"{taken.name}：{taken.plain_bytes / 1e6:,.1f} MB を {taken.bytes / 1e6:,.1f} MB にしました"
                f"（{seconds:.1f}秒）。"
            )
            if options["verify"]:
                verify(taken)
                self.stdout.write(
                    f"復元して確かめました：{taken.verified_tables}表、{taken.verified_rows:,}行を読めました。"
                )
            if options["tidy"]:
                for name in tidy():
                    self.stdout.write(f"{name} を期限で消しました。")
        except DomainError as error:
            raise CommandError(error.message) from error
