"""Forms of the roster, the staff and the trainings."""

import json
from datetime import date

from django import forms
from django.db.models import Q

from centre.forms import DayField, ScanFile
from centre.models import Appointment, Duty, Qualification, Training, User
from centre.roster.cells import NOTHING, Content

CLOCK = {"type": "time", "step": "300"}


class RosterForm(forms.Form):
    """A month of cells named `d-<person>-<day>`; `base` carries what the page showed: what differs is a change."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, cells: dict[str, tuple[int, date]], **kwargs):
        super().__init__(*args, **kwargs)
        self.cells = cells

    def clean_base(self) -> dict[str, str]:
        """What the page showed: {name of the cell: code}."""
        try:
            base = json.loads(self.cleaned_data["base"] or "{}")
        except ValueError as error:
            raise forms.ValidationError("画面を開き直してください。") from error
        if not isinstance(base, dict):
            raise forms.ValidationError("画面を開き直してください。")
        return {str(name): str(code) for name, code in base.items()}

    @property
    def changes(self) -> dict[tuple[int, date], tuple[str, str]]:
        """The cells whose typed code differs from what the page showed."""
        base = self.cleaned_data["base"]
        found = {}
        for name, cell in self.cells.items():
            seen, wanted = base.get(name, NOTHING), self.data.get(name, base.get(name, NOTHING))
            if seen != wanted:
                found[cell] = (seen, wanted)
        return found


class DutyForm(forms.Form):
    """One day of a person, with hours of its own."""

    kind = forms.ChoiceField(
        label="区分",
        choices=[("", "（勤務なし）"), *Duty.Kind.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    starts_at = forms.TimeField(
        label="始まり", required=False, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"), help_text="例 8:30"
    )
    ends_at = forms.TimeField(
        label="終わり", required=False, widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"), help_text="例 17:30"
    )
    remark = forms.CharField(label="備考", max_length=100, required=False)

    @property
    def content(self) -> Content | None:
        """What was chosen."""
        told = self.cleaned_data
        return Content(told["kind"], told["starts_at"], told["ends_at"]) if told["kind"] else None


class AppointmentForm(forms.ModelForm):
    class Meta:
        model = Appointment
        fields = ("post", "hours", "employment", "starts_on", "ends_on", "remark")
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        widgets = {"post": forms.RadioSelect, "hours": forms.RadioSelect, "employment": forms.RadioSelect}
        help_texts = {"employment": "派遣労働者にも、個人情報の取扱いの定めがすべて及びます（特記事項 第12）。"}


class QualificationForm(forms.ModelForm):
    evidence = ScanFile(
        label="証の写し",
        required=False,
        help_text="登録証などの画像（PNG・JPEG）かPDF。直すときに選ばなければ、前の写しが残ります。",
    )

    class Meta:
        model = Qualification
        fields = ("kind", "title", "acquired_on", "expires_on")
        field_classes = {"acquired_on": DayField, "expires_on": DayField}
        widgets = {"kind": forms.RadioSelect}


class TrainingForm(forms.ModelForm):
    """The plan of a training."""

    class Meta:
        model = Training
        fields = ("title", "subject", "planned_on", "teacher", "remark")
        field_classes = {"planned_on": DayField}
        widgets = {"subject": forms.RadioSelect}


class HeldForm(forms.Form):
    """What became of a training: when it was held, who was there, and its materials."""

    held_on = DayField(label="実施日")
    people = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), label="受講した人", required=False, widget=forms.CheckboxSelectMultiple
    )
    materials = ScanFile(label="資料（PDFか画像）", required=False, help_text="選ばなければ、前の資料が残ります。")

    def __init__(self, *args, training: Training, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = (
            User.objects.filter(Q(is_active=True) | Q(attendances__training=training))
            .distinct()
            .order_by("name", "pk")
        )
