"""Forms for one thumb: few fields, large targets."""

from django import forms
from django.utils import timezone

from centre.forms import DayField, typed
from centre.models import Municipality
from centre.tabular import values
from employers.forms.register import UnknownYesNo
from employers.models import Scheme, Visit

# The schemes whose leaflets are left at employers; certifications are talked about, not handed out.
LEAFLETS = ("travel", "scholarship", "relocation", "uij_course")


class NewEmployerForm(forms.Form):
    """Three fields are enough to start."""

    name = forms.CharField(
        label="事業所名", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"})
    )
    phone = forms.CharField(
        label="電話番号か法人番号",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "enterkeyhint": "next"}),
    )
    municipality = forms.ModelChoiceField(
        label="市町村", queryset=Municipality.objects.all(), required=False, empty_label="あとで"
    )

    def clean_phone(self):
        """A number of 13 digits is a corporate number, any other a phone number."""
        text = self.cleaned_data["phone"]
        digits = "".join(letter for letter in values.plain(text) if letter.isdigit()) if text else ""
        self.corporate_number = typed(values.corporate_number, text) if len(digits) == 13 else ""
        return "" if self.corporate_number else typed(values.phone, text) or ""


class FieldVisitForm(forms.ModelForm):
    """The visit sheet: everything but the day may stay empty."""

    wishes_uij = UnknownYesNo(label="UIJターン人材を受け入れたい", widget=forms.RadioSelect)
    expected_postings = forms.IntegerField(
        label="見込みの求人（件）", min_value=0, max_value=999, required=False, initial=0
    )
    expected_headcount = forms.IntegerField(
        label="見込みの求人（人）", min_value=0, max_value=9999, required=False, initial=0
    )

    class Meta:
        model = Visit
        fields = ("met", "wishes_uij", "expected_postings", "expected_headcount", "learnt", "next_step", "visited_on")
        field_classes = {"visited_on": DayField}
        widgets = {
            "met": forms.TextInput(
                attrs={"list": "usual-people", "autocomplete": "off", "placeholder": "例：代表、人事、総務"}
            ),
            "learnt": forms.Textarea(attrs={"rows": 3}),
            "next_step": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visited_on"].initial = timezone.localdate
        for scheme in Scheme.objects.filter(pk__in=LEAFLETS):
            self.fields[f"leaflets_{scheme.pk}"] = forms.IntegerField(
                label=f"チラシ {scheme.name}（枚）", min_value=0, max_value=999, required=False, initial=0
            )
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs |= {"inputmode": "numeric", "class": "short"}

    def clean_expected_postings(self):
        return self.cleaned_data["expected_postings"] or 0

    def clean_expected_headcount(self):
        return self.cleaned_data["expected_headcount"] or 0

    def leaflets(self) -> dict[str, int]:
        """{key of a scheme: how many}."""
        return {key: self.cleaned_data.get(f"leaflets_{key}") or 0 for key in LEAFLETS}

    def learnt(self) -> dict:
        """Field values of the visit."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
