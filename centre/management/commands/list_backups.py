"""`manage.py list_backups`: what is in the backup folder; needs no running database."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from centre.backups.archiving import Newest
from centre.backups.folder import backup_folder
from centre.errors import DomainError


class Command(BaseCommand):
    help = "バックアップの一覧と、どの時点まで戻せるかを表示します。"
    requires_system_checks = ()

    def handle(self, **options):
        try:
            folder = backup_folder()
            manifests, newest = folder.manifests(), Newest.of(folder)
        except DomainError as error:
            raise CommandError(error.message) from error
        for one in manifests:
            has_key = (folder.key_folder / f"{one.key}.json").exists()
            self.stdout.write(
                f"{one.name}  {timezone.localtime(one.finished_at):%Y-%m-%d %H:%M:%S}  {one.bytes / 1e6:,.1f} MB"
                f"  PostgreSQL {one.server_version}{'' if has_key else '  鍵は消去済み'}"
            )
        if not manifests:
            self.stdout.write("バックアップはまだありません。manage.py backup で取ります。")
        elif newest:
            self.stdout.write(f"ログは {timezone.localtime(newest.at):%Y-%m-%d %H:%M:%S} まであります。")
        else:
            self.stdout.write("ログがありません。バックアップを取った時点にだけ戻せます（manage.py keep_backups）。")
