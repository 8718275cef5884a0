"""`manage.py import_employers FILE [--preview] [--json]`: a prefecture's list of employers, all of it or nothing."""

from employers import importing
from employers.import_command import ImportCommand


class Command(ImportCommand):
    help = "企業の一覧（.xlsx／CSV）を取り込みます。誤りが1つでもあれば何も変えません（終了状態 2）。"
    plan = staticmethod(importing.plan)
    take_in = staticmethod(importing.import_employers)
