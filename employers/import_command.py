"""What the commands that take in a list have in common: file, preview, JSON, exit status."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from centre.models import User


class ImportCommand(BaseCommand):
    """Subclasses give `work`, which takes in a file, or with `preview` only says what it would change."""

    def work(self, content: bytes, file_name: str, *, by: User | None, preview: bool) -> dict:
        """The summary of a file: its counts, suspected duplicates and errors; with errors nothing is kept."""
        raise NotImplementedError(f"{type(self).__name__} takes in no list")

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--preview", action="store_true", help="変わることだけを表示し、何も変えない")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--user", help="取り込む職員のメールアドレス")

    def handle(self, *, file, preview, user, **options):
        content = self._read(file)
        by = self._user(user)
        summary = self.work(content, file.name, by=by, preview=preview)
        self._show(summary | {"preview": preview}, as_json=options["json"])
        if summary["errors"]:
            raise SystemExit(2)

    def _read(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"ファイルを読めません：{file}（{error.strerror}）", returncode=2) from error

    def _user(self, email: str | None) -> User | None:
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"職員が見つかりません：{email}", returncode=2)
        return user

    def _show(self, summary: dict, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{summary['file']}（{summary['format']}）")
        for label, key in (("行", "rows"), ("新規", "new"), ("更新", "updated"), ("変更なし", "unchanged")):
            self.stdout.write(f"  {label}: {summary[key]:,}")
        for item in summary["suspected_duplicates"]:
            self.stdout.write(f"  重複の疑い {item['row']}行目 {item['name']} ≒ {'、'.join(item['similar_to'])}")
        for item in summary["errors"]:
            self.stderr.write(f"  {item['row'] or '-'}行目 {item['column'] or ''} {item['message']}")
