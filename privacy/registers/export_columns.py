"""What the list of entries exports."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from import_export.resources import Resource
from import_export.widgets import DateWidget, IntegerWidget

from centre.exporting.columns import Column, NamedWidget
from centre.exporting.listing import Listing
from privacy.export_pages import ExportPage
from privacy.models import RegisterEntry
from privacy.registers.catalogue import CHOICES, KINDS
from privacy.registers.courses import State
from privacy.registers.details import shown
from privacy.registers.pages import EntryList


class OwnFields(NamedWidget):
    """The fields that a register alone has, each under its name: `{"kind": its key, "details": their JSON}`."""

    def __init__(self):
        super().__init__({})

    def render(self, value, obj=None, **kwargs) -> str:
        return "／".join(f"{label}：{words}" for label, words in shown(KINDS[value["kind"]], value["details"]))

    def shown(self, values: Sequence) -> list[str]:
        return [self.render(value) for value in values]


class EntryColumns(Resource):
    """An entry with the columns every register has, and in one column those of its own."""

    kind = Column("台帳", "kind", NamedWidget(CHOICES), usual=True, width=24)
    year = Column("年度", "fiscal_year", IntegerWidget(), usual=True)
    number = Column("番号", "number", IntegerWidget(), usual=True)
    state = Column("状態", "state", NamedWidget(State.choices), usual=True)
    subject = Column("件名", "subject", usual=True, width=32)
    counterpart = Column("相手", "counterpart", usual=True, width=24)
    person = Column("職員", "person__name", usual=True)
    quantity = Column("数量", "quantity", IntegerWidget(), usual=True)
    unit = Column("単位", "unit", usual=True)
    own = Column("台帳ごとの項目", "own", OwnFields(), usual=True, width=48)
    asked_on = Column("申請・受領の日", "asked_on", DateWidget(), usual=True)
    due_on = Column("期限", "due_on", DateWidget(), usual=True)
    due_source = Column("期限の根拠", "due_source", width=28)
    permitted_on = Column("県が承諾した日", "permitted_on", DateWidget(), usual=True)
    consent_number = Column("県の文書の番号", "consent_number", usual=True)
    decided_by = Column("決めた県担当者", "decided_by__name")
    carried_on = Column("行った日", "carried_on", DateWidget(), usual=True)
    answered_on = Column("回答・報告した日", "answered_on", DateWidget(), usual=True)
    answer = Column("回答・条件", "answer", width=32)
    closed_on = Column("終えた日", "closed_on", DateWidget(), usual=True)
    result = Column("結果", "result", usual=True, width=32)
    remark = Column("備考", "remark", width=32)
    responsible = Column("担当者", "responsible__name", usual=True)


def _with_own(entries: QuerySet, today: date) -> QuerySet:
    """The key of a register beside its own fields, which only it can name."""
    return entries.annotate(own=JSONObject(kind="kind", details="details"))


ENTRIES = Listing(
    key="register_entries",
    label="承諾・保管・指示の台帳",
    ability="registers.read",
    subject=RegisterEntry._meta.label,
    page=EntryList,
    columns=EntryColumns,
    prepare=_with_own,
)


class ExportEntries(ExportPage):
    listing = ENTRIES
    list_url = "privacy:entries"
