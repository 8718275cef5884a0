"""`manage.py finish_erasure`: what the owner of the tables does after an erasure at the end of a contract."""

from django.core.management.base import BaseCommand, CommandError

from centre.errors import DomainError
from privacy.erasing.finishing import finish, words_of
from privacy.erasing.rewriting import owns_the_tables
from privacy.models import Erasure


class Command(BaseCommand):
    help = "消去のあと、残りを検査し、表を作り直し、バックアップの鍵を消去して証明書を作ります（所有者の接続で）。"

    def add_arguments(self, parser):
        parser.add_argument("--explanation", default="", help="残っていてよい語の説明（同じ名の会社など）")

    def handle(self, *, explanation, **options):
        erasure = Erasure.objects.filter(scope=Erasure.Scope.CONTRACT, state=Erasure.State.ERASED).first()
        if erasure is None:
            raise CommandError("終わりを待っている消去はありません。")
        if not owns_the_tables():
            raise CommandError("データベースの所有者の接続で実行してください。")
        try:
            done = finish(erasure, words_of(erasure), by=erasure.executed_by, explanation=explanation)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{done.certificate}　照合値 {done.certificate.sha256}")
