"""The pages of taking in a list of postings; the way is the one of the employers' list."""

from employers.models import ImportRun
from employers.views import imports as import_pages
from postings import importing
from postings.columns import COLUMNS


class ChooseFile(import_pages.ChooseFile):
    title = "求人の一覧を取り込む"
    lead = "4月1日現在の掲載求人（県からの引継ぎ）や、新しい求人をまとめて登録します。企業は先に登録しておきます。"
    columns = COLUMNS
    room = "postings"


class Preview(import_pages.Preview):
    title = "求人の一覧の取込み"
    room = "postings"
    plan = staticmethod(importing.plan)
    take_in = staticmethod(importing.import_postings)


class Result(import_pages.Result):
    room = "postings"
    kind = ImportRun.Kind.POSTINGS
