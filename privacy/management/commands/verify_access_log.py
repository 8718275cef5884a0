"""`manage.py verify_access_log`: compare the access log with its seals; ends with 1 when it was changed."""

import time

from django.core.management.base import BaseCommand, CommandError

from privacy.log_check import check_log
from privacy.models import LogSeal
from privacy.sealing import seal


class Command(BaseCommand):
    help = "閲覧記録の1行ずつを封印と照合します。書き換え・削除・追加があれば、最初の行を示して状態 1 で終わります。"

    def add_arguments(self, parser):
        parser.add_argument("--seal", action="store_true", help="照合の前に、まだ封印していない行を封印する")
        parser.add_argument(
            "--expect", metavar="照合値", help="月次報告などに印刷された封印の照合値があるかも確かめる"
        )

    def handle(self, **options):
        if options["seal"]:
            seal()
        begun = time.perf_counter()
        check = check_log()
        seconds = time.perf_counter() - begun
        self.stdout.write(
            f"{check.rows:,}行と封印{check.seals:,}個を照合しました"
            f"（{seconds:.1f}秒、毎秒{check.rows / seconds:,.0f}行）。"
        )
        if check.unsealed:
            self.stdout.write(f"うち{check.unsealed:,}行は、まだ封印していません。")
        if check.fault:
            where = f"（行 {check.faulty_line}）" if check.faulty_line else ""
            raise CommandError(f"{check.fault}{where}", returncode=1)
        expected = options["expect"]
        if expected and not LogSeal.objects.filter(digest=expected).exists():
            raise CommandError("示された照合値の封印がありません。封印ごと消された疑いがあります。", returncode=1)
        self.stdout.write(f"書き換えはありません。最後の封印 {check.head}")
