"""The list of consultations, one of them, and changing it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centre.pages import ActForm, EditForm, ListPage
from centre.roles import may
from consultations.filters import ConsultationFilter
from consultations.forms import PromiseForm, RevisionForm
from consultations.models import Consultation, Topic
from consultations.naming import name_of, party_name, promised_to
from consultations.picking import key_of, pickable, picked
from consultations.promising import promise
from consultations.taking import revise
from consultations.views.entry import party_context
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog

SUBJECT = Consultation._meta.label


class ConsultationList(ListPage):
    """Consultations, newest first."""

    template_name = "consultations/list.html"
    filterset_class = ConsultationFilter
    sorts = {"-held": ("-held_at", "-pk"), "held": ("held_at", "pk")}

    def get_base_queryset(self):
        return Consultation.objects.visible_to(self.request.user).for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        for row in rows:
            row.shown_party = party_name(row, self.request.user)
        if any(row.jobseeker_id for row in rows):
            words = self.request.GET.get("q", "").strip()
            action = AccessLog.Action.SEARCH if words else AccessLog.Action.LIST
            detail = f"{words} {context['paginator'].count}件中 {len(rows)}件を表示".strip()
            record_access(self.request, action, SUBJECT, detail=detail)
        context["object_list"] = rows
        return context


def seen(request, pk: int) -> Consultation:
    """A consultation the user may read, 404 for any other; one with a person is written down."""
    found = Consultation.objects.visible_to(request.user).select_related(
        "establishment", "jobseeker", "agency", "counsellor"
    )
    consultation = get_object_or_404(found, pk=pk)
    if consultation.jobseeker_id and request.method == "GET":
        record_access(request, AccessLog.Action.READ, SUBJECT, consultation.pk)
    return consultation


def detail(request, pk: int):
    """A consultation with what came out of it."""
    consultation = seen(request, pk)
    follow_ups = list(consultation.follow_ups.for_list().select_related("done_by"))
    for follow_up in follow_ups:
        follow_up.shown_party = promised_to(follow_up, request.user)
    context = {
        "consultation": consultation,
        "shown_party": party_name(consultation, request.user),
        "more_topics": [Topic(key).label for key in consultation.more_topics],
        "follow_ups": follow_ups,
        "may_open_person": consultation.jobseeker_id and may(request.user, "jobseekers.read"),
    }
    return render(request, "consultations/detail.html", context)


class Revise(GuardedPage, EditForm):
    guarded_subject = SUBJECT
    template_name = "consultations/edit.html"
    form_class = RevisionForm
    title = "相談の記録を直す"
    success_message = "相談の記録を保存しました。"

    def get_object(self):
        return seen(self.request, self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        names = [name for name in self.form_class.base_fields if name != "picked"]
        return {name: getattr(self.object, name) for name in names} | {"picked": key_of(self.object)}

    def has_current(self, record, name):
        return name == "picked" or super().has_current(record, name)

    def current(self, record, name):
        return key_of(record) if name == "picked" else super().current(record, name)

    def shown(self, bound, value):
        if bound.name == "picked" and value and pickable(value, self.request.user):
            return name_of(picked(value, self.request.user), self.request.user)
        return super().shown(bound, value)

    def act(self, form):
        return revise(self.object, self.version, form.other_side(), by=self.request.user, **form.taken())

    def back(self):
        return self.object.get_absolute_url(), "相談"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | party_context(context["form"], self.request)


class Promise(GuardedPage, ActForm):
    """Add a promise to a consultation."""

    guarded_subject = SUBJECT
    form_class = PromiseForm
    title = "約束を足す"
    success_message = "約束を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.consultation = seen(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return promise(self.consultation, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.consultation.get_absolute_url()

    def back(self):
        return reverse("consultations:detail", args=[self.consultation.pk]), "相談"
