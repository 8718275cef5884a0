"""What the list of entries exports."""

from import_export.resources import Resource
from import_export.widgets import DateWidget, IntegerWidget

from centre.exporting.columns import Column, NamedWidget
from centre.exporting.listing import Listing
from privacy.export_pages import ExportPage
from privacy.models import RegisterEntry
from privacy.registers.catalogue import CHOICES
from privacy.registers.courses import State
from privacy.registers.pages import EntryList


class EntryColumns(Resource):
    """An entry with the columns every register has; a register's own fields stand in its list as Excel."""

    kind = Column("台帳", "kind", NamedWidget(CHOICES), usual=True, width=24)
    year = Column("年度", "fiscal_year", IntegerWidget(), usual=True)
    number = Column("番号", "number", IntegerWidget(), usual=True)
    state = Column("状態", "state", NamedWidget(State.choices), usual=True)
    subject = Column("件名", "subject", usual=True, width=32)
    counterpart = Column("相手", "counterpart", usual=True, width=24)
    person = Column("職員", "person__name", usual=True)
    quantity = Column("数量", "quantity", IntegerWidget(), usual=True)
    unit = Column("単位", "unit", usual=True)
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


ENTRIES = Listing(
    key="register_entries",
    label="承諾・保管・指示の台帳",
    ability="registers.read",
    subject=RegisterEntry._meta.label,
    page=EntryList,
    columns=EntryColumns,
)


class ExportEntries(ExportPage):
    listing = ENTRIES
    list_url = "privacy:entries"
