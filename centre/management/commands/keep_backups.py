"""`manage.py keep_backups`: the backup service; runs until it is stopped."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from centre.backups.folder import backup_folder
from centre.backups.keeping import keep
from centre.errors import DomainError


class Command(BaseCommand):
    help = "ログを絶えず受け取り、毎晩バックアップを取って復元で確かめます。止めるまで動きます。"

    def handle(self, **options):
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        try:
            folder = backup_folder()
            folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.master_key()
        except DomainError as error:
            raise CommandError(error.message) from error
        keep(folder, stopped.wait)
