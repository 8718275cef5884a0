"""Forms of the directory of partner agencies."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from centre.models import PartnerAgency


class AgencyForm(forms.ModelForm):
    class Meta:
        model = PartnerAgency
        fields = (
            "name",
            "kind",
            "purpose",
            "does",
            "contact",
            "phone",
            "email",
            "opening_hours",
            "postal_code",
            "address",
            "jurisdiction",
            "clause",
            "needs_checking",
        )
        widgets = {"does": forms.Textarea(attrs={"rows": 2})}


class EndForm(forms.Form):
    ended_on = DayField(label="連携を終えた日", initial=timezone.localdate)
