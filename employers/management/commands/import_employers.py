"""`manage.py import_employers FILE [--preview] [--json]`: a prefecture's list of employers, all of it or nothing."""

from employers.import_command import ImportCommand
from employers.importing.whole_file import import_file


class Command(ImportCommand):
    help = "企業の一覧（.xlsx／CSV）を取り込みます。誤りが1つでもあれば何も変えません（終了状態 2）。"

    def work(self, content, file_name, *, by, preview):
        return import_file(content, file_name, by=by, preview=preview)
