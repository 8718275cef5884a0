"""`manage.py import_postings FILE [--preview] [--json]`: a list of postings, all of it or nothing."""

from employers.import_command import ImportCommand
from postings import importing


class Command(ImportCommand):
    help = "求人の一覧（.xlsx／CSV）を取り込みます。誤りが1つでもあれば何も変えません（終了状態 2）。"
    plan = staticmethod(importing.plan)
    take_in = staticmethod(importing.import_postings)
