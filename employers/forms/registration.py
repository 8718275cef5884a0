"""Forms of the employers' agreement to be listed."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from employers.models import Registration


class RegistrationForm(forms.ModelForm):
    """The employer's agreement: to whom, and what, may be shown."""

    items = forms.MultipleChoiceField(
        label="出してよい項目",
        choices=Registration.Item.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="伺った項目だけに印を付けます。印のない項目は、センターの外に出しません。",
    )

    class Meta:
        model = Registration
        fields = ("registered_on", "source", "scope", "items")
        field_classes = {"registered_on": DayField}
        widgets = {"source": forms.RadioSelect, "scope": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["registered_on"].initial = timezone.localdate
        self.fields["source"].choices = Registration.Source.choices
        self.fields["scope"].choices = Registration.Scope.choices


class RenewalForm(forms.Form):
    """The employer confirmed the registration again."""

    renewed_on = DayField(label="更新日", initial=timezone.localdate)
    scope = forms.ChoiceField(
        label="情報を出してよい範囲", choices=Registration.Scope.choices, widget=forms.RadioSelect
    )
    items = forms.MultipleChoiceField(
        label="出してよい項目", choices=Registration.Item.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class EndRegistrationForm(forms.Form):
    """The end of a registration."""

    ended_on = DayField(label="抹消日（この日から登録なし）", initial=timezone.localdate)
    reason = forms.CharField(label="理由", required=False, max_length=120)
