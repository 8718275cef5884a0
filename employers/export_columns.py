"""What the list of employers exports."""

from datetime import date

from django.db.models import FilteredRelation, Q, QuerySet
from import_export.resources import Resource
from import_export.widgets import DateTimeWidget, DateWidget, IntegerWidget

from centre.exporting.columns import Column, NamedListWidget, NamedWidget
from centre.exporting.listing import Listing
from employers.models import Corporation, Registration
from employers.views.register import EstablishmentList


class EstablishmentColumns(Resource):
    """The columns of the page first, then what else is known; the headings are those an import understands."""

    name = Column("事業所名", "name", usual=True, width=32)
    municipality = Column("市町村", "municipality__name", usual=True)
    industry = Column("業種", "industry__name", usual=True, width=24)
    employees = Column("従業員数", "employees", IntegerWidget(), usual=True)
    phone = Column("電話番号", "phone", usual=True)
    is_registered = Column(
        "登録", "is_registered", NamedWidget({True: "登録あり", False: "登録なし"}), usual=True, width=12
    )
    last_confirmed_on = Column("最終確認日", "last_confirmed_on", DateWidget(), usual=True)
    kana = Column("ふりがな", "kana", width=32)
    corporation_name = Column("法人名", "corporation__name", width=32)
    corporate_number = Column("法人番号", "corporation__corporate_number")
    kind = Column("種別", "corporation__kind", NamedWidget(Corporation.Kind.choices))
    capital_yen = Column("資本金（円）", "corporation__capital_yen", IntegerWidget(), width=16)
    postal_code = Column("郵便番号", "postal_code", width=11)
    address = Column("所在地", "address", width=40)
    email = Column("メール", "email", width=28)
    website = Column("ホームページ", "website", width=32)
    registered_on = Column("利用者登録日", "current_registration__registered_on", DateWidget())
    registration_source = Column(
        "受付の経路", "current_registration__source", NamedWidget(Registration.Source.choices), width=14
    )
    registration_scope = Column(
        "登録の範囲", "current_registration__scope", NamedWidget(Registration.Scope.choices), width=22
    )
    registration_items = Column(
        "出してよい項目", "current_registration__items", NamedListWidget(Registration.Item.choices), width=32
    )
    contact_name = Column("担当者", "main_contact__name")
    contact_department = Column("担当部署", "main_contact__department", width=20)
    contact_phone = Column("担当者の電話", "main_contact__phone")
    contact_email = Column("担当者のメール", "main_contact__email", width=28)
    note = Column("備考", "note", width=40)
    updated_at = Column("更新日時", "updated_at", DateTimeWidget())


def joined(rows: QuerySet, today: date) -> QuerySet:
    """Each establishment with its main contact and the registration in force; the tables allow one of each at most."""
    in_force = Q(registrations__ended_on__isnull=True) | Q(registrations__ended_on__gt=today)
    return rows.with_registration(today).annotate(
        main_contact=FilteredRelation("contacts", condition=Q(contacts__is_main=True)),
        current_registration=FilteredRelation(
            "registrations", condition=Q(registrations__registered_on__lte=today) & in_force
        ),
    )


def without_agreement(rows, text: int) -> int:
    """How many establishments have not agreed to this wording that their contact is shown to everybody (8(1)④)."""
    agreed = rows.filter(
        current_registration__consent_text=text,
        current_registration__scope=Registration.Scope.PUBLIC,
        current_registration__items__contains=[Registration.Item.CONTACT],
    )
    return rows.count() - agreed.count()


EMPLOYERS = Listing(
    key="employers",
    label="企業の一覧",
    ability="employers.export",
    subject="employers.Establishment",
    page=EstablishmentList,
    columns=EstablishmentColumns,
    prepare=joined,
    counts_employers=True,
    without_consent=without_agreement,
)
