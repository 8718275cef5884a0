"""Pages of the registers: overview, list, entry, its steps and papers, the table of profiles."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from centre.files import download, without_content
from centre.fiscal_year import FiscalYear
from centre.numbers import year_of
from centre.pages import ActForm, EditForm, ListPage
from centre.roles import may
from privacy.access import record_access
from privacy.duties import gate
from privacy.duties.profiles import PROFILES
from privacy.guarding import GuardedPage
from privacy.models import AccessLog, EntryDocument, RegisterEntry, RegisterTerm
from privacy.registers import deadlines, moving, overview, recording, terms
from privacy.registers.catalogue import KINDS
from privacy.registers.details import typed
from privacy.registers.forms import DETAIL, DocumentForm, EntryFilter, EntryForm, StepForm, TermForm
from privacy.registers.history import changes_of
from privacy.registers.kinds import Kind
from privacy.registers.paper import facts_of

ENTRY = RegisterEntry._meta.label
REGISTERS, ENTRIES = "privacy:registers", "privacy:entries"


def kind_or_404(key: str) -> Kind:
    """The register of an address."""
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def year_asked(request) -> FiscalYear:
    """The fiscal year of an address, or that of today."""
    year = year_of(request.GET.get("year", ""), 2019, 2100)
    return FiscalYear(year) if year else FiscalYear.of(timezone.localdate())


def registers(request):
    """All registers that the profile asks for, and what is open and overdue in each."""
    today = timezone.localdate()
    context = {
        "profile": gate.profile_on(today),
        "standings": overview.standings(today),
        "due": overview.due_soon(today)[:20],
        "terms": RegisterTerm.objects.all(),
        "may_edit": may(request.user, "registers.edit"),
    }
    return render(request, "privacy/registers/overview.html", context)


def profiles(request):
    """What each profile asks for, with the clause."""
    context = {
        "profiles": PROFILES.values(),
        "current": gate.profile_key_on(timezone.localdate()),
        "items": overview.profile_table(),
    }
    return render(request, "privacy/registers/profiles.html", context)


class EntryList(ListPage):
    """Entries of all registers or of one."""

    template_name = "privacy/registers/entries.html"
    filterset_class = EntryFilter
    sorts = {
        "-asked": ("-asked_on", "-pk"),
        "asked": ("asked_on", "pk"),
        "due": ("due_on", "pk"),
        "-due": ("-due_on", "-pk"),
    }

    def get_base_queryset(self):
        return RegisterEntry.objects.with_people()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = timezone.localdate()
        for entry in context["object_list"]:
            entry.late = entry.is_overdue(today)
        words = self.request.GET.get("q", "").strip()
        action = AccessLog.Action.SEARCH if words else AccessLog.Action.LIST
        shown = len(context["object_list"])
        record_access(self.request, action, ENTRY, detail=f"{shown}件" + (f"：{words}" if words else ""))
        kind = KINDS.get(self.request.GET.get("kind", ""))
        profile = gate.profile_key_on(today)
        may_edit = may(self.request.user, "registers.edit")
        return context | {
            "kind": kind,
            "heading": kind.title if kind else "承諾・保管・指示の台帳の記録",
            "about": kind.lead if kind else "すべての台帳の記録です。台帳を選ぶと、その台帳に記録できます。",
            "may_add": may_edit and kind is not None and kind.is_on(profile),
            "year": year_asked(self.request),
        }


def entry(request, pk: int):
    """An entry with its papers, what comes next and everything it said before."""
    record = get_object_or_404(RegisterEntry.objects.with_people(), pk=pk)
    record_access(request, AccessLog.Action.READ, ENTRY, record.pk, detail=record.label)
    may_edit = may(request.user, "registers.edit")
    context = {
        "entry": record,
        "kind": record.declaration,
        "back_url": f"{reverse(ENTRIES)}?kind={record.kind}",
        "facts": facts_of(record),
        "late": record.is_overdue(timezone.localdate()),
        "steps": record.declaration.course.after(record.state) if may_edit else (),
        "documents": record.documents.select_related("added_by", "file").defer("file__content"),
        "changes": changes_of(record),
        "may_edit": may_edit,
    }
    return render(request, "privacy/registers/entry.html", context)


class AddEntry(GuardedPage, ActForm):
    """A new entry of the register in the address."""

    guarded_subject = ENTRY
    form_class = EntryForm
    success_message = "台帳に記録しました。"

    @cached_property
    def kind(self) -> Kind:
        return kind_or_404(self.kwargs["kind"])

    @property
    def title(self) -> str:
        return f"{self.kind.title}に記録"

    @property
    def lead(self) -> str:
        profile = gate.profile_key_on(timezone.localdate())
        if not self.kind.is_on(profile):
            return f"{self.kind.lead}いまの定めの組では使いません。"
        within = deadlines.in_words(self.kind, profile, terms.agreed(self.kind))
        return f"{self.kind.lead}（{self.kind.sources[profile]}）{within}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.kind, "user": self.request.user}

    def act(self, form):
        return recording.record_entry(self.kind, by=self.request.user, **form.columns)

    def back(self):
        return f"{reverse(ENTRIES)}?kind={self.kind.key}", self.kind.title


class _OfEntry(GuardedPage, EditForm):
    """Forms of an entry that lead back to it."""

    guarded_subject = ENTRY

    def get_object(self):
        return get_object_or_404(RegisterEntry.objects.with_people(), pk=self.kwargs["pk"])

    def back(self):
        return self.object.get_absolute_url(), self.object.label

    def get_success_url(self, made):
        return self.object.get_absolute_url()


class ChangeEntry(_OfEntry):
    form_class = EntryForm
    success_message = "台帳の記録を保存しました。"

    @property
    def title(self) -> str:
        return f"{self.object.label}を直す"

    @property
    def lead(self) -> str:
        if self.object.permitted_on:
            return "県が承諾した内容は直せません。担当者・期限・備考だけ直せます。"
        return "前の内容は履歴に残ります。"

    def get_form_kwargs(self):
        given = {"kind": self.object.declaration, "user": self.request.user, "entry": self.object}
        return super().get_form_kwargs() | given

    def current(self, record, name):
        """Fields of the kind stand in the JSON."""
        if not name.startswith(DETAIL):
            return super().current(record, name)
        key = name.removeprefix(DETAIL)
        field = next(one for one in record.declaration.fields if one.key == key)
        return typed(field, record.details.get(key))

    def has_current(self, record, name):
        return name.startswith(DETAIL) or super().has_current(record, name)

    def act(self, form):
        return recording.change_entry(self.object, self.version, by=self.request.user, **form.columns)


class TakeStep(_OfEntry):
    """The step in the address, if it follows."""

    form_class = StepForm
    submit = "記録する"
    success_message = "記録しました。"

    @cached_property
    def step(self):
        found = self.object.declaration.course.step(self.kwargs["step"])
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> str:
        return f"{self.object.label}：{self.step.label}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"step": self.step, "entry": self.object}

    def act(self, form):
        return moving.take_step(self.object, self.version, self.step.key, by=self.request.user, **form.cleaned_data)


class AddDocument(ActForm):
    """A paper of an entry."""

    template_name = "centre/form_with_file.html"
    title = "書類を添える"
    lead = "県の承諾書、署名した誓約書、預り証の控えなどです。添えた書類は消せません。"
    form_class = DocumentForm
    submit = "添える"
    success_message = "書類を添えました。"

    def dispatch(self, request, *args, **kwargs):
        self.entry = get_object_or_404(RegisterEntry, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return recording.add_document(self.entry, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.entry.get_absolute_url()

    def back(self):
        return self.entry.get_absolute_url(), self.entry.label


def document(request, pk: int):
    """A paper of an entry as it was added."""
    found = get_object_or_404(EntryDocument, pk=pk)
    record_access(request, AccessLog.Action.READ, ENTRY, found.entry_id, detail=f"書類 {found.title}")
    return download(without_content().get(pk=found.file_id))


class SetTerm(EditForm):
    """The days within which entries of a register are due, where the specification does not say."""

    form_class = TermForm
    success_message = "期限の日数を保存しました。"

    @property
    def title(self) -> str:
        return f"期限の日数：{kind_or_404(self.kwargs['kind']).title}"

    lead = (
        "仕様書に日数がない台帳で、県と決めた日数を入れます。新しい記録から使います。"
        "仕様書に日数があれば、それが先です。"
    )

    def get_object(self):
        key = kind_or_404(self.kwargs["kind"]).key
        return RegisterTerm.objects.filter(kind=key).first() or RegisterTerm(kind=key, version=0)

    def get_form_kwargs(self):
        if self.object.pk:
            return super().get_form_kwargs()
        return super(EditForm, self).get_form_kwargs() | {"instance": RegisterTerm(kind=self.object.kind)}

    def act(self, form):
        kind = kind_or_404(self.kwargs["kind"])
        return terms.set_term(kind, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse(REGISTERS)

    def back(self):
        return reverse(REGISTERS), "台帳の一覧"
