"""Forms of the consultations."""

from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils import timezone

from centre.forms import DayField
from centre.models import User
from centre.roles import ABILITIES, Role
from consultations.models import Consultation, Topic
from consultations.picking import fitting_parties, picked
from consultations.taking import PARTIES_OF_REVIEWERS, With
from privacy.guarding import GuardedForm

NOT_WANTED = "健康・信条・家族の事情など、相談に要らないことは書かないでください。"
UNREADABLE_MOMENT = "日時は「2026-11-20 14:03」のように入れてください。"


def numbered(choices) -> list[tuple[str, str]]:
    """Choices whose labels begin with the key that picks them: 1 to 9, then 0."""
    return [
        (value, f"{(place + 1) % 10} {label}" if place < 10 else label) for place, (value, label) in enumerate(choices)
    ]


class MomentField(forms.DateTimeField):
    """A day and time in one field, shown the way the browser's own field writes it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "short"})

    def prepare_value(self, value):
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        return value


class ColleagueField(forms.ModelChoiceField):
    """A colleague who takes down consultations."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=User.objects.filter(is_active=True, role__in=ABILITIES["consultations.edit"]), **kwargs
        )


class TakenForm(GuardedForm, forms.Form):
    """What every form of a consultation asks."""

    guarded = ("summary", "note", "next_action")

    # Written by hand in party.html, which is replaced as a whole when somebody is picked.
    picked = forms.CharField(label="選んだ相手", required=False, max_length=40)
    caller = forms.CharField(
        label="相手",
        required=False,
        max_length=80,
        help_text="電話番号の下4桁、名前、ふりがなで候補が出ます。Enterで先頭の候補を選びます。匿名の方は空のままEnterです。",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-trigger": "input changed delay:150ms",
                "hx-target": "#picks",
                "hx-sync": "this:replace",
            }
        ),
    )
    party = forms.ChoiceField(label="相手の種類", choices=Consultation.Party.choices, widget=forms.RadioSelect)
    method = forms.ChoiceField(label="方法", choices=numbered(Consultation.Method.choices), widget=forms.RadioSelect)
    held_at = MomentField(label="日時", error_messages={"invalid": UNREADABLE_MOMENT})
    topic = forms.ChoiceField(label="主な内容", choices=numbered(Topic.choices), widget=forms.RadioSelect)
    is_continuing = forms.BooleanField(label="継続の相談（前にも相談を受けた相手）", required=False)
    summary = forms.CharField(
        label="要点", required=False, max_length=300, help_text="一覧に出る1行です。あとで読む人のために。"
    )
    note = forms.CharField(
        label="記録", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=NOT_WANTED
    )
    more_topics = forms.MultipleChoiceField(
        label="ほかの内容", required=False, choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.IntegerField(label="所要（分）", required=False, min_value=1, max_value=600)
    people = forms.IntegerField(label="人数（人）", min_value=1, max_value=999, initial=1)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.who = picked(self["picked"].value() or "", user)
        parties = fitting_parties(self.who)
        if user.role == Role.REVIEWER:
            parties = [choice for choice in parties if choice[0] in PARTIES_OF_REVIEWERS]
        self.fields["party"].choices = numbered(parties)
        self.fields["caller"].widget.attrs["hx-get"] = reverse("consultations:suggestions")
        if self.who is None and not self.is_bound:
            self.fields["caller"].widget.attrs["autofocus"] = True
        if self.who and not self.is_bound:
            self.initial.setdefault("party", self.who.party)

    def other_side(self) -> With:
        """Whom the consultation was with; the text beside a picked record is only its name and is not kept."""
        party = self.cleaned_data["party"]
        if self.who is None:
            return With(party, caller=self.cleaned_data["caller"])
        return With(party, self.who.establishment, self.who.jobseeker, self.who.agency)

    def taken(self) -> dict:
        """Field values of the consultation, without the other side."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("picked", "caller", "party")}


class EntryForm(TakenForm):
    """The quick entry: what was said, and what was promised."""

    next_action = forms.CharField(
        label="次にすること",
        required=False,
        max_length=200,
        help_text="例：求人票の案を送る。入れると「約束」に並びます。",
    )
    next_on = DayField(label="期日", required=False)
    assigned_to = ColleagueField(label="約束の担当者", required=False, empty_label="自分")
    counsellor = ColleagueField(label="相談の担当者", required=False, empty_label="自分")


class RevisionForm(TakenForm):
    """A consultation that was taken down before."""


class PromiseForm(GuardedForm, forms.Form):
    """A promise that comes out of a consultation."""

    guarded = ("what",)

    what = forms.CharField(label="すること", max_length=200)
    due_on = DayField(label="期日")
    assigned_to = ColleagueField(label="担当者", required=False, empty_label="自分")


class KeepForm(GuardedForm, forms.Form):
    """How a promise was kept."""

    guarded = ("outcome",)

    outcome = forms.CharField(label="結果", required=False, max_length=200, help_text="空のままでも済ませられます。")


class PostponeForm(forms.Form):
    """Another day for a promise."""

    due_on = DayField(label="新しい期日")


class HandOverForm(forms.Form):
    """A colleague for a promise."""

    assigned_to = ColleagueField(label="引き継ぐ相手")
