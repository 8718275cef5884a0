"""`manage.py destroy_backup_keys --by MAIL --reason TEXT`: no backup can be opened any more."""

from django.core.management.base import BaseCommand, CommandError

from centre.backups.destroying import destroy_keys
from centre.errors import DomainError
from centre.models import User

WORD = "すべて読めなくする"


class Command(BaseCommand):
    help = "すべてのバックアップの鍵を消去します。取り消せません。"

    def add_arguments(self, parser):
        parser.add_argument("--by", required=True, metavar="メール", help="指示した人のメールアドレス")
        parser.add_argument("--reason", required=True, help="理由（記録に残る）")
        parser.add_argument("--confirm", default="", help=f"「{WORD}」と書く")

    def handle(self, *, by, reason, confirm, **options):
        user = User.objects.filter(email=by, is_active=True).first()
        if user is None:
            raise CommandError(f"{by} という利用者はいません。")
        if confirm != WORD:
            raise CommandError(f"取り消せません。行うときは --confirm {WORD} を付けてください。")
        try:
            done = destroy_keys(by=user, reason=reason)
        except DomainError as error:
            raise CommandError(error.message) from error
        if done.done_at is None:
            self.stdout.write("指示を記録しました。鍵のある機械のバックアップの処理が、1分以内に消去します。")
        else:
            self.stdout.write(f"鍵 {len(done.key_names)}個を消去しました。バックアップはもう開けません。")
