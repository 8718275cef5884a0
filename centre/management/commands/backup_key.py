"""`manage.py backup_key make|halves|join`: the key that opens backups, and its two printed halves."""

from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from centre.backups import keys
from centre.errors import DomainError


class Command(BaseCommand):
    help = "バックアップの鍵を作る（make）、2人で保管する控えを表示する（halves）、控えから鍵を作り直す（join）。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("act", choices=("make", "halves", "join"))
        parser.add_argument("--file", default=settings.BACKUP_KEY_FILE, help="鍵のファイル（既定は BACKUP_KEY_FILE）")

    def handle(self, *, act, file, **options):
        if not file:
            raise CommandError("鍵のファイルを --file か BACKUP_KEY_FILE で示してください。")
        try:
            getattr(self, act)(Path(file))
        except DomainError as error:
            raise CommandError(error.message) from error

    def make(self, path: Path) -> None:
        key = keys.make_master_key(path)
        self.stdout.write(
            f"鍵 {key.name} を {path} に作りました。次に「manage.py backup_key halves」で控えを作ります。"
        )

    def halves(self, path: Path) -> None:
        for half in keys.shares(keys.master_key(path)):
            self.stdout.write(half)
        self.stdout.write("A と B を別の紙に写し、別の2人が、別の場所に鍵をかけて保管してください。")

    def join(self, path: Path) -> None:
        key = keys.joined(getpass("控え A: "), getpass("控え B: "))
        keys.write_master_key(path, key)
        self.stdout.write(f"鍵 {key.name} を {path} に作り直しました。")
