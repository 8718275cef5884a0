"""`manage.py forget_expired`: delete what is kept for a term only; the scheduler does the same each night."""

from django.core.management.base import BaseCommand

from employers.importing.forgetting import forget_lines
from privacy.forgetting import forget_exports


class Command(BaseCommand):
    help = "保存の期間が過ぎた書出しのファイルと、取り込み終わった一覧の行を消します。"

    def handle(self, **options):
        files, lines = forget_exports(), forget_lines()
        self.stdout.write(f"書出しのファイル {files:,}件、取り込んだ一覧の行 {lines:,}行を消しました。")
