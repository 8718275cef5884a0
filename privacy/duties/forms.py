"""Forms of the duties."""

from django import forms

from centre.forms import DayField
from centre.models import User
from centre.roles import OUTSIDE
from privacy.models import Designation, NoticeText, Workplace

DAYS = dict.fromkeys(("reported_on", "approved_on", "starts_on", "ends_on"), DayField)
HELP = {
    "reported_on": "報告するまでは空けておきます。空いている間、その人は使えません。",
    "approved_on": "県の承認・承諾が要るときに入れます。",
}


class DesignationForm(forms.ModelForm):
    user = forms.ModelChoiceField(queryset=User.objects.none(), label="職員")

    class Meta:
        model = Designation
        fields = ("user", "duty", "belongs_to", "contact", "starts_on", "reported_on", "approved_on", "ends_on")
        field_classes = DAYS
        widgets = {"duty": forms.RadioSelect}
        help_texts = HELP

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True).exclude(role__in=OUTSIDE)


class DesignationChangeForm(DesignationForm):
    """The terms of a designation; its person stays."""

    user = None

    class Meta(DesignationForm.Meta):
        fields = ("duty", "belongs_to", "contact", "starts_on", "reported_on", "approved_on", "ends_on")

    def __init__(self, *args, **kwargs):
        super(DesignationForm, self).__init__(*args, **kwargs)


class WorkplaceForm(forms.ModelForm):
    class Meta:
        model = Workplace
        fields = ("place", "starts_on", "reported_on", "approved_on", "ends_on")
        field_classes = DAYS
        help_texts = HELP | {"reported_on": "報告するまでは空けておきます。"}


class NoticeForm(forms.ModelForm):
    class Meta:
        model = NoticeText
        fields = ("body", "articles", "valid_from")
        field_classes = {"valid_from": DayField}
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}


class AcknowledgeForm(forms.Form):
    """The promise itself."""

    agrees = forms.BooleanField(
        label="上の内容を読み、在職中も退職後も守ることを誓います。",
        error_messages={"required": "読んだことを確かめて、印を付けてください。"},
    )
