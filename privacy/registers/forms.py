"""Forms of the registers, made from the declaration of a kind."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from centre.filters import DayFilter, FoldedFilters
from centre.fiscal_year import FiscalYear
from centre.forms import DayField, ScanFile
from centre.models import User
from centre.roles import OUTSIDE
from privacy.guarding import GuardedForm
from privacy.models import NoticeText, RegisterBook, RegisterEntry, RegisterTerm
from privacy.registers.catalogue import CHOICES
from privacy.registers.courses import State, Step
from privacy.registers.details import LONGEST, typed
from privacy.registers.kinds import Field, Kind, Named, Shape
from privacy.registers.recording import ALWAYS_OPEN

# What a column of whole numbers holds at most.
MOST = 2_147_483_647
DETAIL = "detail_"
LONG = {"rows": 4}


class EntryForm(GuardedForm, forms.Form):
    """The content of an entry: the columns and fields of its kind, or what may change after a permit."""

    def __init__(self, *args, kind: Kind, user: User, entry: RegisterEntry | None = None, **kwargs):
        self.kind, self.frozen = kind, bool(entry and entry.permitted_on)
        super().__init__(*args, **kwargs)
        made = {name: _column(name, named, entry) for name, named in kind.columns.items()}
        made |= {f"{DETAIL}{one.key}": _detail(one) for one in kind.fields}
        made["responsible"] = forms.ModelChoiceField(
            queryset=_staff(entry and entry.responsible_id), label="担当者", help_text="期限を見る人です。"
        )
        made["remark"] = forms.CharField(
            label="備考", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
        )
        if self.frozen:
            made = {name: made[name] for name in ALWAYS_OPEN if name in made}
        self.fields = made | self.fields
        self.guarded = tuple(
            name for name, one in made.items() if type(one) is forms.CharField and name not in ("unit",)
        )
        initial = _initial(kind, entry) if entry else {"responsible": user, "asked_on": timezone.localdate()}
        self.initial = initial | self.initial

    @property
    def columns(self) -> dict:
        """The typed columns, and `details` unless they are frozen, as the acts take them."""
        told = self.cleaned_data
        found = {name: value for name, value in told.items() if not name.startswith(DETAIL)}
        if not self.frozen:
            found["details"] = {
                name.removeprefix(DETAIL): value for name, value in told.items() if name.startswith(DETAIL)
            }
        return found


class StepForm(GuardedForm, forms.Form):
    """A step of the course: its day, its words, and the proof of a permit."""

    guarded = ("words",)

    def __init__(self, *args, step: Step, entry: RegisterEntry, **kwargs):
        super().__init__(*args, **kwargs)
        made = {"on": DayField(label=step.day_label, initial=timezone.localdate)}
        if step.asks_consent:
            made["consent_number"] = forms.CharField(
                label="県の文書の番号", max_length=60, help_text="書面の承諾に付いている番号"
            )
        if step.asks_consent or step.result_label:
            made["words"] = forms.CharField(
                label=step.result_label or "承諾の条件",
                required=bool(step.result_label),
                max_length=LONGEST[Shape.LONG],
                widget=forms.Textarea(attrs=LONG),
            )
        if entry.kind == "leaving" and step.to == State.CLOSED:
            made["notice"] = forms.ModelChoiceField(
                queryset=NoticeText.objects.all(),
                label="確認した周知文の版",
                initial=entry.notice_id or NoticeText.objects.first(),
            )
        self.fields = made | self.fields


class DecisionForm(GuardedForm, forms.Form):
    """The prefecture's answer to an application."""

    guarded = ("words",)
    permits = forms.ChoiceField(
        label="決定",
        choices=(("yes", "承諾する"), ("no", "承諾しない")),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="条件・理由",
        required=False,
        max_length=LONGEST[Shape.LONG],
        widget=forms.Textarea(attrs=LONG),
        help_text="承諾しないときは、理由が要ります。",
    )
    consent_number = forms.CharField(label="文書の番号", required=False, max_length=60)


class ApproveForm(forms.Form):
    """The approval of a workplace or a manager."""

    agrees = forms.BooleanField(
        label="上の内容を確かめ、承諾します。", error_messages={"required": "確かめて、印を付けてください。"}
    )


class DocumentForm(forms.Form):
    title = forms.CharField(label="書類の名前", max_length=120, help_text="例：県の承諾書、署名した誓約書")
    file = ScanFile(label="ファイル", help_text="画像（PNG・JPEG）かPDF。10MBまで。")


class TermForm(forms.ModelForm):
    class Meta:
        model = RegisterTerm
        fields = ("days", "counting", "source")
        widgets = {"counting": forms.RadioSelect}


def _years_kept() -> list[tuple[int, str]]:
    """The fiscal years in which anything was recorded, the newest first."""
    kept = RegisterBook.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return [(year, FiscalYear(year).label) for year in kept]


class EntryFilter(FoldedFilters):
    """Filters of the list of entries."""

    q = django_filters.CharFilter(label="さがす", method="by_words")
    kind = django_filters.ChoiceFilter(label="台帳", choices=CHOICES, empty_label="すべて")
    state = django_filters.ChoiceFilter(
        label="状態",
        choices=[("unfinished", "終わっていないもの"), ("overdue", "期限を過ぎたもの"), *State.choices],
        method="by_state",
        empty_label="すべて",
    )
    year = django_filters.ChoiceFilter(
        label="年度", field_name="fiscal_year", choices=_years_kept, empty_label="すべて"
    )
    person = django_filters.ModelChoiceFilter(label="職員", queryset=User.objects.all(), empty_label="すべて")
    since = DayFilter(label="から", field_name="asked_on", lookup_expr="gte")
    until = DayFilter(label="まで", field_name="asked_on", lookup_expr="lte")
    less_used = ("year", "person", "since", "until")

    class Meta:
        model = RegisterEntry
        fields = ()

    def by_words(self, queryset, name, value):
        return queryset.filter(
            Q(subject__icontains=value)
            | Q(counterpart__icontains=value)
            | Q(consent_number__icontains=value)
            | Q(person__name__icontains=value)
        )

    def by_state(self, queryset, name, value):
        if value == "unfinished":
            return queryset.unfinished()
        if value == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset.filter(state=value)


def _staff(also: int | None = None):
    return User.objects.filter(Q(is_active=True) | Q(pk=also)).exclude(role__in=OUTSIDE)


def _column(name: str, named: Named, entry: RegisterEntry | None) -> forms.Field:
    about = {"label": named.label, "help_text": named.help, "required": named.required}
    if name.endswith("_on"):
        return DayField(**about)
    if name == "quantity":
        return forms.IntegerField(min_value=1, max_value=MOST, **about)
    if name == "person":
        return forms.ModelChoiceField(queryset=_staff(entry and entry.person_id), **about)
    return forms.CharField(max_length=RegisterEntry._meta.get_field(name).max_length, **about)


def _detail(one: Field) -> forms.Field:
    about = {"label": one.label, "help_text": one.help, "required": one.required}
    if one.shape is Shape.DAY:
        return DayField(**about)
    if one.shape is Shape.CHOICE:
        blank = () if one.required else (("", "（なし）"),)
        return forms.ChoiceField(choices=(*blank, *one.choices), widget=forms.RadioSelect, **about)
    widget = forms.Textarea(attrs=LONG) if one.shape is Shape.LONG else forms.TextInput()
    return forms.CharField(max_length=LONGEST[one.shape], widget=widget, **about)


def _initial(kind: Kind, entry: RegisterEntry) -> dict:
    found = {name: getattr(entry, name) for name in (*kind.columns, "responsible", "remark")}
    found |= {f"{DETAIL}{one.key}": typed(one, entry.details.get(one.key)) for one in kind.fields}
    return found
