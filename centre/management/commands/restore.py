"""`manage.py restore --to DIR [--until INSTANT]`: the data folder as it stood then. Needs no running database."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from centre.backups.programs import variables_of
from centre.backups.restoring import restore, restore_dump
from centre.errors import DomainError


class Command(BaseCommand):
    help = "バックアップを新しいフォルダーに復元します。動いているデータベースには触れません。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--to", type=Path, metavar="フォルダー", help="復元先。まだないか、空のフォルダー")
        where.add_argument("--into", metavar="URL", help="書き出しを入れる、空のデータベース（postgres://…）")
        parser.add_argument("--until", metavar="日時", help="この時点へ戻す（例：2026-12-01T14:30）。なければ最後まで")
        parser.add_argument("--backup", default="", metavar="名前", help="list_backups の名前。なければ自動で選ぶ")

    def handle(self, *, to, into, until, backup, **options):
        try:
            if into:
                if not backup:
                    raise DomainError("どの書き出しを入れるかを --backup で示してください。")
                restore_dump(backup, into=variables_of(into))
                self.stdout.write(f"{backup} をデータベースに入れました。")
                return
            done = restore(to.absolute(), until=_instant(until), name=backup)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"{done.backup} とログ {done.segments}個から {done.path} に復元しました（{done.seconds:.1f}秒）。\n"
            "PostgreSQL をこのフォルダーで起動し、件数を確かめてから画面をつないでください（docs/operations.md）。"
        )


def _instant(text: str | None) -> datetime | None:
    """The instant meant, in the counter's time when no zone is given."""
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise DomainError(f"{text} は日時として読めません。2026-12-01T14:30 のように書いてください。")
    return found if found.tzinfo else timezone.make_aware(found)
