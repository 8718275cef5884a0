"""`manage.py scan_survivors`: look for given names, mails and phone numbers in the database and in files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from privacy.erasing.surviving import Survivors, scan_files, scan_tables


class Command(BaseCommand):
    help = "氏名・メール・電話番号の一覧（1行に1つ、UTF-8）が、データベースとファイルに残っていないか調べます。"

    def add_arguments(self, parser):
        parser.add_argument("--list", dest="listed", required=True, type=Path, help="探す語の一覧")
        parser.add_argument(
            "--files", nargs="*", type=Path, default=[], help="ファイルまたはフォルダ（そのままのバイトで調べる）"
        )

    def handle(self, *, listed, files, **options):
        words = [line.strip() for line in listed.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        if not words:
            raise CommandError("探す語がありません。")
        total = self._tell("データベース", scan_tables(words))
        for path in files:
            total += self._tell(str(path), scan_files(words, path))
        if total:
            raise CommandError(f"残りが {total} か所にあります。")
        self.stdout.write("残りはありません。")

    def _tell(self, where: str, found: Survivors) -> int:
        self.stdout.write(f"{where}：{found.words}語、{found.columns}か所を調べました。残り {found.total}")
        for place, count in found.places.most_common(20):
            self.stdout.write(f"  {place}：{count}")
        return found.total
