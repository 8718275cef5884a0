"""Pages of the employers."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from centre.pages import ActForm, EditForm, ListPage, SearchPaginator
from centre.registry import open_items, record_links, timeline
from centre.roles import may
from employers import corporation_facts, enrolment, schemes
from employers.duplicates import suspects
from employers.filters import EstablishmentFilter, VisitFilter
from employers.forms.register import (
    ContactForm,
    EnrolForm,
    EstablishmentForm,
    FactsForm,
)
from employers.merging import stands_for
from employers.models import Contact, Corporation, Establishment, Visit
from privacy.access import record_access
from privacy.models import AccessLog


class EstablishmentList(ListPage):
    """The register."""

    template_name = "employers/list.html"
    filterset_class = EstablishmentFilter
    sorts = {
        "-updated": ("-updated_at", "-pk"),
        "name": ("name_key", "pk"),
        "-name": ("-name_key", "-pk"),
        "employees": ("employees", "pk"),
        "-employees": ("-employees", "-pk"),
        "confirmed": ("last_confirmed_on", "pk"),
        "-confirmed": ("-last_confirmed_on", "-pk"),
    }

    def get_base_queryset(self):
        return Establishment.objects.for_list()

    def get_paginator(self, queryset, per_page, **kwargs):
        """A search is asked once: of few the rows are known then; words that very many hold are read in order."""
        paginator = super().get_paginator(queryset, per_page, **kwargs)
        if not isinstance(paginator, SearchPaginator):
            return paginator
        if not paginator.is_capped:
            found = self.get_base_queryset().filter(pk__in=paginator.found)
            paginator.object_list = found.order_by(*self.sorts[self.sort])
        else:
            self.filterset = self.filterset_class(
                self.request.GET, queryset=self.get_base_queryset(), request=self.request
            )
            self.filterset.is_common = True
            paginator.object_list = self.filterset.qs.order_by(*self.sorts[self.sort])
        return paginator

    def get_template_names(self):
        """While somebody types, only the results are asked for."""
        return "employers/list_results.html" if self.request.htmx.target == "results" else self.template_name

    def get_context_data(self, **kwargs):
        """Who is registered is asked for the page at hand: asked with the rows it would be worked out for all."""
        context = super().get_context_data(**kwargs)
        shown = context["object_list"]
        today = timezone.localdate()
        of_page = Establishment.objects.registered_on(today).filter(pk__in=[item.pk for item in shown])
        registered = set(of_page.values_list("pk", flat=True))
        for item in shown:
            item.is_registered = item.pk in registered
        return context


def detail(request, pk: int):
    """An establishment with its corporation: what is known, what is open, its story, what to do next."""
    establishment = get_object_or_404(Establishment.everything.for_list(), pk=pk)
    if establishment.merged_into_id:
        return redirect(stands_for(establishment))
    contacts = list(establishment.contacts.all())
    if contacts and may(request.user, Contact.personal_fields.readers):
        record_access(request, AccessLog.Action.READ, Establishment._meta.label, pk, f"担当者{len(contacts)}人")
    context = {
        "establishment": establishment,
        "corporation": establishment.corporation,
        "contacts": contacts,
        "registration": _current_registration(establishment),
        "schemes": schemes.board(establishment),
        "siblings": establishment.corporation.establishments.exclude(pk=pk)[:10],
        "open_items": open_items(establishment, request.user, timezone.localdate()),
        "timeline": timeline(establishment, request.user),
        "record_links": record_links(establishment, request.user),
    }
    return render(request, "employers/detail.html", context)


def _current_registration(establishment: Establishment):
    return establishment.registrations.select_related("consent_text").filter(ended_on__isnull=True).first()


def suspected(request):
    """The live warning: employers that may be in the register already (a part of the page)."""
    found = suspects(
        corporate_number=request.GET.get("corporate_number", "").strip(),
        name=request.GET.get("name", ""),
        phone=request.GET.get("phone", ""),
        address=request.GET.get("address", ""),
    )
    return render(request, "employers/suspects.html", {"suspects": found})


class Enrol(ActForm):
    template_name = "employers/enrol.html"
    form_class = EnrolForm
    title = "企業を登録"
    lead = "事業所名と、電話番号か法人番号か市町村。この3つで始められます。残りはあとで足せます。"
    submit = "登録する"
    success_message = "企業を登録しました。"

    def act(self, form):
        return enrolment.enrol(
            corporation=form.corporation(),
            establishment=form.establishment(),
            contact=form.contact(),
            by=self.request.user,
        )

    def back(self):
        return reverse("employers:list"), "企業の一覧"


class ReviseEstablishment(EditForm):
    template_name = "employers/edit.html"
    title = "事業所の内容を直す"
    form_class = EstablishmentForm
    success_message = "事業所の内容を保存しました。"

    def get_object(self):
        return get_object_or_404(Establishment, pk=self.kwargs["pk"])

    def act(self, form):
        return enrolment.revise_establishment(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.object.get_absolute_url(), self.object.name


class ChangeFacts(EditForm):
    title = "法人の事実（移住支援金の要件）"
    lead = "対象法人かどうかの判定に使います。分からないことは「未確認」のままにします。未確認は不可ではありません。"
    form_class = FactsForm
    success_message = "法人の事実を保存しました。"

    def get_object(self):
        return get_object_or_404(Corporation, pk=self.kwargs["pk"])

    def act(self, form):
        facts = dict(form.cleaned_data)
        shareholders = facts.pop("shareholders_text")
        return corporation_facts.change_facts(
            self.object, self.version, shareholders=shareholders, by=self.request.user, **facts
        )

    def get_success_url(self, made):
        return reverse("employers:detail", args=[made.establishments.order_by("pk").values_list("pk", flat=True)[0]])

    def back(self):
        return self.get_success_url(self.object), self.object.name


class OfEstablishment(ActForm):
    """A form that adds something to an establishment and goes back to its page."""

    def dispatch(self, request, *args, **kwargs):
        self.establishment = get_object_or_404(Establishment, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        return self.establishment.get_absolute_url()

    def back(self):
        return self.establishment.get_absolute_url(), self.establishment.name


class AddContact(OfEstablishment):
    form_class = ContactForm
    title = "担当者の追加"
    success_message = "担当者を追加しました。"

    def act(self, form):
        return enrolment.add_contact(self.establishment, by=self.request.user, **form.cleaned_data)


class VisitList(ListPage):
    """Visits, newest first."""

    template_name = "employers/visits.html"
    filterset_class = VisitFilter

    def get_base_queryset(self):
        return Visit.objects.select_related("establishment", "visited_by")
