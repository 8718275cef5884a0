"""The register of provisions: what was given to whom, searched, paged and exported."""

import django_filters
from django.db.models import Q, QuerySet
from import_export.resources import Resource
from import_export.widgets import DateTimeWidget, DateWidget, IntegerWidget

from centre.exporting.columns import Column, NamedWidget
from centre.exporting.listing import Listing
from centre.filters import DayFilter
from centre.models import PartnerAgency
from centre.pages import ListPage
from privacy.models import Provision


class ProvisionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす（相手・項目・目的・根拠）", method="by_words")
    recipient_kind = django_filters.ChoiceFilter(
        label="相手の別", choices=Provision.Recipient.choices, empty_label="すべて"
    )
    agency = django_filters.ModelChoiceFilter(
        label="関係機関", queryset=PartnerAgency.objects.all(), empty_label="すべて"
    )
    ground = django_filters.ChoiceFilter(label="根拠", choices=Provision.Ground.choices, empty_label="すべて")
    means = django_filters.ChoiceFilter(label="渡し方", choices=Provision.Means.choices, empty_label="すべて")
    since = DayFilter(label="から", field_name="provided_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="provided_on", lookup_expr="lte")

    class Meta:
        model = Provision
        fields = ()

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Every word somewhere in what the line says."""
        for word in value.split():
            queryset = queryset.filter(
                Q(recipient__icontains=word)
                | Q(items__icontains=word)
                | Q(purpose__icontains=word)
                | Q(basis__icontains=word)
            )
        return queryset


class ProvisionList(ListPage):
    """The register, newest first."""

    template_name = "privacy/provisions.html"
    filterset_class = ProvisionFilter
    sorts = {"-day": ("-provided_on", "-pk"), "day": ("provided_on", "pk"), "recipient": ("recipient", "-pk")}

    def get_base_queryset(self):
        return Provision.objects.select_related("agency", "consent_text", "provided_by")


class ProvisionColumns(Resource):
    """A line of the register."""

    number = Column("番号", "pk", IntegerWidget(), usual=True)
    provided_on = Column("提供した日", "provided_on", DateWidget(), usual=True)
    recipient_kind = Column("相手の別", "recipient_kind", NamedWidget(Provision.Recipient.choices), usual=True)
    recipient = Column("相手", "recipient", usual=True, width=32)
    items = Column("渡した項目", "items", usual=True, width=40)
    people = Column("人数（人）", "people", IntegerWidget(), usual=True)
    employers = Column("企業（社）", "employers", IntegerWidget(), usual=True)
    ground = Column("根拠", "ground", NamedWidget(Provision.Ground.choices), usual=True, width=20)
    consent_version = Column("同意の文面の版", "consent_text__version", IntegerWidget(), usual=True)
    basis = Column("根拠の内容", "basis", usual=True, width=32)
    means = Column("渡し方", "means", NamedWidget(Provision.Means.choices), usual=True, width=24)
    purpose = Column("目的", "purpose", usual=True, width=32)
    provided_by = Column("提供した人", "provided_by__name", usual=True)
    recorded_at = Column("記録日時", "recorded_at", DateTimeWidget())
    cancelled_at = Column("取り消した日時", "cancelled_at", DateTimeWidget(), usual=True)
    cancelled_reason = Column("提供しなかった理由", "cancelled_reason", usual=True, width=32)


PROVISIONS = Listing(
    key="provisions",
    label="提供の記録",
    ability="provisions.export",
    subject=Provision._meta.label,
    page=ProvisionList,
    columns=ProvisionColumns,
)
