"""The file of the people handed off to one partner: made of its own hand-offs, so it cannot hold anybody else.

Its rows are `HandoffQuerySet.people_told_to(agency)`, its columns the items of `sharing.py`, masked row by row to what
was chosen for that hand-off. Nothing here reads the register of jobseekers (Nagano 2025-04: 66 people should have gone
to 21 centres, and each got the file of all 4,093).
"""

import django_filters
from django.db.models import Count
from django.urls import reverse
from import_export.resources import Resource
from import_export.widgets import DateWidget, IntegerWidget

from centre.errors import DomainError
from centre.exporting.columns import Column, NamedWidget
from centre.exporting.listing import Listing
from centre.models import PartnerAgency
from centre.pages import ListPage
from privacy.access import record_access
from privacy.export_pages import ExportPage
from privacy.models import AccessLog, Provision
from privacy.sharing.providing import Terms
from referrals.models import Handoff
from referrals.partners.sharing import ABOUT_PEOPLE, TEXT, with_told

TOLD = (*ABOUT_PEOPLE, TEXT)


class PartnerFilter(django_filters.FilterSet):
    """The one question of the page: whose people."""

    agency = django_filters.ModelChoiceFilter(
        label="関係機関", queryset=PartnerAgency.objects.filter(is_active=True), empty_label="選んでください"
    )

    class Meta:
        model = Handoff
        fields = ()

    def filter_queryset(self, queryset):
        """Without a partner there is nobody."""
        agency = self.form.cleaned_data.get("agency")
        return queryset.people_told_to(agency) if agency else queryset.none()

    @property
    def qs(self):
        return super().qs if self.is_bound and self.form.is_valid() else self.queryset.none()

    @property
    def partner(self) -> PartnerAgency | None:
        """The partner that was asked for."""
        return self.form.cleaned_data.get("agency") if self.is_bound and self.form.is_valid() else None


class PartnerPeople(ListPage):
    """The people handed off to a partner and still to be shown to it, with the items it was told."""

    template_name = "referrals/partners/people.html"
    filterset_class = PartnerFilter
    sorts = {"-handed": ("-handed_on", "-pk"), "handed": ("handed_on", "pk")}

    def get_base_queryset(self):
        return with_told(Handoff.objects.all(), TOLD)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = list(context["object_list"])
        detail = f"{self.filterset.partner or '機関の指定なし'}に見せる名簿 {len(shown)}件を表示"
        record_access(self.request, AccessLog.Action.LIST, Handoff._meta.label, detail=detail)
        lines = [(one, [(item.label, text) for item in TOLD if (text := getattr(one, item.column))]) for one in shown]
        return context | {"agency": self.filterset.partner, "lines": lines}


PartnerColumns = type(
    "PartnerColumns",
    (Resource,),
    {
        "__doc__": "A hand-off and what it tells.",
        "number": Column("つなぎ番号", "pk", IntegerWidget(), usual=True),
        "handed_on": Column("つないだ日", "handed_on", DateWidget(), usual=True),
        "purpose": Column("用件", "purpose", usual=True, width=32),
        **{item.key: Column(item.label, item.column, usual=True, width=20) for item in TOLD},
        "consented_on": Column("同意の日", "consented_on", DateWidget(), usual=True),
        "answer": Column("返事", "answer", NamedWidget(Handoff.Answer.choices)),
    },
)


def terms_of(page: PartnerPeople, purpose: str) -> Terms:
    """To whom the file goes and on what ground: the partner of the page, and the consents to its hand-offs."""
    agency = page.filterset.partner
    newest = page.rows.filter(consent_text__isnull=False).order_by("-consent_text__version").first()
    if agency is None or newest is None:
        raise DomainError("同意の文面を記録したつなぎがありません。つなぎの記録で、同意の日を確かめてください。")
    return Terms(
        recipient_kind=Provision.Recipient.AGENCY,
        ground=Provision.Ground.CONSENT,
        purpose=purpose,
        agency=agency.pk,
        consent_text=newest.consent_text_id,
        basis=_consents(page),
    )


def _consents(page: PartnerPeople) -> str:
    """How many people agreed to which version of the wording."""
    versions = page.rows.order_by("consent_text__version").values_list("consent_text__version")
    counted = versions.annotate(people=Count("pk"))
    return "、".join(
        f"第{version}版 {people}件" if version else f"文面の記録なし {people}件" for version, people in counted
    )


PARTNER_FILE = Listing(
    key="partner_people",
    label="関係機関に渡す名簿",
    ability="referrals.export",
    subject=Handoff._meta.label,
    page=PartnerPeople,
    columns=PartnerColumns,
    leaves=terms_of,
)


class ExportPartnerPeople(ExportPage):
    listing = PARTNER_FILE
    list_url = "referrals:partner_people"


def people_address(agency: PartnerAgency) -> str:
    """The page of the people handed off to a partner."""
    return f"{reverse('referrals:partner_people')}?agency={agency.pk}"
