"""`manage.py import_postings FILE [--preview] [--json]`: a list of postings, all of it or nothing."""

from centre.errors import DomainError
from employers.import_command import ImportCommand
from postings.lists import importing
from postings.lists.import_plan import Problem


class Command(ImportCommand):
    help = "求人の一覧（.xlsx／CSV）を取り込みます。誤りが1つでもあれば何も変えません（終了状態 2）。"

    def work(self, content, file_name, *, by, preview):
        result = importing.plan(content, file_name)
        if not result.errors and not preview:
            try:
                result = importing.import_postings(content, file_name, by=by)
            except DomainError as error:
                result.errors.append(Problem(getattr(error, "row", None), None, error.message))
        return result.summary()
