"""Forms of what employers are told about."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from employers.models import Scheme, SchemeNotice, SchemeState


class NoticeForm(forms.ModelForm):
    """One telling of an employer about a scheme."""

    state = forms.ChoiceField(label="案内のあとの状態", choices=SchemeState.choices, widget=forms.RadioSelect)
    leaflets = forms.IntegerField(label="渡したチラシ（枚）", min_value=0, max_value=9999, initial=0, required=False)

    class Meta:
        model = SchemeNotice
        fields = ("scheme", "noticed_on", "method", "state", "leaflets", "reaction", "handed_over_on")
        field_classes = {"noticed_on": DayField, "handed_over_on": DayField}
        widgets = {"method": forms.RadioSelect}
        help_texts = {"handed_over_on": "県の担当課へつないだとき。まだなら空けておきます。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = Scheme.objects.all()
        self.fields["noticed_on"].initial = timezone.localdate
        self.fields["method"].choices = SchemeNotice.Method.choices
        self.fields["state"].initial = SchemeState.TOLD

    def clean_leaflets(self):
        return self.cleaned_data["leaflets"] or 0


class HandOverForm(forms.Form):
    on = DayField(label="県へつないだ日", initial=timezone.localdate)
