"""Pages of the jobseekers; every look at a person is written down (特記事項 第6)."""

from django.forms import Form
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.pages import ActForm, EditForm, ListPage
from centre.registry import open_items, panels, record_links, timeline
from centre.tabular.values import ValueProblem, date_of
from jobseekers import registration, residence, supporting
from jobseekers.choosing_turn import choose_turn, suggestion_for
from jobseekers.circumstances import know
from jobseekers.circumstances_form import CircumstancesForm
from jobseekers.filters import JobseekerFilter
from jobseekers.forms import CloseForm, ConsentForm, JobseekerForm, RegisterForm, TurnForm, WithdrawForm
from jobseekers.models import Circumstances, Consent, Jobseeker
from jobseekers.models.jobseeker import LONGEST_NAME
from jobseekers.registration import ConsentGiven, current_consent_text
from jobseekers.suspects import suspects
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog

SUBJECT = Jobseeker._meta.label


class JobseekerList(ListPage):
    """People, the newest registration first."""

    template_name = "jobseekers/list.html"
    filterset_class = JobseekerFilter
    sorts = {
        "-registered": ("-registered_on", "-pk"),
        "registered": ("registered_on", "pk"),
        "name": ("kana", "name_key", "pk"),
        "-name": ("-kana", "-name_key", "-pk"),
    }

    def get_base_queryset(self):
        return Jobseeker.objects.for_list().with_stop()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()
        action = AccessLog.Action.SEARCH if words else AccessLog.Action.LIST
        record_access(
            self.request,
            action,
            SUBJECT,
            detail=f"{words} {context['paginator'].count}件中 {len(context['object_list'])}件を表示".strip(),
        )
        return context


def detail(request, pk: int):
    """A person: contacts, wishes, background, consents, what is open, the story, and what can be done next."""
    person = get_object_or_404(Jobseeker.objects.for_page().with_stop(), pk=pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, person.pk)
    today = timezone.localdate()
    consents = person.consents.all()
    context = {
        "person": person,
        "known": getattr(person, "circumstances", None),
        "works": person.works.all(),
        "decision": next(iter(person.turn_decisions.all()), None),
        "suggestion": suggestion_for(person),
        "residence_warning": residence.warning(person, today),
        "work_permission": residence.explained(person),
        "consents": consents,
        "has_consent": any(consent.withdrawn_on is None for consent in consents),
        "keeps_plans": supporting.plans_are_kept(),
        "plans": person.plans.all(),
        "has_running_plan": any(plan.ended_on is None for plan in person.plans.all()),
        "open_items": open_items(person, request.user, today),
        "panels": panels(person, request.user, today),
        "timeline": timeline(person, request.user),
        "record_links": record_links(person, request.user, is_stopped=person.is_stopped),
    }
    return render(request, "jobseekers/detail.html", context)


class Register(GuardedPage, ActForm):
    guarded_subject = SUBJECT
    template_name = "jobseekers/register.html"
    form_class = RegisterForm
    title = "就職希望者を登録"
    lead = "氏名と本人の同意があれば始められます。残りはあとで足せます。同意がないときは匿名の相談として記録します。"
    submit = "登録する"
    success_message = "就職希望者を登録しました。"

    def act(self, form):
        consent = ConsentGiven(current_consent_text(), form.cleaned_data["given_on"], form.cleaned_data["method"])
        return registration.register(consent=consent, by=self.request.user, **form.known())

    def back(self):
        return reverse("jobseekers:list"), "就職希望者"

    def get_context_data(self, **kwargs):
        return super().get_context_data(consent_text=current_consent_text(), **kwargs)


def suspected(request):
    """Who may be registered already under what was typed (a part of the page); those shown were looked at."""
    typed = {name: request.GET.get(name, "")[:LONGEST_NAME] for name in ("name", "phone", "email")}
    typed["name"] = typed["name"] or request.GET.get("caller", "")[:LONGEST_NAME]
    try:
        birth_date = date_of(request.GET.get("birth_date", "")[:20])
    except ValueProblem:
        birth_date = None
    found = suspects(**typed, birth_date=birth_date)
    if found:
        numbers = "、".join(str(suspect.person.pk) for suspect in found)
        record_access(request, AccessLog.Action.SEARCH, SUBJECT, detail=f"登録の前の確認 登録番号{numbers}を表示")
    return render(request, "jobseekers/suspects.html", {"suspects": found})


class OfJobseeker(ActForm):
    """A form about a person that goes back to the person's page."""

    def dispatch(self, request, *args, **kwargs):
        self.person = get_object_or_404(Jobseeker, pk=kwargs["pk"])
        if request.method == "GET":
            record_access(request, AccessLog.Action.READ, SUBJECT, self.person.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        return self.person.get_absolute_url()

    def back(self):
        return self.person.get_absolute_url(), self.person.name


class Revise(GuardedPage, EditForm):
    guarded_subject = SUBJECT
    template_name = "jobseekers/edit.html"
    form_class = JobseekerForm
    title = "就職希望者の内容を直す"
    success_message = "就職希望者の内容を保存しました。"

    def get_object(self):
        person = get_object_or_404(Jobseeker, pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, person.pk)
        return person

    def act(self, form):
        return registration.revise(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.object.get_absolute_url(), self.object.name


class Know(GuardedPage, EditForm):
    """Origin, household, education, work so far and permission to work."""

    guarded_subject = SUBJECT
    template_name = "jobseekers/circumstances.html"
    form_class = CircumstancesForm
    title = "背景を記録"
    lead = "相談に要ることだけを、本人から伺って入れます。分からない所は空のままにします。"
    success_message = "背景を保存しました。"

    def get_object(self):
        self.person = get_object_or_404(Jobseeker.objects.prefetch_related("works"), pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, self.person.pk)
        return self._known()

    def _known(self) -> Circumstances:
        known = Circumstances.objects.filter(pk=self.person.pk).first()
        return known or Circumstances(jobseeker=self.person, version=0)

    def get_form_kwargs(self):
        kwargs = super(EditForm, self).get_form_kwargs()
        return kwargs | {"instance": self._known(), "person": self.person}

    def act(self, form):
        return know(self.person, self.version, works=form.works(), by=self.request.user, **form.known())

    def get_success_url(self, made):
        return self.person.get_absolute_url()

    def back(self):
        return self.person.get_absolute_url(), self.person.name


class ChooseTurn(GuardedPage, EditForm):
    """U, I or J: the suggestion with its reason, and the counter's choice."""

    guarded_subject = SUBJECT
    template_name = "jobseekers/turn.html"
    form_class = TurnForm
    title = "U・I・Jの別を選ぶ"
    submit = "この区分にする"
    success_message = "U・I・Jの別を記録しました。"

    def get_object(self):
        person = get_object_or_404(Jobseeker, pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, person.pk)
        return person

    def get_initial(self):
        return {"turn": self.object.turn or suggestion_for(self.object).turn}

    def act(self, form):
        return choose_turn(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.object.get_absolute_url()

    def back(self):
        return self.object.get_absolute_url(), self.object.name

    def get_context_data(self, **kwargs):
        decisions = self.object.turn_decisions.select_related("decided_by")
        return super().get_context_data(suggestion=suggestion_for(self.object), decisions=decisions, **kwargs)


class Close(OfJobseeker):
    form_class = CloseForm
    title = "支援の終了"
    lead = "就職が決まった、希望がなくなったなどで支援を終えるときに記録します。あとで再開できます。"
    submit = "終了を記録する"
    success_message = "支援の終了を記録しました。"

    def act(self, form):
        return registration.close(self.person, by=self.request.user, **form.cleaned_data)


class Reopen(OfJobseeker):
    form_class = Form
    title = "支援の再開"
    lead = "終了した支援を再開します。有効な同意がなければ、先に同意を受けてください。"
    submit = "再開する"
    success_message = "支援を再開しました。"

    def act(self, form):
        return registration.reopen(self.person, by=self.request.user)


class TakeConsent(OfJobseeker):
    template_name = "jobseekers/consent.html"
    form_class = ConsentForm
    title = "同意を受ける"
    submit = "同意を記録する"
    success_message = "同意を記録しました。"

    def act(self, form):
        consent = ConsentGiven(current_consent_text(), form.cleaned_data["given_on"], form.cleaned_data["method"])
        return registration.take_consent(self.person, consent=consent, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(consent_text=current_consent_text(), **kwargs)


class Withdraw(OfJobseeker):
    template_name = "jobseekers/withdraw.html"
    form_class = WithdrawForm
    title = "同意の撤回"
    lead = "撤回は本人の権利です。理由は伺いません。"
    submit = "撤回を記録する"
    success_message = "同意の撤回を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.consent = get_object_or_404(Consent, pk=kwargs["consent"], jobseeker_id=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return registration.withdraw_consent(self.consent, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            consent=self.consent, consequences=registration.foretold(self.consent), **kwargs
        )
