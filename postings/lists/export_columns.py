"""What the list of postings exports: the terms in the order of the intake form, for the prefecture's site."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from import_export.resources import Resource
from import_export.widgets import DateTimeWidget, DateWidget, DecimalWidget, IntegerWidget, Widget

from centre.exporting.columns import Column, NamedWidget
from centre.exporting.listing import Listing, Standard
from postings.lists import columns as read_back
from postings.models import JobPosting, PublicationEvent
from postings.sheets.posting_list import PostingList
from postings.sheets.terms import FIELDS, label

USUAL = ("title", "work_municipality", "headcount", "received_on")
# The import takes the plain words for the period of the contract.
HEADINGS = {column.key: column.label for column in read_back.COLUMNS} | {"employment_type": "雇用形態（正社員など）"}
WIDE = {"title": 32, "duties": 48, "work_address": 40, "special_notes": 40, "appeal": 40, "working_time": 32}
YES_NO = {True: "はい", False: "いいえ"}


def _widget(field: models.Field) -> Widget | None:
    if field.choices:
        return NamedWidget(field.flatchoices)
    match field:
        case models.BooleanField():
            return NamedWidget(YES_NO)
        case models.DateField():
            return DateWidget()
        case models.DecimalField():
            return DecimalWidget()
        case models.IntegerField():
            return IntegerWidget()
    return None


def _term(name: str) -> Column:
    field = JobPosting._meta.get_field(name)
    path = f"{name}__name" if field.is_relation else name
    widget = None if field.is_relation else _widget(field)
    return Column(HEADINGS.get(name, label(name)), path, widget, usual=name in USUAL, width=WIDE.get(name))


def _columns() -> dict[str, Column]:
    employer = {
        "establishment": Column("事業所名", "establishment__name", usual=True, width=32),
        "corporate_number": Column("法人番号", "establishment__corporation__corporate_number"),
        "address": Column("所在地", "establishment__address", width=40),
        "phone": Column("電話番号", "establishment__phone"),
        "industry": Column("業種", "establishment__industry__name", width=24),
        "employees": Column("従業員数", "establishment__employees", IntegerWidget()),
    }
    listing = {
        "listed_from": Column("掲載開始日", "listed_from", DateWidget()),
        "listed_until": Column("掲載期限", "listed_until", DateWidget(), usual=True),
        "ended_on": Column("取下げ日", "ended_on", DateWidget()),
        "eligible": Column(
            "移住支援金対象", "listed_eligible", NamedWidget({True: "対象", False: "対象外"}), usual=True, width=16
        ),
        "url": Column("掲載ページ", "last_url", width=40),
        "updated_at": Column("更新日時", "updated_at", DateTimeWidget()),
    }
    return employer | {name: _term(name) for name in FIELDS} | listing


PostingColumns = type("PostingColumns", (Resource,), {"__doc__": "Employer, terms and listing.", **_columns()})

# What the site does not ask for: how the posting came in, and our own bookkeeping.
NOT_FOR_THE_SITE = {"source", "received_on", "industry", "employees", "minimum_wage", "ended_on", "updated_at"}
FIRST = ("site_number", "hello_work_number", "establishment", "corporate_number", "address", "phone")


def _for_the_site() -> list[dict]:
    offered = [key for key in PostingColumns.fields if key not in NOT_FOR_THE_SITE and key not in FIRST]
    return [{"key": key, "heading": PostingColumns.fields[key].column_name} for key in (*FIRST, *offered)]


def with_page(rows: QuerySet, today: date) -> QuerySet:
    """Each posting with the address of its page as last recorded."""
    known = PublicationEvent.objects.filter(posting=OuterRef("pk")).exclude(url="").order_by("-effective_on", "-pk")
    return rows.annotate(last_url=Subquery(known.values("url")[:1]))


POSTINGS = Listing(
    key="postings",
    label="求人の一覧",
    ability="postings.export",
    subject="postings.JobPosting",
    page=PostingList,
    columns=PostingColumns,
    prepare=with_page,
    standard=Standard("県サイト用", _for_the_site()),
)
