"""Pages of the directory of partner agencies: everybody reads it, who keeps it changes it."""

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre import partnering
from centre.agency_forms import AgencyForm, EndForm
from centre.errors import DomainError
from centre.models import PartnerAgency
from centre.pages import ActForm, EditForm, ListPage
from centre.registry import panels, record_links
from centre.roles import may


class AgencyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="さがす（名称・管轄・してもらえること）", method="search")
    kind = django_filters.ChoiceFilter(label="区分", choices=PartnerAgency.Kind.choices, empty_label="すべて")
    state = django_filters.ChoiceFilter(
        label="状態",
        choices=[("ended", "連携を終えた機関"), ("unsure", "要確認")],
        method="in_state",
        empty_label="連携中",
    )

    class Meta:
        model = PartnerAgency
        fields = ()

    @property
    def qs(self):
        return super().qs if self.data.get("state") == "ended" else super().qs.filter(is_active=True)

    def search(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(jurisdiction__icontains=value) | Q(does__icontains=value))

    def in_state(self, queryset, name, value):
        return queryset.filter(is_active=False) if value == "ended" else queryset.filter(needs_checking=True)


class AgencyList(ListPage):
    """Partner agencies; those whose partnership has ended only when asked for."""

    template_name = "centre/agencies.html"
    filterset_class = AgencyFilter
    sorts = {"key": ("key",), "name": ("name", "pk")}

    def get_base_queryset(self):
        return PartnerAgency.objects.all()

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_edit=may(self.request.user, "agencies.edit"), **kwargs)


def agency(request, pk: int):
    """One agency: how to reach it, what it does, what the other rooms know of it, and its history."""
    record = get_object_or_404(PartnerAgency, pk=pk)
    context = {
        "agency": record,
        "panels": panels(record, request.user, timezone.localdate()),
        "links": record_links(record, request.user),
        "rewritings": partnering.rewritings(record),
        "may_edit": may(request.user, "agencies.edit"),
    }
    return render(request, "centre/agency.html", context)


class AddAgency(ActForm):
    title = "関係機関を追加"
    lead = "相談やつなぎの相手として選べるようになります。"
    form_class = AgencyForm
    success_message = "関係機関を追加しました。"

    def act(self, form):
        return partnering.add_agency(by=self.request.user, **form.cleaned_data)

    def back(self):
        return reverse("centre:agencies"), "関係機関"


class OfAgency(EditForm):
    """A form about one agency."""

    def get_object(self):
        return get_object_or_404(PartnerAgency, pk=self.kwargs["pk"])

    def back(self):
        return self.object.get_absolute_url(), self.object.name


class ReviseAgency(OfAgency):
    title = "関係機関を直す"
    form_class = AgencyForm
    success_message = "関係機関の内容を保存しました。"

    def act(self, form):
        return partnering.revise_agency(self.object, self.version, by=self.request.user, **form.cleaned_data)


class EndAgency(OfAgency):
    title = "連携を終える"
    submit = "連携を終える"
    form_class = EndForm
    success_message = "連携を終えたことを記録しました。これまでのつなぎは残ります。"

    @property
    def lead(self) -> str:
        return f"{self.object.name}は、これから選べなくなります。これまでの相談とつなぎの記録は残ります。"

    def act(self, form):
        return partnering.end_agency(self.object, self.version, by=self.request.user, **form.cleaned_data)


@require_POST
def take_up(request, pk: int):
    """The partnership goes on."""
    record = get_object_or_404(PartnerAgency, pk=pk)
    try:
        partnering.take_up_agency(record, by=request.user)
        messages.success(request, f"{record.name}との連携を再開しました。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(record.get_absolute_url())
